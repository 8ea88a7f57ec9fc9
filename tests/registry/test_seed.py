import re

from xiezhi.registry.codes import warn_code
from xiezhi.registry.models import Catalogue, Department, Item, JournalEntry
from xiezhi.registry.seed import load_county

from .conftest import NOW

BODIES = {
    "zfj", "zjj", "zrzy", "sthj", "slj", "scjg", "gaj", "sfj", "bb", "xfb", "jcy", "fy", "xzf", "rsj", "czj", "jw", "office",
}  # fmt: skip


def test_all_the_bodies_are_there_and_all_the_towns(county: dict[str, Department]) -> None:
    assert not BODIES - set(county)
    assert sum(one.kind == Department.Kind.TOWN for one in county.values()) == 18
    assert {county[key].kind for key in ("jcy", "fy", "jw")} == {"outside"}
    assert (county["zfj"].agency_word, county["xzf"].uscc) == ("武综执", "113307230026011330")
    assert all(one.agency_word for one in county.values()), "a letter without its 机关代字 would have no number"
    assert county["hushan"].name == "武义县壶山街道"


def test_every_code_of_a_body_passes_its_check_and_of_items_only_published_codes_are_given(
    county: dict[str, Department],
) -> None:
    coded = [one.uscc for one in county.values() if one.uscc]
    assert len(coded) > 20
    assert [code for code in coded if warn_code("firm", code) or not code.startswith("11330723")] == []
    assert list(Item.objects.exclude(code=None).values_list("code", flat=True)) == ["330275012000", "330275011000"]
    assert all(re.fullmatch(r"330723(\d{3})?|", one.area_code) for one in county.values())


def test_the_demo_items_are_marked_as_such_and_each_has_its_body_and_basis(county: dict[str, Department]) -> None:
    assert Catalogue.objects.get().source == "demo"
    assert Item.objects.count() == 65
    for item in Item.objects.select_related("competent", "enforcing"):
        assert re.fullmatch(r"对.+的行政处罚", item.name)
        assert re.fullmatch(r"《.+》第.+[条款项]", item.legal_basis[0])
        assert item.enforcing == (item.competent if item.transfer_scope == "none" else county["zfj"])
        assert item.competent.short_name in item.source_supervision
        assert item.enforcing.short_name in item.end_enforcement


def test_loading_again_changes_nothing_and_leaves_what_people_have_corrected(county: dict[str, Department]) -> None:
    Department.objects.filter(key="zjj").update(agency_word="武住建")
    entries = JournalEntry.objects.count()
    load_county(NOW)
    assert Department.objects.get(key="zjj").agency_word == "武住建"
    assert (Department.objects.count(), Item.objects.count()) == (len(county), 65)
    assert JournalEntry.objects.count() == entries


def test_what_is_missing_is_brought_in(county: dict[str, Department]) -> None:
    Item.objects.filter(key="graffiti").delete()
    load_county(NOW)
    assert Item.objects.filter(key="graffiti").exists()
