"""What somebody who approves reads and chooses between: the papers as they would be issued, the files, the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act
from xiezhi.office import record
from xiezhi.office.composing import numbered
from xiezhi.office.foreseeing import foreseen
from xiezhi.office.queries import Open
from xiezhi.registry.subjects import masked_of, masks
from xiezhi.typeset.words import Document, keep

from . import timeline
from .desk import AtDesk
from .timeline import Doc


@dataclass(frozen=True)
class Way:
    """One of the decisions, each a page of its own."""

    title: str
    hint: str
    href: str
    on: bool


@dataclass(frozen=True)
class Decision:
    """What lies before whoever approves."""

    papers: Sequence[Document]
    ways: Sequence[Way]
    files: Sequence[Doc]


def decision(request: AtDesk, act: Act, opened: Open | None) -> Decision | None:
    """The papers that would follow, with the ways on; None where this is no decision about papers."""
    ways = _ways(opened) if opened else []
    if opened is None or act not in ways:
        return None
    papers = next(
        (papers for one in ways if (papers := foreseen(opened.kept, one, opened.force.rules.pack, request.now))), []
    )
    if not papers:
        return None
    hidden = masks(masked_of(opened.kept.subject_id))
    shown = [numbered(keep(document), hidden) for document in papers]
    return Decision(shown, [_way(one, act, opened) for one in ways], _files(opened))


def _ways(opened: Open) -> list[Act]:
    """What an approver may decide here; what takes the case further on its usual way comes first."""
    ways = [one for one in opened.acts if any(role.approver for role in one.roles)]
    return sorted(ways, key=lambda one: not opened.goes_on(one))


def _way(one: Act, act: Act, opened: Open) -> Way:
    to = gettext("之后：{state}").format(state=gettext(one.to.title)) if one.to else ""
    return Way(gettext(one.title), to, reverse("act", args=[opened.kept.id, one.name]), on=one is act)


def _files(opened: Open) -> list[Doc]:
    """The last set of materials that was attached."""
    attached = [file for file in record.read(opened).files if file.digest]
    last = max((file.entry for file in attached), default=0)
    return [timeline.file(file) for file in attached if file.entry == last]
