"""The lines of the workbench: what is owed, grouped by how near it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act, Procedure, Rules, accepted, day_of
from xiezhi.kernel.words import each
from xiezhi.office.queries import Desk, Owed
from xiezhi.procedures import PROCEDURES

from . import dates
from .badges import Badge
from .present import Eyes, cite, term_words

REST = 5  # the working days of a week: what lies beyond is "later"


@dataclass(frozen=True)
class Row:
    """One obligation, as parts/duty.html draws it."""

    badge: Badge
    title: str
    case: str
    meta: str
    href: str
    verb: str
    main: bool
    urgent: bool


@dataclass(frozen=True)
class Near:
    """The rows that are due at one time."""

    title: str
    more: str
    rows: Sequence[Row]


def mine(owed: Iterable[Owed], desk: Desk, rules: Rules, eyes: Eyes) -> list[Near]:
    """What the department owes, each with the act that would perform it."""

    @cache
    def performing(procedure: str, state: str, duty: str) -> Act | None:
        return _performing(PROCEDURES[procedure], state, duty, desk, rules)

    acts = ((one, performing(one.procedure, one.state, one.obligation.duty)) for one in owed)
    return _grouped([(one, _row(one, eyes, act)) for one, act in acts], eyes)


def theirs(owed: Iterable[Owed], eyes: Eyes) -> list[Near]:
    """What others owe to the department."""
    return _grouped([(one, _row(one, eyes, None)) for one in owed], eyes)


def _performing(procedure: Procedure, at: str, duty: str, desk: Desk, rules: Rules) -> Act | None:
    """What this person may do about a duty where the dossier now stands: what ends it, or else what leads there.

    By the rules of today: the page of the act itself knows those that the dossier runs under.
    """
    own, owing = set(desk.roles), each(procedure.duties[duty].owed_by)
    here = [act for act in procedure.acts if any(state.name == at for state in act.at)]
    mine = [a for a in here if any(role.side in owing and own & set(accepted(role, rules)) for role in a.roles)]
    ending = (act for act in mine if any(ended.name == duty for ended in act.ends))
    usual = [state.name for state in procedure.usual]
    ahead = usual[usual.index(at) + 1 :] if at in usual else []
    return next(ending, None) or next((act for act in mine if act.to and act.to.name in ahead), None)


def _row(one: Owed, eyes: Eyes, act: Act | None) -> Row:
    procedure = PROCEDURES[one.procedure]
    badge = eyes.badge(one.obligation, procedure)
    dossier = reverse("dossier", args=[one.dossier])
    href = reverse("act", args=[one.dossier, act.name]) if act else dossier
    return Row(
        badge, gettext(one.obligation.title), one.case, _meta(one, eyes), href,
        gettext(act.title) if act and len(act.title) <= 6 else gettext("去办理") if act else gettext("查看"),
        main=bool(act) and badge.css.endswith(("late", "today")), urgent=one.urgent,
    )  # fmt: skip


def _meta(one: Owed, eyes: Eyes) -> str:
    o = one.obligation
    parts = [
        gettext("致 {body}").format(body=eyes.short(one.other)) if one.other else "",
        cite(o.clauses),
        term_words(o.term),
        gettext("承办 {name}").format(name=one.handler) if one.handler else gettext("未分派"),
    ]
    return " · ".join(part for part in parts if part)


def _grouped(rows: Sequence[tuple[Owed, Row]], eyes: Eyes) -> list[Near]:
    named = [(_when(one, eyes), row) for one, row in rows]
    grouped = groupby(named, key=lambda pair: pair[0])
    return [Near(title, more, [row for _, row in group]) for (title, more), group in grouped]


def _when(one: Owed, eyes: Eyes) -> tuple[str, str]:
    """The heading that a row stands under, and what is said beside it."""
    due, last, today = one.obligation.reckoned.due, one.obligation.reckoned.due_date, day_of(eyes.now)
    if due is None or last is None:
        return gettext("计时中止或不定期"), ""
    if eyes.now >= due:
        return gettext("已超期"), ""
    if (last - today).days <= 1:
        return dates.near(last, today).split(" ")[0], dates.dated(last, today)
    if eyes.calendar.worked_in(today, last) <= REST:
        return gettext("一周之内"), ""
    return gettext("以后"), ""


def weeks(owed: Iterable[Owed], eyes: Eyes) -> list[list["Day"]]:
    """The three weeks from this Monday, with how much is due on each day."""
    today = day_of(eyes.now)
    monday = today - timedelta(days=today.weekday())
    due: dict[date, int] = {}
    for one in owed:
        if last := one.obligation.reckoned.due_date:
            due[last] = due.get(last, 0) + 1
    days = [_day(eyes, monday + timedelta(days=n), due) for n in range(21)]
    return [days[n : n + 7] for n in (0, 7, 14)]


@dataclass(frozen=True)
class Due:
    count: int
    href: str
    css: str


@dataclass(frozen=True)
class Day:
    """A day of the three weeks, as parts/weeks.html draws it."""

    date: date
    off: bool
    work: bool
    name: str
    now: bool
    due: Due | None


def _day(eyes: Eyes, day: date, due: dict[date, int]) -> Day:
    worked, today, weekend = eyes.calendar.is_worked(day), day_of(eyes.now), day.weekday() >= 5
    css = "l" if day < today else "t" if day == today else "c"
    name = "" if worked != weekend else gettext("上班") if worked else ""
    if not worked and not weekend:
        name = gettext(eyes.calendar.why(day))
    count = due.get(day, 0)
    return Day(
        day,
        not worked,
        worked and weekend,
        name,
        day == today,
        Due(count, reverse("workbench"), css) if count else None,
    )
