"""A dossier is found by its place and by the numbers of case, decision and papers too, by whoever may read them."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xiezhi.office.grams import ALL, grams, own
from xiezhi.procedures import PROCEDURES

FIELDS = ("place", "case_no", "decision_no")

# Every text with the department that may read it, and whether it has left; the title has none. The party is in the title
# of all there are.
TEXTS = """
SELECT id, NULL AS department, false AS gone, title AS text FROM office_dossier
UNION ALL
SELECT k.dossier_id, k.department_id, k.until IS NOT NULL, told.text FROM office_desk k JOIN office_dossier d ON d.id = k.dossier_id, LATERAL (
  SELECT '' AS text
  UNION ALL
  SELECT p.number FROM office_paper p
   WHERE p.dossier_id = k.dossier_id AND (k.oversees OR k.department_id = p.department_id OR k.department_id = ANY(p."to"))
     AND (k.until IS NULL OR p.entry <= k.until)
  UNION ALL
  SELECT e.body::jsonb -> 'filled' ->> name FROM office_entry e, unnest(%(fields)s::text[]) AS name
   WHERE e.dossier_id = k.dossier_id AND e.filled IS NULL AND (e.internal_to_id IS NULL OR e.internal_to_id = k.department_id)
     AND (k.until IS NULL OR e.number <= k.until)
  UNION ALL
  SELECT (SELECT e.body::jsonb -> 'filled' ->> tells.name FROM office_entry e
           WHERE e.dossier_id = p.dossier_id AND e.number <= p.entry AND e.filled IS NULL
             AND e.body::jsonb -> 'filled' ? tells.name ORDER BY e.number DESC LIMIT 1)
    FROM office_paper p JOIN unnest(%(procedures)s::text[], %(papers)s::text[], %(names)s::text[]) AS tells(procedure, paper, name)
      ON tells.procedure = d.procedure AND tells.paper = p.name
   WHERE p.dossier_id = k.dossier_id AND (k.oversees OR k.department_id = p.department_id OR k.department_id = ANY(p."to"))
     AND (k.until IS NULL OR p.entry <= k.until)) AS told
ORDER BY id, department NULLS FIRST
"""
KEEP = "UPDATE office_dossier SET words = array_to_tsvector(%s::text[]) WHERE id = %s"
MANY = 1000  # rows at a time

Row = tuple[int, str, bool, str | None]


def fill(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the words of every dossier anew."""
    tells = [
        (procedure.key, paper.name, name)
        for procedure in PROCEDURES.values() for paper in procedure.papers.values() for name in paper.tells & {*FIELDS}
    ]  # fmt: skip
    columns = {
        "procedures": [p for p, _, _ in tells],
        "papers": [p for _, p, _ in tells],
        "names": [n for *_, n in tells],
    }
    with editor.connection.chunked_cursor() as texts, editor.connection.cursor() as keeping:
        texts.execute(TEXTS, {"fields": list(FIELDS), **columns})
        rows = (row for chunk in iter(lambda: texts.fetchmany(MANY), []) for row in chunk)
        for number, of_one in groupby(rows, key=lambda row: row[0]):
            keeping.execute(KEEP, [sorted(_words(of_one)), number])


def _words(rows: Iterator[Row]) -> set[str]:
    """What all read who have a desk is kept once, and the rest for each."""
    *_, title = next(rows)
    for_all, told, here = grams(title or ""), dict[str, set[str]](), set[str]()
    for _, department, gone, text in rows:
        told[department] = told.get(department, set()) | (grams(text or "") - for_all)
        here |= set() if gone else {department}
    shared = set.intersection(*(told[d] for d in here)) if here else set()
    alone = {own(d) + gram for d in told for gram in (told[d] - shared if d in here else told[d])}
    return {*for_all, *(ALL + gram for gram in shared), *alone}


class Migration(migrations.Migration):
    dependencies = [("office", "0002_rights_and_search")]

    operations = [
        migrations.RunPython(fill),
        migrations.RunSQL("DROP FUNCTION xiezhi_bigrams(text); DROP FUNCTION xiezhi_looked_for(text)"),
    ]
