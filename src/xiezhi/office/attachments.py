"""Files that an act takes into a dossier: from staging, or again from what the dossier already holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from xiezhi.kernel import NotApplicable, Refusal, Refused, Words, say
from xiezhi.kernel.pack import Material
from xiezhi.registry.rules import in_force

from .db import execute, fetch
from .dossiers import Kept
from .requests import Request, UnknownFile
from .store import is_digest

# The staging rows are held until the act is done, so that no sweep removes the content meanwhile. Of the dossier's
# files only those count that the person's departments can read: what is internal to another one is as if unknown.
FIND = """
WITH own AS (
  SELECT id, digest, name, media_type, size FROM office_upload
   WHERE by_id = %(person)s AND digest = ANY(%(digests)s) FOR KEY SHARE),
held AS (
  SELECT f.id, f.digest, f.name, f.media_type, f.size FROM office_file f
    JOIN office_entry e ON e.dossier_id = f.dossier_id AND e.number = f.entry
   WHERE f.dossier_id = %(dossier)s AND f.digest = ANY(%(digests)s)
     AND (e.internal_to_id IS NULL OR e.internal_to_id = ANY(%(departments)s) OR EXISTS (
       SELECT 1 FROM office_paper p WHERE p.dossier_id = f.dossier_id AND position(f.digest IN p.text) > 0
          AND (p.department_id = ANY(%(departments)s) OR p."to" && %(departments)s::varchar[]))))
SELECT DISTINCT ON (digest) digest, name, media_type, size FROM (
  SELECT *, 1 AS rank FROM own UNION ALL SELECT *, 2 FROM held
) AS known ORDER BY digest, rank, id DESC
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

PROOF = "proof"  # the document of an outside party whose act is recorded for it

Given = Mapping[str, Sequence[str] | NotApplicable]
_REASON: TypeAdapter[str] = TypeAdapter(Words)


def take(kept: Kept, request: Request, entry: int) -> Given:
    """Keep the act's files by their digests, and why a required one is lacking. Raises UnknownFile, Refused."""
    if not request.attached:
        return {}
    if refusals := list(_refusals(kept, request)):
        raise Refused(*refusals)
    files = {key: tuple(dict.fromkeys(g)) for key, g in request.attached.items() if not isinstance(g, NotApplicable)}
    lacking = {key: g for key, g in request.attached.items() if isinstance(g, NotApplicable)}
    if any(files.values()):
        known = _known(kept, request, {digest for digests in files.values() for digest in digests})
        rows = [{"material": key, **known[digest]} for key, digests in files.items() for digest in digests]
        execute(TAKE, [kept.id, entry, json.dumps(rows)])
    if lacking:
        rows = [{"material": key, "reason": given.reason} for key, given in lacking.items()]
        execute(LACK, [kept.id, entry, json.dumps(rows)])
    return {**files, **lacking}


def _refusals(kept: Kept, request: Request) -> Iterator[Refusal]:
    """What is attached and not asked for, and reasons that cannot be kept."""
    act = kept.procedure.act(request.act)
    asked: Mapping[str, Material] = in_force(kept.pack, kept.calendar).rules.pack.materials.get(act.materials, {})
    for key, given in request.attached.items():
        material = asked.get(key)
        if material is None and (key != PROOF or isinstance(given, NotApplicable)):
            said = say("办理“{act}”时没有“{material}”这项材料，请去掉", act=act.title, material=key)
            yield Refusal("unknown-material", said)
        elif material and isinstance(given, NotApplicable) and not _keeps(given.reason):
            said = say(
                "“{material}”不适用的理由要写成一行，最多 200 字，不能有看不见的控制字符", material=material.title
            )
            yield Refusal(f"material:{key}", said)


def _keeps(reason: str) -> bool:
    try:
        return bool(_REASON.validate_python(reason))
    except ValidationError:
        return False


def _known(kept: Kept, request: Request, digests: set[str]) -> dict[str, dict[str, Any]]:
    departments = [mandate.department for mandate in kept.mandates]
    asked = [digest for digest in digests if is_digest(digest)]
    given = {"person": request.person, "dossier": kept.id, "digests": asked, "departments": departments}
    known = {row["digest"]: row for row in fetch(FIND, given)}
    if digests - set(known):
        raise UnknownFile
    return known
