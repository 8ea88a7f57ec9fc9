"""The documents that come with an act: from the declared papers and what is known to the words that will be fixed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xiezhi.kernel import Act, Facts, Obligation, Pack, Paper, Parties, day_of, present
from xiezhi.kernel.words import each
from xiezhi.typeset.words import Document, Letter, MaterialsList, Row, Slip, Value

from .composing import Composer, Sent, called, citation

URGENT = "特急"  # 党政机关公文处理工作条例 第九条
CELL = "｜"  # 收到时间｜{now} is a line of a slip's table; without a value, a line to sign at
LISTED = "materials"  # the layout of what is attached to a letter
RECORDED = {"audio": "视听资料", "video": "视听资料"}  # 行政处罚法 第四十六条, as far as the kind of file tells


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What all papers of one act share. Not yet `issued`, they have no date."""

    act: Act
    department: str
    parties: Parties
    facts: Facts
    now: datetime
    running: Sequence[Obligation] = ()  # before the act
    due: date | None = None  # until when what the act starts is owed
    rows: Sequence[Row] = field(default=())
    issued: bool = True

    def to(self, paper: Paper) -> tuple[str, ...]:
        """To whom it goes."""
        return tuple(d for side in each(paper.to) for d in present(side, self.parties))

    @property
    def urgent(self) -> bool:
        """The act does what was owed within hours."""
        done = {duty.name for duty in self.act.ends}
        return any(o.term is not None and o.term.in_hours for o in self.running if o.duty in done)


def document(paper: Paper, number: str, occasion: Occasion, composer: Composer) -> Document:
    """The words of one paper. `number` is its own, or that of the letter it goes with."""
    bodies = composer.names.bodies
    to = [bodies[d] for d in occasion.to(paper)]
    known = {**occasion.facts, **_always(paper, occasion, composer)}
    text = _Composed(paper.text, composer, known)
    shared: dict[str, Any] = {
        "organ": bodies[occasion.department], "number": number, "title": composer.compose(paper.heading or paper.title, known),
        "addressee": "、".join(to), "date": day_of(occasion.now) if occasion.issued else None,
    }  # fmt: skip
    if paper.layout == LISTED:
        officers = tuple(str(officer) for officer in known.get("officers", ()))
        return MaterialsList(**shared, case_title="".join(text.body), rows=tuple(occasion.rows), officers=officers)
    if paper.layout == "slip":
        return Slip(**shared, body=text.body, fields=text.fields, signatures=text.signatures, notes=text.notes)
    listed = tuple(p.title for p in occasion.act.issues if p.layout == LISTED and p.to == paper.to)
    return Letter(
        **shared, body=text.body, notes=text.notes, attachments=listed, urgent=URGENT if occasion.urgent else ""
    )


def _always(paper: Paper, occasion: Occasion, composer: Composer) -> dict[str, Any]:
    """What every paper may name besides the facts."""
    names, own, to = composer.names, occasion.department, occasion.to(paper)
    received = [letter for letter in names.letters if own in letter.to]
    issued = [letter for letter in names.letters if letter.department == own]
    return {
        "now": occasion.now, "due": occasion.due, "cited": citation(composer.pack.cite(occasion.act.clause), composer.pack),
        "us": called("我", [names.bodies[own]]), "you": called("贵", [names.bodies[d] for d in to]),
        "incoming": _first(received) or "来函", "outgoing": _first(issued) or "前函",
    }  # fmt: skip


def _first(letters: Sequence[Sent]) -> Sent | None:
    """The letter that began it, in its last version: not what merely corrects it."""
    return next((letter for letter in reversed(letters) if letter.name == letters[0].name), None)


class _Composed:
    """A text line by line: paragraphs, lines of a table, lines to sign at, and 附注 in brackets at its end.

    A line is taken apart as it is declared, never as it is filled in: what people write is always a paragraph or a value.
    """

    def __init__(self, text: str, composer: Composer, known: Facts) -> None:
        lines = text.splitlines()
        notes = [line for line in lines if line.startswith("（") and line.endswith("）")]
        cells = [line.partition(CELL) for line in lines if CELL in line]
        body = [line for line in lines if CELL not in line and line not in notes]

        def said(template: str) -> str:
            return composer.compose(template, known)

        self.body = tuple(p for line in body for p in paragraphs(said(line)))
        self.notes = tuple(said(line[1:-1]) for line in notes)
        self.fields = tuple(Value(label, "\n".join(paragraphs(said(value)))) for label, _, value in cells if value)
        self.signatures = tuple(label for label, _, value in cells if not value)


def last_day(starting: Iterable[Obligation]) -> date | None:
    """Until when what an act starts is owed: a paper that asks for something says so."""
    return next((o.reckoned.due_date for o in starting if o.reckoned.due_date and not o.right), None)


def paragraphs(text: str) -> Iterator[str]:
    """The lines that say something, without the indentation that people type."""
    return (line for raw in text.splitlines() if (line := raw.strip()))


def listed(given: Sequence[Mapping[str, Any]], pack: Pack) -> tuple[Row, ...]:
    """The list of what goes along: every file under its material, or why there is none. Pages are counted in printing."""
    titles = {key: m.title for materials in pack.materials.values() for key, m in materials.items()}
    place = {key: n for n, key in enumerate(titles)}
    ordered = sorted(given, key=lambda row: place.get(row["material"], len(place)))
    return tuple(_row(row, titles.get(row["material"], row["material"])) for row in ordered)


def _row(row: Mapping[str, Any], material: str) -> Row:
    if not row["digest"]:
        return Row(material, note=row["name"])
    name, dot, _ = row["name"].rpartition(".")
    kind = row["media_type"].partition("/")[0]
    return Row(
        material, name if dot and name else row["name"], row["digest"], RECORDED.get(kind, ""),
        pages=1 if kind == "image" else None, form="电子件",
    )  # fmt: skip
