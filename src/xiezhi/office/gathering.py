"""What papers must be told from the tables: names, the letters before, and what goes along."""

from collections.abc import Iterable
from typing import Any

from xiezhi.kernel import Facts

from .composing import Listed, Names, Sent
from .db import fetch

NAMES = """
SELECT 'body' AS kind, key, name, agency_word AS word, NULL::varchar[] AS "to", '' AS paper
  FROM registry_department WHERE key = ANY(%(bodies)s)
UNION ALL SELECT 'item', key, name, coalesce(code, ''), NULL, '' FROM registry_item WHERE key = ANY(%(items)s)
UNION ALL (SELECT 'letter', department_id, text::jsonb ->> 'title', number, "to", name FROM office_paper p
  WHERE dossier_id = %(dossier)s AND layout = 'letter' AND number <> ''
    AND NOT EXISTS (SELECT 1 FROM office_void v WHERE v.paper_id = p.id) ORDER BY p.id)
"""

MATERIALS = """
WITH given AS (
  SELECT entry, material, name, digest, media_type, 1 AS rank, id FROM office_file WHERE dossier_id = %(dossier)s
  UNION ALL SELECT entry, material, reason, '', '', 2, id FROM office_absent WHERE dossier_id = %(dossier)s)
SELECT material, name, digest, media_type FROM given WHERE entry = (SELECT max(entry) FROM given) ORDER BY rank, id
"""


def names_of(dossier: int, departments: Iterable[str], facts: Facts) -> Names:
    """What these departments are called, whatever department or item the facts name by its key, and earlier letters."""
    named = [value for value in facts.values() if isinstance(value, str)]
    rows = fetch(NAMES, {"bodies": [*departments, *named], "items": named, "dossier": dossier})
    bodies = [row for row in rows if row["kind"] == "body"]
    return Names(
        {row["key"]: row["name"] for row in bodies},
        {row["key"]: Listed(row["name"], row["word"]) for row in rows if row["kind"] == "item"},
        {row["key"]: row["word"] for row in bodies},
        [Sent(r["key"], tuple(r["to"]), r["paper"], r["name"], r["word"]) for r in rows if r["kind"] == "letter"],
    )


def materials_of(dossier: int) -> list[dict[str, Any]]:
    """The last set of files and of reasons why one is lacking."""
    return fetch(MATERIALS, {"dossier": dossier})
