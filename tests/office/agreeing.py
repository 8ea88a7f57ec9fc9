"""Whether all that the office keeps and shows says the same: entries, rows, desks, lists, and what each desk may see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from xiezhi.kernel import Dossier, Obligation, present
from xiezhi.office import lists, queries
from xiezhi.office.db import fetch
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.former import ENTRIES
from xiezhi.office.lists import Wanted
from xiezhi.office.models import Desk as Row
from xiezhi.office.models import Dossier as DossierRow
from xiezhi.office.models import Obligation as ObligationRow
from xiezhi.office.queries import Desk, Page
from xiezhi.office.replay import Told
from xiezhi.office.sitting import seated, sitting
from xiezhi.office.verify import faults
from xiezhi.registry.rules import in_force

STRANGERS = {"sthj", "fy"}  # who never have to do with anything, and yet might see it
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


def disagreements(at: datetime) -> Iterator[str]:
    """Everything that does not agree, in a sentence each."""
    yield from map(str, faults())
    kept = {n: load(n, person=None, at=at) for n in DossierRow.objects.order_by("pk").values_list("pk", flat=True)}
    known = {number: one for number, one in kept.items() if one}
    desks = {number: standings(one) for number, one in known.items()}
    for number, one in known.items():
        yield from of_the_holder(one)
        yield from of_the_desks(number, desks[number])
        yield from of_the_clock(one)
    for department in sorted({d for seats in desks.values() for d in seats} | STRANGERS):
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


def of_the_clock(kept: Kept) -> Iterator[str]:
    """Whatever runs is due when its term runs out, and stands still since its first open suspension began."""
    rules = in_force(kept.pack, kept.calendar).rules
    rows = ObligationRow.objects.filter(dossier=kept.id, fate=None).order_by("pk")
    for o, row in zip(kept.dossier.obligations, rows, strict=True):
        since = min((pause.since for pause in o.pauses if pause.until is None), default=None)
        due = rules.reckoned(o.term, o.start, o.pauses, o.extended) if o.term else o.reckoned
        if (o.reckoned, row.paused_since, row.due) != (due, since, due.due):
            yield f"{o.duty} in {kept.id} is due {o.reckoned}, paused since {row.paused_since}; should be {due}, {since}"


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
        dues = [
            due for o in told.owed if not o.sealed["fate"] and not o.sealed["right"] if (due := moment(o.sealed["due"]))
        ]
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


def of_the_lists(department: str, own: dict[int, Standing], kept: dict[int, Kept], at: datetime) -> Iterator[str]:
    """Open and closed ones, each in its order, and every narrower list the part of it that its filter lets through."""
    for wanted, fits in narrower(own, kept, at):
        these = [one for one in own.values() if fits(one) and (one.closed_at is not None) == wanted.closed]
        lines = paged(partial(_dossiers, Desk(0, department, ()), wanted, at))
        listed = [(line.id, line.state, line.due, line.closed_at, line.ours) for line in lines]
        order = sorted(these, key=_newest, reverse=True) if wanted.closed else sorted(these, key=_by_due)
        should = [(s.dossier, s.state, s.due, s.closed_at, not (s.closed_at or s.oversees)) for s in order]
        if listed != should:
            yield f"the list {wanted} has {listed}, and should have {should}"


def narrower(
    own: dict[int, Standing], kept: dict[int, Kept], at: datetime
) -> Iterator[tuple[Wanted, Callable[[Standing], bool]]]:
    """Lists, and what must be on them."""
    yield Wanted(late=True), lambda one: one.due is not None and one.due <= at
    for closed in (False, True):
        yield Wanted(closed=closed), lambda _: True
        yield Wanted(closed=closed, held=True), lambda one: one.held
        yield Wanted(closed=closed, urgent=True), lambda one: one.urgent
        for state in {one.state for one in own.values()}:
            yield Wanted(closed=closed, state=state), partial(_stands, state)
        for key in {kept[number].procedure.key for number in own}:
            yield Wanted(closed=closed, procedure=key), partial(_is_of, key, kept)


def _stands(state: str, one: Standing) -> bool:
    return one.state == state


def _is_of(key: str, kept: dict[int, Kept], one: Standing) -> bool:
    return kept[one.dossier].procedure.key == key


def _dossiers(desk: Desk, wanted: Wanted, at: datetime, after: str) -> Page:
    return lists.dossiers(desk, replace(wanted, after=after), at)


def _by_due(one: Standing) -> tuple[Any, ...]:
    return one.due is None, one.due or 0, one.dossier


def _newest(one: Standing) -> tuple[Any, ...]:
    return one.closed_at, one.dossier


def paged(turn: Callable[[str], Page]) -> list[Any]:
    """All pages one after the other; a hundred and one mean that they have no end."""
    page = turn("")
    lines = [*page.lines]
    for _ in range(100):
        if not page.after:
            break
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
        lines = paged(partial(lists.obligations, Desk(0, department, ()), side))
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
