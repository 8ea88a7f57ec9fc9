"""Whether all that the office keeps and shows says the same: entries, rows, desks, lists, and what each desk may see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from xiezhi.kernel import Dossier, Obligation, present
from xiezhi.office import lists, queries
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.former import ENTRIES
from xiezhi.office.db import fetch
from xiezhi.office.lists import Wanted
from xiezhi.office.models import Desk as Row
from xiezhi.office.models import Dossier as DossierRow
from xiezhi.office.queries import Desk, Page
from xiezhi.office.replay import Told
from xiezhi.office.sitting import seated, sitting
from xiezhi.office.verify import faults
from xiezhi.registry.models import Department

NEVER = datetime.max
KEYS = ("state", "held", "urgent", "due", "closed_at", "until", "oversees")


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands for one department, told from the entries alone."""

    dossier: int
    state: str
    held: bool
    urgent: bool
    due: datetime | None
    closed_at: datetime | None
    until: int | None
    oversees: bool

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.due is None, self.due, self.dossier) if self.due else (True, self.dossier)


def disagreements(at: datetime) -> Iterator[str]:
    """Everything that does not agree, in a sentence each."""
    yield from map(str, faults())
    kept = {n: load(n, person=None, at=at) for n in DossierRow.objects.order_by("pk").values_list("pk", flat=True)}
    known = {number: one for number, one in kept.items() if one}
    desks = {number: standings(one) for number, one in known.items()}
    for number, one in known.items():
        yield from of_the_holder(one)
        yield from of_the_desks(number, desks[number])
    for department in Department.objects.order_by("key").values_list("key", flat=True):
        own = {number: seats[department] for number, seats in desks.items() if department in seats}
        yield from (f"{department}: {sentence}" for sentence in of_the_lists(department, own, known, at))
        yield from (f"{department}: {sentence}" for sentence in of_what_is_owed(department, own, known))
        yield from (f"{department}: {sentence}" for sentence in of_what_it_sees(department, own, known, at))


def of_the_holder(kept: Kept) -> Iterator[str]:
    """Exactly one party holds a case that is not over; nobody, one that is or has not begun."""
    row, state = DossierRow.objects.get(pk=kept.id), kept.procedure.states.get(kept.dossier.state)
    side = state.held_by if state and kept.revision else None
    holders = present(side, kept.dossier.parties) if side else ()
    if len(holders) != (1 if side else 0) or row.holder_id != next(iter(holders), None):
        yield f"{kept.id} lies with {row.holder_id}, and should lie with {holders}"
    if (row.closed_at is None) == bool(state and state.final):
        yield f"{kept.id} is closed at {row.closed_at} in {kept.dossier.state}"


def standings(kept: Kept) -> dict[str, Standing]:
    """What must stand on every desk. A proposal that nobody has begun lies on the desks of those who may."""
    if not kept.revision:
        desks = Row.objects.filter(dossier=kept.id).values_list("department_id", flat=True)
        return {d: Standing(kept.id, "new", False, False, None, None, None, False) for d in desks}  # noqa: FBT003 - a row
    told, sees = Told(), dict[str, Standing]()
    closed: datetime | None = None
    for n, row in enumerate(fetch(ENTRIES, [kept.id, kept.revision]), start=1):
        told.add(row)
        then = as_it_was(kept, told, n)
        state, at = then.procedure.states[told.state], kept.dossier.entries[n - 1].at
        closed = closed or (at if state.final else None)
        here, urgent = set(seated(then)), "urgency" in told.facts
        dues = [due for o in told.owed if not o.sealed["fate"] and not o.sealed["right"] if (due := moment(o.sealed["due"]))]
        for department in here:
            sees[department] = Standing(
                kept.id, told.state, told.holder == department, urgent, min(dues, default=None), closed, None,
                department not in sitting(then),
            )  # fmt: skip
        for department in set(sees) - here:
            left = sees[department]
            if left.until is None:
                sees[department] = replace(left, state=told.state, held=False, due=None, closed_at=at, until=n)
    return sees


def as_it_was(kept: Kept, told: Told, n: int) -> Kept:
    """The dossier after its n-th entry, as far as who sits in it goes."""
    parties = {side: tuple(departments) for side, departments in told.parties.items()}
    dossier = Dossier(kept.procedure.key, told.state, parties=parties, entries=kept.dossier.entries[:n])
    return replace(kept, dossier=dossier)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def of_the_desks(number: int, expected: dict[str, Standing]) -> Iterator[str]:
    rows = {row.department_id: row for row in Row.objects.filter(dossier=number)}
    if set(rows) != set(expected):
        yield f"{number} lies on the desks of {sorted(rows)}, and should on those of {sorted(expected)}"
    for department in set(rows) & set(expected):
        said, told = (tuple(getattr(one, key) for key in KEYS) for one in (rows[department], expected[department]))
        if said != told:
            yield f"the desk of {department} says of {number} {said}, and should say {told}"
    row = DossierRow.objects.get(pk=number)
    if row.seated != sorted(expected):
        yield f"{number} is found by {row.seated}, and should be by {sorted(expected)}"


