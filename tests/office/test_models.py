"""What the tables themselves forbid, whatever the code above them does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.office.told import Told
from xiezhi.office.models import Counter, Desk, Dossier, Entry, Obligation, Paper, Party

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def told() -> Told:
    return Told().sent()


def again(row: Any, **changed: Any) -> None:
    """The same row a second time."""
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)


TWICE: dict[str, tuple[str, Callable[[int], Any]]] = {
    "an entry's number": ("one_entry_a_number", lambda n: Entry.objects.filter(dossier=n).first()),
    "a number of a letter": ("no_number_twice", lambda n: Paper.objects.filter(dossier=n, name="letter").first()),
    "a counter": ("one_counter_a_series", lambda _: Counter.objects.first()),
    "a place of a side": ("one_party_a_place", lambda n: Party.objects.filter(dossier=n).first()),
    "a desk": ("one_desk_a_department", lambda n: Desk.objects.filter(dossier=n).first()),
    "a running duty": ("nobody_owes_the_same_twice", lambda n: Obligation.objects.get(dossier=n, fate=None)),
}


@pytest.mark.parametrize(("constraint", "row"), TWICE.values(), ids=TWICE)
def test_nothing_is_there_twice(told: Told, constraint: str, row: Callable[[int], Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        again(row(told.number))


def test_a_closed_case_lies_with_nobody(told: Told) -> None:
    with pytest.raises(IntegrityError, match="a_closed_case_lies_with_nobody"), transaction.atomic():
        Dossier.objects.filter(pk=told.number).update(closed_at=told.at)


def test_a_fate_has_its_moment(told: Told) -> None:
    with pytest.raises(IntegrityError, match="a_fate_has_its_moment"), transaction.atomic():
        Obligation.objects.filter(dossier=told.number, fate=None).update(ended_at=told.at)
