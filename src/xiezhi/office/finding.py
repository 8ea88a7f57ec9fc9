"""By which words a dossier is found, and by whom: those of its title by all, any other only by who may read it.

A search must tell nobody what the page would not. What is not in the title (the party where it is not, the place, the
numbers of case, decision and papers) is kept once while all who now have to do with the case may read it. Who leaves takes
what was found by then along under its own key; when somebody comes, what was known before stays with those who were there.
Identity numbers and telephones are never among it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

from xiezhi.kernel import Act, Decision, Paper
from xiezhi.lexicon.forms import Subject

from .dossiers import Kept
from .grams import ALL, grams, own
from .sitting import sitting

FIELDS = ("place", "case_no", "decision_no")  # of every procedure that asks for them, besides the party

# The words after an act: as they were, but for what only some go on finding by, and what is new.
WORDS = f"""
CASE WHEN %(words)s::text[] = '{{}}' AND %(apart)s::text[] = '{{}}' THEN words ELSE array_to_tsvector(ARRAY(
  SELECT gram FROM unnest(tsvector_to_array(words)) AS gram WHERE NOT (%(comes)s AND starts_with(gram, '{ALL}'))
  UNION SELECT department || ':' || substr(gram, 2) FROM unnest(tsvector_to_array(words)) AS gram, unnest(%(apart)s::text[]) AS department
         WHERE starts_with(gram, '{ALL}')
  UNION SELECT unnest(%(words)s::text[]))) END
"""


class Issued(Protocol):
    """A paper with its number, and to whom it goes."""

    @property
    def paper(self) -> Paper: ...
    @property
    def number(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...


def gained(
    kept: Kept, decision: Decision, title: str, everybody: Sequence[str], issued: Sequence[Issued]
) -> dict[str, Any]:
    """What WORDS must be given for an act: `kept` with the desks before it, `everybody` who has one after it."""
    there, for_all = {*everybody}, grams(title)
    leave, come, overseers = kept.desks - there, there - kept.desks, there - sitting(kept)
    told = {d: _told(d, kept, decision, title, overseers, issued) - for_all for d in {*kept.desks, *there}}
    shared = set.intersection(*(told[d] for d in there)) if there else set[str]()
    alone = (own(d) + gram for d in told for gram in (told[d] if d in leave else told[d] - shared))
    named = frozenset[str]() if title == kept.title else for_all
    return {
        "words": sorted({*named, *(ALL + gram for gram in shared), *alone}), "comes": bool(come),
        "apart": sorted(kept.desks if come else leave),
    }  # fmt: skip


def _told(
    department: str, kept: Kept, decision: Decision, title: str, overseers: Collection[str], issued: Iterable[Issued]
) -> set[str]:
    """By what a department finds the dossier that this act has told it."""
    read = [one for one in issued if department in (decision.department, *one.to, *overseers)]
    named = {name for one in read for name in one.paper.tells} | {*_hears(department, kept, decision)}
    texts = [*(one.number for one in read), *(_text(name, decision.facts.get(name)) for name in named)]
    return {gram for text in texts if text not in title for gram in grams(text)}


def _hears(department: str, kept: Kept, decision: Decision) -> Iterator[str]:
    """The facts that the entry of this act tells a department; whoever comes is told what all entries before it say."""
    if department in kept.desks:
        yield from decision.filled if _open(decision.act, decision.department, department) else ()
        return
    for name in (name for name, value in kept.dossier.facts.items() if _text(name, value)):
        acts = ((kept.procedure.act(e.act), e.department) for e in reversed(kept.dossier.entries) if not e.filled)
        last = next(((act, by) for act, by in acts if name in act.form.model_fields), None)
        if last is None or _open(*last, department):  # without an entry: given to it at the beginning
            yield name


def _open(act: Act, by: str, department: str) -> bool:
    return not act.internal or by in ("", department)


def _text(name: str, value: Any) -> str:
    return str(value) if value and (name in FIELDS or isinstance(value, Subject)) else ""
