"""What the receiving department owes and may do: sign for it, ask once, take it or return it, tell the result."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from tests.story import CALENDAR, MONDAY, PACK, Office, Story, at
from xiezhi.kernel import COUNTY, NEW, Act, NotEntitled, Procedure, Side, State, WrongState, load
from xiezhi.procedures import PROCEDURES

from .transfers import DECISION, drafted, filed, found, received, returned, sent

DEFAULT = "本县缺省规则"
TO_SLJ = {"receiver": "slj", "receiver_reason": "受移送单位认为属其职权"}


# ── signing for it ──────────────────────────────────────────────────────────────────────────────────


def test_it_is_signed_for_by_a_person_at_a_time() -> None:
    story = sent()
    with pytest.raises(ValidationError, match="received_by"):
        story("zfj.liaison", "receive")
    with pytest.raises(NotEntitled):
        story("zrzy.liaison", "receive", received_by="李文静")
    story.later(hours=3)
    story("zfj.handler", "receive", received_by="李文静")
    entry = story.dossier.entries[-1]
    assert (entry.person, entry.at, story.dossier.facts["received_by"]) == ("zfj.handler", story.office.now, "李文静")
    assert story.papers[-1].paper.name == "slip"


def test_silence_is_receipt_and_the_answer_runs_from_then() -> None:
    story = sent()
    assert story.due("receipt") == "2021-03-03"
    assert story.later(days=2, hours=14, minutes=59) == []
    assert story.later(minutes=1) == ["deem_received"]
    assert (story.state, story.holder, story.fates("receipt")) == ("received", "zfj", ["lapsed"])
    assert (story.late("receipt"), story.last("answer").start, story.due("answer")) == (
        True,
        story.office.now,
        "2021-03-09",
    )
    assert story.issued == ["letter zrzy移〔2021〕1号", "materials"]  # nobody has signed a slip


def test_how_long_silence_lasts_is_the_countys_to_say() -> None:
    longer = PACK.replace('receipt = { value = "2 working_days"', 'receipt = { value = "4 working_days"')
    story = sent(found(Office(rules=load(longer, CALENDAR, PROCEDURES.values()))))
    assert story.later(days=3) == []
    assert story.later(days=2) == ["deem_received"]


def test_silence_is_receipt_and_not_jurisdiction() -> None:
    story = sent()
    story.later(days=3)
    assert story.later(days=60) == []
    assert (story.state, story.owed, story.late("answer")) == ("received", {"answer"}, True)
    story("zfj.head", "return_case", reasons="不属于本单位职权", suggested="slj")
    assert (story.state, story.fates("answer"), story.late("answer")) == ("returned", ["done"], True)


# ── served on paper ─────────────────────────────────────────────────────────────────────────────────

SERVED = {"served_how": "直接送交", "received_by": "李文静"}


def test_who_is_off_line_is_served_on_paper_and_answers_from_then() -> None:
    story = sent()
    story.later(days=1)
    story("zrzy.liaison", "serve", served_at=at("2021-03-01 15:00"), **SERVED)
    assert (story.state, story.holder, story.fates("receipt"), story.late("receipt")) == (
        "received",
        "zfj",
        ["done"],
        False,
    )
    assert story.last("receipt").ended_at == story.last("answer").start == at("2021-03-01 15:00")
    assert story.due("answer") == "2021-03-04"


def test_service_is_proved_and_comes_after_the_sending() -> None:
    story = sent()
    assert "送达回证" in story.refuses("zrzy.liaison", "serve", {}, served_at=MONDAY, **SERVED)
    early = story.refuses("zrzy.liaison", "serve", served_at=MONDAY - timedelta(minutes=1), **SERVED)
    assert early == f"送达时间不得早于移送时间（{DEFAULT} 移送签收）"
    (ahead, *_) = story.refused("zrzy.liaison", "serve", served_at=MONDAY + timedelta(minutes=1), **SERVED)
    assert ahead.name == "happened:served_at"
    with pytest.raises(NotEntitled):
        story("zfj.liaison", "serve", served_at=MONDAY, **SERVED)


# ── asking for what is lacking ──────────────────────────────────────────────────────────────────────


def asked(story: Story | None = None) -> Story:
    story = story or received()
    story("zfj.head", "ask_supplement", gaps="审批许可情况")
    return story


def test_the_receivers_clock_stands_still_while_the_sender_supplements() -> None:
    story = asked()
    assert (story.state, story.holder, story.owed) == ("supplementing", "zrzy", {"answer", "supplement"})
    assert (story.last("answer").paused, story.due("answer"), story.due("supplement")) == (True, "None", "2021-03-03")
    story.later(days=2)
    story("zrzy.handler", "supplement")
    assert (story.state, story.holder, story.owed) == ("received", "zfj", {"answer"})
    assert story.due("answer") == "2021-03-08"


def test_what_is_supplemented_is_attached() -> None:
    assert asked().refuses("zrzy.handler", "supplement", {}) == f"“补正的材料”还没有上传（{DEFAULT} 移送补正）"


def test_it_is_asked_for_once() -> None:
    story = asked()
    story("zrzy.handler", "supplement")
    said = story.refuses("zfj.head", "ask_supplement", gaps="又缺一份")
    assert said == f"“通知补正”以1次为限（{DEFAULT} 移送补正）"


def test_after_it_was_sent_a_second_time_it_may_be_asked_once_more() -> None:
    story = asked()
    story("zrzy.handler", "supplement")
    story("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    received(story, **TO_SLJ)
    asked_by_slj = story("slj.head", "ask_supplement", gaps="水文资料")
    assert asked_by_slj.state == "supplementing"


def test_a_first_sending_counts_whatever_is_supplemented_later() -> None:
    story = asked()
    story.later(days=1)
    story("zrzy.handler", "supplement")
    assert (len(story.every("transfer")), story.fates("transfer"), story.late("transfer")) == (1, ["done"], False)


def test_who_does_not_supplement_in_time_leaves_the_answer_to_the_receiver() -> None:
    story = asked()
    assert story.later(days=2) == []
    assert story.later(days=1) == ["deem_unsupplemented"]
    assert (story.state, story.fates("supplement"), story.late("supplement")) == ("received", ["lapsed"], True)
    assert not story.last("answer").paused
    story("zfj.head", "accept")
    assert story.fates("answer") == ["done"]


def test_what_is_received_is_recalled_no_more_and_returned_only_from_the_desk_of_the_receiver() -> None:
    for act in ("recall", "withdraw", "keep"):
        with pytest.raises((WrongState, NotEntitled)):
            asked()("zrzy.head", act, reasons="不想移送了")


# ── taking it, filing it or not ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["zfj.handler", "zfj.liaison", "zrzy.head"])
def test_only_the_receivers_leaders_take_it_or_return_it(who: str) -> None:
    for act, filled in (("accept", {}), ("return_case", {"reasons": "x", "suggested": "slj"})):
        with pytest.raises(NotEntitled, match="受移送单位负责人"):
            received()(who, act, **filled)


def test_a_case_is_filed_with_its_number_and_day() -> None:
    story = received()
    story("zfj.head", "accept")
    assert (story.state, story.due("filing")) == ("accepted", "2021-03-22")
    (said,) = story.refused("zfj.head", "file", case_no="1号", filed_on=date(2021, 3, 2))
    assert said.name == "happened:filed_on"
    story("zfj.head", "file", case_no="1号", filed_on=date(2021, 3, 1))
    assert (story.state, story.fates("filing"), story.papers[-1].paper.name) == ("filed", ["done"], "filing-notice")


def test_a_case_is_not_filed_with_a_reason_and_is_then_over() -> None:
    story = received()
    story("zfj.head", "accept")
    with pytest.raises(ValidationError, match="reasons"):
        story("zfj.head", "decline_filing")
    story("zfj.head", "decline_filing", reasons="违法行为轻微并及时改正")
    assert (story.state, story.holder, story.owed) == ("closed", None, set())
    assert story.papers[-1].paper.name == "no-filing"


def test_the_result_is_told_within_ten_working_days_of_the_decision() -> None:
    story = filed()
    story.later(days=2)
    story("zfj.handler", "decide", decided_on=date(2021, 3, 1), **DECISION)
    assert story.last("feedback").start == date(2021, 3, 1)
    assert story.due("feedback") == "2021-03-15"
    assert [str(clause) for clause in story.last("feedback").clauses] == [
        "武政发〔2021〕15号 五（一）",
        "武政发〔2021〕15号 三",
    ]
    story.later(days=13)
    story("zfj.head", "feed_back")
    assert (story.state, story.fates("feedback"), story.late("feedback")) == ("closed", ["done"], True)


def test_nothing_is_decided_before_the_case_was_filed_nor_filed_before_it_was_found() -> None:
    (said,) = filed().refused("zfj.handler", "decide", decided_on=date(2021, 2, 26), **DECISION)
    assert str(said) == "作出日期不得早于立案日期（行政处罚法 第五十四条）"
    story = received()
    story("zfj.head", "accept")
    (said,) = story.refused("zfj.head", "file", case_no="1号", filed_on=date(2020, 12, 31))
    assert str(said) == "立案日期不得早于发现时间（行政处罚法 第五十四条）"


def test_no_decision_is_made_tomorrow() -> None:
    refused = filed().refused("zfj.handler", "decide", decided_on=date(2021, 3, 2), **DECISION)
    assert {refusal.name for refusal in refused} == {"happened:decided_on", "future:feedback"}


@pytest.mark.parametrize("penalty", ["处罚", "不予处罚", "违法事实不成立"])
def test_whatever_is_decided_is_told(penalty: str) -> None:
    story = filed()
    story("zfj.handler", "decide", decided_on=date(2021, 3, 1), **DECISION | {"penalty": penalty})
    story("zfj.head", "feed_back")
    assert story.papers[-1].facts["penalty"] == penalty


POLICE, ORGAN = State("reported", "已移送", Side("organ", "机关")), Side("organ", "机关")
CRIME = Procedure(
    key="crime-referral", version=1, title="涉嫌犯罪案件移送", clause=COUNTY["no-penalty-instead"],
    acts=[
        Act("report", "移送", by=ORGAN.handler, at=[NEW], to=POLICE, clause=COUNTY["no-penalty-instead"]),
        Act("take_back", "退回", by=ORGAN.handler, at=[POLICE], to=State("over", "已退回"), clause=COUNTY["no-penalty-instead"]),
    ],
)  # fmt: skip


def test_nobody_is_fined_in_place_of_being_tried() -> None:
    story = filed(found(Office(procedures={**PROCEDURES, CRIME.key: CRIME})))
    crime = story.office.open("crime-referral")
    crime("zfj.handler", "report")
    said = story.refuses("zfj.handler", "decide", decided_on=date(2021, 3, 1), **DECISION)
    assert said == "同一事项尚有未办结的“涉嫌犯罪案件移送”（武政发〔2021〕15号 六（三））"
    crime("zfj.handler", "take_back")
    story("zfj.handler", "decide", decided_on=date(2021, 3, 1), **DECISION)
    assert story.state == "decided"


# ── a mistake of the receiver ───────────────────────────────────────────────────────────────────────


def test_a_mistake_in_an_answer_is_corrected_by_a_letter_of_its_own() -> None:
    story = filed()
    mended = {"corrected": "《立案告知书》（zfj立告〔2021〕1号）", "mistake": "1号", "correction": "2号"}
    with pytest.raises(NotEntitled):
        story("zrzy.head", "correct_answer", **mended)
    story("zfj.head", "correct_answer", **mended)
    assert (story.state, story.issued[-1], story.papers[-1].to) == (
        "filed", "answer-correction zfj更〔2021〕1号", ("zrzy",),
    )  # fmt: skip


# ── returning it ────────────────────────────────────────────────────────────────────────────────────


def test_it_is_returned_with_a_reason_and_the_organ_thought_competent() -> None:
    for lacking in ("reasons", "suggested"):
        with pytest.raises(ValidationError, match=lacking):
            received()("zfj.head", "return_case", **{"reasons": "不属于职权", "suggested": "slj"} | {lacking: ""})
    story = returned()
    assert (story.state, story.holder, story.fates("answer"), story.owed) == ("returned", "zrzy", ["done"], {"resend"})
    assert (story.papers[-1].paper.name, story.papers[-1].to) == ("return", ("zrzy",))
    assert story.papers[-1].facts["suggested"] == "gaj"


def test_who_thinks_itself_competent_takes_it() -> None:
    said = received().refuses("zfj.head", "return_case", reasons="不属于职权", suggested="zfj")
    assert said == f"认为本单位有管辖权的，应当接收（{DEFAULT} 移送答复）"


def test_the_sender_may_be_thought_competent_itself() -> None:
    story = received()
    story("zfj.head", "return_case", reasons="应由你单位自行处理", suggested="zrzy")
    assert story.state == "returned"


def test_what_is_returned_goes_on_to_another_with_a_term_of_its_own() -> None:
    story = returned()
    story.later(days=1)
    drafted(story, **TO_SLJ)
    story("zrzy.head", "approve")
    story("zrzy.handler", "send")
    assert (story.state, story.holder, story.dossier.parties["receiver"]) == ("sent", "slj", ("zfj", "slj"))
    assert (story.fates("resend"), len(story.every("transfer"))) == (["done"], 1)
    with pytest.raises(NotEntitled):
        story("zfj.liaison", "receive", received_by="李文静")
    assert [issued.version for issued in story.papers if issued.paper.name == "letter"] == [1, 2]


def test_what_is_returned_is_kept_with_a_reason() -> None:
    story = returned()
    with pytest.raises(NotEntitled):
        story("zrzy.handler", "keep", reasons="自行处理")
    story("zrzy.head", "keep", reasons="经核实属本单位职权")
    assert (story.state, story.holder, story.fates("resend")) == ("withdrawn", None, ["done"])


def test_what_is_returned_and_drafted_anew_may_be_changed_or_given_up() -> None:
    story = drafted(returned(), **TO_SLJ)
    story("zrzy.head", "redraft", reasons="事实不清")
    assert (story.state, story.owed) == ("found", {"resend"})
    drafted(story, **TO_SLJ)
    story("zrzy.head", "withdraw", reasons="自行处理")
    assert (story.state, story.fates("resend")) == ("withdrawn", ["lifted"])


def test_terms_are_those_of_the_pack_and_say_whose_they_are() -> None:
    story = received()
    assert (story.last("transfer").source, story.last("answer").source) == ("document", "local default")
    assert [str(clause) for clause in story.last("answer").clauses] == [f"{DEFAULT} 移送答复"]
