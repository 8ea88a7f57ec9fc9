"""The forms that several procedures share: who the case is about, who deals with it, why, and how it ended."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from xiezhi.kernel import Day, Form, Text, Words


class Officer(Form):
    """An enforcement officer, with the number of the certificate that entitles them."""

    name: Words = Field(title="姓名")
    certificate: Words = Field(title="执法证号")

    def __str__(self) -> str:
        return f"{self.name}（执法证号{self.certificate}）"


def _different_people(officers: tuple[Officer, ...]) -> tuple[Officer, ...]:
    if len({officer.certificate for officer in officers}) < len(officers):
        raise ValueError("执法人员不得少于两人，执法证号不得相同")
    return officers


Officers = Annotated[
    tuple[Officer, ...],
    Field(min_length=2, max_length=50),  # 行政处罚法 第四十二条
    AfterValidator(_different_people),
]


MARK = "*"  # in a form, in the place of a number: the one that is kept


class SubjectKind(StrEnum):
    FIRM = "firm"
    PERSON = "person"


class Subject(Form):
    """The person or firm that a case is about (当事人).

    Numbers and telephones are kept apart and encrypted: what is sealed holds a reference in their place.
    """

    kind: SubjectKind = Field(title="当事人类型")
    name: Words = Field(title="名称或姓名")
    code: Words | None = Field(None, title="统一社会信用代码或身份证件号码")
    representative: Words | None = Field(None, title="法定代表人或负责人")
    phone: Words | None = Field(None, title="联系电话")
    address: Words | None = Field(None, title="住所或住址")

    def __str__(self) -> str:
        return self.name

    @property
    def details(self) -> str:
        """What a paper says of them, a line each; numbers as placeholders that are filled when it is set."""
        titles = SUBJECT_LINES[self.kind]
        said = {"name": self.name, "representative": self.representative, "address": self.address}
        kept = {"code": self.code and placeholder("code"), "phone": self.phone and placeholder("phone")}
        lines = {**said, **kept}
        return "\n".join(f"{title}：{lines[name]}" for name, title in titles.items() if lines[name])


def placeholder(name: str) -> str:
    """Marks a number that is kept apart; the marks are of the private use area, which no input may hold."""
    return f"\ue000{name}\ue001"


SUBJECT_LINES = {
    SubjectKind.FIRM: {
        "name": "名称", "code": "统一社会信用代码", "representative": "法定代表人（负责人）", "address": "住所", "phone": "联系电话",
    },
    SubjectKind.PERSON: {"name": "姓名", "code": "身份证件号码", "address": "住址", "phone": "联系电话"},
}  # fmt: skip


class Reasons(Form):
    """An act that must be reasoned."""

    reasons: Text = Field(title="理由")


class Case(Form):
    """The violation that a dossier is about."""

    case_title: Words = Field(
        title="案由", json_schema_extra={"hint": "只写违法行为，如：未取得建设工程规划许可证进行建设"}
    )
    offender: Subject = Field(title="当事人")
    place: Words = Field(title="违法行为发生地")


class Result(Form):
    """How a case ended."""

    outcome: Text = Field(title="处理结果")


class Decided(Form):
    """A decision that was made: its number (文号) and date."""

    decision_no: Words = Field(title="决定书文号")
    decided_on: Day = Field(title="作出日期")
