"""案件移送：发现违法行为应由对方查处的，在期限内移送；签收、补正、退回、立案、反馈各有期限。"""

from typing import Annotated, Literal

from pydantic import Field

from xiezhi.kernel import (
    COUNTY, NEW, SYSTEM, Act, Day, Department, DepartmentKey, Duty, Form, Ground, Guard, Item, Moment, Opens, Paper, Procedure, Reason,
    Side, Situation, State, Text, Words, another_person, at_most, choice, day_of, guard, happened, linked, none_open,
    overdue, reached, say, settled,
)  # fmt: skip
from xiezhi.lexicon.forms import Case, Decided, Officers, Reasons, Result
from xiezhi.lexicon.laws import PENALTY, SIGNATURE

SENDER = Side("sender", "移送单位")
RECEIVER = Side("receiver", "受移送单位")
OFFICE = Side("office", "领导小组办公室", appointed="coordinator")


class Found(Case):
    item: Item = Field(title="违法事项", json_schema_extra={"section": "什么事", "hint": "输入关键词，从事项目录中选"})
    occurred: Words | None = Field(
        None, title="违法行为发生时间", json_schema_extra={"hint": "如：2021年2月20日；2021年1月至今"}
    )
    filed_before: Day | None = Field(
        None,
        title="本单位已立案的，立案日期",
        json_schema_extra={"hint": "处罚权划转前已立案的，由本单位办结，不移送；没有立案的留空"},
    )
    source: Annotated[Words, choice("case_source")] = Field(title="案件来源")
    found_at: Moment = Field(title="发现时间", json_schema_extra={"section": "什么时候发现、认定"})
    concluded_at: Moment = Field(
        title="认定应由对方查处的时间", json_schema_extra={"hint": "一般移送的期限自认定起算，紧急移送自发现起算"}
    )
    late_reason: Text | None = Field(
        None, title="发现后逾期认定的原因", json_schema_extra={"hint": "发现后较久才认定的，说明原因"}
    )


class Urgent(Form):
    urgency: Annotated[Words, choice("urgency")] = Field(title="紧急情形", json_schema_extra={"section": "为何紧急"})
    urgency_reason: Text = Field(title="紧急理由")


class FoundUrgent(Urgent, Found):
    pass


class TurnedUrgent(Urgent):
    urgent_at: Moment = Field(
        title="发现紧急情形的时间", json_schema_extra={"hint": "紧急移送的期限自此连续计时，节假日不停"}
    )


class Stopped(Form):
    stopped_at: Moment = Field(title="责令停止或者劝阻的时间")
    stop_kind: Literal["责令停止", "劝阻"] = Field(
        title="方式", json_schema_extra={"hint": "没有法律依据的，只能劝阻并立即告知对方"}
    )
    stop_basis: Words | None = Field(None, title="责令停止的法律依据")


class Informed(Form):
    informed: Department = Field(title="告知的单位")
    informed_at: Moment = Field(title="告知时间")
    informed_person: Words = Field(title="对方接听人")
    informed_reason: Text | None = Field(
        None, title="告知其他单位的原因", json_schema_extra={"hint": "应告知有权处理的一方；告知其他单位的说明原因"}
    )


class Letter(Form):
    receiver: Department = Field(
        title="受移送单位",
        json_schema_extra={
            "section": "移送给谁",
            "hint": "按事项目录推荐；改选其他单位须说明原因",
            "proposed_by": "item",
            "named_by": "suggested",
        },
    )
    receiver_reason: Text | None = Field(None, title="与目录不一致的原因")
    facts: Text = Field(title="基本违法事实", json_schema_extra={"section": "事实与理由"})
    measures: Text | None = Field(
        None, title="已采取的措施", json_schema_extra={"hint": "责令停止、先行登记保存、查封扣押等及起止日期"}
    )
    goods: Text | None = Field(None, title="涉案物品", json_schema_extra={"hint": "名称、数量和存放地点；没有的留空"})
    why: Text = Field(title="移送理由")
    basis: Words = Field(title="法律依据")
    officers: Officers = Field(
        title="承办人", json_schema_extra={"section": "谁承办", "hint": "不少于两人，写明执法证号"}
    )
    contact: Words = Field(title="联系电话")
    grade: Annotated[Words | None, choice("grade")] = Field(
        None, title="案件轻重", json_schema_extra={"hint": "重大案件由主要负责人批准；不选按一般案件办理"}
    )
    unit: Words | None = Field(
        None,
        title="以内设、派驻机构名义的，其名称",
        json_schema_extra={"section": "以谁的名义", "hint": "一般以部门名义移送，留空"},
    )
    unit_basis: Words | None = Field(None, title="该机构以自己名义移送的法律法规依据")


