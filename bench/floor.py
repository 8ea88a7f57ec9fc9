"""The floor: the rows that perform() has written, written again by plain statements, one transaction an act.

What an act has written is found by comparing the tables before and after it, so the floor writes the same
rows whatever the tables look like. It reads nothing, decides nothing and seals nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

JSONB = 3802  # PostgreSQL's number for the type
OURS = {
    "office_matter": "id = (SELECT matter_id FROM office_dossier WHERE id = %(dossier)s)",
    "registry_subject": "id = (SELECT subject_id FROM office_dossier WHERE id = %(dossier)s)",
    "office_dossier": "id = %(dossier)s",
    **dict.fromkeys(("office_file", "office_absent", "office_entry"), "dossier_id = %(dossier)s"),
    "office_obligation": "dossier_id = %(dossier)s",
    "office_paper": "dossier_id = %(dossier)s",
    "office_void": "paper_id IN (SELECT id FROM office_paper WHERE dossier_id = %(dossier)s)",
    "procrastinate_jobs": "(args ->> 'dossier')::bigint = %(dossier)s",
    **dict.fromkeys(("office_party", "office_desk", "office_message", "office_receipt"), "dossier_id = %(dossier)s"),
}
NAMES = {
    "matter_id": "office_matter", "dossier_id": "office_dossier", "subject_id": "registry_subject",
    "paper_id": "office_paper",
}  # fmt: skip
COUNT = """
INSERT INTO office_counter (department_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (department_id, series, year) DO UPDATE SET last = office_counter.last + 1 RETURNING last
"""

Row = dict[str, Any]
Rows = dict[tuple[str, int], Row]
Ids = dict[tuple[str, int], int]  # the new number of each recorded row, by its table and its old number


@dataclass(frozen=True)
class Write:
    """Rows of one table that an act has added, or one row that it has changed."""

    table: str
    rows: list[Row]
    changed: int | None = None  # the number that the changed row had when it was recorded
    statement: str = ""


class Recorder:
    """Tells what each act of a case has written."""

    def __init__(self, connection: Connection[Any]) -> None:
        self.connection, self.before = connection, Rows()

    def after(self, dossier: int) -> list[Write]:
        """What has been written since the last time."""
        now = {(table, row["id"]): row for table in OURS for row in self._rows(table, dossier)}
        added: dict[str, list[Row]] = {}
        writes = []
        for (table, pk), row in now.items():
            known = self.before.get((table, pk))
            if known is None:
                added.setdefault(table, []).append(row)
            elif changed := {name: value for name, value in row.items() if known[name] != value}:
                writes.append(Write(table, [changed], pk, _update(table, changed)))
        self.before = now
        return [Write(table, rows, None, _insert(table, rows)) for table, rows in added.items()] + writes

    def _rows(self, table: str, dossier: int) -> Iterator[Row]:
        asked = sql.SQL("SELECT * FROM {} WHERE " + OURS[table] + " ORDER BY id").format(sql.Identifier(table))
        cursor = self.connection.execute(asked, {"dossier": dossier})
        names = [(column.name, column.type_code) for column in cursor.description or ()]
        for row in cursor:
            yield {n: Jsonb(v) if t == JSONB and v is not None else v for (n, t), v in zip(names, row, strict=True)}


def _insert(table: str, rows: list[Row]) -> str:
    names = [name for name in rows[0] if name != "id"]
    places = ", ".join(["(" + ", ".join(["%s"] * len(names)) + ")"] * len(rows))
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES {places} RETURNING id"


def _update(table: str, changed: Row) -> str:
    return f"UPDATE {table} SET " + ", ".join(f'"{name}" = %s' for name in changed) + " WHERE id = %s"


def replay(connection: Connection[Any], act: list[Write], ids: Ids) -> None:
    """Write an act again, in one transaction, for the case whose new numbers are in `ids`."""
    with connection.transaction():
        for write in act:
            rows = [_anew(connection, write.table, row, ids) for row in write.rows]
            if write.changed is not None:
                connection.execute(write.statement, [*rows[0].values(), ids[write.table, write.changed]])
                continue
            given = [value for row in rows for name, value in row.items() if name != "id"]
            made = connection.execute(write.statement, given).fetchall()
            ids |= {(write.table, row["id"]): pk for row, (pk,) in zip(write.rows, made, strict=True)}


def _anew(connection: Connection[Any], table: str, row: Row, ids: Ids) -> Row:
    """The row as it belongs to the new case: its references, its number in the series, a key not used before."""
    row = {n: ids[NAMES[n], v] if n in NAMES and v is not None else v for n, v in row.items()}
    if table == "office_paper" and row["n"] is not None:
        given = [row["department_id"], row["series"], row["year"]]
        row["n"] = connection.execute(COUNT, given).fetchall()[0][0]
    if table == "office_receipt":
        row["key"] = uuid4().hex
    return row
