"""案件管辖争议：先充分协商，协商未果的提请决定，仍有异议的由上一级指定。"""

from typing import Literal

from pydantic import Field

from xiezhi.kernel import (
    COUNTY, NEW, SYSTEM, Act, Day, Department, Duty, Form, Item, Moment, Paper, Procedure, Right, Side, State, Text,
    Words, by_the_other, done, overdue, settled,
)  # fmt: skip
from xiezhi.lexicon.forms import Case, Reasons
from xiezhi.lexicon.laws import PENALTY, PROVINCE

APPLICANT = Side("applicant", "提出单位")
RESPONDENT = Side("respondent", "对方单位")
ARBITER = Side("arbiter", "决定机关", appointed="jurisdiction_{between}")
OFFICE = Side("office", "领导小组办公室", appointed="coordinator")
BOTH = (APPLICANT, RESPONDENT)


class Claim(Case):
    between: Literal["departments", "town"] = Field(title="争议双方")
    respondent: Department = Field(title="对方单位")
    item: Item = Field(title="违法事项")
    first_filed: Words | None = Field(None, title="双方立案时间")
    claim: Text = Field(title="主张及理由")


class Talk(Form):
    met_at: Moment = Field(title="协商时间")
    attendees: Words = Field(title="参加人")
    talk: Text = Field(title="协商记录")


class Offer(Form):
    competent: Department = Field(title="管辖单位")


class View(Form):
    view: Text = Field(title="意见")


class Ruling(Offer):
    ruling: Text = Field(title="决定及依据")
    comply_by: Day = Field(title="执行期限")


NEGOTIATING = State("negotiating", "协商中", APPLICANT)
OFFERED = State("offered", "待对方同意", APPLICANT)
SUBMITTED = State("submitted", "待受理", ARBITER)
EXAMINED = State("examined", "审查中", ARBITER)
DECIDED = State("decided", "执行决定", APPLICANT)
AGREED = State("agreed", "协商一致")
CLOSED = State("closed", "已执行")
WITHDRAWN = State("withdrawn", "已撤回")

NEGOTIATE = Duty(
    name="negotiate", title="充分协商", owed_by=BOTH, term="negotiation", clause=COUNTY["dispute-negotiate"]
)
ACCEPT = Duty(
    name="accept",
    title="受理争议",
    owed_by=ARBITER,
    to=BOTH,
    term="dispute_acceptance",
    clause=COUNTY["dispute-acceptance"],
)
DECIDE = Duty(
    name="decide",
    title="作出管辖决定",
    owed_by=ARBITER,
    to=BOTH,
    term="dispute_decision",
    clause=COUNTY["dispute-decide"],
)
COMPLY = Duty(name="comply", title="执行管辖决定", owed_by=BOTH, until="comply_by", clause=COUNTY["dispute-comply"])
OBJECT = Right(
    name="object", title="提请上一级指定管辖", owed_by=BOTH, term="dispute_objection", clause=PENALTY["第二十五条"],
)  # fmt: skip

REQUEST = Paper(
    name="request",
    title="管辖争议决定申请书",
    to=ARBITER,
    number="dispute",
    heading="关于{case_title}一案管辖争议的申请书",
    text="{offender}涉嫌{case_title}一案，双方对管辖有争议。\n主张及理由：{claim}\n协商情况：{talk}",
)
RULING = Paper(
    name="ruling",
    title="管辖决定书",
    to=BOTH,
    number="ruling",
    heading="关于{case_title}一案管辖的决定",
    text="关于{offender}涉嫌{case_title}一案的管辖，决定如下：\n{ruling}\n由{competent}管辖，请于{comply_by}前办理移交手续。",
)
HEADS = [side.approver("dispute") for side in BOTH]
TALKED = done("negotiate", "登记协商", clause=COUNTY["dispute-negotiate"])

procedure = Procedure(
    key="jurisdiction-dispute",
    version=1,
    title="案件管辖争议",
    clause=COUNTY["dispute-negotiate", "dispute-decide"],
    caption="{offender}涉嫌{case_title}案管辖争议",
    readers=[OFFICE],
    offered=False,
    acts=[
        Act("raise", "提出争议", by=APPLICANT.handler, at=[NEW], to=NEGOTIATING, form=Claim, admits=[RESPONDENT],
            starts=[NEGOTIATE], clause=COUNTY["dispute-negotiate"]),
        Act("negotiate", "登记协商", by=[APPLICANT.handler, RESPONDENT.handler], at=[NEGOTIATING], form=Talk,
            clause=COUNTY["dispute-negotiate"]),
        Act("offer", "提出一致意见", by=HEADS, at=[NEGOTIATING], to=OFFERED, form=Offer,
            guards=[TALKED], clause=COUNTY["dispute-negotiate"]),
        Act("reject", "不同意", by=HEADS, at=[OFFERED], to=NEGOTIATING, form=Reasons,
            guards=[by_the_other("offer")], clause=COUNTY["dispute-negotiate"]),
        Act("settle", "同意", by=HEADS, at=[OFFERED], to=AGREED,
            guards=[by_the_other("offer")], ends=[NEGOTIATE], clause=COUNTY["dispute-negotiate"]),
        Act("submit", "提请决定", by=HEADS, at=[NEGOTIATING], to=SUBMITTED, materials="dispute",
            guards=[TALKED], ends=[NEGOTIATE],
            admits=[ARBITER], starts=[ACCEPT], issues=[REQUEST], clause=COUNTY["dispute-decide"]),
        Act("accept", "受理", by=ARBITER.handler, at=[SUBMITTED], to=EXAMINED,
            ends=[ACCEPT], starts=[DECIDE], clause=COUNTY["dispute-acceptance"]),
        Act("send_back", "退回继续协商", by=ARBITER.handler, at=[SUBMITTED], to=NEGOTIATING, form=Reasons,
            ends=[ACCEPT], starts=[NEGOTIATE], clause=COUNTY["dispute-negotiate"]),
        Act("state_view", "陈述意见", by=[APPLICANT.handler, RESPONDENT.handler], at=[EXAMINED], form=View,
            clause=COUNTY["dispute-decide"]),
        Act("decide", "作出决定", by=ARBITER.approver("ruling"), at=[EXAMINED], to=DECIDED, form=Ruling,
            ends=[DECIDE], starts=[COMPLY, OBJECT], issues=[RULING], clause=COUNTY["dispute-decide"] + PROVINCE["第十七条"]),
        Act("object", "提请上一级指定", by=HEADS, at=[DECIDED], to=SUBMITTED, form=Reasons,
            escalates=[ARBITER], ends=[OBJECT], lifts=[COMPLY], starts=[ACCEPT], clause=PENALTY["第二十五条"]),
        Act("comply", "登记执行", by=[APPLICANT.handler, RESPONDENT.handler], at=[DECIDED], ends=[COMPLY],
            clause=COUNTY["dispute-comply"]),
        Act("waive", "不再提请", by=SYSTEM, at=[DECIDED], guards=[overdue(OBJECT)], lapses=[OBJECT],
            clause=PENALTY["第二十五条"]),
        Act("close", "执行完毕", by=SYSTEM, at=[DECIDED], to=CLOSED, guards=[settled(COMPLY, OBJECT)],
            clause=COUNTY["dispute-comply"]),
        Act("withdraw", "撤回", by=APPLICANT.approver("dispute"), at=[NEGOTIATING], to=WITHDRAWN, form=Reasons,
            lifts=[NEGOTIATE], clause=COUNTY["withdrawal"]),
    ],
)  # fmt: skip