class Opinion(Form):
    opinion: Text | None = Field(None, title="审批意见")


class Received(Form):
    received_by: Words = Field(title="签收人")
    receipt_remark: Text | None = Field(None, title="备注")


class Served(Form):
    served_at: Moment = Field(title="送达时间", json_schema_extra={"hint": "对方收到纸质材料的时间，答复期限自此起算"})
    served_how: Literal["直接送交", "邮寄"] = Field(title="送达方式")
    received_by: Words = Field(title="签收人")


class Gaps(Form):
    gaps: Text = Field(title="需补正的材料")


class Returned(Reasons):
    suggested: Department = Field(
        title="认为有管辖权的单位", json_schema_extra={"hint": "认为应由移送单位自行处理的，选移送单位"}
    )
    return_basis: Words | None = Field(None, title="退回的法律依据")


class Filed(Form):
    case_no: Words = Field(title="案号")
    filed_on: Day = Field(title="立案日期")


class Penalised(Decided, Result):
    penalty: Literal["处罚", "不予处罚", "违法事实不成立"] = Field(title="决定种类")


class Correction(Form):
    mistake: Text = Field(title="原文中的错误")
    correction: Text = Field(title="更正为")


class AnswerCorrection(Correction):
    corrected: Words = Field(title="更正的文书", json_schema_extra={"hint": "写明文书名称和文号"})


FOUND = State("found", "待拟稿", SENDER)
DRAFTED = State("drafted", "待批准", SENDER)
APPROVED = State("approved", "待移送", SENDER)
SENT = State("sent", "待签收", RECEIVER)
RECEIVED = State("received", "接收审查", RECEIVER)
SUPPLEMENTING = State("supplementing", "补正材料", SENDER)
RETURNED = State("returned", "已退回", SENDER)
DISPUTED = State("disputed", "管辖争议", SENDER)
ACCEPTED = State("accepted", "立案审查", RECEIVER)
FILED = State("filed", "查处", RECEIVER)
DECIDED = State("decided", "反馈结果", RECEIVER)
CLOSED = State("closed", "已办结")
WITHDRAWN = State("withdrawn", "已撤回")
WITH_RECEIVER = [RECEIVED, SUPPLEMENTING, ACCEPTED, FILED, DECIDED, CLOSED]  # what is wrong can be corrected even later

TRANSFER = Duty(
    name="transfer",
    title="移送案件",
    owed_by=SENDER,
    term="transfer",
    starts_from=("concluded_at", "found_at"),
    clause=COUNTY["transfer-term"],
)
TRANSFER_URGENT = Duty(
    name="transfer-urgent",
    title="紧急移送案件",
    owed_by=SENDER,
    term="transfer_urgent",
    starts_from=("urgent_at", "found_at"),
    clause=COUNTY["transfer-urgent"],
)
STOP = Duty(
    name="stop",
    title="责令当事人停止违法行为",
    owed_by=SENDER,
    term="transfer_stop",
    starts_from=("urgent_at", "found_at"),
    clause=COUNTY["transfer-stop"],
)
INFORM = Duty(
    name="inform",
    title="告知有权处理一方",
    owed_by=SENDER,
    term="transfer_inform",
    starts_from=("urgent_at", "found_at"),
    clause=COUNTY["transfer-inform"],
)
RECEIPT = Duty(
    name="receipt",
    title="签收移送案件",
    owed_by=RECEIVER,
    to=SENDER,
    term="receipt",
    clause=COUNTY["transfer-receipt"],
)
ANSWER = Duty(
    name="answer",
    title="答复是否接收",
    owed_by=RECEIVER,
    to=SENDER,
    term="transfer_answer",
    clause=COUNTY["transfer-answer"],
)
SUPPLEMENT = Duty(
    name="supplement",
    title="补正材料",
    owed_by=SENDER,
    to=RECEIVER,
    term="supplement",
    clause=COUNTY["transfer-supplement"],
)
RESEND = Duty(
    name="resend",
    title="处理退回的案件",
    owed_by=SENDER,
    term="transfer_again",
    clause=COUNTY["transfer-again"],
)
FILING = Duty(
    name="filing",
    title="告知是否立案",
    owed_by=RECEIVER,
    to=SENDER,
    term="filing",
    clause=PENALTY["第五十四条"],
)
FEEDBACK = Duty(
    name="feedback", title="反馈处理结果", owed_by=RECEIVER, to=SENDER, term="penalty_feedback",
    starts_from=("decided_on",), clause=COUNTY["penalty-feedback", "result-feedback"],
)  # fmt: skip
SUPPLEMENTS = Ground("supplements", "补正材料", COUNTY["transfer-supplement"])

