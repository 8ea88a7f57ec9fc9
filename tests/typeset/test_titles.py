"""Titles are broken between words, into lines of one shape."""

from itertools import pairwise
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.typeset.titles import lines

TITLES = [
    ["关于移送武义锐拓五金制品有限公司涉嫌", "未取得建设工程规划许可证进行建设一案的函"],
    ["关于移送武义恒砾建材有限公司涉嫌", "在河道管理范围内建设妨碍行洪的", "建筑物、构筑物一案的函"],
    ["关于反馈武义茗香小厨餐饮店涉嫌", "未安装油烟净化设施一案处理结果的函"],
    ["关于更正瑞垚建设有限公司涉嫌", "运输车辆遗撒建筑垃圾一案移送函的函"],
]


def width(line: str) -> float:
    return sum(1.0 if east_asian_width(c) in "FWA" else 0.5 for c in line)


@pytest.mark.parametrize("wanted", TITLES, ids=lambda wanted: wanted[-1])
def test_a_long_title_ends_its_lines_between_words(wanted: list[str]) -> None:
    assert list(lines("".join(wanted))) == wanted


@pytest.mark.parametrize("title", ["案件移送回执", "关于移送某某一案的函", "", "函"])
def test_what_fits_into_a_line_stays_in_it(title: str) -> None:
    assert lines(title) == (title,)


def test_a_name_that_is_not_known_may_be_broken_but_no_number_is() -> None:
    told = lines("关于移送Zhejiang2021涉嫌甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一案的函")
    assert len(told) == 2
    assert any("Zhejiang2021" in line for line in told)


def test_no_line_begins_with_a_mark_that_closes() -> None:
    for line in lines("关于移送“甲乙丙丁戊己庚辛”、“壬癸子丑寅卯辰巳”（午未申酉戌亥）一案的函"):
        assert line[0] not in "”）、"
        assert line[-1] not in "“（"


def test_a_run_that_may_not_be_broken_is_left_to_the_page() -> None:
    assert lines("a" * 60) == ("a" * 60,)


@given(st.text(st.sampled_from("关于移送涉嫌一案的函甲乙丙丁，“”A1 "), min_size=1, max_size=90))
def test_nothing_is_lost_and_no_line_is_too_wide(title: str) -> None:
    told = lines(title)
    assert "".join(told) == title
    assert len(told) == 1 or all(width(line) <= 20 for line in told)


@given(st.integers(41, 60))
def test_three_lines_are_no_hourglass(characters: int) -> None:
    first, middle, last = (len(line) for line in lines("甲" * characters))
    assert middle >= min(first, last)
    assert all(abs(a - b) <= 4 for a, b in pairwise((first, middle, last)))
