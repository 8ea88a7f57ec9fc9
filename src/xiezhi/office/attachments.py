"""Files that an act takes into a dossier: from staging, or again from what the dossier already holds."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from xiezhi.kernel import NotApplicable

from .db import execute, fetch
from .dossiers import Kept
from .requests import Request, UnknownFile

FIND = """
SELECT DISTINCT ON (digest) digest, name, media_type, size FROM (
  SELECT digest, name, media_type, size, 1 AS rank FROM office_upload WHERE by_id = %(person)s AND digest = ANY(%(digests)s)
  UNION ALL
  SELECT digest, name, media_type, size, 2 FROM office_file WHERE dossier_id = %(dossier)s AND digest = ANY(%(digests)s)
) AS known ORDER BY digest, rank
"""

TAKE = """
INSERT INTO office_file (dossier_id, entry, material, digest, name, media_type, size)
SELECT %s, %s, material, digest, name, media_type, size
  FROM jsonb_to_recordset(%s) AS f(material text, digest text, name text, media_type text, size bigint)
"""

LACK = """
INSERT INTO office_absent (dossier_id, entry, material, reason)
SELECT %s, %s, material, reason FROM jsonb_to_recordset(%s) AS a(material text, reason text)
"""

Given = Mapping[str, Sequence[str] | NotApplicable]


def take(kept: Kept, request: Request, entry: int) -> Given:
    """Keep the act's files by their digests, and why a required one is lacking. Raises UnknownFile."""
    digests = {d for given in request.attached.values() if not isinstance(given, NotApplicable) for d in given}
    lacking = [
        {"material": key, "reason": given.reason}
        for key, given in request.attached.items()
        if isinstance(given, NotApplicable)
    ]
    if digests:
        known = _known(kept.id, request, digests)
        execute(TAKE, [kept.id, entry, json.dumps(_rows(request.attached, known))])
    if lacking:
        execute(LACK, [kept.id, entry, json.dumps(lacking)])
    return request.attached


def _known(dossier: int, request: Request, digests: set[str]) -> dict[str, dict[str, Any]]:
    found = fetch(FIND, {"person": request.person, "dossier": dossier, "digests": list(digests)})
    known = {row["digest"]: row for row in found}
    if digests - set(known):
        raise UnknownFile
    return known


def _rows(attached: Given, known: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"material": key, **known[digest]}
        for key, given in attached.items()
        if not isinstance(given, NotApplicable)
        for digest in given
    ]
