"""Official documents: number and words are fixed here, in the transaction; the PDF is made after it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiezhi.kernel import ZONE, Decision, Facts, Pack, Paper, day_of, present
from xiezhi.kernel.words import each

from .composing import Composer, Names, citation
from .db import execute, fetch
from .dossiers import Kept

NUMBER = """
INSERT INTO office_counter (department_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (department_id, series, year) DO UPDATE SET last = office_counter.last + 1 RETURNING last
"""

NAMES = """
SELECT 'body' AS kind, key, name, agency_word FROM registry_department WHERE key = ANY(%s)
UNION ALL SELECT 'item', key, name, '' FROM registry_item WHERE key = ANY(%s)
"""

MATERIALS = """
WITH given AS (
  SELECT entry, material, name, digest, 1 AS rank FROM office_file WHERE dossier_id = %(dossier)s
  UNION ALL SELECT entry, material, reason, '', 2 FROM office_absent WHERE dossier_id = %(dossier)s)
SELECT material, name, digest FROM given WHERE entry = (SELECT max(entry) FROM given) ORDER BY material, rank, name
"""

ISSUE = """
INSERT INTO office_paper (dossier_id, entry, name, title, version, department_id, series, year, n, number, "to",
                          layout, text, digest, issued_at)
SELECT %(dossier)s, %(entry)s, name, title,
       1 + (SELECT count(*) FROM office_paper o WHERE o.dossier_id = %(dossier)s AND o.name = p.name),
       %(department)s, series, year, n, number, "to", layout, text, digest, %(at)s
  FROM jsonb_to_recordset(%(papers)s) AS p(name text, title text, series text, year int, n int, number text,
       "to" varchar[], layout text, text text, digest text)
"""

VOID = """
INSERT INTO office_void (paper_id, entry) SELECT id, %s FROM office_paper p
 WHERE dossier_id = %s AND name = ANY(%s) AND NOT EXISTS (SELECT 1 FROM office_void v WHERE v.paper_id = p.id)
"""


@dataclass(frozen=True)
class Worded:
    """A paper with its number and its words, as it will be kept."""

    paper: Paper
    year: int | None
    n: int | None
    number: str
    to: tuple[str, ...]
    text: str

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()


def word(kept: Kept, decision: Decision, pack: Pack, at: datetime) -> list[Worded]:
    """Number the papers that the act issues and fix their words."""
    if not decision.act.issues:
        return []
    parties = {**kept.dossier.parties, **decision.admits}
    names = names_of({d for departments in parties.values() for d in departments}, decision.facts)
    composer = Composer(kept.procedure, pack, names)
    known = {**decision.facts, "now": at, "cited": citation(pack.cite(decision.act.clause))}
    letter, issued = "", []
    for paper in decision.act.issues:
        n, number = _number(paper, decision.department, names, pack, at)
        letter = number or letter
        to = tuple(d for side in each(paper.to) for d in present(side, parties))
        words: dict[str, Any] = {
            "layout": paper.layout, "title": paper.title, "number": number or letter, "date": str(day_of(at)),
            "organ": names.bodies[decision.department], "to": [names.bodies[d] for d in to],
            "heading": composer.compose(paper.heading or paper.title, known), "urgent": "urgency" in known,
            "paragraphs": [p for p in composer.compose(paper.text, known).splitlines() if p.strip()],
        }  # fmt: skip
        if paper.layout == "materials":
            words |= _materials(kept, pack, known)
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        issued.append(Worded(paper, at.astimezone(ZONE).year if n else None, n, number, to, text))
    return issued


def issue(kept: Kept, decision: Decision, worded: Sequence[Worded], entry: int, at: datetime) -> None:
    """Keep the papers of this entry, and mark as void those that it voids."""
    if worded:
        given = {"dossier": kept.id, "entry": entry, "department": decision.department, "at": at}
        execute(ISSUE, {**given, "papers": json.dumps([_row(w) for w in worded])})
    if decision.act.voids:
        execute(VOID, [entry, kept.id, [paper.name for paper in decision.act.voids]])


def _row(w: Worded) -> dict[str, Any]:
    return {
        "name": w.paper.name, "title": w.paper.title, "series": w.paper.number, "year": w.year, "n": w.n,
        "number": w.number, "to": w.to, "layout": w.paper.layout, "text": w.text, "digest": w.digest,
    }  # fmt: skip


def _number(paper: Paper, department: str, names: Names, pack: Pack, at: datetime) -> tuple[int | None, str]:
    if not paper.number:
        return None, ""
    year = at.astimezone(ZONE).year
    n: int = fetch(NUMBER, [department, paper.number, year])[0]["last"]
    return n, pack.numbers[paper.number].format(agency=names.agencies[department], year=year, n=n)


def names_of(departments: Iterable[str], facts: Facts) -> Names:
    """What these departments are called, and whatever department or item the facts name by its key."""
    named = [value for value in facts.values() if isinstance(value, str)]
    rows = fetch(NAMES, [[*departments, *named], named])
    bodies = [row for row in rows if row["kind"] == "body"]
    items = {row["key"]: row["name"] for row in rows if row["kind"] == "item"}
    return Names({b["key"]: b["name"] for b in bodies}, items, {b["key"]: b["agency_word"] for b in bodies})


def _materials(kept: Kept, pack: Pack, known: Mapping[str, Any]) -> dict[str, Any]:
    """The list of what goes along: every file of the last set, and why something is lacking."""
    titles = {key: m.title for listed in pack.materials.values() for key, m in listed.items()}
    rows = fetch(MATERIALS, {"dossier": kept.id})
    listed = [{**row, "material": titles.get(row["material"], row["material"])} for row in rows]
    return {"rows": listed, "officers": [str(officer) for officer in known.get("officers", ())]}
