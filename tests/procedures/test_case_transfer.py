"""五（三）1 to 3 of the county's document, on the side of whoever hands a case over."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from tests.story import CALENDAR, MONDAY, PACK, TWO, Office, at
from xiezhi.kernel import NotApplicable, NotEntitled, Rules, WrongState, load
from xiezhi.procedures import PROCEDURES

from .transfers import DECISION, LETTER, URGENT, begun, drafted, finding, found, received, sent

CLAUSE = "武政发〔2021〕15号 五（三）"
HEAD = "zrzy.head"


def test_a_case_is_handed_over_looked_into_and_its_result_told() -> None:
    story = begun()
    story("zrzy.handler", "find", **finding(story.office))
    assert (story.state, story.holder, story.owed, story.due("transfer")) == (
        "found",
        "zrzy",
        {"transfer"},
        "2021-03-04",
    )
    story("zrzy.handler", "draft", **LETTER)
    story("zrzy.head", "approve")
    assert (story.state, story.holder) == ("approved", "zrzy")
    story("zrzy.liaison", "send")
    assert (story.state, story.holder, story.owed) == ("sent", "zfj", {"receipt"})
    story("zfj.liaison", "receive", received_by="李文静")
    assert (story.owed, story.due("answer")) == ({"answer"}, "2021-03-04")
    story("zfj.head", "accept")
    assert story.owed == {"filing"}
    story("zfj.head", "file", case_no="武综执立〔2021〕1号", filed_on=date(2021, 3, 1))
    story("zfj.handler", "decide", decided_on=date(2021, 3, 1), **DECISION)
    assert (story.owed, story.due("feedback")) == ({"feedback"}, "2021-03-15")
    story("zfj.head", "feed_back")
    assert (story.state, story.holder, story.owed) == ("closed", None, set())
    assert {o.fate for o in story.dossier.obligations} == {"done"}
    assert story.issued == [
        "letter zrzy移〔2021〕1号", "materials", "slip zfj移回〔2021〕1号", "acceptance zfj移收〔2021〕1号",
        "filing-notice zfj立告〔2021〕1号", "result zfj反〔2021〕1号",
    ]  # fmt: skip
    assert [paper.to for paper in story.papers] == [("zfj",), ("zfj",), *[("zrzy",)] * 4]


def test_the_bureau_hands_over_to_a_department_as_a_department_to_the_bureau() -> None:
    story = begun()
    story("zfj.handler", "find", **finding(story.office, item="water-abstraction"))
    story("zfj.handler", "draft", **LETTER | {"receiver": "slj"})
    story("zfj.head", "approve")
    story("zfj.handler", "send")
    story("slj.handler", "receive", received_by="周海涛")
    assert (story.dossier.parties, story.holder) == ({"sender": ("zfj",), "receiver": ("slj",)}, "slj")


def test_the_receiver_has_no_part_in_it_before_it_is_sent() -> None:
    story = drafted()
    assert story.dossier.parties == {"sender": ("zrzy",)}
    assert all(story.procedure.act(entry.act).internal for entry in story.dossier.entries)


# ── 五（三）1: in whose name ─────────────────────────────────────────────────────────────────────────


def test_a_unit_hands_nothing_over_in_its_own_name() -> None:
    said = found().refuses("zrzy.handler", "draft", **LETTER | {"unit": "壶山自然资源所"})
    assert said == f"不得以内设机构、派驻机构的名义移送；法律法规明确规定可以的，请写明依据（{CLAUSE}1）"


def test_a_unit_does_so_where_a_law_says_that_it_may() -> None:
    assert drafted(unit="壶山自然资源所", unit_basis="某法第五条").state == "drafted"


# ── 五（三）2: what goes along, and who approves ─────────────────────────────────────────────────────


def test_two_officers_are_named_with_their_certificates() -> None:
    for officers in ([], TWO[:1], [TWO[0], TWO[0]], [TWO[0], {"name": "徐晓峰"}]):
        with pytest.raises(ValidationError, match="officers"):
            found()("zrzy.handler", "draft", **LETTER | {"officers": officers})
    assert [str(officer) for officer in drafted().dossier.facts["officers"]] == [
        "金晨（执法证号浙G1）",
        "徐晓峰（执法证号浙G2）",
    ]


@pytest.mark.parametrize("field", ["receiver", "facts", "why", "basis", "contact"])
def test_a_letter_says_to_whom_what_why_and_by_which_law(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        found()("zrzy.handler", "draft", **LETTER | {field: ""})


MATERIALS = {key: [f"sha256:{key}"] for key in ("source", "offender", "licences", "investigation")}
TITLES = {
    "source": "案源材料（现场检查记录、举报投诉材料等）", "offender": "违法行为人基本情况", "licences": "审批许可情况",
    "investigation": "调查情况",
}  # fmt: skip


@pytest.mark.parametrize("key", MATERIALS)
def test_every_material_is_there_or_it_is_said_why_there_is_none(key: str) -> None:
    without = {k: files for k, files in MATERIALS.items() if k != key}
    said = found().refuses("zrzy.handler", "draft", without, **LETTER)
    assert said == f"“{TITLES[key]}”还没有上传，也没有写不适用的理由（{CLAUSE}2）"
    empty = found().refuses("zrzy.handler", "draft", without | {key: NotApplicable(" ")}, **LETTER)
    assert empty == f"“{TITLES[key]}”不能以不适用代替，请上传（{CLAUSE}2）"
    story = found()
    story("zrzy.handler", "draft", without | {key: NotApplicable("经查询，未办理")}, **LETTER)
    assert story.state == "drafted"


def test_other_evidence_goes_along_where_there_is_any() -> None:
    story = found()
    story("zrzy.handler", "draft", MATERIALS | {"other": ["sha256:video"]}, **LETTER)
    assert story.state == "drafted"


def test_the_department_that_the_catalogue_names_looks_into_it() -> None:
    said = found().refuses("zrzy.handler", "draft", **LETTER | {"receiver": "scjg"})
    assert said == "目录规定该事项由zfj查处，移送其他单位的请写明原因（武政发〔2021〕15号 三）"
    unknown = found(item="unheard-of").refuses("zrzy.handler", "draft", **LETTER)
    assert unknown == "目录中没有这个事项，请写明移送给该单位的原因（武政发〔2021〕15号 三）"


def test_another_department_is_chosen_with_a_reason_and_the_entry_is_marked() -> None:
    story = found()
    decision = story("zrzy.handler", "draft", **LETTER | {"receiver": "scjg", "receiver_reason": "省局指定"})
    assert decision.overrides == ("receiver_has_the_power",)
    assert story("zrzy.head", "approve").overrides == ()


def test_no_department_hands_a_case_to_itself() -> None:
    (said, *_) = found().refused("zrzy.handler", "draft", **LETTER | {"receiver": "zrzy", "receiver_reason": "x"})
    assert str(said) == "zrzy已是移送单位，不能又作为受移送单位"


@pytest.mark.parametrize("who", ["zrzy.handler", "zrzy.liaison", "zfj.head"])
def test_only_the_departments_leaders_approve(who: str) -> None:
    with pytest.raises(NotEntitled, match=r"“同意移送”应由移送单位负责人办理（武政发〔2021〕15号 五（三）2）"):
        drafted()(who, "approve")


def test_nothing_is_sent_that_is_not_approved() -> None:
    with pytest.raises(WrongState, match="现在是“待批准”，不能办理“用印并移送”"):
        drafted()("zrzy.handler", "send")


def test_whoever_approves_has_not_drafted() -> None:
    story = found()
    story("zrzy.handler+head", "draft", **LETTER)
    said = story.refuses("zrzy.handler+head", "approve")
    assert said == f"拟稿人不得批准自己拟的文书，请由其他负责人批准（{CLAUSE}2）"
    story("zrzy.head", "approve")
    assert story.state == "approved"


def test_a_major_case_is_approved_by_the_chief() -> None:
    story = drafted(grade="major")
    with pytest.raises(NotEntitled, match="“同意移送”应由移送单位主要负责人办理"):
        story("zrzy.head", "approve")
    story("zrzy.chief", "approve")
    ordinary = drafted(grade="ordinary")
    ordinary("zrzy.head", "approve")
    assert (story.state, ordinary.state) == ("approved", "approved")


def test_the_approver_sends_it_back_to_be_changed_with_a_reason() -> None:
    story = drafted(receiver="zfj")
    with pytest.raises(ValidationError, match="reasons"):
        story("zrzy.head", "redraft")
    story("zrzy.head", "redraft", reasons="事实不清")
    assert (story.state, story.owed) == ("found", {"transfer"})
    drafted(story, facts="重写的事实")
    story("zrzy.head", "approve")
    story("zrzy.head", "redraft", reasons="还要补充")
    assert story.state == "found"
    assert sent(story).dossier.facts["facts"] == LETTER["facts"]


def test_after_an_earlier_draft_only_the_last_drafter_is_barred() -> None:
    story = found()
    story("zrzy.handler+head", "draft", **LETTER)
    story("zrzy.chief", "redraft", reasons="事实不清")
    story("zrzy.handler", "draft", **LETTER)
    story("zrzy.handler+head", "approve")
    assert story.state == "approved"


# ── 五（三）3: by when ───────────────────────────────────────────────────────────────────────────────


def test_three_working_days_run_from_the_conclusion_through_a_long_holiday() -> None:
    story = found(Office(at("2021-09-29 10:00")))
    assert story.due("transfer") == "2021-10-09"  # a Saturday that is worked
    assert [str(clause) for clause in story.last("transfer").clauses] == [f"{CLAUSE}3"]
    assert story.last("transfer").source == "document"


def counted_from(moment: str) -> Rules:
    return load(PACK.replace('starts = "concluded_at"', f'starts = "{moment}"'), CALENDAR, PROCEDURES.values())


def test_the_county_chooses_whether_they_run_from_conclusion_or_from_discovery() -> None:
    when: dict[str, Any] = {"found_at": at("2021-02-25 09:00"), "concluded_at": MONDAY}
    assert found(**when).due("transfer") == "2021-03-04"
    strict = Office(MONDAY, counted_from("found_at"))
    assert found(strict, **when).due("transfer") == "2021-03-02"
    assert {"found_at", "concluded_at"} == set(found().procedure.duties["transfer"].starts_from)


def test_conclusion_long_after_discovery_needs_a_reason_and_is_marked() -> None:
    late = {"found_at": at("2021-02-19 09:00"), "concluded_at": MONDAY}
    office = Office(MONDAY)
    said = begun(office).refuses("zrzy.handler", "find", **finding(office, **late))
    assert said == "发现后逾5个工作日方认定，请说明原因（本县缺省规则 移送起算）"
    decision = begun(office)("zrzy.handler", "find", **finding(office, **late, late_reason="等待检测结论"))
    assert decision.overrides == ("concluded_in_time",)
    in_time = begun(office)("zrzy.handler", "find", **finding(office, found_at=at("2021-02-22 09:00")))
    assert in_time.overrides == ()


def test_the_number_of_days_is_the_countys_and_stands_in_no_hint() -> None:
    shorter = load(PACK.replace("conclusion_days = 5", "conclusion_days = 2"), CALENDAR, PROCEDURES.values())
    office = Office(MONDAY, shorter)
    late = {"found_at": at("2021-02-24 09:00"), "concluded_at": MONDAY}
    assert "逾2个工作日" in begun(office).refuses("zrzy.handler", "find", **finding(office, **late))
    hints = [str(info.json_schema_extra) for info in found().procedure.fields.values()]
    assert not [hint for hint in hints if any(number in hint for number in "二三四五六七八九十") and "工作日" in hint]


def test_nothing_is_found_or_concluded_in_the_future_nor_concluded_before_it_is_found() -> None:
    office = Office(MONDAY)
    tomorrow = MONDAY + timedelta(days=1)
    ahead = begun(office).refused("zrzy.handler", "find", **finding(office, found_at=tomorrow, concluded_at=tomorrow))
    assert {refusal.name for refusal in ahead} == {"happened:found_at,concluded_at,filed_before", "future:transfer"}
    before = finding(office, found_at=MONDAY, concluded_at=MONDAY - timedelta(minutes=1))
    assert begun(office).refuses("zrzy.handler", "find", **before) == f"认定时间不得早于发现时间（{CLAUSE}3）"


def test_where_a_years_holidays_are_not_published_the_day_is_provisional_with_the_best_and_the_worst() -> None:
    due = found(Office(at("2027-02-03 10:00"))).last("transfer").reckoned
    assert (due.provisional, due.due_date, due.earliest) == (True, due.earliest, due.earliest)
    assert due.earliest is not None
    assert due.latest is not None
    assert due.latest > due.earliest
    assert not found().last("transfer").reckoned.provisional


def test_late_is_possible_and_marked_for_good() -> None:
    story = drafted()
    story.later(days=10)
    assert story.late("transfer")
    story("zrzy.head", "approve")
    story("zrzy.handler", "send")
    assert (story.fates("transfer"), story.late("transfer")) == (["done"], True)


def test_approval_is_within_the_term_and_sending_on_the_last_day_is_in_time() -> None:
    story = drafted()
    story.later(days=3, hours=14, minutes=59)  # Thursday, 23:59
    story("zrzy.head", "approve")
    story("zrzy.handler", "send")
    assert not story.late("transfer")


# ── cases of before the power to punish moved ───────────────────────────────────────────────────────


def test_who_filed_a_case_before_the_power_moved_decides_it() -> None:
    office = Office(MONDAY)
    filed = finding(office, filed_before=date(2020, 6, 30))
    for act, more in (("find", {}), ("find_urgent", URGENT)):
        said = begun(office).refuses("zrzy.handler", act, **filed | more)
        assert said == f"处罚权于2020-07-01划转，此前已经立案的，由本单位作出处理决定、执行到位，不移送（{CLAUSE}4）"


@pytest.mark.parametrize(
    "more", [{"filed_before": date(2020, 7, 1)}, {"filed_before": None}, {"occurred": "2019年5月"}], ids=str
)
def test_what_was_not_filed_before_is_a_new_case_however_old_the_violation(more: dict[str, Any]) -> None:
    assert found(**more).state == "found"


def test_an_item_that_never_moved_may_be_handed_over_though_the_case_was_filed() -> None:
    assert found(item="water-abstraction", filed_before=date(2020, 1, 1)).state == "found"


# ── what does not go on ─────────────────────────────────────────────────────────────────────────────


def test_what_is_not_to_be_sent_is_given_up_by_the_leaders_with_a_reason() -> None:
    for story in (found(), drafted()):
        with pytest.raises(NotEntitled):
            story("zrzy.handler", "withdraw", reasons="当事人已改正")
        story("zrzy.head", "withdraw", reasons="当事人已改正")
        assert (story.state, story.holder, story.fates("transfer"), story.issued) == ("withdrawn", None, ["lifted"], [])


def test_a_letter_is_recalled_until_it_is_received_and_keeps_its_number_as_void() -> None:
    office = Office()
    story = sent(found(office))
    story("zrzy.head", "recall", reasons="当事人已改正")
    assert (story.state, story.holder, story.fates("receipt")) == ("withdrawn", None, ["lifted"])
    assert (story.issued, office.void) == (["letter zrzy移〔2021〕1号", "materials"], {"zrzy移〔2021〕1号"})
    assert sent(found(office)).issued[0] == "letter zrzy移〔2021〕2号"
    with pytest.raises(WrongState, match="现在是“接收审查”，不能办理“撤回移送”"):
        received()("zrzy.head", "recall", reasons="当事人已改正")


def test_a_mistake_in_the_letter_is_corrected_by_a_further_letter() -> None:
    story = received()
    story("zrzy.head", "correct", mistake="占地240平方米", correction="占地420平方米")
    story("zrzy.head", "correct", mistake="壶山街道", correction="白洋街道")
    assert (story.state, story.owed) == ("received", {"answer"})
    assert [(issued.paper.name, issued.version, issued.number) for issued in story.papers[-2:]] == [
        ("correction", 1, "zrzy移〔2021〕2号"), ("correction", 2, "zrzy移〔2021〕3号"),
    ]  # fmt: skip
    assert story.dossier.facts["facts"] == LETTER["facts"]
    assert not story.procedure.act("correct").internal


def test_a_mistake_is_corrected_even_when_the_case_is_over_and_nothing_begins_by_that() -> None:
    story = received()
    story("zfj.head", "accept")
    story("zfj.head", "decline_filing", reasons="违法事实不成立")
    story("zrzy.head", "correct", mistake="占地240平方米", correction="占地420平方米")
    assert (story.state, story.holder, story.owed) == ("closed", None, set())


def test_a_recall_makes_the_corrections_void_as_well() -> None:
    office = Office()
    story = sent(found(office))
    story("zrzy.head", "correct", mistake="甲", correction="乙")
    story("zrzy.head", "recall", reasons="当事人已改正")
    assert office.void == {"zrzy移〔2021〕1号", "zrzy移〔2021〕2号"}


def test_the_scan_of_the_sealed_letter_is_attached_by_the_sender() -> None:
    story = sent()
    assert "加盖印章的移送函" in story.refuses("zrzy.handler", "attach_sealed", {})
    story("zrzy.handler", "attach_sealed")
    assert (story.state, story.owed) == ("sent", {"receipt"})
    with pytest.raises(NotEntitled):
        story("zfj.handler", "attach_sealed")


def test_before_it_is_sent_there_is_nothing_to_correct() -> None:
    with pytest.raises(WrongState):
        drafted()("zrzy.head", "correct", mistake="甲", correction="乙")
