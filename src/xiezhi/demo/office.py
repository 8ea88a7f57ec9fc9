"""A little office for stories: each is written down as steps, and all are then done in the order of their moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from xiezhi.kernel import ZONE, Calendar, NotApplicable, day_of
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Request
from xiezhi.office.uploads import stage
from xiezhi.registry.models import User
from xiezhi.registry.rules import current

BETWEEN = timedelta(minutes=7)  # two acts of which nothing else is said
HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))  # when offices are open
LOOKED_BACK = timedelta(hours=20)

Files = Sequence[tuple[str, bytes]] | NotApplicable


@dataclass(frozen=True)
class Step:
    """An act at its moment; or, of nobody, what time alone has done by then."""

    at: datetime
    who: str = ""
    act: str = ""
    files: Mapping[str, Files] = field(default_factory=dict)
    filled: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Story:
    """One dossier, told act by act: `story("zrzy.handler", "send")`. `at` is the moment of the next act."""

    name: str
    at: datetime
    calendar: Calendar
    procedure: str = "case-transfer"
    steps: list[Step] = field(default_factory=list)
    dossier: int | None = None

    def __call__(self, who: str, act: str, files: Mapping[str, Files] | None = None, /, **filled: Any) -> "Story":
        """Let somebody do an act, and a few minutes pass."""
        self.steps.append(Step(self.at, who, act, files or {}, filled))
        self.at += BETWEEN
        return self

    def then(self, clock: str, *, days: int = 0) -> "Story":
        """Go on at this hour, so many working days later."""
        day = self.calendar.after(day_of(self.at), days)
        self.at = datetime.combine(day, time.fromisoformat(clock), ZONE)
        return self

    def silence(self, *, days: int) -> "Story":
        """Let nobody do anything until so many working days have gone."""
        self.then("00:00", days=days)
        self.steps.append(Step(self.at))
        return self


def play(stories: Sequence[Story], now: datetime) -> None:
    """Do all steps in the order of their moments, as a county would, and let time pass until now."""
    people = dict(User.objects.values_list("username", "pk"))
    steps = [(step, story) for story in stories for step in story.steps]
    for step, story in sorted(steps, key=lambda each: each[0].at):
        _do(step, story, people)
    for story in stories:
        if story.dossier:
            tick(story.dossier, now)


def _do(step: Step, story: Story, people: Mapping[str, int]) -> None:
    if story.dossier:
        tick(story.dossier, step.at)
    if not step.who:
        return
    person = people[step.who]
    attached = {material: _staged(given, person, step.at) for material, given in step.files.items()}
    request = Request(
        act=step.act, person=person, at=step.at, on=story.dossier, procedure=story.procedure, filled=step.filled,
        attached=attached,
    )  # fmt: skip
    story.dossier = perform(request).dossier


def _staged(given: Files, person: int, at: datetime) -> Sequence[str] | NotApplicable:
    if isinstance(given, NotApplicable):
        return given
    return [stage([body], name, person=person, at=at).digest for name, body in given]


@dataclass(frozen=True)
class Days:
    """The days on which stories begin, seen from now."""

    now: datetime
    calendar: Calendar

    @classmethod
    def before(cls, now: datetime) -> "Days":
        """By the calendar that is in force now."""
        return cls(now, current(day_of(now)).rules.calendar)

    def ago(self, days: int, clock: str) -> datetime:
        """An hour on the n-th working day before today."""
        last = self.calendar.before(day_of(self.now) + timedelta(days=1), 1)
        return _at(self.calendar.before(last, days), clock)

    def due_today(self, days: int, clock: str) -> datetime:
        """From when so many working days end today; or on the next day that is worked, if today is not."""
        return _at(self.calendar.before(self.calendar.rolled(day_of(self.now)), days), clock)

    def lately(self) -> datetime:
        """The last moment, two hours ago or more, with office hours about it; three hours ago, where there is none."""
        minute = self.now.replace(second=0, microsecond=0)
        tried = (
            minute - timedelta(hours=2, minutes=15 * n) for n in range(int(LOOKED_BACK / timedelta(minutes=15)) - 8)
        )
        about = (timedelta(minutes=-30), timedelta(0), timedelta(minutes=45))
        return next((at for at in tried if all(self.open(at + aside) for aside in about)), minute - timedelta(hours=3))

    def open(self, at: datetime) -> bool:
        """Whether offices are open."""
        local = at.astimezone(ZONE)
        return self.calendar.is_worked(local.date()) and any(a <= local.time() < b for a, b in HOURS)


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)
