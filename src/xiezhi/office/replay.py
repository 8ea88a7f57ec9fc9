"""What the rows of a dossier must say, told from its sealed entries alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from xiezhi.kernel import NEW, Clause

Row = Mapping[str, Any]
Key = tuple[str, str, int | None]  # duty, by whom, of which row


@dataclass
class Owed:
    """An obligation as the log tells it."""

    sealed: Row  # what the last entry that is about it says
    started_by: int
    told_by: int

    @property
    def said(self) -> tuple[Any, ...]:
        """As `owed` says it of a row. A right that has lapsed is not late."""
        own = self.sealed
        due, ended_at = _moment(own["due"]), _moment(own["ended_at"])
        late = bool(ended_at and due and ended_at >= due and not own["right"])
        return (
            own["duty"], own["owed_by"], own["row"], own["owed_to"], own["right"], own["clauses"], due, own["fate"],
            self.started_by, self.told_by if own["fate"] else None, ended_at, late,
        )  # fmt: skip


@dataclass
class Told:
    """A dossier as its entries tell it, one after the other."""

    state: str = NEW.name
    holder: str | None = None
    closed_at: datetime | None = None
    opened_by: str | None = None
    parties: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    subjects: dict[int, str] = field(default_factory=dict)  # the digest by which each is sealed
    owed: list[Owed] = field(default_factory=list)
    papers: list[tuple[int, str, str, str]] = field(default_factory=list)  # entry, name, number, digest
    voids: list[tuple[int, str]] = field(default_factory=list)
    files: list[tuple[int, str, str]] = field(default_factory=list)  # entry, material, digest or reason

    def add(self, entry: Row) -> None:
        """The next entry, whose columns say the same as its text."""
        body = json.loads(entry["body"])
        number, at = body["number"], datetime.fromisoformat(body["at"])
        self.state, self.holder = body["state"], body["holder"]
        self.closed_at = None if self.holder else self.closed_at or at
        self.opened_by = self.opened_by or body["by"]["department"]
        self.parties |= body["admits"]
        if entry["filled"] is None:  # what one of many fills in stays in its entry
            self.facts |= body["filled"]
        named = (value for value in body["filled"].values() if isinstance(value, dict) and "subject" in value)
        self.subjects |= {value["subject"]: value["digest"] for value in named}
        self._obligations(body, number)
        self.papers += [(number, *paper) for paper in body["papers"]]
        self.voids += [(number, name) for name in body["voids"]]
        self.files += [(number, key, file) for key, given in body["files"].items() for file in _attached(given)]

    def _obligations(self, body: Row, number: int) -> None:
        running = {_key(o.sealed): o for o in self.owed if not o.sealed["fate"]}
        for sealed in body["changed"]:
            changed = running[_key(sealed)]
            changed.sealed, changed.told_by = sealed, number
        self.owed += [Owed(sealed, number, number) for sealed in body["started"]]


def unlike(entry: Row) -> bool:
    """Whether the columns of an entry say anything else than its sealed text."""
    body = json.loads(entry["body"])
    by = body["by"]
    sealed = (
        body["number"], body["act"], by["department"] or None, by["person"], by["role"], _moment(body["at"]),
        body["internal_to"], body["marked"],
    )  # fmt: skip
    columns = (
        entry["number"], entry["act"], entry["department_id"], entry["person_id"], entry["role"], _moment(entry["at"]),
        entry["internal_to_id"], entry["marked"],
    )  # fmt: skip
    return sealed != columns or entry["filled"] not in (None, body["filled"])


def differences(told: Told, row: Row) -> Iterator[str]:
    """In a sentence each, where the rows of a dossier say something else than its entries."""
    carried = row["parent_id"] is not None  # a child is given some facts to begin with
    other_facts = not told.facts.items() <= row["facts"].items() if carried else told.facts != row["facts"]
    papers = [(p["entry"], p["name"], p["number"], p["digest"]) for p in row["papers"]]
    here, there = (told.state, told.holder, told.opened_by), (row["state"], row["holder_id"], row["opened_by_id"])
    found = {
        "状态、持有单位或者立卷单位与留痕不符": here != there,
        "办结时间与留痕不符": told.closed_at != _moment(row["closed_at"]),
        "当事单位与留痕不符": told.parties != _parties(row["parties"]),
        "登记的事实与留痕不符": other_facts,
        "义务、期限或者履行结果与留痕不符": _sorted(o.said for o in told.owed)
        != _sorted(map(owed, row["obligations"])),
        "附件与留痕不符": sorted(told.files) != sorted(_kept(row["files"])),
        "文书与留痕不符": sorted(told.papers) != sorted(papers),
        "文书的作废与留痕不符": any(_voided(told, paper) != paper["voided_by"] for paper in row["papers"]),
    }
    return (sentence for sentence, differs in found.items() if differs)


def owed(row: Row) -> tuple[Any, ...]:
    """What matters of a row of obligations."""
    clauses = [str(Clause(law, article, date.fromisoformat(as_of))) for law, article, as_of in row["clauses"]]
    return (
        row["duty"], row["owed_by_id"], row["row"], row["owed_to"], row["right"], clauses, _moment(row["due"]),
        row["fate"], row["started_by"], row["ended_by"], _moment(row["ended_at"]), row["late"],
    )  # fmt: skip


def _voided(told: Told, paper: Row) -> int | None:
    """By which entry a paper was made void: the first that names it and came with it or after it."""
    return min((n for n, name in told.voids if name == paper["name"] and n >= paper["entry"]), default=None)


def _parties(rows: Sequence[Row]) -> dict[str, list[str]]:
    parties: dict[str, list[str]] = {}
    for row in rows:
        parties.setdefault(row["side"], []).append(row["department_id"])
    return parties


def _attached(given: Any) -> list[str]:
    return [given["not_applicable"]] if isinstance(given, dict) else given


def _kept(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    return ((row["entry"], row["material"], row["content"]) for row in rows)


def _key(sealed: Row) -> Key:
    return sealed["duty"], sealed["owed_by"], sealed["row"]


def _moment(text: str | None) -> datetime | None:
    """In one zone, whichever it was written in: rows are put in order by what they read like."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _sorted(said: Any) -> list[tuple[Any, ...]]:
    return sorted(said, key=str)
