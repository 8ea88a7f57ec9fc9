"""Whether the whole record still is what was sealed: chains, papers, numbers and files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import connection

from xiezhi.kernel import first_broken
from xiezhi.registry import journal

from .store import Store

CHAINS = """
SELECT d.id, d.revision, d.seal, e.number, e.seal, e.body FROM office_dossier d
LEFT JOIN office_entry e ON e.dossier_id = d.id ORDER BY d.id, e.number
"""

GAPS = """
SELECT c.department_id, c.series, c.year, c.last, count(p.n), coalesce(max(p.n), 0) FROM office_counter c
LEFT JOIN office_paper p ON p.department_id = c.department_id AND p.series = c.series AND p.year = c.year
GROUP BY c.id HAVING count(p.n) <> c.last OR coalesce(max(p.n), 0) <> c.last
"""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was sealed: where, and in a sentence what."""

    where: str
    what: str


def faults() -> Iterator[Fault]:
    """Everything that does not hold together; nothing if all is whole."""
    yield from _dossiers()
    yield from _papers()
    yield from _numbers()
    yield from _files()
    if broken := journal.broken_at():
        yield Fault(f"登记簿第{broken}条", "内容或者次序与封存时不一致")


def _dossiers() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(CHAINS)
        for (dossier, revision, seal), rows in groupby(cursor, key=lambda row: row[:3]):
            entries = [(number, sealed, body) for *_, number, sealed, body in rows if number is not None]
            if [number for number, _, _ in entries] != list(range(1, revision + 1)):
                yield Fault(f"卷宗{dossier}", f"应有{revision}条记录，现有{len(entries)}条")
            elif (broken := first_broken((sealed, body) for _, sealed, body in entries)) is not None:
                yield Fault(f"卷宗{dossier}第{broken + 1}条", "内容或者次序与封存时不一致")
            elif entries and entries[-1][1] != seal:
                yield Fault(f"卷宗{dossier}", "末条记录的签封与卷宗登记的不一致")


def _papers() -> Iterator[Fault]:
    """Every paper's words have the digest that its entry sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.number, p.name, p.text, p.digest, e.body FROM office_paper p "
            "JOIN office_entry e ON e.dossier_id = p.dossier_id AND e.number = p.entry ORDER BY p.id"
        )
        for pk, number, name, text, digest, body in cursor:
            actual = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
            if actual != digest or [name, number, digest] not in json.loads(body)["papers"]:
                yield Fault(f"文书{number or pk}", "文字与签发时不一致")


def _numbers() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(GAPS)
        for department, series, year, last, count, highest in cursor.fetchall():
            yield Fault(f"{department} {series} {year}", f"编号应到{last}，共{count}件，最大{highest}")


def _files() -> Iterator[Fault]:
    store = Store(Path(settings.FILES_DIR), settings.UPLOAD_MOST_BYTES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM office_file UNION SELECT digest FROM office_print ORDER BY 1")
        for (digest,) in cursor:
            if not store.verify(digest):
                yield Fault(f"文件{digest[:19]}", "文件缺失，或者内容与收存时不一致")
