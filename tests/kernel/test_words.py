from xiezhi.kernel.words import NEW, SYSTEM, Duty, Paper, Side, State, asks, each, present

from .small import ANSWER, ASK, ASKER, EACH_ANSWER, HELPER, HELPERS, JUDGE


def test_a_sides_roles_are_titled_after_it() -> None:
    roles = (ASKER.handler, ASKER.liaison, ASKER.head, ASKER.chief, ASKER.approver("sign"))
    assert [role.title for role in roles] == [
        "请求单位承办人", "请求单位联络员", "请求单位分管负责人", "请求单位主要负责人", "请求单位负责人",
    ]  # fmt: skip
    assert {role.side for role in roles} == {ASKER}
    assert (ASKER.approver("sign").approver, ASKER.head.approver) == ("sign", "")


def test_a_fact_may_choose_the_list_that_appoints_a_side() -> None:
    police = Side("police", "受移送机关", appointed="crime_{organ}")
    assert police.appointment({"organ": "police"}) == "crime_police"
    assert JUDGE.appointment({}) == "judges"


def test_of_a_place_for_one_the_last_to_take_it_is_there_and_of_many_all_are() -> None:
    parties = {"helper": ("slj", "sthj"), "helpers": ("slj", "sthj")}
    assert present(HELPER, parties) == ("sthj",)
    assert present(HELPERS, parties) == ("slj", "sthj")
    assert present(ASKER, parties) == ()


def test_one_side_or_several_are_read_as_a_row() -> None:
    assert each(ASKER) == (ASKER,)
    assert each((ASKER, HELPER)) == (ASKER, HELPER)


def test_a_state_that_lies_with_nobody_is_final_but_for_the_first() -> None:
    assert State("closed", "已办结").final
    assert not State("open", "办理中", ASKER).final
    assert not NEW.final


def test_a_duty_of_many_or_of_each_row_ends_one_by_one() -> None:
    assert EACH_ANSWER.severally
    assert Duty(name="rows", title="分工", owed_by=HELPER, clause=ASK, until="by", each="rows").severally
    assert not ANSWER.severally
    assert not Duty(name="both", title="协商", owed_by=(ASKER, HELPER), clause=ASK, term="answer").severally


def test_a_paper_asks_for_the_facts_that_its_words_name_but_for_what_is_always_known() -> None:
    heading, text = "关于{offender}一案的函", "{offender.code}，{now}，根据{cited}，{facts}"
    paper = Paper(name="letter", title="函", to=HELPER, heading=heading, text=text)
    assert paper.asks == {"offender", "facts"}
    assert asks("没有空白") == set()


def test_the_system_is_nobodys_side() -> None:
    assert (SYSTEM.name, SYSTEM.side.name) == ("system", "system")
