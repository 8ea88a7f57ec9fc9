"""What was done in a dossier, entry by entry, with its papers and files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act, Procedure
from xiezhi.office import record
from xiezhi.office.queries import Open
from xiezhi.office.record import Attached, Issued, Record, Told

from . import dates
from .present import Eyes
from .values import Line, Teller, teller_of


@dataclass(frozen=True)
class Doc:
    """A paper or a file, as parts/doc.html draws it."""

    name: str
    href: str
    number: str = ""
    sealed: bool = False
    void: bool = False
    size: int = 0
    image: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry, as parts/entry.html draws it."""

    number: int
    title: str
    by: str
    at: str
    at_iso: str
    internal: bool
    key: bool
    seal: str
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    papers: list[Doc] = field(default_factory=list)
    files: list[Doc] = field(default_factory=list)
    overrides: list[str] = field(default_factory=list)


def entries(read: Record, procedure: Procedure, teller: Teller) -> Iterator[Entry]:
    """Newest first, as the screen has it."""
    for told in reversed(read.entries):
        yield _entry(told, read, procedure, teller)


def last(opened: Open, eyes: Eyes) -> Entry | None:
    """What was done last, as far as this desk sees: what somebody who acts now is answering."""
    return next(entries(record.read(opened), opened.kept.procedure, teller_of(opened, eyes)), None)


def _entry(told: Told, read: Record, procedure: Procedure, teller: Teller) -> Entry:
    act, eyes = procedure.act(told.act), teller.eyes
    lines = list(teller.filled(act.form, told.filled))
    alone = lines[0].text if len(lines) == len(act.form.model_fields) == 1 else ""
    return Entry(
        number=told.number, title=gettext(act.title), by=_by(told, eyes), at=dates.at(told.at, eyes.now),
        at_iso=told.at.isoformat(), internal=told.internal_to is not None, key=act.to is not None, seal=told.seal.partition(":")[2],
        text=alone, lines=[] if alone else lines,
        papers=[paper(p) for p in read.papers if p.entry == told.number],
        files=[file(f) for f in read.files if f.digest and read.shown_at(f) == told.number],
        overrides=[gettext("已说明：{what}").format(what=_reasoned(act, mark)) for mark in told.marked],
    )  # fmt: skip


def _by(told: Told, eyes: Eyes) -> str:
    if not told.person:
        return gettext("系统")
    post = f" {gettext(told.post)}" if told.post else ""
    return f"{told.person} · {eyes.short(told.department)}{post}"


def _reasoned(act: Act, guard: str) -> str:
    """What a reason was given for, by the title of the field that holds it."""
    field = next((g.unless for g in act.guards if g.name == guard and g.unless), "")
    return gettext(act.form.model_fields[field].title or field) if field in act.form.model_fields else guard


def paper(issued: Issued) -> Doc:
    """A paper with its number; void papers keep theirs."""
    href = reverse("paper", args=[issued.id])
    return Doc(
        gettext(issued.title), href, issued.number, sealed=issued.voided_by is None, void=issued.voided_by is not None
    )


def file(attached: Attached) -> Doc:
    """A file of the evidence."""
    href = reverse("file", args=[attached.id])
    return Doc(attached.name, href, size=attached.size, image=attached.media_type.startswith("image/"))
