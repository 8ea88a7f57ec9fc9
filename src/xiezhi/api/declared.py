"""The procedures as they are declared, read under the rules of today."""

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Path, Router

from xiezhi.kernel import SYSTEM, NoSuchAct, Pack, Refusal, Rules, accepted, say
from xiezhi.kernel import Act as DeclaredAct
from xiezhi.kernel import Duty as DeclaredDuty
from xiezhi.kernel import Procedure as Declared
from xiezhi.kernel.words import each
from xiezhi.procedures import PROCEDURES

from . import shapes_of_rules as shapes
from .acting import inlined
from .auth import READ, visitor
from .shapes import Named
from .telling import ROOT, clauses
from .words import described

router = Router(auth=READ, tags=["规则"])


@router.get("/procedures", response=shapes.Procedures, **described("procedures"))
def procedures(request: HttpRequest) -> shapes.Procedures:
    rules = visitor(request).force.rules
    return shapes.Procedures(items=[_line(one, rules) for one in PROCEDURES.values() if one.offered])


@router.get("/procedures/{key}", response=shapes.Procedure, **described("procedure", 404))
def procedure(request: HttpRequest, key: Path[str]) -> shapes.Procedure:
    rules = visitor(request).force.rules
    declared = PROCEDURES.get(key)
    if declared is None or not declared.offered:
        raise NoSuchAct(Refusal("no-such-procedure", say("没有这种协作：{key}", key=key)))
    return shapes.Procedure(
        **_line(declared, rules).__dict__,
        sides=[
            shapes.Side(key=side.name, title=gettext(side.title), many=side.many, outside=side.outside)
            for side in declared.sides.values() if side != SYSTEM.side
        ],
        states=[
            shapes.State(
                key=state.name, title=gettext(state.title), held_by=state.held_by.name if state.held_by else None,
                final=state.final,
            )
            for state in declared.states.values()
        ],
        duties=[_duty(duty, rules) for duty in declared.duties.values()],
        acts=[_act(act, rules) for act in declared.acts if act.roles != (SYSTEM,)],
    )  # fmt: skip


def _line(declared: Declared, rules: Rules) -> shapes.ProcedureLine:
    return shapes.ProcedureLine(
        key=declared.key, version=declared.version, title=gettext(declared.title),
        clauses=clauses(rules.cite(declared.clause)), href=f"{ROOT}/procedures/{declared.key}",
    )  # fmt: skip


def _duty(duty: DeclaredDuty, rules: Rules) -> shapes.Duty:
    return shapes.Duty(
        key=duty.name, title=gettext(duty.title), owed_by=[side.name for side in each(duty.owed_by)],
        term=duty.term or None, clauses=clauses(rules.cite(duty.clause)),
    )  # fmt: skip


def _act(act: DeclaredAct, rules: Rules) -> shapes.Act:
    pack = rules.pack
    return shapes.Act(
        key=act.name, title=gettext(act.title), clauses=clauses(rules.cite(act.clause)), by=_by(act, rules),
        at=[state.name for state in act.at], to=act.to.name if act.to else None,
        form=inlined(act.form.model_json_schema()), choices=_choices(act, pack), materials=_materials(act, pack),
        starts=[duty.name for duty in act.starts], ends=[duty.name for duty in act.ends],
        issues=[gettext(paper.title) for paper in act.issues], internal=act.internal,
    )  # fmt: skip


def _by(act: DeclaredAct, rules: Rules) -> list[shapes.MayAct]:
    return [
        shapes.MayAct(side=role.side.name, roles=list(accepted(role, rules)), title=gettext(role.title))
        for role in act.roles
        if role != SYSTEM
    ]


def _choices(act: DeclaredAct, pack: Pack) -> dict[str, list[Named]]:
    return {
        field: [Named(key=key, title=gettext(title)) for key, title in pack.choices[listed].items()]
        for field, listed in act.choices.items()
    }


def _materials(act: DeclaredAct, pack: Pack) -> list[shapes.Material]:
    return [
        shapes.Material(
            key=key, title=gettext(one.title), required=one.required, absent_with_reason=one.absent_with_reason,
            clauses=clauses(pack.quote(one.clause)),
        )
        for key, one in pack.materials.get(act.materials, {}).items()
    ]  # fmt: skip
