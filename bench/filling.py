"""A province's years of dossiers, made by the database itself: as many as asked for, spread as they are in real life.

Ninety departments; most dossiers are closed; one department receives two thirds of them; the leading group's office
oversees them all; one department has hardly any; many fall due on the same day, some never; a state, a word and an urgent
case may be rare or common. The rows have no log worth the name: they are there to be listed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from psycopg import Connection, sql

from xiezhi.office.grams import ALL, grams, own
from xiezhi.procedures import PROCEDURES

DEPARTMENTS = 90
FIRST = 100_000_000  # beyond the numbers that acts have taken
BUSY, OVERSEER, QUIET = "zfj", "office", "b89"  # whose lists are long, who sees everything, who sees hardly anything
FILLED = ("matter", "dossier", "desk", "obligation", "entry", "message")

BODIES = """
INSERT INTO registry_department (key, name, short_name, kind, uscc, area_code, agency_word, since)
SELECT 'b' || n, '第' || n || '局', n || '局', 'department', '', '', '', '2021-02-22' FROM generate_series(1, 89) AS n
ON CONFLICT DO NOTHING
"""

# The n-th department of those that send: the busy one first, the quiet one last.
LISTED = """
CREATE TABLE bench_body AS
SELECT row_number() OVER (ORDER BY key <> %(busy)s, key = %(quiet)s, key) - 1 AS n, key FROM (
  SELECT key FROM registry_department WHERE key <> %(overseer)s ORDER BY key NOT IN (%(busy)s, %(quiet)s), key
   LIMIT %(count)s) AS there
"""

CASES = (
    "未取得建设工程规划许可证进行建设案", "未安装油烟净化设施案", "运输车辆遗撒建筑垃圾案", "未取得燃气经营许可证从事经营案",
    "擅自设置大型户外广告案", "夜间进行产生噪声的施工案", "在河道管理范围内建设妨碍行洪的建筑物案", "擅自占用城市道路案",
)  # fmt: skip
STREETS = ("壶山街道", "白洋街道", "熟溪街道", "履坦镇", "桐琴镇", "泉溪镇", "新宅镇", "王宅镇", "桃溪镇", "茭道镇")
SENT, ANSWERED = ("移",), ("收", "立", "函", "执立", "罚决字")  # what the series of letters are called
FIRMS, PLACES = 5000, 500

# Where a dossier stands, so that of a thousand a hundred and some stand here, one there.
STATES = """
CREATE TABLE bench_state (procedure text, state text, side text, final boolean, share int4range)
"""

SPREAD = {
    ("case-transfer", False): {
        "found": 80, "drafted": 60, "approved": 30, "sent": 100, "received": 90, "supplementing": 2, "returned": 20,
        "disputed": 8, "accepted": 110, "filed": 420, "decided": 80,
    },
    ("case-transfer", True): {"closed": 920, "withdrawn": 80},
    ("jurisdiction-dispute", False): {"negotiating": 600, "offered": 150, "submitted": 150, "examined": 70, "decided": 30},
    ("jurisdiction-dispute", True): {"agreed": 700, "closed": 299, "withdrawn": 1},
}  # fmt: skip

DRAWN = """
CREATE TABLE bench_drawn AS
SELECT i, i %% 100 >= 3 AS closed, CASE WHEN i %% 50 = 1 THEN 'jurisdiction-dispute' ELSE 'case-transfer' END AS procedure,
       (hashint8(i) & 1023) * 1000 / 1024 AS turn, f.n AS firm, c.n AS violation, i %% 33 = 5 AS urgent, i %% %(places)s AS place,
       s.key AS sender, CASE WHEN r.key <> s.key THEN r.key WHEN s.key = 'b1' THEN 'b2' ELSE 'b1' END AS receiver,
       %(now)s::timestamptz - (hashint8(i + 5) & 2047) * interval '1 day' * 3650 / 2048 AS touched_at,
       CASE (hashint8(i + 6) & 31) WHEN 0 THEN NULL
            ELSE date_trunc('day', %(now)s::timestamptz) + ((hashint8(i + 6) & 31) - 4) * interval '1 day' END AS due
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
  JOIN bench_body s ON s.n = CASE WHEN (hashint8(i + 1) & 3) = 0 THEN 0 WHEN i %% 4999 = 0 THEN %(count)s - 1
                                  ELSE 1 + (hashint8(i + 2) & 2147483647) %% (%(count)s - 2) END
  JOIN bench_body r ON r.n = CASE WHEN (hashint8(i + 1) & 3) > 0 AND (hashint8(i + 3) & 7) > 0 THEN 0
                                  ELSE 1 + (hashint8(i + 4) & 2147483647) %% (%(count)s - 2) END
  JOIN bench_firm f ON f.n = (hashint8(i + 7) & 2147483647) %% 5000
  JOIN bench_case c ON c.n = 1 + (hashint8(i + 8) & 7)
