from datetime import date

from xiezhi.kernel import Law
from xiezhi.lexicon import laws

KNOWN = {name: law for name, law in vars(laws).items() if isinstance(law, Law)}


def test_every_law_is_named_once_and_as_it_stood_on_a_day() -> None:
    assert len(KNOWN) == len({law.title for law in KNOWN.values()}) >= 10
    assert all(date(1990, 1, 1) < law.as_of < date(2100, 1, 1) for law in KNOWN.values())


def test_the_laws_that_the_countys_document_rests_on_are_of_the_right_day() -> None:
    assert date(2021, 7, 15) == laws.PENALTY.as_of  # 修订
    assert date(2012, 1, 1) == laws.COERCION.as_of
    assert date(2022, 1, 1) == laws.PROVINCE.as_of


def test_a_law_is_cited_without_its_book_marks() -> None:
    assert str(*laws.PENALTY["第二十五条"]) == "行政处罚法 第二十五条"
    assert not [law.title for law in KNOWN.values() if "《" in law.title or " " in law.title]
