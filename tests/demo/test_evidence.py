"""The forms that officers fill in: PDFs that say what they were given."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pypdfium2
import pytest

from xiezhi.demo.evidence import Sheet, Visit, complaint, inspection, interview, printed, registration

VISIT = Visit(
    organ="武义县自然资源和规划局", officers=[("陈国栋", "浙G2021001"), ("李文静", "浙G2021002")],
    party="武义锐拓五金制品有限公司", represented="汤建军", place="城东工业区12号",
    at=datetime(2021, 9, 29, 1, 5, tzinfo=UTC), found="浇筑厂房一处。\n不能提供许可证。",
)  # fmt: skip


def said(pdf: bytes) -> str:
    """All that a PDF says, without its spacing."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())


def test_a_record_of_inspection_names_two_officers_with_their_certificates_and_what_they_saw() -> None:
    text = said(inspection(VISIT))
    for words in (
        "武义县自然资源和规划局现场检查记录",
        "陈国栋（执法证号浙G2021001）",
        "李文静（执法证号浙G2021002）",
        VISIT.party,
    ):
        assert words in text
    assert "不能提供许可证。" in text
    assert "2021年9月29日09时05分" in text, "the hour of Shanghai"


def test_an_interview_begins_with_the_rights_and_ends_with_the_confirmation() -> None:
    text = said(interview(VISIT, [("谁建的？", "我公司建的。")]))
    assert text.index("有权申请回避") < text.index("问：谁建的？答：我公司建的。") < text.index("以上记录是否属实？")
    assert "记录人：李文静" in text


def test_what_was_reported_hides_who_reported_it() -> None:
    text = said(complaint(VISIT, "编号 20210928-07"))
    assert "编号20210928-07" in text
    assert "举报人要求保密" in text


def test_a_look_up_of_the_register_says_when_it_was_printed() -> None:
    text = said(
        registration([("名称", VISIT.party), ("统一社会信用代码", "91330723MA0YD3K8XB")], VISIT.organ, VISIT.at)
    )
    assert "91330723MA0YD3K8XB" in text
    assert "2021年9月29日09时05分查询打印" in text


@pytest.mark.parametrize("talk", [(), [("问" * 40, "答" * 900)] * 4])
def test_however_much_is_said_every_page_is_numbered(talk: Sequence[tuple[str, str]]) -> None:
    pdf = printed(Sheet(organ="某局", title="询问笔录", talk=talk))
    pages = len(pypdfium2.PdfDocument(pdf))
    assert (pages > 1) == bool(talk)
    assert f"第{pages}页共{pages}页" in said(pdf)


def test_what_is_written_is_never_markup() -> None:
    assert "#panic*x*$y$" in said(printed(Sheet(organ="#panic", title="*x*", lines=["$y$"], found="")))
