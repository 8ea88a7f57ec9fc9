"""A dossier that a department has left: as it stood at the last entry that it may see."""

import pytest

from tests.office.disputed import again, returned
from tests.office.told import LETTER, Told, found
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.former import as_left
from xiezhi.office.models import Entry

pytestmark = pytest.mark.usefixtures("county")


def kept(told: Told) -> Kept:
    loaded = load(told.number or 0, person=None, at=told.at)
    assert loaded
    return loaded


def returned_by_the_first() -> Told:
    """From zrzy to slj and back."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return returned(again(told, receiver="slj"), receiver="slj")


def test_nothing_that_came_later_is_in_it() -> None:
    told = returned_by_the_first()
    then = kept(told)
    again(told, receiver="scjg")
    told("scjg.liaison", "receive", received_by="乙")
    now = kept(told)
    left = as_left(now, then.revision)
    assert left.dossier.state == then.dossier.state == "returned"
    assert left.dossier.parties == then.dossier.parties
    assert left.dossier.facts == then.dossier.facts
    assert left.dossier.entries == then.dossier.entries
    assert (left.dossier.obligations, left.siblings) == ((), ())
    assert (left.seal, left.revision, left.stored, left.urgent) == (then.seal, then.revision, then.stored, False)
    assert "received_by" in now.dossier.facts
    assert now.dossier.parties["receiver"] == ("slj", "scjg")


def test_what_was_changed_later_reads_as_it_was() -> None:
    told = returned_by_the_first()
    then = told.row.revision
    told(
        "zrzy.handler", "draft", **{**LETTER, "facts": "又查明一处。", "receiver": "scjg", "receiver_reason": "经协商"}
    )
    left = as_left(kept(told), then)
    assert (kept(told).dossier.facts["facts"], left.dossier.facts["facts"]) == ("又查明一处。", LETTER["facts"])
    assert left.seal == Entry.objects.get(dossier=told.number, number=then).seal


def test_the_last_entry_gives_the_dossier_as_it_is() -> None:
    now = kept(returned_by_the_first())
    left = as_left(now, now.revision)
    assert (left.dossier.state, left.dossier.parties, left.dossier.facts) == (
        now.dossier.state, now.dossier.parties, now.dossier.facts,
    )  # fmt: skip
    assert left.stored == now.stored