def of_the_lists(
    department: str, own: dict[int, Standing], kept: dict[int, Kept], at: datetime
) -> Iterator[str]:
    """Open and closed ones, each in its order, and every narrower list the part of it that its filter lets through."""
    desk = Desk(0, department, ())
    some = next(iter(own.values()), None)
    narrower: list[tuple[dict[str, Any], Callable[[Standing], bool]]] = [
        ({}, lambda _: True), ({"held": True}, lambda one: one.held), ({"urgent": True}, lambda one: one.urgent),
        ({"late": True}, lambda one: one.due is not None and one.due <= at),
    ]  # fmt: skip
    if some:
        procedure = kept[some.dossier].procedure.key
        narrower += [
            ({"state": some.state}, lambda one: one.state == some.state),
            ({"procedure": procedure}, lambda one: kept[one.dossier].procedure.key == procedure),
        ]  # fmt: skip
    for wanted, fits in narrower:
        open_ones = sorted((one for one in own.values() if not one.closed_at and fits(one)), key=_by_due)
        closed_ones = sorted((one for one in own.values() if one.closed_at and fits(one)), key=_newest, reverse=True)
        for closed, expected in ((False, open_ones), (True, [] if wanted.get("late") else closed_ones)):
            lines = paged(lambda after, w=wanted, c=closed: lists.dossiers(desk, Wanted(closed=c, after=after, **w), at))
            listed = [(line.id, line.state, line.due, line.closed_at, line.ours) for line in lines]
            should = [
                (one.dossier, one.state, one.due, one.closed_at, one.closed_at is None and not one.oversees) for one in expected
            ]
            if listed != should:
                yield f"the list {wanted} (closed: {closed}) has {listed}, and should have {should}"


def _by_due(one: Standing) -> tuple[Any, ...]:
    return one.due is None, one.due or 0, one.dossier


def _newest(one: Standing) -> tuple[Any, ...]:
    return one.closed_at, one.dossier


def paged(turn: Callable[[str], Page]) -> list[Any]:
    """All pages one after the other."""
    lines, page = list[Any](), turn("")
    lines += page.lines
    while page.after:
        page = turn(page.after)
        lines += page.lines
    return lines


def of_what_is_owed(department: str, own: dict[int, Standing], kept: dict[int, Kept]) -> Iterator[str]:
    """What it owes and is owed, in the dossiers in which it still sits."""
    here = [(n, o) for n, one in own.items() if one.until is None for o in kept[n].dossier.running]
    ways: dict[str, Callable[[Obligation], bool]] = {
        "by": lambda o: o.owed_by == department, "to": lambda o: o.owed_to[:1] == (department,),
    }  # fmt: skip
    for side, mine in ways.items():
        lines = paged(lambda after, s=side: lists.obligations(Desk(0, department, ()), s, after))
        listed = [(line.dossier, line.obligation) for line in lines]
        should = [(n, o) for n, o in here if mine(o)]
        if sorted(map(str, listed)) != sorted(map(str, should)):
            yield f"owed {side} it is listed {listed}, and should be {should}"
        dues = [line.obligation.reckoned.due for line in lines]
        if dues != sorted(dues, key=lambda due: (due is None, due or 0)):
            yield f"what is owed {side} it does not come in order: {dues}"


def of_what_it_sees(department: str, own: dict[int, Standing], kept: dict[int, Kept], at: datetime) -> Iterator[str]:
    """A dossier as its desk has it; for whoever has none there is no such dossier."""
    desk = Desk(0, department, ("handler", "liaison", "head", "chief"))
    for number, one in kept.items():
        opened, revision = queries.dossier(desk, number, at), queries.revision(desk, number)
        if number not in own:
            yield from [f"it is a stranger in {number}, and sees it"] if opened or revision is not None else []
            continue
        if opened is None:
            yield f"it has a desk in {number}, and does not see it"
            continue
        stood = own[number]
        seen = (opened.kept.dossier.state, opened.oversees, opened.until, opened.kept.revision)
        if seen != (stood.state, stood.oversees, stood.until, stood.until or one.revision):
            yield f"it sees {seen} of {number}, and should see {stood}"
        if (stood.until or stood.oversees) and opened.acts:
            yield f"it has no part in {number}, and could do {opened.acts}"
