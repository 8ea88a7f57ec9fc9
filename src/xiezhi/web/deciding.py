"""What is read before an act is done: the papers as they would be issued, the files, and the ways that one may choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act
from xiezhi.lexicon.forms import Subject
from xiezhi.office import record
from xiezhi.office.attempting import Attempt
from xiezhi.office.composing import numbered
from xiezhi.office.foreseeing import foreseen, issuing, typed_in
from xiezhi.office.queries import Open
from xiezhi.registry.subjects import masked_of, masks, masks_typed
from xiezhi.typeset.words import Document, keep

from . import timeline
from .timeline import Material


@dataclass(frozen=True)
class Way:
    """One of the decisions, each a page of its own."""

    title: str
    hint: str
    href: str
    on: bool


@dataclass(frozen=True)
class Ahead:
    """The papers of an act that is still to come; none as long as nobody has asked to see what is typed."""

    act: str  # by which they will be issued, and numbered
    papers: Sequence[Document] = ()


@dataclass(frozen=True)
class Decision:
    """What lies before whoever decides: it is there to be read, whatever the form may still say."""

    ahead: Ahead
    ways: Sequence[Way]
    materials: Sequence[Material]


def decision(attempt: Attempt, opened: Open | None) -> Decision | None:
    """The papers that would follow, with the ways on; None where there are none, or the form is still to word them."""
    if opened is None or attempt.act not in opened.acts:
        return None
    ways = _ways(opened)
    others = [one for one in ways if opened.goes_on(one)] if attempt.act in ways else []
    issued = _issued(attempt, [attempt.act, *others])
    if issued is None or typed_in(issued, attempt.act):
        return None
    shown = [_way(one, attempt.act, opened) for one in ways] if attempt.act in ways else []
    return Decision(Ahead(gettext(issued.title), _papers(issued, attempt, opened)), shown, _materials(opened))


def to_be_worded(attempt: Attempt) -> Act | None:
    """The act whose papers this form is still to word; None where there are none."""
    issued = _issued(attempt, [attempt.act])
    return issued if issued and typed_in(issued, attempt.act) else None


def as_typed(attempt: Attempt, opened: Open | None, attached: Sequence[Mapping[str, Any]]) -> Ahead | None:
    """The papers that what is typed would word, with blanks for what is lacking."""
    issued = to_be_worded(attempt)
    if issued is None:
        return None
    return Ahead(gettext(issued.title), _papers(issued, attempt, opened, attached if attempt.act.materials else None))


def _issued(attempt: Attempt, acts: Sequence[Act]) -> Act | None:
    """Of the first of these acts that has any papers before it, the one that issues them."""
    found = (issuing(attempt.procedure, act, attempt.dossier.facts) for act in acts)
    return next((act for act in found if act), None)


def _papers(
    issued: Act, attempt: Attempt, opened: Open | None, attached: Sequence[Mapping[str, Any]] | None = None
) -> list[Document]:
    """In their words, with the numbers of people hidden."""
    stated = next((value for value in attempt.typed.values() if isinstance(value, Subject)), None)
    hidden = masks_typed(stated) if stated else masks(masked_of(opened.kept.subject_id if opened else None))
    return [numbered(keep(document), hidden) for document in foreseen(issued, attempt, attached)]


def _ways(opened: Open) -> list[Act]:
    """What an approver may decide here; what takes the case further on its usual way comes first."""
    ways = [one for one in opened.acts if any(role.approver for role in one.roles)]
    return sorted(ways, key=lambda one: not opened.goes_on(one))


def _way(one: Act, act: Act, opened: Open) -> Way:
    to = gettext("之后：{state}").format(state=gettext(one.to.title)) if one.to else ""
    return Way(gettext(one.title), to, reverse("act", args=[opened.kept.id, one.name]), on=one is act)


def _materials(opened: Open) -> list[Material]:
    """All that is attached and has not been replaced since."""
    pack = opened.force.rules.pack
    return timeline.materials(timeline.in_force(record.read(opened).files, pack), pack)