LETTER = Paper(
    name="letter", title="涉嫌违法案件移送函", to=RECEIVER, number="transfer",
    heading="关于移送{offender}涉嫌{case_title}一案的函",
    text="""{us}于{found_at}发现{offender}涉嫌{case_title}（案件来源：{source}；违法行为发生地：{place}{occurred:；发生时间：~|}）。经审查，该行为属于“{item}”事项{item.code:（事项代码~）|}，应由{you}查处。根据{basis}和{cited}的规定，现将该案移送{you}处理。{unit:本案以~名义移送|}{unit_basis:，依据是~。|}有关情况函告如下：
{urgency:该案属于紧急情况：~。|}{urgency_reason:~|}
一、当事人基本情况
{offender.details}
二、基本违法事实
{facts}
三、已采取的措施
{stopped_at:~，|}{stop_kind:已对当事人~|}{stop_basis:（依据：~）|}{stop_kind:。|}
{measures:其他措施：~|其他措施：无。}
四、涉案物品
{goods:~|无。}
五、移送理由
{why}
请{you}收函后在规定期限内签收并答复是否接收；依法处理后，将立案情况和处理结果函告{us}。
特此函告。
（承办人：{officers.name}，执法证号：{officers.certificate}；联系电话：{contact}）""",
)  # fmt: skip
LIST = Paper(name="materials", title="案件移送材料清单", to=RECEIVER, layout="materials", text="{offender}涉嫌{case_title}")  # fmt: skip
SLIP = Paper(
    name="slip", title="案件移送回执", to=SENDER, number="receipt", layout="slip",
    text="""{you}移送的{offender}涉嫌{case_title}一案的移送函和所附材料，{us}已经收到。
来文｜{incoming}
收到时间｜{now}
签收人｜{received_by}
备注｜{receipt_remark}
经办人｜
经办人｜""",
)  # fmt: skip
ACCEPTANCE = Paper(
    name="acceptance", title="接收告知书", to=SENDER, number="acceptance", layout="slip",
    text="""{you}{incoming}收悉。经审查，{us}同意接收该案，并将依法决定是否立案，于{due}前（含当日）函告{you}。""",
)  # fmt: skip
GAPS = Paper(
    name="gaps", title="补正通知书", to=SENDER, number="supplement", layout="slip", heading="案件移送材料补正通知书",
    text="""{you}{incoming}收悉。经审查，所附材料尚不齐全，请于{due}前（含当日）一次补正下列材料：
{gaps}
逾期未补正的，{us}将根据已有材料答复是否接收。""",
)  # fmt: skip
RETURN = Paper(
    name="return", title="退回通知书", to=SENDER, number="return", layout="slip", heading="案件移送退回通知书",
    text="""{you}{incoming}收悉。经审查，该案不属于{us}职权范围，现予退回，所附材料一并退还。
理由：{reasons}
{return_basis:依据：~|}
该案宜由{suggested}管辖，请依法处理。
{you}对退回有异议的，请与{us}协商；协商未果的，可以提请管辖争议处理。""",
)  # fmt: skip
FILING_NOTICE = Paper(
    name="filing-notice", title="立案告知书", to=SENDER, number="filing", layout="slip",
    text="""{you}{incoming}收悉。经审查，该案符合立案条件，{us}已根据{cited}的规定立案。处理结果将另行函告。
案号｜{case_no}
立案日期｜{filed_on}""",
)  # fmt: skip
NO_FILING = Paper(
    name="no-filing", title="不予立案告知书", to=SENDER, number="filing", layout="slip",
    text="""{you}{incoming}收悉。经审查，该案不符合立案条件，根据{cited}的规定，{us}决定不予立案。
理由：{reasons}""",
)  # fmt: skip
RESULT = Paper(
    name="result", title="处理结果反馈函", to=SENDER, number="feedback", heading="关于反馈{offender}涉嫌{case_title}一案处理结果的函",
    text="""{you}{incoming}收悉。该案经{us}依法立案调查，现已办结。根据{cited}的规定，将处理结果函告如下：
一、决定
{us}于{decided_on}作出决定（{decision_no}），决定种类：{penalty}。
二、处理结果
{outcome}
特此函告。""",
)  # fmt: skip
CORRECTION = Paper(
    name="correction", title="更正函", to=RECEIVER, number="transfer", heading="关于更正{offender}涉嫌{case_title}一案移送函的函",
    text="""{us}{outgoing}有误，现更正如下：
一、原文
{mistake}
二、更正为
{correction}
原函其他内容不变。
特此函告。
（联系人：{officers.name}，联系电话：{contact}）""",
)  # fmt: skip

