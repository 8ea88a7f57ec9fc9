"""The rules: what follows if this person does this act now. No I/O, no clock of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from . import seats, settle
from .calendar import Beyond
from .dossier import Actor, Dossier, Holding, Obligation, Situation
from .errors import NotEntitled, Refusal, Refused, WrongState, say
from .form import Form
from .pack import Material, Pack
from .procedure import Act, Procedure
from .rules import Rules
from .seats import THE_SYSTEM, entitled, not_entitled
from .words import Facts, Parties, Role, present


@dataclass(frozen=True)
class NotApplicable:
    """A required material that there cannot be, and why."""

    reason: str


Attached = Mapping[str, Sequence[str] | NotApplicable]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks to be done: an act, by whom, with what filled in and attached, and when."""

    act: str
    by: Actor
    now: datetime
    filled: Mapping[str, Any] = field(default_factory=dict)
    attached: Attached = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """What is in force around the dossier."""

    rules: Rules
    catalogue: Mapping[str, Holding] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Everything that an act changes. The office carries it out as it stands."""

    act: Act
    role: Role
    department: str  # who acts, or for whom it is recorded
    recorded_by: str | None
    state: str
    holder: str | None  # the one party with whom the case now lies; None: closed
    form: Form
    filled: Facts  # joins the dossier's facts, unless the role is of a side of many
    facts: Facts  # the dossier's, as they then are, with this act's
    admits: Parties
    changes: tuple[Obligation, ...]
    starts: tuple[Obligation, ...]
    overrides: tuple[str, ...]  # guards that a stated reason has overcome
    carried: Facts  # what a child dossier is given to begin with


def possible(procedure: Procedure, dossier: Dossier, by: Actor, rules: Rules) -> list[Act]:
    """The acts that this person can do now: the buttons on the page."""
    here = (act for act in procedure.acts if dossier.state in {state.name for state in act.at})
    return [act for act in here if any(entitled(act, dossier, by, rules))]


def system_acts(procedure: Procedure, s: Situation) -> Iterator[Act]:
    """The acts that the system does by itself now: those that nothing stands against."""
    for act in possible(procedure, s.dossier, THE_SYSTEM, s.rules):
        if not act.form.model_fields and not any(guard.against(s) for guard in act.guards):
            yield act


def decide(procedure: Procedure, dossier: Dossier, asked: Asked, world: World) -> Decision:
    """What follows if this is done now.

    Raises NoSuchAct, WrongState, NotEntitled, pydantic's ValidationError for the form, or Refused with
    everything else that stands against it. Nothing has changed then.
    """
    try:
        return _decided(procedure, dossier, asked, world)
    except Beyond:
        raise Refused(Refusal("calendar", say("填写的日期太早或者太晚，日历算不到，请核对"))) from None


def _decided(procedure: Procedure, dossier: Dossier, asked: Asked, world: World) -> Decision:
    act, by = procedure.act(asked.act), asked.by
    if dossier.state not in {state.name for state in act.at}:
        where = procedure.states[dossier.state].title
        raise WrongState(Refusal("wrong-state", say("现在是“{state}”，不能办理“{act}”", state=where, act=act.title)))
    role, department = next(entitled(act, dossier, by, world.rules), (None, ""))
    if role is None:
        raise NotEntitled(not_entitled(act, dossier, world.rules))
    form = filled_in(act, asked.filled, world.rules)
    filled = {name: getattr(form, name) for name in type(form).model_fields}
    s = Situation(dossier, {**dossier.facts, **filled}, by, department, asked.now, world.rules, world.catalogue)
    parties = seats.seated(procedure, act, role, s)
    deed = settle.Deed(act, role, form, s, parties)
    recorded_by = by.department if by.department != department else None
    refusals = [
        *lacking(act, world.rules.pack, asked.attached),
        *([Refusal("proof", say("代{role}登记，须附其文书", role=role.title))] if recorded_by and not asked.attached.get("proof") else []),
        *filter(None, (guard.refusal(s) for guard in act.guarded)),
        *seats.refusals(procedure, act, form, s, parties), *settle.refusals(deed),
    ]  # fmt: skip
    reasoned = {g.name for g in act.guards if g.unless and s.facts.get(g.unless)}
    if blocking := [refusal for refusal in refusals if refusal.name not in reasoned]:
        raise Refused(*blocking)
    state = act.to or procedure.states[dossier.state]
    return Decision(
        act=act, role=role, department=department, recorded_by=recorded_by, state=state.name,
        holder=next(iter(present(state.held_by, parties)), None) if state.held_by else None,
        form=form, filled={} if role.side.many else filled, facts=s.facts,
        admits={n: ds for n, ds in parties.items() if dossier.parties.get(n) != ds},
        changes=tuple(settle.changes(deed)), starts=tuple(settle.starts(deed)),
        overrides=tuple(refusal.name for refusal in refusals),
        carried={name: s.facts[name] for name in act.opens.carries} if act.opens else {},
    )  # fmt: skip


def filled_in(act: Act, filled: Mapping[str, Any], rules: Rules) -> Form:
    """The act's form, with what is chosen looked up in the pack. Raises ValidationError."""
    form = act.form.model_validate(filled)
    wrong = [
        InitErrorDetails(type=PydanticCustomError("choice", "不在可选范围内"), loc=(name,), input=chosen)
        for name, listed in act.choices.items()
        if (chosen := getattr(form, name)) is not None and chosen not in rules.pack.choices[listed]
    ]
    if wrong:
        raise ValidationError.from_exception_data(act.form.__name__, wrong)
    return form


def lacking(act: Act, pack: Pack, attached: Attached) -> Iterator[Refusal]:
    """What is not attached and should be."""
    for key, material in pack.materials.get(act.materials, {}).items():
        if sentence := _lack(material, attached.get(key)):
            yield Refusal(f"material:{key}", say(sentence, material=material.title), pack.quote(material.clause))


def _lack(material: Material, given: Sequence[str] | NotApplicable | None) -> str | None:
    if isinstance(given, NotApplicable):
        return None if material.absent_with_reason and given.reason.strip() else "“{material}”不能以不适用代替，请上传"
    if given or not material.required:
        return None
    return "“{material}”还没有上传，也没有写不适用的理由" if material.absent_with_reason else "“{material}”还没有上传"
