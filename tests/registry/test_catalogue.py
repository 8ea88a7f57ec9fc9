import json
from datetime import date

import pytest
from django.db import connection

from xiezhi.kernel import Holding
from xiezhi.registry.catalogue import HOLDINGS, holding, holdings, items, search_items
from xiezhi.registry.models import Catalogue, Department, Item

pytestmark = pytest.mark.usefixtures("county")

DAY = date(2021, 9, 29)


def test_an_item_says_who_supervises_and_who_punishes() -> None:
    item = holding("planning-permit", DAY)
    assert item is not None
    assert item.holding == Holding("zrzy", "zfj", date(2020, 7, 1))
    assert (item.competent_name, item.enforcing_name) == ("武义县自然资源和规划局", "武义县综合行政执法局")
    assert item.legal_basis == ("《中华人民共和国城乡规划法》第六十四条",)
    assert item.source == "demo"


def test_before_the_day_of_its_transfer_the_competent_department_punished_itself() -> None:
    before, after = holding("planning-permit", date(2020, 6, 30)), holding("planning-permit", date(2020, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.enforcing, after.enforcing) == ("zrzy", "zfj")


def test_what_was_not_transferred_stays_with_the_competent_department() -> None:
    item = holding("water-abstraction", DAY)
    assert item is not None
    assert item.holding == Holding("slj", "slj", None)


def test_an_unknown_item_and_a_day_without_catalogue_give_nothing() -> None:
    assert holding("no-such-item", DAY) is None
    assert holding("planning-permit", date(2019, 12, 31)) is None


def test_of_two_editions_in_force_the_newer_counts_and_one_that_has_ended_does_not(
    county: dict[str, Department],
) -> None:
    newer = Catalogue.objects.create(title="新目录", source="demo", effective_from=date(2022, 1, 1))
    old = Item.objects.get(key="planning-permit")
    Item.objects.create(
        catalogue=newer, key=old.key, name=old.name, field=old.field, legal_basis=old.legal_basis,
        transfer_scope=Item.Scope.NONE, competent=county["zrzy"], enforcing=county["zrzy"],
    )  # fmt: skip
    assert [one.catalogue for one in items(date(2022, 1, 1)) if one.key == old.key] == ["新目录"]
    assert len(items(date(2022, 1, 1))) == 65
    found = holding(old.key, date(2022, 1, 1))
    assert found is not None
    assert (found.catalogue, found.enforcing) == ("新目录", "zrzy")
    Catalogue.objects.filter(pk=old.catalogue_id).update(effective_until=date(2022, 1, 1))
    assert [one.key for one in items(date(2022, 1, 1))] == [old.key]
    assert len(items(date(2021, 12, 31))) == 65


@pytest.mark.parametrize(
    ("q", "first"),
    [("规划许可证", "planning-permit"), ("燃气 经营许可", "gas-permit"), ("330275012000", "lost-archives")],
)
def test_items_are_found_by_words_of_their_name_or_field_or_by_code(q: str, first: str) -> None:
    assert search_items(q, on=DAY)[0].key == first


@pytest.mark.parametrize("q", ["没有这样的事项", "%", "_", "\\", "'", "燃气\0规划"])
def test_what_is_not_there_is_not_found_and_signs_mean_themselves(q: str) -> None:
    assert search_items(q, on=DAY) == []


def test_no_more_than_the_limit_is_given() -> None:
    assert len(search_items("", on=DAY, limit=5)) == 5


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2020, 6, 30), DAY, date(2022, 1, 1)])
def test_what_an_act_reads_beside_the_dossier_is_what_the_catalogue_says(
    county: dict[str, Department], day: date
) -> None:
    newer = Catalogue.objects.create(title="新目录", source="demo", effective_from=date(2022, 1, 1))
    moved = Item.objects.get(key="sand-mining")
    Item.objects.create(
        catalogue=newer, key=moved.key, name=moved.name, field=moved.field, legal_basis=moved.legal_basis,
        transfer_scope=Item.Scope.NONE, competent=county["slj"], enforcing=county["slj"],
    )  # fmt: skip
    keys = ["planning-permit", "water-abstraction", "sand-mining", "no-such-item"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT" + HOLDINGS.format(keys="%(keys)s"), {"keys": keys, "day": day})
        found = cursor.fetchone()[0]
    read = holdings(json.loads(found) if isinstance(found, str) else found)
    assert read == {key: listed.holding for key in keys if (listed := holding(key, day))}
