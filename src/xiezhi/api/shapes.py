"""What the API answers with: one shape a thing, the same wherever the thing is named."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from xiezhi.kernel import ZONE
from xiezhi.kernel import Day as Date

Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: at.astimezone(ZONE).isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Cited(BaseModel):
    """An article of a law or document, as it stood on a day."""

    text: str = Field(title="引用的写法")
    law: str = Field(title="法律或文件")
    article: str = Field(title="条款")
    as_of: date = Field(title="引用的版本的日期")


class Named(BaseModel):
    """Something by its key, with what it is called."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")


class Body(BaseModel):
    """A department."""

    key: str = Field(title="代号")
    name: str = Field(title="名称")


class Done(BaseModel):
    """The receipt of an act. What the system then did by itself may have added further entries."""

    dossier: int = Field(title="卷宗号")
    entry: int = Field(title="这次办理是第几条记录")
    href: str = Field(title="卷宗地址")


class DossierLine(BaseModel):
    """A dossier in a list."""

    id: int = Field(title="卷宗号")
    title: str = Field(title="名称")
    procedure: Named = Field(title="哪种协作")
    state: Named = Field(title="状态")
    urgent: bool = Field(title="紧急")
    holder: Body | None = Field(title="案件现在在谁手上")
    opened_by: Body | None = Field(title="立卷单位")
    handler: str = Field(title="本单位承办人")
    due: Moment | None = Field(title="最近的期限：自这一刻起即为逾期")
    touched_at: Moment = Field(title="最近一次办理")
    closed_at: Moment | None = Field(title="办结时间")
    href: str = Field(title="卷宗地址")


class Dossiers(BaseModel):
    """A page of dossiers; `next` is the cursor of the page after it."""

    items: list[DossierLine] = Field(title="各项")
    next: str | None = Field(title="下一页的 after；空为没有更多")


class Pause(BaseModel):
    """A time during which a term stood still, and why."""

    ground: str = Field(title="事由")
    since: Moment = Field(title="自")
    until: Moment | None = Field(title="至；空为仍在中止")


class Standing(BaseModel):
    """How a suspended term stands: what is left of it, and when it would be due if it ran on now."""

    paused_since: Moment = Field(title="自何时中止")
    remaining: int = Field(title="还剩多少")
    unit: str = Field(title="单位：hours、days、working_days")
    earliest_due: Moment = Field(title="现在恢复计时的话，何时到期")


class Obligation(BaseModel):
    """A duty (or right) of one department in one dossier. `due` is the first instant that is too late."""

    id: int = Field(title="编号")
    dossier: int = Field(title="卷宗号")
    duty: str = Field(title="义务的代号")
    title: str = Field(title="义务")
    right: bool = Field(title="是权利，不是义务")
    owed_by: Body = Field(title="谁的义务")
    owed_to: list[Body] = Field(title="对谁的义务")
    start: Moment | date = Field(title="起算")
    term: str | None = Field(title="期限；空为表单所定日期", examples=["3 working_days"])
    source: str = Field(title="期限的来源：document、law、local default")
    due: Moment | None = Field(title="自这一刻起即为逾期；中止期间和不定期的为空")
    due_date: date | None = Field(title="最后一天")
    provisional: bool = Field(title="放假安排未公布，暂算")
    earliest: date | None = Field(title="暂算时最早的最后一天")
    latest: date | None = Field(title="暂算时最晚的最后一天")
    paused: Standing | None = Field(title="中止的情况")
    extended_to: date | None = Field(title="已延长至")
    overdue: bool = Field(title="已经逾期，或者逾期履行")
    scored: bool = Field(title="计入考核")
    clauses: list[Cited] = Field(title="依据")
    fate: str | None = Field(title="结果：done 履行、lifted 不再需要、lapsed 未履行而终止；空为进行中")
    ended_at: Moment | None = Field(title="何时结束")
    href: str = Field(title="期限计算单地址")


class Owed(BaseModel):
    """An obligation with the dossier that it is part of."""

    obligation: Obligation = Field(title="义务")
    case: str = Field(title="案件")
    procedure: Named = Field(title="哪种协作")
    state: Named = Field(title="状态")
    urgent: bool = Field(title="紧急")
    handler: str = Field(title="本单位承办人")


