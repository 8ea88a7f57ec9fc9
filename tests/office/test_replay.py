"""What sealed entries tell: pure, from their text alone. That the rows are held against it, test_verify shows."""

import json
from typing import Any

import pytest

from xiezhi.office.replay import Told, differences, unlike

AT = "2021-03-01T09:00:00+08:00"


def owed(duty: str, **more: Any) -> dict[str, Any]:
    return {
        "duty": duty, "owed_by": "zrzy", "row": None, "owed_to": ["zfj"], "right": False, "clauses": [],
        "due": "2021-03-05T00:00:00+08:00", "fate": None, "ended_at": None, **more,
    }  # fmt: skip


def entry(number: int, **body: Any) -> dict[str, Any]:
    said = {
        "number": number, "act": "do", "by": {"department": "zrzy", "person": 1, "role": "handler"}, "at": AT,
        "internal_to": None, "filled": {}, "files": {}, "state": "open", "holder": "zrzy", "admits": {}, "started": [],
        "changed": [], "papers": [], "voids": [], "marked": [], **body,
    }  # fmt: skip
    return {
        "number": number, "act": "do", "department_id": "zrzy", "person_id": 1, "role": "handler",
        "at": "2021-03-01T01:00:00+00:00", "internal_to_id": None, "filled": None, "marked": [],
        "body": json.dumps(said),
    }  # fmt: skip


def told(*entries: dict[str, Any]) -> Told:
    made = Told()
    for one in entries:
        made.add(one)
    return made


def test_before_its_first_entry_a_dossier_is_new_and_open() -> None:
    assert (Told().state, Told().holder, Told().closed_at, Told().parties) == ("new", None, None, {})


def test_the_last_entry_says_where_it_stands_and_the_one_that_leaves_it_with_nobody_closes_it() -> None:
    assert told(entry(1)).closed_at is None
    closed = told(entry(1), entry(2, state="closed", holder=None))
    assert (closed.state, closed.holder, str(closed.closed_at)) == ("closed", None, "2021-03-01 09:00:00+08:00")


def test_the_opener_is_the_department_of_the_first_act_and_parties_are_those_last_admitted() -> None:
    by = {"department": "zfj", "person": 2, "role": "head"}
    two = told(entry(1, admits={"sender": ["zrzy"]}), entry(2, by=by, admits={"receiver": ["slj", "zfj"]}))
    assert (two.opened_by, two.parties) == ("zrzy", {"sender": ["zrzy"], "receiver": ["slj", "zfj"]})


def test_facts_are_those_last_filled_in_save_of_one_of_many() -> None:
    of_many = {**entry(3, filled={"view": "同意"}), "filled": {"view": "同意"}}
    assert told(entry(1, filled={"a": 1, "b": 2}), entry(2, filled={"b": 3}), of_many).facts == {"a": 1, "b": 3}


def test_obligations_start_change_and_end_once() -> None:
    made = told(
        entry(1, started=[owed("send"), owed("tell")]),
        entry(2, changed=[owed("send", due=None)]),
        entry(3, changed=[owed("send", fate="done", ended_at="2021-03-05T00:00:00+08:00")], started=[owed("answer")]),
        entry(4, started=[owed("send")]),
    )  # fmt: skip
    assert [(o.sealed["duty"], o.sealed["fate"], o.started_by, o.told_by) for o in made.owed] == [
        ("send", "done", 1, 3), ("tell", None, 1, 1), ("answer", None, 3, 3), ("send", None, 4, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "late"),
    [
        ({"ended_at": "2021-03-05T00:00:00+08:00"}, True),
        ({"ended_at": "2021-03-04T23:59:59+08:00"}, False),
        ({"ended_at": "2021-03-09T00:00:00+08:00", "right": True}, False),
        ({"ended_at": "2021-03-09T00:00:00+08:00", "due": None}, False),
    ],
)
def test_late_is_what_ended_at_its_due_moment_or_after_it(more: dict[str, Any], late: object) -> None:
    (one,) = told(entry(1, started=[owed("send", fate="done", **more)])).owed
    assert one.said[-1] is late


@pytest.mark.parametrize(
    "column",
    [
        {"number": 2}, {"act": "undo"}, {"department_id": None}, {"person_id": None}, {"role": "head"},
        {"at": "2021-03-01T01:00:01+00:00"}, {"internal_to_id": "zrzy"}, {"filled": {"a": 1}}, {"marked": ["late"]},
    ],
)  # fmt: skip
def test_each_column_must_say_what_was_sealed(column: dict[str, Any]) -> None:
    assert not unlike(entry(1))
    assert unlike({**entry(1), **column})


def row(**more: Any) -> dict[str, Any]:
    return {
        "state": "open", "holder_id": "zrzy", "opened_by_id": "zrzy", "closed_at": None, "parent_id": None,
        "facts": {}, "parties": [], "obligations": [], "files": [], "papers": [], **more,
    }  # fmt: skip


def test_a_child_may_hold_what_it_was_given_and_others_may_not() -> None:
    begun = told(entry(1, filled={"a": 1}))
    given = {"facts": {"a": 1, "carried": 2}}
    assert list(differences(begun, row(**given, parent_id=5))) == []
    assert len(list(differences(begun, row(**given)))) == 1
    assert len(list(differences(begun, row(facts={"a": 2}, parent_id=5)))) == 1


def test_a_paper_is_void_by_the_first_entry_that_voids_its_name_once_it_is_there() -> None:
    letter = {"entry": 2, "name": "letter", "number": "1", "digest": "d", "voided_by": 4}
    made = told(
        entry(1, voids=["letter"]), entry(2, papers=[["letter", "1", "d"]]), entry(3), entry(4, voids=["letter"])
    )
    assert list(differences(made, row(papers=[letter]))) == []
    assert len(list(differences(made, row(papers=[{**letter, "voided_by": None}])))) == 1
