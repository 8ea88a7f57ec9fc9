"""When a term runs out, for whoever asks outside a dossier, with each day counted or skipped: one answer for API and command."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xiezhi.kernel import ZONE, Clause, NotDone, NotOwed, Reckoning, Refusal, Rules, Term, day_of, say
from xiezhi.kernel.clock import Counted, sheet
from xiezhi.kernel.term import Start

from .rules import InForce, find

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?")
BRACKETS = str.maketrans("（）", "()")

Rulebook = Callable[[date, str], InForce | None]


class Unreckonable(NotDone):
    """What was asked cannot be read, or lies where no calendar reaches; the refusal's name is that of what is wrong."""

    code = "invalid"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A term, since when it runs, and when it is over."""

    term: Term | NotOwed
    clause: Clause | None  # of a term of the pack
    start: Start
    reckoned: Reckoning
    days: Sequence[Counted]
    force: InForce

    def told(self) -> dict[str, Any]:
        """As JSON has it. `due` is the first instant too late, in Shanghai; articles have plain brackets: 五(三)3."""
        r = self.reckoned
        return {
            "due": _text(r.due), "due_date": _text(r.due_date), "provisional": r.provisional,
            "earliest": _text(r.earliest), "latest": _text(r.latest),
            "term": "none" if isinstance(self.term, NotOwed) else str(self.term),
            "law": self.clause.law if self.clause else None,
            "clause": self.clause.article.translate(BRACKETS) if self.clause else None, "start": _text(self.start),
            "pack": self.force.pack, "calendar": self.force.calendar,
            "days": [{"date": _text(d.date), "counted": d.counted, "n": d.n, "reason": d.reason} for d in self.days],
        }  # fmt: skip


def deadline(term: str, start: str, pack: str = "", *, rulebook: Rulebook = find) -> Deadline:
    """When a term runs out that starts then: `transfer` or `3 working_days`, from a day or a moment of Shanghai.

    A key of the pack is its term as it is usually, whatever cases there are. The pack is the one named, or the one in
    force on that day. Raises Unreckonable.
    """
    begun = _start(start)
    force = rulebook(day_of(begun), pack)
    if force is None:
        said = (
            say("没有代号为“{pack}”的规则包", pack=pack)
            if pack
            else say("{day}还没有规则包施行，请写明规则包的代号", day=day_of(begun))
        )
        raise Unreckonable(Refusal("pack", said))
    value, clause = _term(term, force.rules)
    if isinstance(value, NotOwed):
        return Deadline(term=value, clause=clause, start=begun, reckoned=Reckoning(), days=(), force=force)
    if value.in_hours and not isinstance(begun, datetime):
        said = say("以小时计的期限自时刻起算，请写明几点几分，如 {start}T10:00", start=start)
        raise Unreckonable(Refusal("start", said))
    try:
        reckoned, days = _counted(force.rules, value, begun)
    except (ValueError, OverflowError):
        raise _too_far() from None
    return Deadline(term=value, clause=clause, start=begun, reckoned=reckoned, days=days, force=force)


def _start(text: str) -> Start:
    try:
        moment = MOMENT.fullmatch(text)
        if moment and not moment[1]:
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text if moment else "")
        at = at if at.tzinfo else at.replace(tzinfo=ZONE)
        return at.astimezone(ZONE)
    except ValueError:
        said = say("看不懂起算时间“{start}”，应如 2021-09-29 或者 2021-09-29T10:00", start=text)
        raise Unreckonable(Refusal("start", said)) from None
    except OverflowError:
        raise _too_far() from None


def _term(text: str, rules: Rules) -> tuple[Term | NotOwed, Clause | None]:
    if text in rules.pack.terms:
        rule = rules.rule(text, {})
        return rule.value, rules.pack.quote(rule.clause)[0]
    try:
        return Term.parse(text).closing(rules.pack.pack.day_ends), None
    except ValueError:
        said = say(
            "“{term}”不是规则包里期限的代号，也不是期限；期限应如 3 working_days、3 days、24 hours、6 months、5 days before",
            term=text,
        )
        raise Unreckonable(Refusal("term", said)) from None


def _counted(rules: Rules, term: Term, start: Start) -> tuple[Reckoning, tuple[Counted, ...]]:
    """Raises ValueError or OverflowError for what lies beyond the calendar, even where no day is looked up in it."""
    reckoned = rules.reckoned(term, start)
    for end in (day_of(start), reckoned.due_date):
        if end:
            rules.calendar.is_worked(end)
    return reckoned, tuple(sheet(rules.calendar, term, start))


def _too_far() -> Unreckonable:
    return Unreckonable(Refusal("start", say("填写的日期太早或者太晚，日历算不到，请核对")))


def _text(at: date | datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(ZONE).isoformat() if isinstance(at, datetime) else at.isoformat()