class Obligations(BaseModel):
    """A page of running obligations, nearest first; `next` is the cursor of the page after it."""

    items: list[Owed] = Field(title="各项")
    next: str | None = Field(title="下一页的 after；空为没有更多")


class Day(BaseModel):
    """A line of a computation sheet."""

    date: Date = Field(title="日期")
    counted: bool = Field(title="计入")
    n: int | None = Field(title="第几日")
    reason: str = Field(title="为何计入或者不计")


class Sheet(BaseModel):
    """How a term was counted, day by day, with the calendar and the pack that it was read under."""

    obligation: Obligation = Field(title="义务")
    days: list[Day] = Field(title="逐日")
    pauses: list[Pause] = Field(title="中止")
    calendar: str = Field(title="日历版本")
    pack: str = Field(title="规则包版本")


class Deadline(BaseModel):
    """When a term runs out, and how it was counted. `due` is the first instant that is too late."""

    due: Moment | None = Field(title="自这一刻起即为逾期；不须办理的和不定期的为空")
    due_date: date | None = Field(title="最后一天")
    provisional: bool = Field(title="放假安排未公布，暂算")
    earliest: date | None = Field(title="暂算时最早的最后一天")
    latest: date | None = Field(title="暂算时最晚的最后一天")
    term: str = Field(title="期限；none 为不须办理", examples=["3 working_days"])
    law: str | None = Field(title="法律或文件；直接写明长短的为空")
    clause: str | None = Field(title="条款；直接写明长短的为空", examples=["五(三)3"])
    start: str = Field(title="起算的日期或者时刻")
    pack: str = Field(title="规则包版本")
    calendar: str = Field(title="日历版本")
    days: list[Day] = Field(title="逐日")


