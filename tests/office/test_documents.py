"""From declared papers to documents: what is a paragraph, a line of a table, a line to sign at, or a note."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.office.test_composing import COMPOSER, NAMES, PACK
from xiezhi.kernel import ZONE, Obligation, Paper, Term
from xiezhi.lexicon.forms import Officer, Subject
from xiezhi.office.composing import Composer, Sent
from xiezhi.office.documents import Occasion, document, listed
from xiezhi.procedures import PROCEDURES
from xiezhi.procedures.case_transfer import RECEIVER, SENDER
from xiezhi.typeset.words import Letter, MaterialsList, Row, Slip, Value

NOW = datetime(2021, 3, 1, 9, tzinfo=ZONE)
PROCEDURE = PROCEDURES["case-transfer"]
BODIES = {"zfj": "武义县综合行政执法局", "zrzy": "武义县自然资源和规划局"}
FACTS = {
    "offender": Subject(kind="firm", name="甲公司"), "case_title": "违法建设", "facts": "一处。\n  \n　　二处。", "measures": None,
    "officers": (Officer(name="金晨", certificate="浙G1"),),
}  # fmt: skip
SENDS = Occasion(
    act=PROCEDURE.act("send"),
    department="zrzy",
    parties={"sender": ("zrzy",), "receiver": ("zfj",)},
    facts=FACTS,
    now=NOW,
)
ANSWERS = replace(SENDS, act=PROCEDURE.act("receive"), department="zfj")
SENT = Sent("zrzy", ("zfj",), "letter", "关于移送的函", "武移〔2021〕1号")


def composer(*letters: Sent) -> Composer:
    return Composer(PROCEDURE, PACK, replace(NAMES, bodies=BODIES, letters=letters))


def letter(text: str, occasion: Occasion = SENDS, *letters: Sent) -> Letter:
    paper = Paper(name="p", title="函", to=RECEIVER, text=text, heading="关于{case_title}的函")
    made = document(paper, "武移〔2021〕1号", occasion, composer(*letters))
    assert isinstance(made, Letter)
    return made


def slip(text: str, occasion: Occasion = ANSWERS, *letters: Sent) -> Slip:
    paper = Paper(name="p", title="回执", to=SENDER, text=text, layout="slip")
    made = document(paper, "", occasion, composer(*letters))
    assert isinstance(made, Slip)
    return made


def test_a_letter_says_who_writes_to_whom_and_when() -> None:
    made = letter("{us}函告{you}。")
    assert (made.organ, made.addressee, made.title) == (BODIES["zrzy"], BODIES["zfj"], "关于违法建设的函")
    assert (made.number, made.date, made.body) == ("武移〔2021〕1号", NOW.date(), ("我局函告贵局。",))


def test_paragraphs_are_what_people_typed_without_empty_lines_and_indents() -> None:
    assert letter("一、事实\n{facts}\n完。").body == ("一、事实", "一处。", "二处。", "完。")


def test_a_note_is_declared_and_never_what_somebody_wrote() -> None:
    made = letter("{facts}\n（联系人：{officers.name}）", replace(SENDS, facts={**FACTS, "facts": "（括号里的话）"}))
    assert (made.body, made.notes) == (("（括号里的话）",), ("联系人：金晨",))


def test_a_slip_has_lines_of_a_table_and_lines_to_sign_at() -> None:
    made = slip("收到。\n事实｜{facts}\n措施｜{measures}\n经办人｜\n经办人｜")
    assert made.body == ("收到。",)
    assert made.fields == (Value("事实", "一处。\n二处。"), Value("措施", "无"))
    assert made.signatures == ("经办人", "经办人")


def test_what_is_typed_into_a_paragraph_is_never_a_line_of_a_table() -> None:
    made = slip("{facts}", replace(ANSWERS, facts={**FACTS, "facts": "甲｜乙"}))
    assert (made.body, made.fields) == (("甲｜乙",), ())


def test_an_answer_names_the_letter_it_answers_in_its_last_version_and_not_what_corrects_it() -> None:
    again = replace(SENT, number="武移〔2021〕3号")
    correction = replace(SENT, name="correction", title="关于更正的函", number="武移〔2021〕4号")
    assert slip("{incoming}", ANSWERS, SENT, again, correction).body == ("《关于移送的函》（武移〔2021〕3号）",)
    assert slip("{incoming}", ANSWERS).body == ("来函",)


def test_ones_own_letter_can_be_named_too() -> None:
    assert letter("{outgoing}有误", SENDS, SENT).body == ("《关于移送的函》（武移〔2021〕1号）有误",)
    assert letter("{outgoing}有误", SENDS, replace(SENT, department="slj")).body == ("前函有误",)


def test_what_the_act_starts_says_until_when() -> None:
    day = (NOW + timedelta(days=2)).date()
    assert slip("请于{due}前补正。", replace(ANSWERS, due=day)).body == ("请于2021年3月3日前补正。",)


def test_a_letter_names_what_is_attached_and_no_list_of_others() -> None:
    assert letter("。").attachments == ("案件移送材料清单",)
    assert letter("。", replace(SENDS, act=PROCEDURE.act("correct"))).attachments == ()


@pytest.mark.parametrize(("term", "urgent"), [("24 hours", "特急"), ("3 working_days", "")])
def test_what_is_owed_within_hours_goes_out_as_urgent(term: str, urgent: str) -> None:
    owed = Obligation(duty="transfer-urgent", owed_by="zrzy", owed_to=(), start=NOW, term=Term.parse(term))
    assert letter("。", replace(SENDS, running=[owed])).urgent == urgent


def test_hours_that_run_for_something_else_make_nothing_urgent() -> None:
    owed = Obligation(duty="stop", owed_by="zrzy", owed_to=(), start=NOW, term=Term.parse("2 hours"))
    assert letter("。", replace(SENDS, running=[owed])).urgent == ""


def test_what_is_not_issued_yet_has_no_date() -> None:
    assert letter("。", replace(SENDS, issued=False)).date is None


def test_the_list_says_what_goes_along() -> None:
    rows = (Row("案源材料", "记录", "sha256:a"),)
    paper = next(p for p in PROCEDURE.act("send").issues if p.layout == "materials")
    made = document(paper, "武移〔2021〕1号", replace(SENDS, rows=rows), composer())
    assert isinstance(made, MaterialsList)
    assert (made.rows, made.case_title, made.officers) == (rows, "甲公司涉嫌违法建设", ("金晨（执法证号浙G1）",))


def test_rows_stand_in_the_order_of_the_pack_with_what_their_files_tell() -> None:
    given = [
        {"material": "investigation", "name": "录像.v2.mp4", "digest": "sha256:c", "media_type": "video/mp4"},
        {"material": "investigation", "name": "照片.png", "digest": "sha256:b", "media_type": "image/png"},
        {"material": "licences", "name": "未办理", "digest": "", "media_type": ""},
        {"material": "source", "name": "记录", "digest": "sha256:a", "media_type": "application/pdf"},
    ]
    source, licences, film, picture = listed(given, PACK)
    assert source == Row("案源材料（现场检查记录、举报投诉材料等）", "记录", "sha256:a", form="电子件")
    assert licences == Row("审批许可情况", note="未办理")
    assert film == Row("调查情况", "录像.v2", "sha256:c", kind="视听资料", form="电子件")
    assert picture == Row("调查情况", "照片", "sha256:b", pages=1, form="电子件")


def test_every_declared_paper_is_set_in_a_layout_that_there_is() -> None:
    layouts = {paper.layout for procedure in PROCEDURES.values() for paper in procedure.papers.values()}
    assert layouts <= {"letter", "materials", "slip"}
    assert COMPOSER.pack is PACK
