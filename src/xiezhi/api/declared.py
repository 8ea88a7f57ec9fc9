"""The procedures as they are declared, read under the rules of today."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Field, Path, Router
from pydantic import BaseModel

from xiezhi.kernel import SYSTEM, NoSuchAct, Pack, Refusal, Rules, accepted, say
from xiezhi.kernel import Act as DeclaredAct
from xiezhi.kernel import Duty as DeclaredDuty
from xiezhi.kernel import Procedure as Declared
from xiezhi.kernel.words import each
from xiezhi.procedures import PROCEDURES

from . import shapes
from .acting import inlined
from .auth import READ, visitor
from .telling import ROOT, clauses
from .words import described

router = Router(auth=READ, tags=["规则"])


class ProcedureLine(BaseModel):
    """A procedure that is offered."""

    key: str = Field(title="代号")
    version: int = Field(title="版本")
    title: str = Field(title="名称")
    clauses: list[shapes.Cited] = Field(title="依据")
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
    clauses: list[shapes.Cited] = Field(title="依据")


class Act(BaseModel):
    """What may be done, by whom, from where to where, and what it asks for."""

    key: str = Field(title="代号")
    title: str = Field(title="名称")
    clauses: list[shapes.Cited] = Field(title="依据")
    by: list[MayAct] = Field(title="由谁办理")
    at: list[str] = Field(title="在哪些状态可以办理；new 为立卷")
    to: str | None = Field(title="办理后的状态；空为不变")
    form: dict[str, Any] = Field(title="表单的 JSON Schema")
    choices: dict[str, list[shapes.Named]] = Field(title="表单中各选择项可选的代号")
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
    clauses: list[shapes.Cited] = Field(title="依据")


class Procedure(ProcedureLine):
    """All of a procedure: its sides, states, duties and acts."""

    sides: list[Side] = Field(title="各方")
    states: list[State] = Field(title="各状态")
    duties: list[Duty] = Field(title="各项义务")
    acts: list[Act] = Field(title="各项办理")


@router.get("/procedures", response=Procedures, **described("procedures"))
def procedures(request: HttpRequest) -> Procedures:
    rules = visitor(request).force.rules
    return Procedures(items=[_line(one, rules) for one in PROCEDURES.values() if one.offered])


@router.get("/procedures/{key}", response=Procedure, **described("procedure", 404))
def procedure(request: HttpRequest, key: Path[str]) -> Procedure:
    rules = visitor(request).force.rules
    declared = PROCEDURES.get(key)
    if declared is None or not declared.offered:
        raise NoSuchAct(Refusal("no-such-procedure", say("没有这种协作：{key}", key=key)))
    return Procedure(
        **_line(declared, rules).__dict__,
        sides=[
            Side(key=side.name, title=gettext(side.title), many=side.many, outside=side.outside)
            for side in declared.sides.values() if side != SYSTEM.side
        ],
        states=[
            State(
                key=state.name, title=gettext(state.title), held_by=state.held_by.name if state.held_by else None,
                final=state.final,
            )
            for state in declared.states.values()
        ],
        duties=[_duty(duty, rules) for duty in declared.duties.values()],
        acts=[_act(act, rules) for act in declared.acts if act.roles != (SYSTEM,)],
    )  # fmt: skip


def _line(declared: Declared, rules: Rules) -> ProcedureLine:
    return ProcedureLine(
        key=declared.key, version=declared.version, title=gettext(declared.title),
        clauses=clauses(rules.cite(declared.clause)), href=f"{ROOT}/procedures/{declared.key}",
    )  # fmt: skip


def _duty(duty: DeclaredDuty, rules: Rules) -> Duty:
    return Duty(
        key=duty.name, title=gettext(duty.title), owed_by=[side.name for side in each(duty.owed_by)],
        term=duty.term or None, clauses=clauses(rules.cite(duty.clause)),
    )  # fmt: skip


def _act(act: DeclaredAct, rules: Rules) -> Act:
    pack = rules.pack
    return Act(
        key=act.name, title=gettext(act.title), clauses=clauses(rules.cite(act.clause)), by=_by(act, rules),
        at=[state.name for state in act.at], to=act.to.name if act.to else None,
        form=inlined(act.form.model_json_schema()), choices=_choices(act, pack), materials=_materials(act, pack),
        starts=[duty.name for duty in act.starts], ends=[duty.name for duty in act.ends],
        issues=[gettext(paper.title) for paper in act.issues], internal=act.internal,
    )  # fmt: skip


def _by(act: DeclaredAct, rules: Rules) -> list[MayAct]:
    return [
        MayAct(side=role.side.name, roles=list(accepted(role, rules)), title=gettext(role.title))
        for role in act.roles
        if role != SYSTEM
    ]


def _choices(act: DeclaredAct, pack: Pack) -> dict[str, list[shapes.Named]]:
    return {
        field: [shapes.Named(key=key, title=gettext(title)) for key, title in pack.choices[listed].items()]
        for field, listed in act.choices.items()
    }


def _materials(act: DeclaredAct, pack: Pack) -> list[Material]:
    return [
        Material(
            key=key, title=gettext(one.title), required=one.required, absent_with_reason=one.absent_with_reason,
            clauses=clauses(pack.quote(one.clause)),
        )
        for key, one in pack.materials.get(act.materials, {}).items()
    ]  # fmt: skip