class Possible(BaseModel):
    """An act that whoever asks may do now."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    clauses: list[Cited] = Field(title="依据")
    href: str = Field(title="办理地址，用 POST")


class Link(BaseModel):
    """Another dossier about the same violation."""

    id: int = Field(title="卷宗号")
    procedure: Named = Field(title="哪种协作")
    state: Named = Field(title="状态")
    title: str = Field(title="名称")
    parent: int | None = Field(title="由哪一卷宗提起")
    href: str = Field(title="卷宗地址")


class Dossier(BaseModel):
    """A dossier as one department may see it. Numbers of persons are masked."""

    id: int = Field(title="卷宗号")
    procedure: Named = Field(title="哪种协作")
    version: int = Field(title="按协作的第几版办理")
    title: str = Field(title="名称")
    state: Named = Field(title="状态")
    revision: int = Field(title="版本：办理时带上它，别人先办过就不会生效")
    urgent: bool = Field(title="紧急")
    holder: Body | None = Field(title="案件现在在谁手上；空为已结束")
    parties: dict[str, list[Body]] = Field(title="各方单位，最后一个是现任")
    reading: str = Field(title="本单位的身份：party 当事、overseer 监督、former 曾经当事")
    facts: dict[str, Any] = Field(title="已知的事实")
    obligations: list[Obligation] = Field(title="各项义务")
    acts: list[Possible] = Field(title="出示令牌的人现在可以办理的")
    links: list[Link] = Field(title="同一违法行为的其他卷宗")


class Entry(BaseModel):
    """One act, as the sealed log has it."""

    number: int = Field(title="第几条记录")
    act: Named = Field(title="办理")
    department: Body | None = Field(title="办理单位；空为系统")
    person: str = Field(title="办理人")
    post: str = Field(title="职务")
    role: str = Field(title="以何任职办理")
    at: Moment = Field(title="办理时间")
    internal: bool = Field(title="只有本方看得到")
    filled: dict[str, Any] = Field(title="填写的内容；当事人以封存的引用代替")
    marked: list[str] = Field(title="已用理由说明的事项")
    seal: str = Field(title="签封")


class Entries(BaseModel):
    items: list[Entry] = Field(title="各项")


class Listed(BaseModel):
    """A line of a list of materials; without a digest, why it is lacking."""

    material: str = Field(title="材料")
    name: str = Field(title="名称")
    digest: str | None = Field(title="摘要")
    note: str = Field(title="备注")


class Paper(BaseModel):
    """An official document as it was issued. Numbers of persons are masked here, not in the PDF."""

    id: int = Field(title="编号")
    entry: int = Field(title="由第几条记录签发")
    name: str = Field(title="代号")
    title: str = Field(title="文种")
    number: str = Field(title="文号")
    version: int = Field(title="第几版")
    department: Body = Field(title="发文单位")
    to: list[Body] = Field(title="主送")
    issued_at: Moment = Field(title="签发时间")
    heading: str = Field(title="标题")
    paragraphs: list[str] = Field(title="正文")
    rows: list[Listed] = Field(title="材料清单的各行")
    digest: str = Field(title="文字的摘要")
    void: bool = Field(title="已作废，编号保留")
    pdf: str | None = Field(title="PDF 地址；空为正在印制")
    pdf_digest: str | None = Field(title="PDF 的摘要")


class Papers(BaseModel):
    items: list[Paper] = Field(title="各项")


class Attached(BaseModel):
    """A file of the evidence; or, without a digest, why a required one is lacking."""

    id: int | None = Field(title="编号")
    entry: int = Field(title="随第几条记录附上")
    material: str = Field(title="材料的代号")
    name: str = Field(title="文件名")
    media_type: str = Field(title="文件类型")
    size: int = Field(title="字节数")
    digest: str | None = Field(title="摘要")
    not_applicable: str | None = Field(title="不适用的理由")
    href: str | None = Field(title="下载地址")


class Files(BaseModel):
    items: list[Attached] = Field(title="各项")


class Uploaded(BaseModel):
    """A file on its way: an act or a draft names it by its digest."""

    digest: str = Field(title="摘要")
    name: str = Field(title="文件名")
    media_type: str = Field(title="文件类型")
    size: int = Field(title="字节数")


class Item(BaseModel):
    """An item of the catalogue: who supervises, who punishes, since when, by which law."""

    key: str = Field(title="代号")
    code: str = Field(title="事项编码")
    name: str = Field(title="事项")
    field: str = Field(title="领域")
    legal_basis: list[str] = Field(title="法律依据")
    competent: Body = Field(title="业务主管部门")
    enforcing: Body = Field(title="执法部门")
    transferred_on: date | None = Field(title="划转日期")
    catalogue: str = Field(title="目录")


class Items(BaseModel):
    items: list[Item] = Field(title="各项")


class Draft(BaseModel):
    """An unfinished form."""

    procedure: Named = Field(title="哪种协作")
    act: Named = Field(title="办理")
    dossier: int | None = Field(title="卷宗号；空为立卷")
    person: str = Field(title="谁的草稿")
    case: str = Field(title="案件")
    updated_at: Moment = Field(title="最近一次填写")
    filled: dict[str, Any] = Field(title="已填的内容")
    href: str = Field(title="在网站上继续填写的地址")


class Drafts(BaseModel):
    items: list[Draft] = Field(title="各项")


class Kept(BaseModel):
    """A draft that was handed in: whoever it is for finds it among their drafts."""

    href: str = Field(title="在网站上继续填写的地址")


class Against(BaseModel):
    """One thing that stands against it."""

    name: str = Field(title="名称，不随语言改变")
    sentence: str = Field(title="理由")
    clauses: list[Cited] = Field(title="依据")


class Wrong(BaseModel):
    """One field that is filled in wrongly."""

    field: str = Field(title="位置", examples=["filled.officers.0.name"])
    kind: str = Field(title="错误种类，不随语言改变")
    sentence: str = Field(title="应当怎样填")


class Problem(BaseModel):
    """Why something was not done."""

    type: str = Field(title="种类的标识")
    title: str = Field(title="种类")
    status: int = Field(title="HTTP 状态")
    code: str = Field(title="代码，不随语言改变")
    detail: str = Field(title="说明")
    refusals: list[Against] | None = Field(None, title="各项理由及依据")
    fields: list[Wrong] | None = Field(None, title="各处填写错误")
    dossier: int | None = Field(None, title="卷宗号")
    revision: int | None = Field(None, title="卷宗现在的版本")
