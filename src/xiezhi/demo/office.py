"""A little office for stories: acts done through perform(), each at its own moment in the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from xiezhi.kernel import ZONE, NotApplicable, day_of
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Request
from xiezhi.office.uploads import stage
from xiezhi.registry.models import User
from xiezhi.registry.rules import current

MINUTES = 7  # between two acts of which nothing else is said


@dataclass
class Story:
    """One dossier, told act by act. `at` is the moment of the next act; it never passes `now`."""

    now: datetime
    at: datetime
    procedure: str = "case-transfer"
    dossier: int | None = None
    people: dict[str, int] = field(default_factory=dict)

    def __call__(self, who: str, act: str, files: Mapping[str, Any] | None = None, /, **filled: Any) -> "Story":
        """Let somebody do an act: `story("zrzy.handler", "send")`."""
        attached = {key: self._staged(who, given) for key, given in (files or {}).items()}
        request = Request(
            act=act, person=self._person(who), at=self.at, on=self.dossier, procedure=self.procedure,
            filled=filled, attached=attached,
        )  # fmt: skip
        self.dossier = perform(request).dossier
        return self.later(minutes=MINUTES)

    def later(self, days: int = 0, **span: float) -> "Story":
        """Let working days, and then hours or minutes, go by; what time alone does is done."""
        calendar = current(day_of(self.at)).rules.calendar
        local = self.at.astimezone(ZONE)
        if days:
            local = datetime.combine(calendar.after(local.date(), days), local.timetz())
        self.at = min(local + timedelta(**span), self.now)
        if self.dossier:
            tick(self.dossier, self.at)
        return self

    def _person(self, who: str) -> int:
        if who not in self.people:
            self.people[who] = User.objects.values_list("pk", flat=True).get(username=who)
        return self.people[who]

    def _staged(self, who: str, given: Sequence[tuple[str, bytes]] | NotApplicable) -> Any:
        if isinstance(given, NotApplicable):
            return given
        return [stage([body], name, person=self._person(who), at=self.at).digest for name, body in given]


def ago(now: datetime, working_days: int, hour: int, minute: int = 0) -> datetime:
    """A moment on the n-th working day before today."""
    calendar = current(day_of(now)).rules.calendar
    day = calendar.before(day_of(now) + timedelta(days=1), working_days + 1)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
