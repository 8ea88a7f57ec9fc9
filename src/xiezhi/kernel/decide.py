"""The rules: what follows if this person does this act now. No I/O, no clock of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from . import settle
from .dossier import Actor, Dossier, Holding, Obligation, Situation
from .errors import NotEntitled, Refusal, Refused, WrongState, say
from .form import Form
from .pack import Material
from .procedure import Act, Procedure
from .rules import Rules
from .words import NEW, SYSTEM, Facts, Parties, Role, Side, present

THE_SYSTEM = Actor("", ["system"])


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


def entitled(act: Act, dossier: Dossier, by: Actor, rules: Rules) -> Iterator[tuple[Role, str]]:
    """The roles of the act in which this person may do it, each with the party acted for."""
    for role in act.roles:
        if role == SYSTEM:
            yield from [(role, "")] if by == THE_SYSTEM else []
            continue
        holds = not set(accepted(role, rules)).isdisjoint(by.roles)
        if dossier.state == NEW.name:
            appointed = rules.pack.appointments.get(role.side.appointed, ())
            may_open = not role.side.appointed or by.department in appointed
            yield from [(role, by.department)] if may_open and holds else []
        else:
            parties = present(role.side, dossier.parties)
            recorder = role.side.outside and by.department == dossier.opened_by and "handler" in by.roles
            own = by.department in parties and holds
            yield from ((role, party) for party in parties if recorder or (own and party == by.department))


def accepted(role: Role, rules: Rules) -> tuple[str, ...]:
    """The mandates, any one of which carries this role: for an approver the pack says which."""
    return rules.pack.approvers[role.approver].roles if role.approver else (role.name,)


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
    act, by = procedure.act(asked.act), asked.by
    if dossier.state not in {state.name for state in act.at}:
        where = procedure.states[dossier.state].title
        raise WrongState(Refusal("wrong-state", say("现在是“{state}”，不能办理“{act}”", state=where, act=act.title)))
    role, department = next(entitled(act, dossier, by, world.rules), (None, ""))
    if role is None:
        who = tuple(role.title for role in act.roles)
        raise NotEntitled(Refusal("not-entitled", say("“{act}”应由{roles}办理", act=act.title, roles=who)))
    form = filled_in(act, asked.filled, world.rules)
    filled = {name: getattr(form, name) for name in type(form).model_fields}
    s = Situation(dossier, {**dossier.facts, **filled}, by, department, asked.now, world.rules, world.catalogue)
    deed = settle.Deed(act, role, form, s, {**dossier.parties, **_admitted(act, role, form, s)})
    recorded_by = by.department if by.department != department else None
    refusals = list(_refusals(deed, asked.attached, recorded=recorded_by is not None))
    reasoned = {g.name for g in act.guards if g.unless and s.facts.get(g.unless)}
    if blocking := [refusal for refusal in refusals if refusal.name not in reasoned]:
        raise Refused(*blocking)
    state = act.to or procedure.states[dossier.state]
    return Decision(
        act=act, role=role, department=department, recorded_by=recorded_by, state=state.name,
        holder=next(iter(present(state.held_by, deed.parties)), None) if state.held_by else None,
        form=form, filled={} if role.side.many else filled, facts=s.facts,
        admits={n: ds for n, ds in deed.parties.items() if dossier.parties.get(n) != ds},
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


def _admitted(act: Act, role: Role, form: Form, s: Situation) -> dict[str, tuple[str, ...]]:
    first = {role.side.name: (s.department,)} if s.dossier.state == NEW.name else {}
    admitted = {side.name: _taking(side, form, s) for side in act.admits}
    return first | admitted | {side.name: _next(side, s) for side in act.escalates}


def _taking(side: Side, form: Form, s: Situation) -> tuple[str, ...]:
    """Who takes a place: whom a form has named, or else whom the pack appoints."""
    there = s.dossier.parties.get(side.name, ())
    if side.appointed and side.name not in type(form).model_fields:
        appointed = s.rules.pack.appointments[side.appointment(s.facts)]
        return appointed if side.many else there or appointed[:1]
    named = s.facts[side.name] if side.many else (s.facts[side.name],)
    return (*there, *(d for d in named if d not in (there if side.many else there[-1:])))


def _next(side: Side, s: Situation) -> tuple[str, ...]:
    there = s.dossier.parties[side.name]
    return (*there, *s.rules.pack.appointments[side.appointment(s.facts)][len(there) :][:1])


def _refusals(deed: settle.Deed, attached: Attached, *, recorded: bool) -> Iterator[Refusal]:
    """Everything that stands against the act, by name."""
    act, s = deed.act, deed.s
    for key, material in s.rules.pack.materials.get(act.materials, {}).items():
        if sentence := _lacking(material, attached.get(key)):
            yield Refusal(f"material:{key}", say(sentence, material=material.title), s.rules.pack.quote(material.clause))
    if recorded and not attached.get("proof"):
        yield Refusal("proof", say("代{role}登记，须附其文书", role=deed.role.title))
    for guard in act.guards:
        if reason := guard.against(s):
            yield Refusal(guard.name, reason, s.rules.cite(guard.clause))
    for side in act.escalates:
        if deed.parties[side.name] == s.dossier.parties[side.name]:
            yield Refusal(f"escalates:{side.name}", say("{side}已是最后一级", side=side.title))
    yield from settle.refusals(deed)


def _lacking(material: Material, given: Sequence[str] | NotApplicable | None) -> str | None:
    if isinstance(given, NotApplicable):
        return None if material.absent_with_reason and given.reason.strip() else "“{material}”不能以不适用代替，请上传"
    if given or not material.required:
        return None
    return "“{material}”还没有上传，也没有写不适用的理由" if material.absent_with_reason else "“{material}”还没有上传"
