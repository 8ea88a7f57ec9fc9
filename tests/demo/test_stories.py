"""The stories reach the states they promise, whenever the demo is started, and leave a record that is whole."""

from datetime import datetime, timedelta

import pytest

from xiezhi.demo import stories
from xiezhi.demo.office import Days, Story
from xiezhi.demo.stories import TOLD, County, tell
from xiezhi.kernel import ZONE, day_of
from xiezhi.office.models import Dossier, Entry, File, Obligation, Paper, Void
from xiezhi.office.verify import faults
from xiezhi.registry.directory import officers

pytestmark = pytest.mark.usefixtures("county")

AFTERNOON = datetime(2026, 9, 16, 15, 20, tzinfo=ZONE)  # a Wednesday
MOMENTS = {
    "a working afternoon": AFTERNOON,
    "a Monday before work": datetime(2026, 6, 8, 0, 10, tzinfo=ZONE),
    "a Sunday night": datetime(2026, 7, 19, 23, 30, tzinfo=ZONE),
    "the Spring Festival": datetime(2026, 2, 19, 12, 0, tzinfo=ZONE),
    "a year without a notice": datetime(2027, 1, 12, 9, 0, tzinfo=ZONE),
}
STATES = {
    "closed": "closed", "accepted": "accepted", "unsigned": "sent", "supplementing": "supplementing", "due_today": "drafted",
    "returned": "returned", "late": "drafted", "recalled": "withdrawn", "running": "drafted", "disputed": "disputed",
    "decided": "decided", "deemed": "received",
}  # fmt: skip


def named(told: list[Story]) -> dict[str, Dossier]:
    """The dossier of each story."""
    return {each.__name__: Dossier.objects.get(pk=story.dossier or 0) for each, story in zip(TOLD, told, strict=True)}


def owed(dossier: Dossier, duty: str) -> Obligation:
    return Obligation.objects.filter(dossier=dossier, duty=duty).latest("pk")


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS.keys())
def test_every_story_reaches_the_state_it_promises_and_the_record_is_whole(now: datetime) -> None:
    dossiers = named(tell(now))
    assert {name: dossier.state for name, dossier in dossiers.items()} == STATES
    assert list(faults()) == []
    assert not Entry.objects.filter(at__gt=now).exists()
    today = day_of(now)
    calendar = Days.before(now).calendar
    assert owed(dossiers["due_today"], "transfer").due_date == calendar.rolled(today)
    due = owed(dossiers["running"], "transfer-urgent").due
    assert due is not None
    assert now < due <= now + timedelta(hours=24)
    overdue = Obligation.objects.filter(fate=None, right=False, due__lte=now)
    assert [(o.dossier_id, o.duty) for o in overdue] == [(dossiers["late"].pk, "transfer")]


def test_a_supplement_has_stopped_the_clock_of_the_answer() -> None:
    dossier = named(tell(AFTERNOON))["supplementing"]
    answer = owed(dossier, "answer")
    assert (answer.due, answer.fate, answer.paused_since is not None) == (None, None, True)
    assert owed(dossier, "supplement").due is not None


def test_a_recalled_letter_is_void_and_a_second_return_has_proposed_a_dispute() -> None:
    dossiers = named(tell(AFTERNOON))
    assert Void.objects.filter(paper__dossier=dossiers["recalled"], paper__name="letter").exists()
    proposed = dossiers["disputed"].matter.dossiers.exclude(pk=dossiers["disputed"].pk).get()
    assert (proposed.procedure, proposed.state, proposed.parent) == (
        "jurisdiction-dispute",
        "new",
        dossiers["disputed"],
    )


def test_silence_counts_as_receipt_at_the_very_moment() -> None:
    dossier = named(tell(AFTERNOON))["deemed"]
    entry = Entry.objects.filter(dossier=dossier).latest("number")
    assert (entry.act, entry.person, entry.at) == ("deem_received", None, datetime(2026, 9, 12, tzinfo=ZONE))
    assert entry.at == Obligation.objects.get(dossier=dossier, duty="receipt").due


def test_what_was_done_was_done_in_time_save_what_is_late_on_purpose() -> None:
    tell(AFTERNOON)
    ended = Obligation.objects.exclude(fate=None)
    assert list(ended.filter(late=True).values_list("duty", "fate")) == [("receipt", "lapsed")]
    assert ended.filter(fate="lapsed").count() == 1


def test_letters_are_numbered_in_the_order_in_which_they_were_sent() -> None:
    tell(AFTERNOON)
    numbered: dict[tuple[str, str, int | None], list[Paper]] = {}
    for paper in Paper.objects.exclude(n=None).order_by("issued_at"):
        numbered.setdefault((paper.department_id, paper.series, paper.year), []).append(paper)
    assert len(numbered) > 5
    assert all([paper.n for paper in row] == list(range(1, len(row) + 1)) for row in numbered.values())


def test_the_officers_named_are_handlers_of_the_department_that_sends() -> None:
    tell(AFTERNOON)
    drafts = [
        (d, d.facts["officers"]) for d in Dossier.objects.exclude(facts__officers=None) if d.facts.get("officers")
    ]
    assert len(drafts) == len(TOLD)
    for dossier, written in drafts:
        there = officers(str(dossier.opened_by_id), AFTERNOON)
        assert [(one["name"], one["certificate"]) for one in written] == there[:2]


def test_people_act_in_office_hours_and_each_files_what_the_rules_want() -> None:
    told = tell(AFTERNOON)
    days = Days.before(AFTERNOON)
    outside = [(s.name, step.act, step.at) for s in told for step in s.steps if step.who and not days.open(step.at)]
    assert outside == []
    kinds = set(File.objects.values_list("media_type", flat=True))
    assert kinds == {"application/pdf", "image/jpeg"}


def test_where_no_office_was_open_lately_somebody_was_on_duty() -> None:
    sunday = MOMENTS["a Sunday night"]
    story = stories.running(County(Days.before(sunday)))
    assert story.steps[0].at == sunday - timedelta(hours=3)
    assert story.steps[-1].at < sunday
