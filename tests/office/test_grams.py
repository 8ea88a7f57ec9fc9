"""What a text is found by: parts of words, whole numbers, in any brackets."""

import pytest
from django.db import connection

from xiezhi.office.grams import ALL, grams, looked_for, own

pytestmark = pytest.mark.django_db


def matches(text: str, asked: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [sorted(grams(text)), looked_for(asked)])
        return bool(cursor.fetchone() == (True,))


NUMBER = "武自然资执移〔2021〕1号"


@pytest.mark.parametrize(
    "asked",
    [
        NUMBER, "武自然资执移[2021]1号", "武自然资执移(2021)1号", "武自然资执移（2021）1号", "武自然资执移【2021】1号",
        "武自然资执移［２０２１］１号", "武自然资执移 2021 1", "2021 1", "２０２１ １", "2021-1", "〔2021〕1号", "1号", "2021", "执移",
        "移", "自然资", "武自然资执移〔2021〕", "1 号", "2021 001", "号",
    ],
)  # fmt: skip
def test_a_number_is_found_in_whole_and_in_part_however_it_is_typed(asked: str) -> None:
    assert matches(NUMBER, asked)


@pytest.mark.parametrize(
    "asked",
    ["2021 2", "2021 11", "11号", "1栋", "2021号", "202", "21", "2020 1", "武自然资执收〔2021〕1号", "执资", ""],
)
def test_another_number_is_not(asked: str) -> None:
    assert not matches(NUMBER, asked)


def test_numbers_typed_together_are_looked_for_in_one_text() -> None:
    assert matches("（2021）浙0723民初123号", "2021 123")
    assert matches("（2021）浙0723民初123号", "浙0723 民初123")
    assert " " in "".join(grams("2021 1") - grams("〔2021〕3号") - grams("文昌路1号"))


@pytest.mark.parametrize(
    ("text", "asked"), [("ABC锐拓", "abc锐"), ("城东12号楼B座", "12号楼b"), ("二〇二一", "〇二"), ("Ⅳ区", "iv")]
)
def test_letters_are_found_in_either_case_and_width(text: str, asked: str) -> None:
    assert matches(text, asked)


@pytest.mark.parametrize("asked", ["'", "\\", "' | 'x", ":*", "!甲", "(", "_", "〔〕", "🙂", " "])
def test_what_is_no_word_finds_nothing_and_breaks_nothing(asked: str) -> None:
    assert not matches("锐拓五金", asked)


def test_what_is_kept_under_a_mark_is_found_with_it_alone() -> None:
    with connection.cursor() as cursor:
        kept = sorted(
            {*grams("锐拓"), *(ALL + gram for gram in grams("壶山")), *(own("zfj") + gram for gram in grams("1号"))}
        )
        for marks, found in (
            ((), ["锐拓"]),
            ((ALL,), ["锐拓", "壶山", "锐拓 壶"]),
            ((own("zfj"),), ["锐拓", "1号"]),
            ((own("zrzy"),), ["锐拓"]),
        ):
            for asked in ("锐拓", "壶山", "1号", "锐拓 壶"):
                cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [kept, looked_for(asked, *marks)])
                assert (cursor.fetchone() == (True,)) == (asked in found), (asked, marks)


def test_a_title_full_of_numbers_stays_small() -> None:
    assert len(grams(" ".join(map(str, range(1, 200))))) < 300
