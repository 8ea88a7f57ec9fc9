"""From words to pages: what GB/T 9704-2012 measures, and that the same words always give the same file."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise

import pytest

from tests.typeset.looking import opened
from tests.typeset.samples import DAY, EVERY, LETTER, LIST, SENTENCE, SLIP
from xiezhi.typeset.fonts import folders, fonts_in
from xiezhi.typeset.setting import inputs, typeset
from xiezhi.typeset.words import Document, Row

FONTS = fonts_in(folders(None))
PITCH = 225 / 22  # mm from line to line
CELL = 156 / 28  # mm from character to character
LONG = replace(LETTER, body=(*LETTER.body[:4], *[SENTENCE] * 26, "特此函告。"))


def set_well(document: Document, void: str = "") -> bytes:
    pages = typeset(document, FONTS, void=void)
    assert pages.warnings == ()
    return pages.pdf


def text_of(document: Document) -> str:
    with opened(set_well(document)) as pages:
        return "\n".join(page.text for page in pages)


@pytest.mark.parametrize("document", EVERY, ids=lambda document: document.layout)
def test_the_same_words_always_give_the_same_file(document: Document) -> None:
    first = set_well(document)
    with ThreadPoolExecutor(2) as pool:
        assert {*pool.map(set_well, [document] * 4)} == {first}
    assert set_well(replace(document, number="武移〔2021〕2号")) != first


def test_the_file_is_what_archives_take_and_says_what_it_is() -> None:
    pdf = set_well(LETTER)
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>B<" in pdf
    assert LETTER.title.encode() in pdf


def test_a_character_that_is_in_no_font_is_reported_and_the_rest_is_set() -> None:
    pages = typeset(replace(LETTER, body=("当事人\U0002a700某。",)), FONTS)
    assert any("\U0002a700" in warning for warning in pages.warnings)
    with opened(pages.pdf) as (page,):
        assert "当事人" in page.text


def test_characters_that_are_rare_in_names_are_there() -> None:
    rare = "镕堃喆犇㛃䶮"
    assert rare in text_of(replace(LETTER, body=(f"当事人{rare}。",)))


def test_what_people_write_is_never_markup() -> None:
    said = '#panic("x") *甲* _乙_ $丙$ <丁> @戊 \\ [己] // 庚'
    assert said in text_of(replace(LETTER, body=(said,)))


def test_a_full_page_is_22_lines_of_28_characters() -> None:
    text = "一二三四五六七八九十" * 120
    with opened(set_well(replace(LETTER, body=(text, "特此函告。")))) as pages:
        full = pages[1]
        said, *_ = full.text.split("\n")
        lines = [line for line in full.lines if line[1] < 262]
    assert len(said) == 28
    assert lines == [pytest.approx((28, 37 + n * PITCH, 184), abs=0.3) for n in range(22)]


def test_lines_stand_on_the_grid() -> None:
    with opened(set_well(LETTER)) as (first, *_):
        tops = [first.begins(words)[1] for words in ("我局于", "一、当事人", "名称：", "二、基本")]
    assert [(b - a) / PITCH for a, b in pairwise(tops)] == pytest.approx([3, 1, 1], abs=0.01)


def test_the_head_of_a_letter_is_measured() -> None:
    with opened(set_well(LETTER)) as (first, *_):
        bands = _bands(first.red_rows())
        (name, name_ends), (upper, _), (_, thin_ends), (lower, _), (_, bottom) = bands
        assert name == pytest.approx(30, abs=0.25)
        assert upper == pytest.approx(name_ends + 4, abs=0.25)
        assert bottom == pytest.approx(277, abs=0.15)
        assert thin_ends - upper == pytest.approx(bottom - lower, abs=0.15)
        drawn = first.red_columns(upper + 0.2, upper + 0.5)
        below = first.red_columns(bottom - 0.5, bottom - 0.2)
        assert (drawn[0], drawn[-1]) == (below[0], below[-1]) == pytest.approx((20, 190), abs=0.15)
        assert first.begins("武自然资规移")[1] == pytest.approx(thin_ends + 14 * 25.4 / 72, abs=0.4)
        assert first.ends("1号")[0] == pytest.approx(184, abs=0.3)
        assert first.begins("关于移送")[1] == pytest.approx(first.ends("1号")[1] + 2 * PITCH, abs=0.3)
        assert first.begins("武义县综合")[1] == pytest.approx(first.ends("一案的函")[1] + PITCH + 4.6, abs=0.3)


def _bands(rows: list[float]) -> list[tuple[float, float]]:
    """From where to where something is drawn without a gap."""
    runs = [
        [at for _, at in run] for _, run in groupby(enumerate(rows), key=lambda pair: round(pair[1] * 10) - pair[0])
    ]
    return [(run[0], run[-1] + 0.1) for run in runs]


def test_the_thicker_line_is_outside() -> None:
    with opened(set_well(LETTER)) as (first, *_):
        bands = _bands(first.red_rows())
    thick = [end - begin for begin, end in bands[1:]]
    assert thick[0] > 2 * thick[1]
    assert thick[3] > 2 * thick[2]


def test_date_and_name_stand_as_under_a_seal() -> None:
    with opened(set_well(LETTER)) as pages:
        last = pages[-1]
        assert last.ends("2021年3月1日")[0] == pytest.approx(184 - 4 * CELL, abs=0.3)
        name = (last.begins(LETTER.organ)[0] + last.ends(LETTER.organ)[0]) / 2
        day = (last.begins("2021年3月1日")[0] + last.ends("2021年3月1日")[0]) / 2
        assert name == pytest.approx(day, abs=0.3)
        assert last.begins("附件：")[0] == pytest.approx(28 + 2 * CELL, abs=0.1)


def test_there_is_room_for_a_seal_over_name_and_date() -> None:
    with opened(set_well(LETTER)) as pages:
        last = pages[-1]
        words, middle = last.ends("材料清单")[1], (last.begins(LETTER.organ)[1] + last.ends("2021年3月1日")[1]) / 2
        seal = middle - 4 - 42 / 2  # the upper edge of 42 mm, as name and date stand somewhat below its middle
        assert words <= seal <= words + PITCH


def test_who_is_asked_stands_in_brackets_under_the_date() -> None:
    with opened(set_well(LETTER)) as pages:
        last = pages[-1]
        left, upper = last.begins("（联系人")
        assert left == pytest.approx(28 + 2 * CELL, abs=0.1)
        assert upper == pytest.approx(last.begins("2021年3月1日")[1] + PITCH, abs=0.1)


def test_title_and_words_have_their_sizes() -> None:
    with opened(set_well(LETTER)) as (first, *_):
        title = first.begins("于移送")[0] - first.begins("关于移送")[0]
        words = first.begins("义县综合")[0] - first.begins("武义县综合")[0]
        assert title == pytest.approx(22 * 25.4 / 72, abs=0.05)
        assert words == pytest.approx(CELL, abs=0.05)


def test_a_list_that_goes_with_a_letter_says_with_which_in_its_upper_left_corner() -> None:
    with opened(set_well(LIST)) as (page, *_):
        assert page.begins("武自然资规移〔2021〕1号附件") == pytest.approx((25, 27), abs=0.3)


def test_the_first_page_has_no_number_and_the_others_stand_outside() -> None:
    with opened(set_well(LONG)) as pages:
        assert len(pages) == 4
        assert "—" not in pages[0].text
        assert [re.findall("— ([0-9]+) —", page.text) for page in pages[1:]] == [["2"], ["3"], ["4"]]
        assert pages[1].begins("— 2")[0] == pytest.approx(28 + 14 * 25.4 / 72, abs=0.3)
        assert pages[2].ends("3 —")[0] == pytest.approx(184 - 14 * 25.4 / 72, abs=1.2)
        dash = (pages[1].begins("— 2")[1] + pages[1].ends("—")[1]) / 2
        assert dash == pytest.approx(262 + 7, abs=0.6)


@pytest.mark.parametrize("sentences", range(3, 22))
def test_nobody_signs_on_a_page_without_words(sentences: int) -> None:
    with opened(set_well(replace(LETTER, body=(SENTENCE,) * sentences + ("特此函告。",)))) as pages:
        signed = next(
            page
            for page in pages
            if page.text.rstrip().endswith(LETTER.notes[0] + "）") or LETTER.notes[0] in page.text
        )
        assert "特此函告。" in signed.text
        assert "2021年3月1日" in signed.text


def test_urgency_and_secrecy_stand_under_the_line_one_below_the_other() -> None:
    marked = replace(LETTER, secrecy="机密★1年", urgent="特急")
    with opened(set_well(marked)) as (first, *_):
        assert first.begins("机密")[0] == first.begins("特急")[0] == pytest.approx(28, abs=0.1)
        assert first.begins("机密")[1] == first.begins("武自然资规移")[1]
        assert first.begins("特急")[1] - first.ends("机密★1年")[1] == pytest.approx(14 * 25.4 / 72, abs=0.1)
        assert first.begins("关于移送")[1] == pytest.approx(first.ends("特急")[1] + 2 * PITCH, abs=0.3)


@pytest.mark.parametrize(
    "organ", ["县府办", "武义县水务局", "金华市武义县人力资源和社会保障局劳动保障监察大队驻开发区分队"]
)
def test_the_red_name_stays_between_the_margins(organ: str) -> None:
    with opened(set_well(replace(LETTER, organ=organ))) as (first, *_):
        columns = first.red_columns(30, 33)
    assert columns[0] >= 26.9
    assert columns[-1] <= 183.2
    assert (columns[0] + columns[-1]) / 2 == pytest.approx(105, abs=0.8)


def test_several_attachments_are_numbered_and_copies_come_last() -> None:
    more = replace(LETTER, attachments=("案件移送材料清单", "涉案物品清单"), copies_to=("武义县司法局", "县府办"))
    with opened(set_well(more)) as pages:
        text = pages[-1].text
        assert re.search("附件：1. ?案件移送材料清单\n2. ?涉案物品清单", text)
        assert pages[-1].ends("抄送：武义县司法局，县府办。")[1] == pytest.approx(262, abs=1)
        assert text.index("（联系人") < text.index("抄送：")


def test_a_heading_is_set_apart_from_its_sentence() -> None:
    body = inputs(replace(LETTER, body=("一、事实", "（一）经过。当日检查。", "一、" + SENTENCE, "1.其他")))["body"]
    assert [(p["face"], p["lead"], p["rest"]) for p in body] == [
        ("hei", "一、事实", ""),
        ("kai", "（一）经过。", "当日检查。"),
        ("body", "", "一、" + SENTENCE),
        ("body", "", "1.其他"),
    ]


def test_dates_have_no_zero_before_a_number_and_may_be_open() -> None:
    assert inputs(LETTER)["day"] == "2021年3月1日"
    assert inputs(replace(LETTER, date=date(2021, 12, 31)))["day"] == "2021年12月31日"
    assert "年" in inputs(replace(LETTER, date=None))["day"]


@pytest.mark.parametrize("document", [*EVERY, LONG], ids=lambda document: document.layout)
def test_a_void_document_says_so_on_every_page_and_why_above_it(document: Document) -> None:
    why = "武义县自然资源和规划局于2021年3月2日9时05分办理“撤回移送”（留痕第5条），本件作废，文号不再使用。"
    with opened(set_well(document, void=why)) as pages:
        assert all(page.red_rows(120, 180) for page in pages)
        assert all(why in page.text.replace("\n", "") for page in pages)
        assert all(page.red_rows(7, 9) and not page.red_rows(24, 29.5) for page in pages)
    with opened(set_well(document)) as pages:
        assert not any(page.red_rows(120, 180) for page in pages)


def test_a_void_document_is_otherwise_the_same() -> None:
    with opened(set_well(LETTER)) as whole, opened(set_well(LETTER, void="作废")) as void:
        assert whole[0].begins("武义县综合") == void[0].begins("武义县综合")
        assert len(whole) == len(void)


def test_materials_are_numbered_through_and_what_is_lacking_says_why() -> None:
    text = text_of(LIST)
    for said in (
        "1 现场检查记录 1 3 电子件",
        "— 无此项材料：经查询，未办理相关审批许可",
        "2 现场照片 1 1 电子件",
        "3 现场录像 视听资料 1 电子件",
        "共3件。",
        "（以下空白）",
    ):
        assert said in text
    assert text.count("（印章）") == 2


def test_pages_are_added_up_where_all_are_known() -> None:
    known = replace(LIST, rows=LIST.rows[:3])
    assert "共2件，4页。" in text_of(known)


def test_a_long_list_repeats_its_head_and_the_material() -> None:
    many = replace(
        LIST, rows=tuple(Row("调查情况", f"询问笔录{n}", "sha256:d", pages=1, form="电子件") for n in range(60))
    )
    with opened(set_well(many)) as pages:
        assert len(pages) == 3
        assert all(page.text.count("材料名称") == 1 for page in pages)
        assert all("调查情况" in page.text for page in pages)
        assert [re.findall("第([0-9])页 +共([0-9])页", page.text) for page in pages] == [
            [("1", "3")],
            [("2", "3")],
            [("3", "3")],
        ]
        assert "60 询问笔录59" in pages[-1].text


def test_a_slip_has_its_table_and_lines_to_sign_at() -> None:
    text = text_of(SLIP)
    assert re.search("签收人 李文静\n备注 无", text)
    assert text.count("经办人（签名）：") == 2
    assert f"{SLIP.organ}（印章）" in text
    assert DAY.year == 2021


def test_a_short_slip_is_one_page_and_a_long_one_numbers_the_others() -> None:
    with opened(set_well(SLIP)) as pages:
        assert len(pages) == 1
    with opened(set_well(replace(SLIP, body=(SENTENCE,) * 20))) as pages:
        assert "— 2 —" in pages[1].text