ANSWER_CORRECTION = Paper(
    name="answer-correction", title="更正函", to=SENDER, number="answer_correction",
    heading="关于更正{offender}涉嫌{case_title}一案答复文书的函",
    text="""{us}{corrected}有误，现更正如下：
一、原文
{mistake}
二、更正为
{correction}
原文其他内容不变。
特此函告。""",
)  # fmt: skip


@guard(COUNTY["transfer-in-own-name", "transfer-not-by-units"], asks=("unit", "unit_basis"))
def in_the_departments_name(s: Situation) -> Reason:
    if s.facts["unit"] and not s.facts["unit_basis"]:
        return say("不得以内设机构、派驻机构的名义移送；法律法规明确规定可以的，请写明依据")
    return None


def ruled(s: Situation) -> str | None:
    """Whom the matter's latest dispute has found competent."""
    latest = [link for link in s.dossier.matter if link.procedure == "jurisdiction-dispute"][-1:]
    return next((link.facts["competent"] for link in latest if link.state in ("decided", "agreed", "closed")), None)


@guard(COUNTY["dispute-comply"], asks=("receiver",))
def sent_as_ruled(s: Situation) -> Reason:
    body = ruled(s)
    wrong = body and s.facts["receiver"] != body
    return say("管辖已定由{body}负责，不能移送其他单位", body=DepartmentKey(body)) if wrong else None


@guard(COUNTY["dispute-comply"])
def kept_as_ruled(s: Situation) -> Reason:
    body = ruled(s)
    return (
        say("管辖已定由{body}负责，应移送该单位", body=DepartmentKey(body))
        if body not in (None, s.department)
        else None
    )


@guard(COUNTY["dispute-comply"])
def returned_as_ruled(s: Situation) -> Reason:
    return say("管辖已定由本单位负责，不能再退回") if ruled(s) == s.department else None


@guard(COUNTY["transfer-answer"])
def another_is_competent(s: Situation) -> Reason:
    return say("认为本单位有管辖权的，应当接收") if s.facts["suggested"] == s.department else None


@guard(COUNTY["cutover-filed"], asks=("item", "filed_before"))
def old_cases_stay(s: Situation) -> Reason:
    """Filed before the power to punish moved: who filed the case decides it, executes it, and keeps the record."""
    holding, filed = s.catalogue.get(s.facts["item"]), s.facts["filed_before"]
    if filed and holding and holding.moved_on and filed < holding.moved_on:
        return say("处罚权于{day}划转，此前已经立案的，由本单位作出处理决定、执行到位，不移送", day=holding.moved_on)
    return None


@guard(COUNTY["boundary-catalogue"], unless="receiver_reason", asks=("item", "receiver"))
def receiver_has_the_power(s: Situation) -> Reason:
    holding = s.catalogue.get(s.facts["item"])
    if s.facts["receiver"] == ruled(s):
        return None
    if holding is None:
        return say("目录中没有这个事项，请写明移送给该单位的原因")
    if s.facts["receiver"] == holding.enforcing:
        return None
    return say("目录规定该事项由{body}查处，移送其他单位的请写明原因", body=DepartmentKey(holding.enforcing))


@guard(COUNTY["transfer-inform"], unless="informed_reason", asks=("item", "informed"))
def informed_has_the_power(s: Situation) -> Reason:
    holding = s.catalogue.get(s.facts["item"])
    if holding is None or s.facts["informed"] in (holding.enforcing, s.facts.get("receiver")):
        return None
    return say("目录规定该事项由{body}查处，告知其他单位的请写明原因", body=DepartmentKey(holding.enforcing))


