"""Who has to do with a dossier: sides leave when their place is given anew, and overseers stay."""

import pytest

from tests.office.disputed import COORDINATOR, again, returned
from tests.office.told import Told, found
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.models import Message
from xiezhi.office.sitting import away, parted, seated, sitting
from xiezhi.procedures import PROCEDURES


def kept(told: Told) -> Kept:
    loaded = load(told.number, person=None, at=told.at)
    assert loaded
    return loaded


def test_a_receiver_has_left_from_its_return_until_the_case_is_sent_again() -> None:
    gone = {state for state, sides in parted("case-transfer").items() if "receiver" in sides}
    assert gone == {"new", "found", "drafted", "approved", "returned", "disputed"}


def test_who_sends_never_leaves_and_an_arbiter_stays_for_what_follows_its_decision() -> None:
    assert not any("sender" in sides for sides in parted("case-transfer").values())
    assert not any("arbiter" in parted("jurisdiction-dispute")[state] for state in ("submitted", "examined", "decided"))


@pytest.mark.parametrize("key", PROCEDURES)
def test_nobody_leaves_by_the_end_of_a_case(key: str) -> None:
    assert not any(parted(key)[name] for name, state in PROCEDURES[key].states.items() if state.final)


@pytest.mark.usefixtures("county")
def test_the_return_is_the_last_that_the_receiver_has_a_part_in() -> None:
    told = Told().sent()
    assert sitting(kept(told)) == {"zrzy", "zfj"}
    returned(told)
    assert (away(kept(told)), sitting(kept(told))) == ({"receiver"}, {"zrzy"})
    told("zrzy.head", "keep", reasons="自行处理")
    assert sitting(kept(told)) == {"zrzy"}, "nor does it come back when the case is closed"


@pytest.mark.usefixtures("county")
def test_the_same_receiver_is_back_when_the_case_is_sent_again() -> None:
    assert sitting(kept(again(returned(Told().sent())))) == {"zrzy", "zfj"}


@pytest.mark.usefixtures("county")
def test_who_oversees_goes_on_though_one_of_two_has_left() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert seated(kept(told)) == ["zrzy"]
    assert seated(kept(returned(again(told)))) == sorted([COORDINATOR, "zrzy"])


@pytest.mark.usefixtures("county")
def test_of_what_follows_the_return_the_former_receiver_hears_nothing() -> None:
    told = returned(Told().sent())
    heard = Message.objects.filter(dossier=told.number, department="zfj").count()
    again(told, "slj")
    assert Message.objects.filter(dossier=told.number, department="zfj").count() == heard
    assert Message.objects.filter(dossier=told.number, department="slj").count() == 1
