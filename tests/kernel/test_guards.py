from datetime import date, datetime, timedelta
from typing import Any

import pytest

from xiezhi.kernel.calendar import midnight
from xiezhi.kernel.dossier import Entry, Link
from xiezhi.kernel.guards import (
    Guard,
    ahead,
    another_person,
    arrived,
    at_most,
    by_the_other,
    done,
    elapsed,
    guard,
    happened,
    linked,
    none_open,
    overdue,
    reached,
    settled,
)
from xiezhi.kernel.law import COUNTY

from .small import ANSWER, EACH_ANSWER, HELPERS, NOW, days, dossier, owing, rules, situation

HOURS = rules(
    terms={
        "wait": {"value": "3 days", "clause": "ask", "source": "law"},
        "ahead": {"value": "5 days before", "clause": "ask", "source": "law"},
        "never": {"value": "open", "clause": "ask", "source": "law"},
    }
)


def says(of: Guard, *seen: Any, now: datetime = NOW, **facts: Any) -> str | None:
    """What the guard says in a dossier that was made of these."""
    reason = of.against(situation(dossier(**seen[0]) if seen else None, now=now, under=HOURS, **facts))
    return str(reason) if reason else None


def entries(*acts: str, by: str = "zjj", person: str = "") -> dict[str, Any]:
    return {"entries": tuple(Entry(act, by, NOW + timedelta(minutes=n), {}, person) for n, act in enumerate(acts))}


def test_a_procedures_own_guard_takes_the_name_of_its_function() -> None:
    @guard(COUNTY["ask"], unless="why", asks=("question",), keys=("limits.twice",))
    def fits(_: object) -> None:
        return None

    assert (fits.name, fits.clause, fits.unless) == ("fits", COUNTY["ask"], "why")
    assert (fits.asks, fits.keys) == (("question",), ("limits.twice",))


def test_settled_names_who_still_owes_what() -> None:
    owed = {"obligations": (owing(), owing(owed_by="sthj"), owing("answer", "zfj"))}
    assert says(settled(EACH_ANSWER), owed) == "slj、sthj、zfj尚未了结：答复"
    assert says(settled(ANSWER)) is None
    assert settled(ANSWER).clears == (ANSWER,)


def test_overdue_waits_for_the_first_that_is_late() -> None:
    owed = {"obligations": (owing(), owing(owed_by="sthj", start=NOW + days(7)))}
    assert says(overdue(ANSWER), owed) == "“答复”的期限尚未届满"
    assert says(overdue(ANSWER), owed, now=NOW + days(8)) is None
    assert says(overdue(ANSWER)) == "“答复”的期限尚未届满"


def test_elapsed_waits_until_the_term_has_run_out() -> None:
    waits = elapsed("wait", since="since")
    assert says(waits, since=date(2021, 3, 1), now=NOW + days(3)) == "须待期限（2021-03-05 00:00:00+08:00）届满后办理"
    assert says(waits, since=date(2021, 3, 1), now=midnight(date(2021, 3, 5))) is None
    assert says(elapsed("never", since="since"), since=date(2021, 3, 1)) == "须待期限（不定期）届满后办理"
    assert (waits.asks, waits.keys) == (("since",), ("terms.wait",))


def test_ahead_refuses_what_comes_too_shortly_before_an_event() -> None:
    early = ahead("ahead", of="planned_for", unless="why")
    assert says(early, planned_for=date(2021, 3, 6)) is None
    assert says(early, planned_for=date(2021, 3, 5)) == "最迟应于2021-02-28办理"
    assert (early.unless, early.asks, early.keys) == ("why", ("planned_for",), ("terms.ahead",))


@pytest.mark.parametrize(
    ("at", "waits"),
    [(NOW, False), (NOW + timedelta(seconds=1), True), (date(2021, 3, 1), False), (date(2021, 3, 2), True)],
)
def test_a_moment_is_awaited_to_the_instant_and_a_day_to_its_beginning(at: date, waits: bool) -> None:  # noqa: FBT001
    assert (says(arrived("at"), at=at) is not None) is waits
    assert (says(happened("at"), at=at) is not None) is waits


def test_what_did_not_happen_need_not_have_happened() -> None:
    assert says(happened("first", "second"), first=NOW, second=None) is None
    told = says(happened("first", "second"), first=NOW, second=NOW + days(1))
    assert told == f"填写的时间（{NOW + days(1)}）晚于现在，请填实际发生的时间"


def test_done_asks_for_an_act_by_anyone_or_by_every_party() -> None:
    assert says(done("ask", "提问")) == "须先办理“提问”"
    assert says(done("ask", "提问"), entries("ask")) is None
    by_all = done("ask", "提问", by=HELPERS)
    parties = {"parties": {"asker": ("zjj",), "helpers": ("slj", "sthj")}}
    assert says(by_all, parties | entries("ask", by="slj")) == "须先办理“提问”"
    both = entries("ask", by="slj")["entries"] + entries("ask", by="sthj")["entries"]
    assert says(by_all, {**parties, "entries": both}) is None
    assert (done("ask", "提问").after, done("ask", "提问", unless="why").after) == ("ask", "")
    assert by_all.name != done("ask", "提问").name