@guard(COUNTY["transfer-answer"])
def something_was_answered(s: Situation) -> Reason:
    issued = any(s.did(act) for act in ("receive", "ask_supplement", "accept"))
    return None if issued else say("还没有发出过答复文书")


def after_found(field: str, title: str) -> Guard:
    """Nothing can be done about a violation before it is found."""

    def against(s: Situation) -> Reason:
        return say("{title}不得早于发现时间", title=title) if s.facts[field] < s.facts["found_at"] else None

    return Guard(f"after_found:{field}", against, COUNTY["transfer-term"], asks=(field, "found_at"))


def not_before(field: str, title: str, since: str, event: str) -> Guard:
    """What follows from something cannot have happened on an earlier day."""

    def against(s: Situation) -> Reason:
        early = day_of(s.facts[field]) < day_of(s.facts[since])
        return say("{title}不得早于{event}", title=title, event=event) if early else None

    return Guard(f"not_before:{field}", against, PENALTY["第五十四条"], asks=(field, since))


@guard(COUNTY["transfer-receipt"], asks=("served_at",))
def served_after_sending(s: Situation) -> Reason:
    early = any(s.facts["served_at"] < entry.at for entry in s.did("send")[-1:])
    return say("送达时间不得早于移送时间") if early else None


@guard(COUNTY["transfer-start"], unless="late_reason", keys=("limits.conclusion_days",))
def concluded_in_time(s: Situation) -> Reason:
    days = s.rules.calendar.worked_in(day_of(s.facts["found_at"]), day_of(s.facts["concluded_at"]))
    most = s.rules.pack.limits["conclusion_days"]
    return say("发现后逾{most}个工作日方认定，请说明原因", most=most) if days > most else None


@guard(COUNTY["transfer-stop"])
def a_stop_order_has_a_basis(s: Situation) -> Reason:
    lacks = s.facts["stop_kind"] == "责令停止" and not s.facts["stop_basis"]
    return say("责令停止须写明法律依据；没有依据的，请改选“劝阻”") if lacks else None


SETTLED = ("dispute_over", "drop_dispute")  # after these the count of returns begins anew
CHILD = Opens("jurisdiction-dispute", ("case_title", "offender", "place", "item"))
NO_DISPUTE = none_open("jurisdiction-dispute", "案件管辖争议", but=("new", "decided"), clause=COUNTY["dispute-decide"])
NO_OTHER_DISPUTE = none_open("jurisdiction-dispute", "案件管辖争议", clause=COUNTY["dispute-decide"])
NOT_BEGUN = none_open("jurisdiction-dispute", "案件管辖争议", but=("new",), clause=COUNTY["dispute-decide"])
FOUND_RIGHTLY = [
    happened("found_at", "concluded_at", "filed_before"), after_found("concluded_at", "认定时间"), concluded_in_time,
    old_cases_stay,
]  # fmt: skip
TURNED_RIGHTLY = [
    happened("urgent_at"), after_found("urgent_at", "发现紧急情形的时间"), settled(TRANSFER_URGENT, STOP, INFORM),
]  # fmt: skip
URGENTLY = COUNTY["transfer-stop", "transfer-inform", "transfer-urgent"]
HEADS = SENDER.approver("transfer")
DECIDES = RECEIVER.approver("transfer_answer")

