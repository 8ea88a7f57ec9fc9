"""What was done in a dossier, entry by entry, with its papers and files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act, Pack, Procedure
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
    void: bool = False
    corrected_by: str = ""
    size: int = 0
    image: bool = False


@dataclass(frozen=True)
class Material:
    """What was attached as one material, or why it was not, as parts/attached.html draws it."""

    title: str
    files: Sequence[Doc]
    reason: str = ""


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
    materials: list[Material] = field(default_factory=list)
    overrides: list[str] = field(default_factory=list)


def entries(read: Record, procedure: Procedure, teller: Teller) -> Iterator[Entry]:
    """Newest first, as the screen has it; on paper as one reads, the oldest first."""
    for told in read.entries if teller.eyes.on_paper else reversed(read.entries):
        yield _entry(told, read, procedure, teller)


def last(opened: Open, eyes: Eyes) -> Entry | None:
    """What was done last, as far as this desk sees: what somebody who acts now is answering."""
    read = record.read(opened)
    return _entry(read.entries[-1], read, opened.kept.procedure, teller_of(opened, eyes)) if read.entries else None


def _entry(told: Told, read: Record, procedure: Procedure, teller: Teller) -> Entry:
    act, eyes = procedure.act(told.act), teller.eyes
    lines = list(teller.filled(act.form, told.filled))
    alone = lines[0].text if len(lines) == len(act.form.model_fields) == 1 else ""
    return Entry(
        number=told.number, title=gettext(act.title), by=_by(told, eyes), at=dates.at(told.at, eyes.read_at),
        at_iso=told.at.isoformat(), internal=told.internal_to is not None, key=act.to is not None, seal=told.seal.partition(":")[2],
        text=alone, lines=[] if alone else lines,
        papers=[paper(p, read) for p in read.papers if p.entry == told.number],
        materials=materials([f for f in read.files if read.shown_at(f) == told.number], teller.pack),
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


def paper(issued: Issued, read: Record) -> Doc:
    """A paper with its number; void papers keep theirs."""
    href, void = reverse("paper", args=[issued.id]), issued.voided_by is not None
    return Doc(gettext(issued.title), href, issued.number, void=void, corrected_by=corrected_by(issued, read))


def corrected_by(issued: Issued, read: Record) -> str:
    """The number of the last letter of the same department to the same addressee that says to correct this one."""
    return next(
        (later.number for later in reversed(read.papers) if later.id > issued.id and _corrects(later, issued)), ""
    )


def _corrects(later: Issued, issued: Issued) -> bool:
    """By the form of official letters the heading is 关于更正…的函, and the first line cites what is corrected."""
    valid = later.voided_by is None and later.department == issued.department and set(later.to) & set(issued.to)
    words = later.words
    cited = issued.number and any(issued.number in line for line in words.get("body", ())[:1])
    return bool(valid and cited and str(words.get("title", "")).startswith("关于更正"))


def materials(files: Sequence[Attached], pack: Pack) -> list[Material]:
    """In the order of the pack's lists, each under its title; what the pack does not list any more comes last."""
    titles = {key: one.title for listed in pack.materials.values() for key, one in listed.items()}
    attached: dict[str, list[Attached]] = {key: [] for key in titles}
    for one in files:
        attached.setdefault(one.material, []).append(one)
    return [
        Material(gettext(titles.get(key, key)), [file(one) for one in rows if one.digest], rows[0].reason)
        for key, rows in attached.items()
        if rows
    ]


def in_force(files: Sequence[Attached], pack: Pack) -> list[Attached]:
    """Of each of the pack's lists the last set that was attached: an earlier one it has replaced, another list's it has not."""
    lists = {key: name for name, listed in pack.materials.items() for key in listed}
    last = {lists.get(one.material, one.material): one.entry for one in files}  # they come in the order of the entries
    return [one for one in files if one.entry == last[lists.get(one.material, one.material)]]


def file(attached: Attached) -> Doc:
    """A file of the evidence."""
    href = reverse("file", args=[attached.id])
    return Doc(attached.name, href, size=attached.size, image=attached.media_type.startswith("image/"))