def test_an_offer_is_accepted_by_the_other_side() -> None:
    assert says(by_the_other("offer"), entries("offer", by="slj")) is None
    assert says(by_the_other("offer"), entries("offer", by="zjj")) == "应由对方办理"
    assert says(by_the_other("offer")) is None


def test_whoever_approves_has_not_drafted() -> None:
    own = entries("draft", person="zjj.handler")
    assert says(another_person("draft"), own) == "拟稿人不得批准自己拟的文书，请由其他负责人批准"
    assert says(another_person("draft"), entries("draft", person="zjj.head")) is None


def test_only_the_last_draft_counts() -> None:
    again = entries("draft", person="zjj.handler")["entries"] + entries("draft", person="zjj.handler2")["entries"]
    assert says(another_person("draft"), {"entries": again}) is None


def test_nobody_without_a_name_is_another() -> None:
    nameless = situation(dossier(**entries("draft")))
    assert another_person("draft").against(nameless) is None
    same = type(nameless)(**{**nameless.__dict__, "actor": type(nameless.actor)("zjj", ["head"])})
    assert another_person("draft").against(same) is not None


def others(*acts: str, procedure: str = "small", at: datetime = NOW, state: str = "open", opened: bool = True) -> Link:
    done = tuple(Entry(act, "slj", at + timedelta(minutes=n)) for n, act in enumerate(acts))
    return Link(procedure, state, opened, {}, done)


def test_an_act_is_done_no_more_than_the_limit_in_this_dossier() -> None:
    most = at_most("twice", "退回", "back")
    assert says(most, entries("back")) is None
    assert says(most, entries("back", "other", "back")) == "“退回”以2次为限"
    assert says(most, entries("back") | {"matter": [others("back", "back")]}) is None


def test_the_count_begins_anew_after_what_settles_it() -> None:
    most = at_most("twice", "退回", "back", since=("settle",))
    assert says(most, entries("back", "back", "settle", "back")) is None
    assert says(most, entries("back", "settle", "back", "back")) is not None


def test_a_limit_is_reached_by_all_dossiers_of_the_procedure_about_the_matter_together() -> None:
    least = reached("twice", "退回", "back", since=("settle",))
    assert says(least, entries("back")) == "同一事项“退回”尚未达到2次"
    assert says(least, entries("back") | {"matter": [others("back")]}) is None
    assert says(least, entries("back") | {"matter": [others("back", procedure="other")]}) is not None
    settled_since = {"matter": [others("back", "back", "settle", at=NOW - days(1))]}
    assert says(least, entries("back") | settled_since) is not None
    settled_before = {"matter": [others("settle", "back", at=NOW - days(1))]}
    assert says(least, entries("back") | settled_before) is None


def test_only_the_latest_dossier_of_a_procedure_counts_as_linked() -> None:
    waits = linked("dispute", "争议", "closed", "agreed")
    assert says(waits) == "同一事项的“争议”尚未办到这一步"
    closed, newer = others(procedure="dispute", state="closed"), others(procedure="dispute", state="open")
    assert says(waits, {"matter": [closed]}) is None
    assert says(waits, {"matter": [closed, newer]}) is not None
    assert says(waits, {"matter": [closed, others(procedure="other", state="open")]}) is None


def test_an_open_dossier_of_another_procedure_bars_save_where_it_does_not_matter() -> None:
    bars = none_open("crime", "移送", but=("returned",))
    assert says(bars, {"matter": [others(procedure="crime")]}) == "同一事项尚有未办结的“移送”"
    assert says(bars, {"matter": [others(procedure="crime", state="returned")]}) is None
    assert says(bars, {"matter": [others(procedure="crime", opened=False), others(procedure="other")]}) is None


def test_no_two_guards_that_differ_share_a_name() -> None:
    made = [
        settled(ANSWER), overdue(ANSWER), elapsed("wait", "since"), ahead("ahead", "planned_for"), arrived("at"),
        happened("at"), done("ask", "提问"), by_the_other("ask"), another_person("ask"), at_most("twice", "x", "y"),
        reached("twice", "x", "y"), linked("dispute", "争议"), none_open("dispute", "争议"),
    ]  # fmt: skip
    assert len({one.name for one in made}) == len(made)


def test_a_refusal_has_the_name_of_its_guard_and_its_clauses_as_the_pack_cites_them() -> None:
    late = elapsed("wait", "asked_at", COUNTY["ask"])
    refusal = late.refusal(situation(under=HOURS, asked_at=NOW))
    assert refusal
    assert (refusal.name, refusal.clauses) == (late.name, HOURS.cite(COUNTY["ask"]))
    assert late.refusal(situation(under=HOURS, asked_at=NOW - timedelta(days=9))) is None