"""

ROWS = """
CREATE TABLE bench_row AS
SELECT d.*, s.state, firm.name || '涉嫌' || violation.name AS title, firm.words || violation.words AS words,
       CASE s.side WHEN 'first' THEN d.sender WHEN 'second' THEN d.receiver WHEN 'third' THEN 'office' END AS holder,
       s.state NOT IN ('found', 'drafted', 'approved') AS sent, extract(year FROM d.touched_at)::text AS year,
       ARRAY[i % 900, i % 870] || CASE WHEN d.closed THEN ARRAY[i % 850, i % 810, i % 790] END AS numbers
  FROM bench_drawn d JOIN bench_state s ON s.procedure = d.procedure AND s.final = d.closed AND d.turn <@ s.share
  JOIN bench_firm firm ON firm.n = d.firm JOIN bench_case violation ON violation.n = d.violation;
ANALYZE bench_row;
INSERT INTO office_matter (id, opened_at) SELECT i, touched_at FROM bench_row;
INSERT INTO office_dossier (id, matter_id, procedure, version, pack_id, state, revision, seal, title, facts, urgent, holder_id,
       opened_by_id, opened_at, touched_at, closed_at, words, seated)
SELECT i, i, procedure, 1, 1, state, 1, '', title, '{}', urgent, holder, d.sender, touched_at, touched_at,
       CASE WHEN closed THEN touched_at END,
       d.words || CASE WHEN sent THEN place.words || sends.words || answers.words || array_to_tsvector(ARRAY(
         SELECT '+' || number FROM (
           SELECT year UNION SELECT n::text FROM unnest(numbers) AS n UNION
           SELECT least(n::text COLLATE "C", year) || ' ' || greatest(n::text COLLATE "C", year) FROM unnest(numbers) AS n
           ) AS numbered(number))) ELSE ''::tsvector END || before.words,
       CASE WHEN sent THEN ARRAY[d.sender, d.receiver, 'office'] ELSE ARRAY[d.sender] END
  FROM bench_row d JOIN bench_place place ON place.n = d.place JOIN bench_before before ON before.n = d.place AND before.key = d.sender
  JOIN bench_series sends ON sends.key = d.sender AND sends.sends
  JOIN bench_series answers ON answers.key = d.receiver AND NOT answers.sends;
INSERT INTO office_desk (dossier_id, department_id, oversees, procedure, state, held, urgent, due, closed_at, handler_id)
SELECT i, seat.key, seat.oversees, procedure, state, coalesce(holder = seat.key, false), urgent,
       CASE WHEN NOT closed THEN due END, CASE WHEN closed THEN touched_at END, NULL
  FROM bench_row, LATERAL (VALUES (sender, false), (receiver, false), ('office', true)) AS seat(key, oversees)
 WHERE seat.key = sender OR sent;
INSERT INTO office_obligation (dossier_id, duty, title, owed_by_id, owed_to, creditor_id, "right", scored, term, source,
       clauses, start, start_is_day, due, due_date, provisional, pauses, calendar, started_by, late, fate, ended_at)
SELECT i, CASE WHEN procedure = 'case-transfer' THEN 'answer' ELSE 'accept' END,
       '答复是否接收', coalesce(holder, receiver), ARRAY[sender], sender, false, true, '5 working_days', 'document',
       '[["协作办法", "五(三)", "2021-02-22"]]', touched_at, true, due, (due - interval '1 day')::date, false, '[]',
       'bench', 1, false, CASE WHEN closed THEN 'done' END, CASE WHEN closed THEN touched_at END FROM bench_row;
INSERT INTO office_entry (dossier_id, number, body, seal, act, department_id, role, at, marked)
SELECT i, 1, '{"filled": {}}', '', CASE WHEN procedure = 'case-transfer' THEN 'send' ELSE 'raise' END, sender, 'handler',
       touched_at, '{}' FROM bench_row;
