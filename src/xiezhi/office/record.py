"""One dossier as one desk reads it: log, papers, files, obligations, links, and what was known when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiezhi.kernel import Fate, Obligation
from xiezhi.lexicon.forms import Subject

from . import facts
from .db import fetch
from .dossiers import obligation
from .queries import Open

READ = """
SELECT
 (SELECT json_agg(row_to_json(e) ORDER BY e.number) FROM (
    SELECT e.number, e.act, coalesce(e.department_id, '') AS department, coalesce(u.name, '') AS person,
           coalesce(u.post, '') AS post, e.role, e.at, e.seal, e.body, e.internal_to_id AS internal_to, e.marked,
           e.filled IS NULL AS shared
      FROM office_entry e LEFT JOIN registry_user u ON u.id = e.person_id
     WHERE e.dossier_id = %(dossier)s) AS e) AS entries,
 (SELECT json_agg(row_to_json(p) ORDER BY p.id) FROM (
    SELECT p.id, p.entry, p.name, p.title, p.number, p.version, p.department_id AS department, p."to", p.text, p.digest,
           p.issued_at, v.entry AS voided_by, t.digest AS as_issued, c.digest AS void_copy
      FROM office_paper p LEFT JOIN office_void v ON v.paper_id = p.id
      LEFT JOIN office_print t ON t.paper_id = p.id AND NOT t.void LEFT JOIN office_print c ON c.paper_id = p.id AND c.void
     WHERE p.dossier_id = %(dossier)s) AS p) AS papers,
 (SELECT json_agg(row_to_json(f) ORDER BY f.entry, f.material, f.name) FROM (
    SELECT id, entry, material, digest, name, media_type, size, '' AS reason
      FROM office_file WHERE dossier_id = %(dossier)s
    UNION ALL
    SELECT 0, entry, material, '', '', '', 0, reason FROM office_absent WHERE dossier_id = %(dossier)s) AS f) AS files,
 (SELECT json_agg(row_to_json(o) ORDER BY o.id) FROM office_obligation o
   WHERE o.dossier_id = %(dossier)s) AS obligations,
 (SELECT json_agg(row_to_json(l) ORDER BY l.id) FROM (
    SELECT d.id, d.procedure, k.state, d.title, coalesce(k.until, d.revision) AS revision, d.parent_id, k.due
      FROM office_dossier d JOIN office_desk k ON k.dossier_id = d.id AND k.department_id = %(department)s
     WHERE d.matter_id = %(matter)s AND d.id <> %(dossier)s) AS l) AS links
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One entry of the log, with the exact text that was sealed."""

    number: int
    act: str
    department: str
    person: str
    post: str
    role: str
    at: datetime
    seal: str
    body: str
    internal_to: str | None
    marked: tuple[str, ...]
    shared: bool  # what was filled in joined the facts; of one of many it stays in its entry

    @property
    def filled(self) -> Mapping[str, Any]:
        filled: Mapping[str, Any] = json.loads(self.body)["filled"]
        return filled


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A paper with its fixed words; `as_issued` and `void_copy` are the digests of its PDFs, once there are any."""

    id: int
    entry: int
    name: str
    title: str
    number: str
    version: int
    department: str
    to: tuple[str, ...]
    text: str
    digest: str
    issued_at: datetime
    voided_by: int | None
    as_issued: str | None
    void_copy: str | None

    @property
    def printed(self) -> str | None:
        """The PDF that is handed out: of a void paper the copy that says so."""
        return self.void_copy or self.as_issued

    @property
    def words(self) -> Mapping[str, Any]:
        words: Mapping[str, Any] = json.loads(self.text)
        return words


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file of a dossier; or, without a digest, why a required one is lacking."""

    id: int
    entry: int
    material: str
    digest: str
    name: str
    media_type: str
    size: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Owing:
    """An obligation with its row: its fate, by which entries it began and ended, and whether too late."""

    id: int
    obligation: Obligation
    fate: Fate | None
    started_by: int
    ended_by: int | None
    late: bool
    paused_since: datetime | None
    calendar: str


@dataclass(frozen=True, kw_only=True)
class Linked:
    """Another dossier of the matter that this desk may see."""

    id: int
    procedure: str
    state: str
    title: str
    revision: int
    parent_id: int | None
    due: datetime | None


@dataclass(frozen=True)
class Record:
    """All of a dossier that a desk may see."""

    entries: tuple[Told, ...]
    papers: tuple[Issued, ...]
    files: tuple[Attached, ...]
    obligations: tuple[Owing, ...]
    links: tuple[Linked, ...]
    known: Mapping[str, Any]  # the facts, as far as this desk has been told

    def shown_at(self, file: Attached) -> int:
        """The entry that a file stands with: where it was taken in, or where a paper first conveyed it."""
        if any(entry.number == file.entry for entry in self.entries):
            return file.entry
        conveying = (p.entry for p in self.papers for row in p.words.get("rows", ()) if row["digest"] == file.digest)
        return min(conveying, default=file.entry)


def read(opened: Open) -> Record:
    """The record of an opened dossier, in one statement."""
    return opened.once(_record)


def _record(opened: Open) -> Record:
    given = {"dossier": opened.kept.id, "department": opened.desk.department, "matter": opened.kept.matter}
    rows = {name: found or [] for name, found in fetch(READ, given)[0].items()}
    everything = [_told(row) for row in rows["entries"]]
    entries = tuple(entry for entry in everything if sees(opened, entry.number, entry.internal_to))
    seen = frozenset(entry.number for entry in entries)
    papers = tuple(paper for row in rows["papers"] if _reads(opened, paper := _issued(opened, row)))
    files = [Attached(**row) for row in rows["files"]]
    shown = seen | {_set(files, paper) for paper in papers if paper.words.get("rows")}
    owing = (_owing(row) for row in rows["obligations"])
    return Record(
        entries, papers, tuple(file for file in files if file.entry in shown),
        tuple(o for o in owing if _concerns(opened, o, seen)), tuple(_linked(row) for row in rows["links"]),
        _known(opened, everything, seen, papers),
    )  # fmt: skip


def sees(opened: Open, number: int, internal_to: str | None) -> bool:
    """Whether this desk may read an entry: its own, or what is not internal, up to where it sees."""
    if opened.until is not None and number > opened.until:
        return False
    return internal_to in (None, opened.desk.department)


def _issued(opened: Open, row: Mapping[str, Any]) -> Issued:
    """A paper; that it was made void later is not for one that has left."""
    voided, at = row["voided_by"], datetime.fromisoformat(row["issued_at"])
    later = voided and opened.until is not None and voided > opened.until
    void = {"voided_by": None, "void_copy": None} if later else {}
    return Issued(**{**row, "to": tuple(row["to"]), "issued_at": at, **void})


def _set(files: Sequence[Attached], paper: Issued) -> int:
    """The entry with the set of files that a list of materials conveys: the last before it."""
    return max((file.entry for file in files if file.entry <= paper.entry), default=0)


def _reads(opened: Open, paper: Issued) -> bool:
    if opened.until is not None and paper.entry > opened.until:
        return False
    return opened.oversees or opened.desk.department in (paper.department, *paper.to)


def _concerns(opened: Open, owing: Owing, seen: frozenset[int]) -> bool:
    """Its own, and what an entry that it sees has begun. What became of the rest is not for one that has left."""
    o = owing.obligation
    own = opened.desk.department in (o.owed_by, *o.owed_to)
    over = opened.until is None or (owing.ended_by is not None and owing.ended_by <= opened.until)
    return (own or owing.started_by in seen) and over


def _told(row: Mapping[str, Any]) -> Told:
    return Told(**{**row, "at": datetime.fromisoformat(row["at"]), "marked": tuple(row["marked"])})


def _linked(row: Mapping[str, Any]) -> Linked:
    return Linked(**{**row, "due": datetime.fromisoformat(row["due"]) if row["due"] else None})


def _owing(row: Mapping[str, Any]) -> Owing:
    since, ended = row["paused_since"], row["ended_at"]
    fate = Fate(row["fate"]) if row["fate"] else None
    o = obligation(row)
    if fate and ended:
        o = o.end(fate, datetime.fromisoformat(ended))
    return Owing(
        id=row["id"], obligation=o, fate=fate, started_by=row["started_by"], ended_by=row["ended_by"], late=row["late"],
        paused_since=datetime.fromisoformat(since) if since else None, calendar=row["calendar"],
    )  # fmt: skip


def _known(opened: Open, entries: Sequence[Told], seen: frozenset[int], papers: Sequence[Issued]) -> Mapping[str, Any]:
    """What this desk has been told: what the entries that it sees filled in, and what a paper said when it was issued.

    Of a proposal, what it was given. What another side has only written down for itself is not among it.
    """
    procedure, stored = opened.kept.procedure, opened.kept.stored
    shared = [entry for entry in entries if entry.shared]
    filled = {name for entry in shared for name in entry.filled}
    there = {name: value for name, value in stored.items() if name not in filled}  # given to it at the beginning
    known = dict(there)
    for entry in shared:
        there |= entry.filled
        said = set(entry.filled) if entry.number in seen else set[str]()
        said |= {name for paper in papers if paper.entry == entry.number for name in procedure.papers[paper.name].tells}
        known |= {name: there[name] for name in said if name in there}
    subject = next((v for v in opened.kept.dossier.facts.values() if isinstance(v, Subject)), None)
    return facts.typed(procedure, known, subject)
