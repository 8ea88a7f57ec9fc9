from datetime import date

import pytest
from django.db import IntegrityError, transaction

from xiezhi.registry.models import Catalogue, Department, Item


@pytest.mark.parametrize("change", [{"transferred_on": date(2021, 1, 1)}, {"enforcing": "zfj"}, {"enforcing": "zjj"}])
def test_what_was_not_transferred_has_neither_day_nor_other_enforcer(
    county: dict[str, Department], change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match="what_was_not_moved_stays"), transaction.atomic():
        Item.objects.filter(key="water-abstraction").update(**change)


def test_an_item_stands_once_in_an_edition(county: dict[str, Department]) -> None:
    with pytest.raises(IntegrityError, match="one_item_a_key"), transaction.atomic():
        Item.objects.filter(key="graffiti").update(key="littering")


def test_an_edition_ends_after_it_begins(county: dict[str, Department]) -> None:
    edition = Catalogue.objects.get()
    with pytest.raises(IntegrityError, match="catalogue_ends_later"), transaction.atomic():
        Catalogue.objects.update(effective_until=edition.effective_from)
