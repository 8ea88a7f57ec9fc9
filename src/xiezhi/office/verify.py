"""Whether the whole record still is what was sealed: chains, rows, papers, numbers, files, rules and journal.

Every check is one statement that sees one moment, and its rows come one after the other, so that a large record needs
no more memory than a small one and people may go on working. What replaces the whole database by an older or another
one that is consistent in itself, only somebody who has kept an earlier seal can find.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from xiezhi.kernel import first_broken, wording
from xiezhi.registry import journal, subjects
from xiezhi.registry.models import CalendarVersion, PackVersion, Subject

from .replay import Told, differences, unlike
from .uploads import store

Row = Mapping[str, Any]

DOSSIERS = """
SELECT d.id, d.parent_id, d.revision, d.seal, d.state, d.holder_id, d.opened_by_id, to_json(d.closed_at) AS closed_at,
       d.facts::json AS facts, to_json(s) AS subject,
  (SELECT coalesce(json_agg(e ORDER BY e.number), '[]') FROM office_entry e WHERE e.dossier_id = d.id) AS entries,
  (SELECT coalesce(json_agg(p ORDER BY p.side, p.n), '[]') FROM office_party p WHERE p.dossier_id = d.id) AS parties,
  (SELECT coalesce(json_agg(o), '[]') FROM office_obligation o WHERE o.dossier_id = d.id) AS obligations,
  (SELECT coalesce(json_agg(json_build_object('entry', p.entry, 'name', p.name, 'number', p.number, 'text', p.text,
            'digest', p.digest, 'voided_by', v.entry) ORDER BY p.id), '[]')
     FROM office_paper p LEFT JOIN office_void v ON v.paper_id = p.id WHERE p.dossier_id = d.id) AS papers,
  (SELECT coalesce(json_agg(f), '[]') FROM (
     SELECT entry, material, digest AS content FROM office_file WHERE dossier_id = d.id
     UNION ALL SELECT entry, material, reason FROM office_absent WHERE dossier_id = d.id) AS f) AS files
  FROM office_dossier d LEFT JOIN registry_subject s ON s.id = d.subject_id ORDER BY d.id
"""

GAPS = """
SELECT department_id, series, year, coalesce(c.last, 0) AS last, coalesce(p.many, 0) AS many, p.highest
  FROM office_counter c FULL JOIN (
    SELECT department_id, series, year, count(*) AS many, max(n) AS highest FROM office_paper WHERE n IS NOT NULL
     GROUP BY department_id, series, year) AS p USING (department_id, series, year)
 WHERE (c.last, c.last) IS DISTINCT FROM (p.many, p.highest) ORDER BY department_id, series, year
"""

FILES = "SELECT digest FROM office_file UNION SELECT digest FROM office_print ORDER BY digest"


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was sealed: where, and in a sentence what."""

    where: str
    what: str


def faults() -> Iterator[Fault]:
    """Everything that does not hold together; nothing if all is whole."""
    for row in _rows(DOSSIERS):
        yield from _dossier(row)
    for gap in _rows(GAPS):
        series = f"{gap['department_id']} {gap['series']} {gap['year']}"
        yield Fault(series, f"编号发到{gap['last']}，现有{gap['many']}件，最大的是{gap['highest']}")
    for file in _rows(FILES):
        if not store().verify(file["digest"]):
            yield Fault(f"文件{file['digest']}", "文件缺失，或者内容与收存时不一致")
    yield from _rules()
    if broken := journal.broken_at():
        yield Fault(f"登记簿第{broken}条", "内容或者次序与封存时不一致")


def _rows(sql: str) -> Iterator[Row]:
    """The rows of a statement, a hundred at a time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        for row in cursor:
            yield dict(zip((column.name for column in cursor.description), row, strict=True))


def _dossier(row: Row) -> Iterator[Fault]:
    where, entries = f"卷宗{row['id']}", row["entries"]
    if [entry["number"] for entry in entries] != list(range(1, row["revision"] + 1)):
        yield Fault(where, f"应有{row['revision']}条留痕，现有{len(entries)}条")
    elif (broken := first_broken((entry["seal"], entry["body"]) for entry in entries)) is not None:
        yield Fault(f"{where}第{broken + 1}条", "内容或者次序与封存时不一致")
    elif row["seal"] != (entries[-1]["seal"] if entries else ""):
        yield Fault(where, "末条留痕的签封与卷宗登记的不一致")
    else:
        yield from _replayed(where, row, entries)
    for paper in row["papers"]:
        if paper["digest"] != "sha256:" + hashlib.sha256(paper["text"].encode()).hexdigest():
            yield Fault(f"{where}文书{paper['number'] or paper['name']}", "文字与签发时不一致")


def _replayed(where: str, row: Row, entries: Sequence[Row]) -> Iterator[Fault]:
    """What the rows say otherwise than the entries, whose chain is whole."""
    told = Told()
    try:
        for entry in entries:
            if unlike(entry):
                yield Fault(f"{where}第{entry['number']}条", "检索用的栏目与封存的原文不符")
            told.add(entry)
        yield from (Fault(where, what) for what in differences(told, row))
    except (ValueError, KeyError, TypeError, AttributeError):  # sealed anew by somebody who did not know how
        yield Fault(where, "留痕的原文读不懂，不是本平台封存的")
    subject = row["subject"]
    sealed = told.subjects.get(subject["id"]) if subject else None
    if sealed and not subjects.agrees(_subject(subject), sealed):
        yield Fault(where, "当事人信息与封存时不一致，或者不是用本机的密钥加密的")


def _subject(row: Row) -> Subject:
    """The row as it came through JSON: moments do not matter here, and bytes are written in hexadecimal."""
    encrypted = {
        name: bytes.fromhex(row[name][2:]) if row[name] else None for name in ("code_encrypted", "phone_encrypted")
    }
    return Subject(**{**row, **encrypted})


def _rules() -> Iterator[Fault]:
    """The packs and calendars under which everything was decided."""
    for pack in PackVersion.objects.order_by("pk").iterator():
        if pack.digest != "sha256:" + hashlib.sha256(pack.text.encode()).hexdigest():
            yield Fault(f"规则{pack.key}#{pack.revision}", "文字与生效时不一致")
    for calendar in CalendarVersion.objects.order_by("pk").iterator():
        if calendar.digest != "sha256:" + hashlib.sha256(wording({"years": calendar.years}).encode()).hexdigest():
            yield Fault(f"日历{calendar.version}", "内容与录入时不一致")
