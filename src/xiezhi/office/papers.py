"""Official documents: number and words are fixed here, in the transaction; the PDF is made after it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xiezhi.kernel import ZONE, Decision, Pack, Paper
from xiezhi.typeset.words import keep

from .composing import Composer, Names
from .db import Writing, fetch
from .documents import LISTED, Occasion, document, last_day, listed
from .dossiers import Kept
from .gathering import materials_of, names_of

NUMBER = """
INSERT INTO office_counter (department_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (department_id, series, year) DO UPDATE SET last = office_counter.last + 1 RETURNING last
"""

ISSUE = """
INSERT INTO office_paper (dossier_id, entry, name, title, version, department_id, series, year, n, number, "to",
                          layout, text, digest, issued_at)
SELECT %(dossier)s, %(revision)s, name, title,
       1 + (SELECT count(*) FROM office_paper o WHERE o.dossier_id = %(dossier)s AND o.name = p.name),
       %(by)s, series, year, n, number, "to", layout, text, digest, %(at)s
  FROM jsonb_to_recordset(%(papers)s) AS p(name text, title text, series text, year int, n int, number text,
       "to" varchar[], layout text, text text, digest text)
"""

VOID = """
INSERT INTO office_void (paper_id, entry) SELECT id, %(revision)s FROM office_paper p
 WHERE dossier_id = %(dossier)s AND name = ANY(%(voids)s) AND NOT EXISTS (SELECT 1 FROM office_void v WHERE v.paper_id = p.id)
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
    occasion = _occasion(kept, decision, pack, at)
    departments = {d for sitting in occasion.parties.values() for d in sitting}
    composer = Composer(kept.procedure, pack, names_of(kept.id, departments, decision.facts))
    letter, issued = "", []
    for paper in decision.act.issues:
        n, number = _number(paper, decision.department, composer.names, pack, at)
        letter = number or letter  # what has no number of its own goes with the letter before it
        text = keep(document(paper, letter, occasion, composer))
        year = at.astimezone(ZONE).year if n else None
        issued.append(Worded(paper, year, n, number, occasion.to(paper), text))
    return issued


def _occasion(kept: Kept, decision: Decision, pack: Pack, at: datetime) -> Occasion:
    lists = any(paper.layout == LISTED for paper in decision.act.issues)
    return Occasion(
        act=decision.act, department=decision.department, parties={**kept.dossier.parties, **decision.admits},
        facts=decision.facts, now=at, running=kept.dossier.running, due=last_day(decision.starts),
        rows=listed(materials_of(kept.id), pack) if lists else (),
    )  # fmt: skip


def issue(writing: Writing, kept: Kept, decision: Decision, worded: Sequence[Worded], entry: int, at: datetime) -> None:
    """Keep the papers of this entry, and mark as void those that it voids."""
    given = {"dossier": kept.id, "revision": entry}
    if worded:
        papers = {"by": decision.department, "at": at, "papers": json.dumps([_row(w) for w in worded])}
        writing.add("issued", ISSUE, given | papers)
    if decision.act.voids:
        writing.add("voided", VOID, given | {"voids": [paper.name for paper in decision.act.voids]})


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
    return n, pack.number(paper.number, agency=names.agencies[department], year=year, n=n)
