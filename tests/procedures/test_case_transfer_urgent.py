"""五（三）3, the urgent route: stop it, tell the other side, hand over within 24 hours by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from tests.story import CALENDAR, MONDAY, PACK, RULES, Office, Story, at
from xiezhi.kernel import WrongState, load
from xiezhi.procedures import PROCEDURES

from .transfers import LETTER, URGENT, begun, drafted, finding, found, received, returned, sent, urgent

CLAUSE = "武政发〔2021〕15号 五（三）3"
URGENT_DUTIES = {"transfer-urgent", "stop", "inform"}


def turned(story: Story, **more: Any) -> Story:
    """A case that has become urgent just now."""
    story("zrzy.handler", "mark_urgent", **URGENT, **{"urgent_at": story.office.now, **more})
    return story


def stopped(story: Story, **more: Any) -> Story:
    given = {"stopped_at": story.office.now, "stop_kind": "责令停止", "stop_basis": "《水法》第六十五条"}
    story("zrzy.handler", "order_stop", **given | more)
    return story


def informed(story: Story, **more: Any) -> Story:
    given = {"informed_at": story.office.now, "informed": "zfj", "informed_person": "周海涛"}
    story("zrzy.handler", "inform", **given | more)
    return story


def test_an_urgent_case_is_stopped_told_and_handed_over_within_24_hours() -> None:
    story = urgent()
    assert story.owed == URGENT_DUTIES
    assert {str(o.clauses[0]) for o in story.dossier.running} == {CLAUSE}
    informed(stopped(story))
    assert story.owed == {"transfer-urgent"}
    sent(story)
    assert (story.fates("transfer-urgent"), story.late("transfer-urgent")) == (["done"], False)


def test_24_hours_run_from_discovery_by_the_clock_through_a_holiday() -> None:
    story = urgent(Office(at("2021-10-01 10:30")), found_at=at("2021-10-01 09:30"))
    assert story.last("transfer-urgent").reckoned.due == at("2021-10-02 09:30")
    drafted(story)
    story("zrzy.head", "approve")
    story.later(hours=22, minutes=59, seconds=59)
    assert not story.late("transfer-urgent")
    story.later(seconds=1)
    assert story.late("transfer-urgent")
    story("zrzy.handler", "send")
    assert (story.state, story.late("transfer-urgent"), story.fates("transfer-urgent")) == ("sent", True, ["done"])


def test_the_ground_is_one_of_the_packs_and_has_a_reason() -> None:
    for wrong in ({"urgency": "because"}, {"urgency_reason": ""}, {"urgency": ""}):
        office = Office()
        with pytest.raises(ValidationError):
            begun(office)("zrzy.handler", "find_urgent", **finding(office, **URGENT | wrong))
    for ground in RULES.pack.choices["urgency"]:
        assert urgent(urgency=ground).state == "found"


def test_what_was_found_days_ago_is_late_already_and_late_conclusion_needs_a_reason() -> None:
    story = urgent(found_at=MONDAY - timedelta(days=3))
    assert all(o.overdue(MONDAY) for o in story.dossier.running)
    office = Office()
    long_ago = finding(office, **URGENT, found_at=MONDAY - timedelta(days=12))
    assert "请说明原因" in begun(office).refuses("zrzy.handler", "find_urgent", **long_ago)
    assert begun(office)("zrzy.handler", "find_urgent", **long_ago, late_reason="等待检测").overrides == (
        "concluded_in_time",
    )


def test_who_has_no_power_to_order_a_stop_dissuades() -> None:
    said = urgent().refuses("zrzy.handler", "order_stop", stopped_at=MONDAY, stop_kind="责令停止", stop_basis=None)
    assert said == f"责令停止须写明法律依据；没有依据的，请改选“劝阻”（{CLAUSE}）"
    assert stopped(urgent(), stop_kind="劝阻", stop_basis=None).fates("stop") == ["done"]


def test_what_was_done_on_the_spot_counts_from_then_however_late_it_is_written_down() -> None:
    story = urgent(found_at=MONDAY - timedelta(hours=6), concluded_at=MONDAY)
    assert story.late("stop")
    stopped(story, stopped_at=MONDAY - timedelta(hours=5))
    informed(story, informed_at=MONDAY - timedelta(hours=1))
    assert (story.late("stop"), story.late("inform")) == (False, True)
    assert story.last("stop").ended_at == MONDAY - timedelta(hours=5)
    assert story.dossier.entries[-1].at == MONDAY


@pytest.mark.parametrize(("act", "field"), [("order_stop", "stopped_at"), ("inform", "informed_at")])
def test_nothing_is_stopped_or_told_before_it_is_found_nor_in_the_future(act: str, field: str) -> None:
    story = urgent()
    more: dict[str, Any] = {
        "order_stop": {"stop_kind": "劝阻"},
        "inform": {"informed": "zfj", "informed_person": "周海涛"},
    }[act]
    early = story.refuses("zrzy.handler", act, **more, **{field: MONDAY - timedelta(hours=2)})
    assert early.endswith(f"不得早于发现时间（{CLAUSE}）")
    (ahead,) = story.refused("zrzy.handler", act, **more, **{field: MONDAY + timedelta(minutes=1)})
    assert ahead.name == f"happened:{field}"


def test_a_stop_is_ordered_once() -> None:
    story = stopped(urgent())
    said = story.refuses("zrzy.handler", "order_stop", stopped_at=MONDAY, stop_kind="劝阻")
    assert said == "没有待履行的义务，也没有可行使的权利"
    assert "没有待履行的义务" in found().refuses(
        "zrzy.handler", "inform", informed_at=MONDAY, informed="zfj", informed_person="甲"
    )


def test_sending_tells_the_other_side_and_lets_the_stop_that_nobody_ordered_lapse() -> None:
    story = sent(urgent())
    assert (story.fates("inform"), story.late("inform"), story.fates("stop")) == (["done"], False, ["lapsed"])
    late = drafted(urgent())
    late("zrzy.head", "approve")
    late.later(hours=3)
    late("zrzy.handler", "send")
    assert (late.fates("inform"), late.late("inform")) == (["done"], True)


def test_giving_up_an_urgent_case_leaves_nothing_owed() -> None:
    story = urgent()
    story("zrzy.head", "withdraw", reasons="当事人已自行拆除")
    assert ({o.fate for o in story.dossier.obligations}, story.owed) == ({"lifted"}, set())


def test_whom_one_tells_is_the_side_that_has_the_power_or_the_reason_is_said() -> None:
    said = {"informed_at": MONDAY, "informed": "slj", "informed_person": "周海涛"}
    refused = urgent().refuses("zrzy.handler", "inform", **said)
    assert refused == f"目录规定该事项由zfj查处，告知其他单位的请写明原因（{CLAUSE}）"
    story = urgent()
    story("zrzy.handler", "inform", **said, informed_reason="现场同时涉及河道")
    assert story.fates("inform") == ["done"]


# ── turning urgent ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("so_far", ["found", "drafted"])
def test_a_case_may_turn_urgent_before_it_is_approved(so_far: str) -> None:
    story = found() if so_far == "found" else drafted()
    turned(story)
    assert (story.state, story.owed) == (so_far, {"transfer", *URGENT_DUTIES})
    assert stopped(story).state == so_far


def test_what_turns_urgent_when_it_is_approved_is_put_before_the_leaders_again() -> None:
    story = drafted()
    story("zrzy.head", "approve")
    with pytest.raises(WrongState):
        turned(story)
    story("zrzy.handler", "turn_urgent", **URGENT, urgent_at=story.office.now)
    assert (story.state, story.owed) == ("drafted", {"transfer", *URGENT_DUTIES})
    story("zrzy.head", "approve")
    story("zrzy.handler", "send")
    assert story.fates("transfer-urgent") == ["done"]


def test_once_it_is_sent_it_turns_urgent_no_more() -> None:
    with pytest.raises(WrongState):
        turned(sent())


def test_24_hours_run_from_when_the_urgency_was_found_and_the_ordinary_term_runs_on() -> None:
    story = found()
    story.later(days=2, hours=1)
    turned(story, urgent_at=at("2021-03-03 09:00"))
    assert story.last("transfer-urgent").reckoned.due == at("2021-03-04 09:00")
    assert (story.due("transfer"), story.fates("transfer")) == ("2021-03-04", [None])
    late = found()
    late.later(days=3, hours=14)
    turned(late)
    assert late.last("transfer-urgent").reckoned.due == at("2021-03-05 23:00")
    late.later(hours=2)
    sent(late)
    assert (late.late("transfer"), late.late("transfer-urgent")) == (True, False)


def test_a_county_may_let_them_run_from_the_discovery_of_the_violation_all_the_same() -> None:
    urgent_term = 'transfer_urgent = { value = "24 hours", '
    strict = load(PACK.replace(urgent_term, urgent_term + 'starts = "found_at", '), CALENDAR, PROCEDURES.values())
    story = found(Office(MONDAY, strict))
    story.later(hours=5)
    turned(story)
    assert story.last("transfer-urgent").reckoned.due == at("2021-03-02 08:00")


def test_urgency_is_not_found_before_the_violation_nor_in_the_future() -> None:
    (early,) = found().refused("zrzy.handler", "mark_urgent", **URGENT, urgent_at=MONDAY - timedelta(hours=2))
    assert str(early) == f"发现紧急情形的时间不得早于发现时间（{CLAUSE}）"
    ahead = found().refused("zrzy.handler", "mark_urgent", **URGENT, urgent_at=MONDAY + timedelta(hours=1))
    assert {refusal.name for refusal in ahead} == {
        "happened:urgent_at",
        "future:transfer-urgent",
        "future:stop",
        "future:inform",
    }


def test_a_case_that_is_urgent_turns_urgent_no_second_time() -> None:
    for story in (urgent(), turned(found())):
        said = story.refuses("zrzy.handler", "mark_urgent", **URGENT, urgent_at=MONDAY)
        assert said == "zrzy尚未了结：紧急移送案件、责令当事人停止违法行为、告知有权处理一方"


def test_urgency_shortens_what_the_receiver_and_the_second_sending_are_given() -> None:
    story = sent(urgent())
    assert story.last("receipt").reckoned.due == MONDAY + timedelta(hours=24)
    story("zfj.liaison", "receive", received_by="李文静")
    assert story.due("answer") == "2021-03-02"
    story("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    assert story.last("resend").reckoned.due == MONDAY + timedelta(hours=24)
    ordinary = returned()
    assert [ordinary.due(duty) for duty in ("receipt", "answer", "resend")] == [
        "2021-03-03",
        "2021-03-04",
        "2021-03-04",
    ]


@pytest.mark.parametrize("ground", RULES.pack.choices["urgency"])
@pytest.mark.parametrize("term", ["receipt", "transfer_answer", "transfer_again"])
def test_every_ground_of_urgency_does_so(term: str, ground: str) -> None:
    assert RULES.rule(term, {"urgency": ground}).value != RULES.rule(term, {}).value


def test_a_returned_case_may_turn_urgent_on_its_second_way() -> None:
    story = drafted(returned(), **LETTER | {"receiver": "slj", "receiver_reason": "受移送单位认为属其职权"})
    assert story.owed == {"resend"}
    turned(story)
    assert story.owed == {"resend", *URGENT_DUTIES}
    story("zrzy.head", "approve")
    story("zrzy.handler", "send")
    assert (story.fates("transfer-urgent"), story.fates("stop"), story.fates("resend")) == (
        ["done"],
        ["lapsed"],
        ["done"],
    )


def test_an_ordinary_case_owes_none_of_it() -> None:
    story = received()
    assert not URGENT_DUTIES & {o.duty for o in story.dossier.obligations}