INSERT INTO office_message (dossier_id, entry, department_id, at) SELECT i, 1, receiver, touched_at FROM bench_row WHERE sent;
DROP TABLE bench_drawn, bench_row
"""

# The busy department's liaison has seen everything, so that counting what is new finds nothing and goes on to the end.
SEEN = """
INSERT INTO office_reading (person_id, dossier_id, seen)
SELECT u.id, m.dossier_id, m.entry FROM office_message m JOIN registry_user u ON u.username = 'zfj.liaison'
 WHERE m.department_id = 'zfj' AND m.at > %(now)s::timestamptz - interval '40 days'
ON CONFLICT DO NOTHING
"""


def prepare(owner: Connection[Any]) -> None:
    """What the dossiers are made of; without foreign keys, which only writing would need."""
    tables = [f"office_{name}" for name in (*FILLED, "reading")]
    found = owner.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
        [tables],
    ).fetchall()
    for table, name in found:
        owner.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))
    owner.execute(BODIES)
    owner.execute(LISTED, {"busy": BUSY, "overseer": OVERSEER, "quiet": QUIET, "count": DEPARTMENTS})
    _name(owner)
    owner.execute(STATES)
    for (procedure, final), shares in SPREAD.items():
        at = 0
        for state, share in shares.items():
            side = PROCEDURES[procedure].states[state].held_by
            place = (
                {"sender": "first", "applicant": "first", "arbiter": "third"}.get(side.name, "second") if side else None
            )
            row = [procedure, state, place, final, at, at + share]
            owner.execute("INSERT INTO bench_state VALUES (%s, %s, %s, %s, int4range(%s, %s))", row)
            at += share
    owner.execute("ANALYZE")


def _name(owner: Connection[Any]) -> None:
    """Firms, cases, places and the series of letters, with what each is found by."""
    bodies = [key for (key,) in owner.execute("SELECT key FROM bench_body").fetchall()]
    agencies = {key: f"武{chr(0x6000 + n)}{chr(0x6100 + n)}" for n, key in enumerate(bodies)}
    places = {n: _found_by(name) for n, name in enumerate(map(_place, range(PLACES)))}
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
        "bench_firm": ("n int, name text", [(n, _firm(n), _found_by(f"{_firm(n)}涉嫌")) for n in range(FIRMS)]),
        "bench_case": ("n int, name text", [(n, case, _found_by(f"涉嫌{case}")) for n, case in enumerate(CASES, 1)]),
        "bench_place": ("n int", [(n, _marked(ALL, words)) for n, words in places.items()]),
        "bench_before": (
            "key text, n int", [(key, n, _marked(own(key), words)) for key in bodies for n, words in places.items()]
        ),
        "bench_series": ("key text, sends boolean", [
            (key, sends, _marked(ALL, _found_by(*(f"{agency}{word}号" for word in words))))
            for key, agency in agencies.items() for sends, words in ((True, SENT), (False, ANSWERED))
        ]),
    }  # fmt: skip
    for table, (columns, rows) in tables.items():
        owner.execute(f"CREATE TABLE {table} ({columns}, grams text[])")
        with owner.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        owner.execute(f"ALTER TABLE {table} ADD words tsvector GENERATED ALWAYS AS (array_to_tsvector(grams)) STORED")


def _place(n: int) -> str:
    return f"{STREETS[n % len(STREETS)]}{chr(0x5000 + n * 53 % 900)}{chr(0x5500 + n * 29 % 900)}路{n}号"


def _firm(n: int) -> str:
    return f"武义{chr(19968 + n * 37 % 5000)}{chr(20000 + n * 91 % 7000)}{'有限公司' if n % 10 < 7 else '经营部'}"


def _found_by(*texts: str) -> list[str]:
    return sorted({gram for text in texts for gram in grams(text)})


def _marked(mark: str, words: list[str]) -> list[str]:
    return [mark + gram for gram in words]


def fill(owner: Connection[Any], size: int, now: datetime) -> None:
    """So many dossiers, and fresh statistics for the planner."""
    with _without_indexes(owner):
        owner.execute(
            DRAWN, {"first": FIRST, "last": FIRST + size - 1, "now": now, "count": DEPARTMENTS, "places": PLACES}
        )
        for statement in ROWS.split(";\n"):
            owner.execute(statement)  # a constant, taken apart
    owner.execute(SEEN, {"now": now})
    owner.execute("VACUUM ANALYZE")


@contextmanager
def _without_indexes(owner: Connection[Any]) -> Iterator[None]:
    """An index is built faster at once than row by row."""
    tables = [f"office_{name}" for name in FILLED]
    found = owner.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)", [tables],
    ).fetchall()  # fmt: skip
    for name, _ in found:
        owner.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    yield
    for _, definition in found:
        owner.execute(definition)
