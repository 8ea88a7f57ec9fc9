"""Stories are done in the order of their moments, and begin on days that fit the day on which the demo starts."""

from datetime import date, datetime, timedelta

import pytest

from tests.office.told import found
from xiezhi.demo.office import Days, Step, Story, play
from xiezhi.kernel import ZONE, Calendar, NotApplicable
from xiezhi.office.models import Absent, Entry, Obligation
from xiezhi.registry.calendar_seed import seed_years

CALENDAR = Calendar(seed_years())
WEDNESDAY = datetime(2021, 9, 29, 15, 20, tzinfo=ZONE)
HOLIDAY = datetime(2021, 10, 3, 11, 0, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_a_story_goes_on_by_minutes_by_hours_and_by_working_days() -> None:
    story = Story("", at("2021-09-29T09:50"), CALENDAR)
    story("zrzy.handler", "find")("zrzy.handler", "draft").then("15:10", days=5)
    assert [step.at for step in story.steps] == [at("2021-09-29T09:50"), at("2021-09-29T09:57")]
    assert story.at == at("2021-10-12T15:10")
    story.silence(days=1)
    assert story.steps[-1] == Step(at("2021-10-13T00:00"))


@pytest.mark.parametrize(
    ("now", "ago", "due"),
    [(WEDNESDAY, date(2021, 9, 27), date(2021, 9, 29)), (HOLIDAY, date(2021, 9, 28), date(2021, 10, 8))],
)
def test_days_are_counted_back_over_those_that_are_worked(now: datetime, ago: date, due: date) -> None:
    days = Days(now, CALENDAR)
    assert days.ago(2, "09:50") == datetime.combine(ago, datetime.min.time(), ZONE) + timedelta(hours=9, minutes=50)
    assert CALENDAR.after(days.due_today(3, "09:50").date(), 3) == due


@pytest.mark.parametrize(
    ("now", "lately"),
    [
        (WEDNESDAY, "2021-09-29T11:05"),
        (at("2021-09-29T18:00"), "2021-09-29T16:00"),
        (at("2021-09-29T08:20"), "2021-09-28T16:35"),
        (at("2021-09-29T23:59:30"), "2021-09-29T16:44"),
        (HOLIDAY, "2021-10-03T08:00"),
    ],
)
def test_lately_is_two_hours_ago_or_more_while_offices_were_open(now: datetime, lately: str) -> None:
    moment = Days(now, CALENDAR).lately()
    assert moment == at(lately)
    assert timedelta(hours=2) <= now - moment < timedelta(hours=20)


@pytest.mark.usefixtures("county")
def test_what_came_first_is_done_first_whichever_story_tells_it() -> None:
    early, late = at("2021-03-01T09:00"), at("2021-03-02T09:00")
    stories = [Story(name, moment, CALENDAR) for name, moment in (("b", late), ("a", early))]
    for story in stories:
        story("zrzy.handler", "find", **found(story.at))
    play(stories, late)
    assert list(Entry.objects.order_by("pk").values_list("dossier_id", "at")) == [
        (stories[1].dossier, early), (stories[0].dossier, late),
    ]  # fmt: skip


@pytest.mark.usefixtures("county")
def test_files_are_staged_and_what_does_not_apply_is_said_so() -> None:
    story = Story("", at("2021-03-01T09:00"), CALENDAR)
    story("zrzy.handler", "find", **found(story.at))
    pdf = [("记录.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")]
    material = dict.fromkeys(("source", "offender", "investigation"), pdf)
    officers = [{"name": "金晨", "certificate": "浙G1"}, {"name": "徐晓峰", "certificate": "浙G2"}]
    story(
        "zrzy.handler", "draft", {**material, "licences": NotApplicable("未办理审批")}, receiver="zfj", facts="浇筑厂房一处。",
        why="该事项由你单位查处。", basis="《城乡规划法》第六十四条", officers=officers, contact="0579-87601203",
    )  # fmt: skip
    play([story], at("2021-03-09T09:00"))
    assert Absent.objects.get(dossier=story.dossier).reason == "未办理审批"
    transfer = Obligation.objects.get(dossier=story.dossier, duty="transfer")
    assert (transfer.fate, transfer.due) == (None, at("2021-03-05T00:00"))
