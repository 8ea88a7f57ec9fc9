"""How the API tells of the procedures: what may be done, by whom, with what form, and what follows from it."""

from typing import Any

from pydantic import BaseModel, Field

from .shapes import Cited, Named


class ProcedureLine(BaseModel):
    """A procedure that is offered."""

    key: str = Field(title="代号")
    version: int = Field(title="版本")
    title: str = Field(title="名称")
    clauses: list[Cited] = Field(title="依据")
    href: str = Field(title="详情地址")


class Procedures(BaseModel):
    """The procedures that are offered."""

    items: list[ProcedureLine] = Field(title="各项")


class Side(BaseModel):
    """A place in a procedure, which one department takes, or several."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    many: bool = Field(title="可由多个单位担任")
    outside: bool = Field(title="政府以外机关")


class State(BaseModel):
    """Where a dossier may stand."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    held_by: str | None = Field(title="在哪一方手上")
    final: bool = Field(title="已结束")


class MayAct(BaseModel):
    """Who may do an act: any of these roles on this side."""

    side: str = Field(title="哪一方")
    roles: list[str] = Field(title="任职，有其一即可")
    title: str = Field(title="名称")


class Material(BaseModel):
    """What must be attached to an act."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    required: bool = Field(title="必须附上")
    absent_with_reason: bool = Field(title="可以写明不适用的理由")
    clauses: list[Cited] = Field(title="依据")


class Act(BaseModel):
    """What may be done, by whom, from where to where, and what it asks for."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    clauses: list[Cited] = Field(title="依据")
    by: list[MayAct] = Field(title="由谁办理")
    at: list[str] = Field(title="在哪些状态可以办理；new 为立卷")
    to: str | None = Field(title="办理后的状态；空为不变")
    form: dict[str, Any] = Field(title="表单的 JSON Schema")
    choices: dict[str, list[Named]] = Field(title="表单中各选择项可选的代号")
    materials: list[Material] = Field(title="须附的材料")
    starts: list[str] = Field(title="开始的义务")
    ends: list[str] = Field(title="履行的义务")
    issues: list[str] = Field(title="签发的文书")
    internal: bool = Field(title="只有本方看得到")


class Duty(BaseModel):
    """What somebody owes, by which clause."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    owed_by: list[str] = Field(title="哪一方的义务")
    term: str | None = Field(title="期限在规则包中的代号")
    clauses: list[Cited] = Field(title="依据")


class Procedure(ProcedureLine):
    """All of a procedure: its sides, states, duties and acts."""

    sides: list[Side] = Field(title="各方")
    states: list[State] = Field(title="各状态")
    duties: list[Duty] = Field(title="各项义务")
    acts: list[Act] = Field(title="各项办理")
