"""Papers with too much of something: nothing is cut or overlaps, and nobody signs on a page without words."""

from dataclasses import replace

import pytest

from tests.typeset.looking import opened
from tests.typeset.samples import LETTER, LIST, SENTENCE, SLIP
from tests.typeset.test_setting import set_well
from xiezhi.typeset.words import Document, Letter, MaterialsList, Row, Slip, Value

LONG_BODY = "金华市武义县人力资源和社会保障局劳动保障监察大队驻开发区分队"
LONG_NAME = "武义锐拓五金制品有限公司现场检查照片IMG_20210301_0000000000000000000000000000_final_version.jpg"
LATIN = "WUYI INTERNATIONAL TRADING AND MANUFACTURING COMPANY LIMITED"
CODE = "CJZ-2021-0301-0001-0002-0003-0004-0005-0006-0007-0008-0009-0010-0011-0012"
NOTHING = "无"
REASON = "经查询，未办理相关审批许可，"


def row(n: int, name: str = "询问笔录") -> Row:
    return Row("调查情况", f"{name}{n}", f"sha256:{n}", pages=n, form="电子件")


MUCH: dict[str, Document] = {
    "a long body": replace(LETTER, organ=LONG_BODY, addressee="、".join([LONG_BODY] * 4)),
    "a long Latin name": replace(LETTER, title=f"关于移送{LATIN}涉嫌无证经营一案的函", body=(LATIN * 3, "特此函告。")),
    "what no space divides": replace(LETTER, body=(f"编号{CODE}。", "特此函告。"), notes=(CODE,)),
    "many attachments": replace(
        LETTER, attachments=tuple(f"{n}{SENTENCE}" for n in range(9)), copies_to=(LONG_BODY,) * 9
    ),
    "empty facts": replace(LETTER, number="", body=(NOTHING,), attachments=(), notes=(), date=None),
    "no words": replace(LETTER, body=()),
    "long rows": replace(
        LIST, rows=(replace(row(1), name=LONG_NAME, note=CODE), Row("审批许可情况", note=REASON * 150))
    ),
    "no rows": replace(LIST, rows=(), number=""),
    "a slip of a long body": replace(SLIP, organ=LONG_BODY, title="案件移送材料补正通知书"),
    "long values": replace(SLIP, fields=(Value("来文" * 9, LONG_NAME * 3), Value("备注", "\n".join([SENTENCE] * 40)))),
    "many fields": replace(SLIP, fields=tuple(Value("事项", SENTENCE) for _ in range(30))),
}


@pytest.mark.parametrize("name", MUCH)
def test_everything_stays_within_the_margins(name: str) -> None:
    document = MUCH[name]
    left, right, lower = (25, 190, 285) if isinstance(document, MaterialsList) else (28, 184, 274)
    with opened(set_well(document)) as pages:
        for page in pages:
            edges = page.black
            assert edges[0] >= left - 0.3
            assert edges[2] <= right + 0.3
            assert edges[3] <= lower  # the page's number stands below the words


def test_what_no_column_holds_goes_on_in_the_next_line() -> None:
    with opened(set_well(MUCH["long rows"])) as (page, *_):
        assert LONG_NAME in page.text.replace("\n", "")
        assert page.ends("_final_version.jpg")[0] < page.begins("电子件")[0]


def test_a_reason_that_is_longer_than_a_page_is_wholly_there() -> None:
    with opened(set_well(MUCH["long rows"])) as pages:
        assert sum(page.text.replace("\n", "").count("未办理") for page in pages) == 150


def test_a_long_name_is_signed_in_lines_over_its_date() -> None:
    with opened(set_well(MUCH["a long body"])) as pages:
        last = pages[-1]
        assert last.begins("2021年3月1日")[1] > last.begins("分队")[1] > last.begins(LONG_BODY[:9])[1]


def test_a_title_with_latin_words_ends_its_lines_between_them() -> None:
    with opened(set_well(MUCH["a long Latin name"])) as (first, *_):
        said = first.text.split("\n")
    assert said[2:6] == [
        "关于移送WUYI INTERNATIONAL",
        "TRADING AND MANUFACTURING",
        "COMPANY LIMITED",
        "涉嫌无证经营一案的函",
    ]


def test_copies_are_aligned_after_the_colon() -> None:
    with opened(set_well(MUCH["many attachments"])) as pages:
        last = pages[-1]
        assert last.begins("抄送：")[1] == last.begins("金华市")[1]


def signed_on(document: Document, by: str) -> str:
    """The text of the page that is signed."""
    with opened(set_well(document)) as pages:
        (page,) = (page for page in pages if by in page.text)
        return page.text


@pytest.mark.parametrize("rows", range(1, 41, 3))
def test_a_list_is_signed_under_its_last_row(rows: int) -> None:
    text = signed_on(replace(LIST, rows=tuple(map(row, range(rows)))), "接收人（签名）")
    assert f"询问笔录{rows - 1} 1" in text
    assert text.count("材料名称") == 1


@pytest.mark.parametrize("fields", range(1, 24, 2))
def test_a_slip_is_signed_under_the_last_line_of_its_table(fields: int) -> None:
    slip = replace(SLIP, fields=tuple(Value(f"事项{n}：", SENTENCE) for n in range(fields)))
    assert f"事项{fields - 1}：" in signed_on(slip, "2021年3月1日")


@pytest.mark.parametrize("document", [LETTER, replace(SLIP, fields=())], ids=lambda document: document.layout)
@pytest.mark.parametrize("sentences", range(1, 24, 2))
def test_the_last_paragraph_goes_on_to_where_one_signs(document: Letter | Slip, sentences: int) -> None:
    whole = replace(document, body=("开头。", SENTENCE * sentences + "完毕。"))
    assert "完毕。" in signed_on(whole, "2021年3月1日").replace("\n", "")


@pytest.mark.parametrize("sentences", range(1, 14))
def test_a_heading_is_never_the_last_line_of_a_page(sentences: int) -> None:
    body = (*[SENTENCE] * sentences, "一、已采取的措施", "详见所附材料。" * 8, *[SENTENCE] * 9)
    with opened(set_well(replace(LETTER, body=body))) as pages:
        (page,) = (page for page in pages if "一、已采取的措施" in page.text)
        assert "详见所附材料。" in page.text
