"""A dossier read from its tables is the value that the rules have decided on."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.disputed import agreed, disputed, proposal, seat
from tests.office.tiny import CALL, asking
from tests.office.told import LETTER, Told, found, person
from xiezhi.kernel import Actor, NotApplicable
from xiezhi.office import perform as performing
from xiezhi.office.dossiers import Kept, load, lock
from xiezhi.registry.models import Mandate

__all__ = ["asking"]

pytestmark = pytest.mark.usefixtures("county")


def kept(told: Told, who: str = "") -> Kept:
    found = load(told.number or 0, person=person(who) if who else None, at=told.at)
    assert found is not None
    return found


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Holds what perform() goes on with after each act against what a fresh reading gives; the acts that it saw."""
    seen: list[str] = []
    carry_out: Callable[..., Kept] = performing._carry_out

    def compare(*given: Any) -> Kept:
        after = carry_out(*given)
        again = load(after.id, person=None, at=given[2].at)
        assert again is not None
        of_the_reading = {"mandates", "receipt", "catalogue", "items", "seats", "dossier"}
        for name in {field.name for field in fields(Kept)} - of_the_reading:
            assert getattr(after, name) == getattr(again, name), name
        assert plain(after) == plain(again)
        seen.append(given[1].act.name)
        return after

    monkeypatch.setattr(performing, "_carry_out", compare)
    return seen


def plain(kept: Kept) -> dict[str, Any]:
    """The dossier, save that what is known of the party is known by a mark once it is kept, and in what order."""
    dossier = kept.dossier
    facts = {name: value for name, value in dossier.facts.items() if name != "offender"}
    obligations = sorted(dossier.obligations, key=lambda o: o.key[:2])
    matter = [(link.procedure, link.state, link.open, len(link.entries)) for link in dossier.matter]
    return {
        "state": dossier.state, "opened_by": dossier.opened_by, "parties": dict(dossier.parties), "facts": facts,
        "obligations": obligations, "entries": dossier.entries, "matter": matter,
    }  # fmt: skip


def test_what_is_read_is_what_was_decided_all_the_way_through_a_dispute(compared: list[str]) -> None:
    told = disputed(Told())
    agreed(proposal(told))
    assert {"find", "send", "propose_dispute", "raise", "settle", "dispute_over"} <= set(compared)


def test_what_is_read_is_what_was_decided_with_pauses_and_lapses(compared: list[str]) -> None:
    told = Told().sent().later(days=5)
    told("zfj.head", "ask_supplement", gaps="照片")
    told.later(days=1)("zrzy.handler", "supplement")
    told("zfj.head", "accept")
    assert "deem_received" in compared


def test_what_is_read_is_what_was_decided_where_many_take_part(asking: None, compared: list[str]) -> None:
    told = Told(procedure="asking")
    told("zrzy.handler", "call", **CALL)
    told("slj.handler", "reply", view="同意")
    told("zrzy.handler", "refer")
    assert compared == ["call", "reply", "refer"]


def test_numbers_of_the_party_are_marks_once_they_are_kept() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, offender={"kind": "person", "name": "邵志强", "phone": "138"}))
    offender = kept(told).dossier.facts["offender"]
    assert (offender.name, offender.code, offender.phone) == ("邵志强", None, "*")


def test_it_is_read_in_one_statement_whatever_is_in_it() -> None:
    told = disputed(Told())
    with CaptureQueriesContext(connection) as queries:
        kept(told)
    assert len(queries) == 1


def test_a_person_acts_as_each_department_with_all_roles_held_there_at_that_moment() -> None:
    told = Told().sent()
    seat("zrzy.handler", ("zrzy", "liaison"), ("zfj", "handler"), since=told.at - timedelta(days=1))
    seat("zrzy.handler", ("zrzy", "chief"), since=told.at - timedelta(days=9), until=told.at)
    seat("zrzy.handler", ("zrzy", "reviewer"), since=told.at + timedelta(seconds=1))
    actors = kept(told, "zrzy.handler").actors("7")
    assert actors == [Actor("zrzy", ("handler", "liaison"), "7"), Actor("zfj", ("handler",), "7")]
    assert kept(told).actors("") == []


def test_mandates_come_oldest_first_each_with_its_number() -> None:
    told = Told().sent()
    (held,) = kept(told, "zrzy.head").mandates
    assert (held.id, held.role) == (Mandate.objects.get(user__username="zrzy.head").pk, "head")


def test_nothing_is_read_of_a_dossier_that_there_is_not_and_locking_it_does_no_harm() -> None:
    lock(10**9)
    assert load(10**9, person=None, at=Told().at) is None


def test_an_item_that_is_no_text_or_no_item_is_looked_up_in_vain() -> None:
    told = Told()
    for item in (7, None, ["planning-permit"], "no-such\0item", "\ud800"):
        with pytest.raises(ValueError, match="item"):
            told("zrzy.handler", "find", **{**found(told.at), "item": item})


def test_why_a_material_is_lacking_may_be_said_and_is_kept() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    request = told.request("zrzy.handler", "draft", **LETTER)
    performing.perform(replace(request, attached={**request.attached, "source": NotApplicable("口头举报")}))
    assert told.row.absent.filter(material="source").values_list("reason", flat=True)[0] == "口头举报"