procedure = Procedure(
    key="case-transfer",
    version=1,
    title="案件移送",
    clause=COUNTY["transfer-mutual"],
    caption="{offender}涉嫌{case_title}案",
    readers=[OFFICE],
    usual=[FOUND, DRAFTED, APPROVED, SENT, RECEIVED, ACCEPTED, FILED, DECIDED, CLOSED],
    acts=[
        Act("find", "认定应由对方查处", by=SENDER.handler, at=[NEW], to=FOUND, form=Found, internal=True,
            guards=FOUND_RIGHTLY, starts=[TRANSFER], clause=COUNTY["transfer-term"]),
        Act("find_urgent", "紧急情况认定", by=SENDER.handler, at=[NEW], to=FOUND, form=FoundUrgent, internal=True,
            guards=FOUND_RIGHTLY, starts=[TRANSFER_URGENT, STOP, INFORM], clause=URGENTLY),
        Act("mark_urgent", "转为紧急", by=SENDER.handler, at=[FOUND, DRAFTED], form=TurnedUrgent, internal=True,
            guards=TURNED_RIGHTLY, starts=[TRANSFER_URGENT, STOP, INFORM], clause=URGENTLY),
        Act("turn_urgent", "转为紧急，重新送批", by=SENDER.handler, at=[APPROVED], to=DRAFTED, form=TurnedUrgent, internal=True,
            guards=TURNED_RIGHTLY, starts=[TRANSFER_URGENT, STOP, INFORM], clause=URGENTLY + COUNTY["transfer-approval"]),
        Act("order_stop", "责令停止或者劝阻", by=SENDER.handler, at=[FOUND, DRAFTED, APPROVED], form=Stopped,
            performed="stopped_at", guards=[after_found("stopped_at", "责令停止或者劝阻的时间"), a_stop_order_has_a_basis],
            ends=[STOP], clause=COUNTY["transfer-stop"]),
        Act("inform", "登记已告知对方", by=SENDER.handler, at=[FOUND, DRAFTED, APPROVED], form=Informed,
            performed="informed_at", guards=[after_found("informed_at", "告知时间"), informed_has_the_power], ends=[INFORM], clause=COUNTY["transfer-inform"]),
        Act("draft", "送负责人审批", by=SENDER.handler, at=[FOUND, RETURNED], to=DRAFTED, form=Letter, internal=True,
            materials="transfer",
            guards=[in_the_departments_name, receiver_has_the_power, sent_as_ruled, NO_DISPUTE],
            clause=COUNTY["transfer-facts", "transfer-letter", "transfer-reasons", "transfer-materials"]),
        Act("redraft", "退回修改", by=HEADS, at=[DRAFTED, APPROVED], to=FOUND, form=Reasons, internal=True,
            clause=COUNTY["transfer-approval"]),
        Act("approve", "同意移送", by=HEADS, at=[DRAFTED], to=APPROVED, form=Opinion, internal=True,
            guards=[another_person("draft", COUNTY["transfer-approval"])], clause=COUNTY["transfer-approval"]),
        Act("send", "用印并移送", by=[SENDER.handler, SENDER.liaison], at=[APPROVED], to=SENT, admits=[RECEIVER],
            ends=[TRANSFER, TRANSFER_URGENT, INFORM, RESEND], lapses=[STOP], starts=[RECEIPT],
            issues=[LETTER, LIST], clause=COUNTY["transfer-in-own-name", "transfer-in-writing"]),
        Act("receive", "签收", by=[RECEIVER.liaison, RECEIVER.handler], at=[SENT], to=RECEIVED, form=Received,
            ends=[RECEIPT], starts=[ANSWER], issues=[SLIP], clause=COUNTY["transfer-receipt"]),
        Act("serve", "登记纸质送达", by=[SENDER.handler, SENDER.liaison], at=[SENT], to=RECEIVED, form=Served, materials="service",
            performed="served_at", guards=[served_after_sending],
            ends=[RECEIPT], starts=[ANSWER], clause=COUNTY["transfer-receipt", "transfer-in-writing"]),
        Act("deem_received", "视为签收", by=SYSTEM, at=[SENT], to=RECEIVED, guards=[overdue(RECEIPT)],
            lapses=[RECEIPT], starts=[ANSWER], clause=COUNTY["transfer-receipt"] + SIGNATURE["第十一条"]),
        Act("recall", "撤回移送", by=HEADS, at=[SENT], to=WITHDRAWN, form=Reasons, lifts=[RECEIPT],
            voids=[LETTER, LIST, CORRECTION], clause=COUNTY["withdrawal"]),
        Act("ask_supplement", "通知补正", by=DECIDES, at=[RECEIVED], to=SUPPLEMENTING, form=Gaps,
            guards=[at_most("supplements", "通知补正", "ask_supplement", since=("send",), clause=COUNTY["transfer-supplement"])],
            suspends={ANSWER: SUPPLEMENTS}, starts=[SUPPLEMENT], issues=[GAPS], clause=COUNTY["transfer-supplement"]),
        Act("supplement", "补正", by=SENDER.handler, at=[SUPPLEMENTING], to=RECEIVED, materials="supplement",
            ends=[SUPPLEMENT], resumes={ANSWER: SUPPLEMENTS}, clause=COUNTY["transfer-supplement"]),
        Act("deem_unsupplemented", "逾期未补正", by=SYSTEM, at=[SUPPLEMENTING], to=RECEIVED, guards=[overdue(SUPPLEMENT)],
            lapses=[SUPPLEMENT], resumes={ANSWER: SUPPLEMENTS}, clause=COUNTY["transfer-supplement"]),
        Act("accept", "同意接收", by=DECIDES, at=[RECEIVED], to=ACCEPTED,
            ends=[ANSWER], starts=[FILING], issues=[ACCEPTANCE], clause=COUNTY["transfer-answer"]),
        Act("return_case", "不属于职权，退回", by=DECIDES, at=[RECEIVED], to=RETURNED, form=Returned,
            guards=[another_is_competent, returned_as_ruled],
            ends=[ANSWER], starts=[RESEND], issues=[RETURN], clause=COUNTY["transfer-answer"]),
        Act("propose_dispute", "多次退回，建议提请管辖争议", by=SYSTEM, at=[RETURNED], to=DISPUTED,
            guards=[reached("ping_pong", "退回", "return_case", since=SETTLED), NO_OTHER_DISPUTE], lifts=[RESEND],
            opens=CHILD, clause=COUNTY["dispute-negotiate"]),
        Act("dispute", "提请管辖争议处理", by=HEADS, at=[RETURNED], to=DISPUTED, guards=[NO_OTHER_DISPUTE], lifts=[RESEND],
            opens=CHILD, clause=COUNTY["dispute-negotiate"]),
        Act("dispute_over", "争议已决", by=SYSTEM, at=[DISPUTED], to=RETURNED,
            guards=[linked("jurisdiction-dispute", "案件管辖争议", "decided", "agreed", "closed", "withdrawn")], starts=[RESEND],
            clause=COUNTY["dispute-comply"]),
        Act("drop_dispute", "不再提请争议处理", by=HEADS, at=[DISPUTED], to=RETURNED, form=Reasons,
            guards=[NOT_BEGUN], starts=[RESEND],
            discards="jurisdiction-dispute", clause=COUNTY["withdrawal"]),
        Act("keep", "自行处理", by=HEADS, at=[RETURNED], to=WITHDRAWN, form=Reasons,
            guards=[kept_as_ruled, NO_DISPUTE], ends=[RESEND], clause=COUNTY["transfer-again"]),
        Act("withdraw", "不再移送", by=HEADS, at=[FOUND, DRAFTED, APPROVED], to=WITHDRAWN, form=Reasons, guards=[kept_as_ruled],
            lifts=[TRANSFER, TRANSFER_URGENT, STOP, INFORM, RESEND], internal=True, clause=COUNTY["withdrawal"]),
        Act("correct", "更正移送函", by=HEADS, at=[SENT, *WITH_RECEIVER], form=Correction,
            issues=[CORRECTION], clause=COUNTY["transfer-in-writing"]),
        Act("correct_answer", "更正答复", by=DECIDES, at=WITH_RECEIVER, form=AnswerCorrection, guards=[something_was_answered],
            issues=[ANSWER_CORRECTION], clause=COUNTY["transfer-answer"]),
        Act("attach_sealed", "附用印件", by=[SENDER.handler, SENDER.liaison], at=[SENT, *WITH_RECEIVER], materials="sealed",
            clause=COUNTY["transfer-in-writing"]),
        Act("file", "立案并告知", by=DECIDES, at=[ACCEPTED], to=FILED, form=Filed, guards=[happened("filed_on"), not_before("filed_on", "立案日期", "found_at", "发现时间")],
            ends=[FILING], issues=[FILING_NOTICE], clause=PENALTY["第五十四条"]),
        Act("decline_filing", "不予立案并告知", by=DECIDES, at=[ACCEPTED], to=CLOSED, form=Reasons,
            ends=[FILING], issues=[NO_FILING], clause=PENALTY["第五十四条"]),
        Act("decide", "登记处理决定", by=RECEIVER.handler, at=[FILED], to=DECIDED, form=Penalised, starts=[FEEDBACK],
            guards=[happened("decided_on"), not_before("decided_on", "作出日期", "filed_on", "立案日期"),
                    none_open("crime-referral", "涉嫌犯罪案件移送", but=("returned",), clause=COUNTY["no-penalty-instead"])],
            clause=COUNTY["own-powers"]),
        Act("feed_back", "反馈处理结果", by=DECIDES, at=[DECIDED], to=CLOSED,
            ends=[FEEDBACK], issues=[RESULT], clause=COUNTY["penalty-feedback", "result-feedback"]),
    ],
)  # fmt: skip
