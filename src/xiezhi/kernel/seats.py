"""Places in a dossier: which roles a person may act in, and which department takes which side."""

from collections.abc import Iterator

from .dossier import Actor, Dossier, Situation
from .errors import DepartmentKey, Refusal, say
from .form import Form
from .procedure import Act, Procedure
from .rules import Rules
from .words import NEW, SYSTEM, Facts, Parties, Role, Side, present

THE_SYSTEM = Actor("", ["system"])
NOTHING_KNOWN: Facts = {}


def entitled(act: Act, dossier: Dossier, by: Actor, rules: Rules) -> Iterator[tuple[Role, str]]:
    """The roles of the act in which this person may do it, each with the party acted for, in the act's own order."""
    for role in act.roles:
        if role == SYSTEM:
            yield from [(role, "")] if by == THE_SYSTEM else []
            continue
        holds = not set(accepted(role, rules, dossier.facts)).isdisjoint(by.roles)
        if dossier.state == NEW.name:
            appointed = rules.pack.appointments.get(role.side.appointed, ())
            may_open = not role.side.appointed or by.department in appointed
            yield from [(role, by.department)] if may_open and holds else []
        else:
            parties = present(role.side, dossier.parties)
            recorder = role.side.outside and by.department == dossier.opened_by and "handler" in by.roles
            own = by.department in parties and holds
            yield from ((role, party) for party in parties if recorder or (own and party == by.department))


def accepted(role: Role, rules: Rules, facts: Facts = NOTHING_KNOWN) -> tuple[str, ...]:
    """The mandates, any one of which carries this role: for an approver the pack says which, by the dossier's facts."""
    return rules.pack.approvers[role.approver].of(facts) if role.approver else (role.name,)


def not_entitled(act: Act, dossier: Dossier, rules: Rules) -> Refusal:
    """Whose act it is: where the pack lets only one kind of mandate sign, that one."""
    titles, quoted = [], []
    for role in act.roles:
        mandates = accepted(role, rules, dossier.facts)
        titles.append(getattr(role.side, mandates[0]).title if role.approver and len(mandates) == 1 else role.title)
        quoted += [rules.pack.approvers[role.approver].clause] if role.approver else []
    return Refusal("not-entitled", say("“{act}”应由{roles}办理", act=act.title, roles=titles), rules.cite((), *quoted))


def seated(procedure: Procedure, act: Act, role: Role, s: Situation) -> Parties:
    """Who has which place once the act is done. Whoever opens a dossier takes the side they act for."""
    parties = {**s.dossier.parties} | ({role.side.name: (s.department,)} if s.dossier.state == NEW.name else {})
    for side in (*act.admits, *act.escalates):
        there = parties.get(side.name, ())
        if side.appointed:
            listed = s.rules.pack.appointments[side.appointment(s.facts)]
            free = [d for d in listed if d not in there and not _place(procedure, side, d, parties)]
            one = [] if there and side not in act.escalates else free[:1]
            parties[side.name] = (*there, *(free if side.many else one))
        else:
            sitting = there if side.many else there[-1:]
            parties[side.name] = (*there, *(d for d in _named(side, s.facts) if d not in sitting))
    return parties


def _named(side: Side, facts: Facts) -> tuple[str, ...]:
    return tuple(facts[side.name]) if side.many else (facts[side.name],)


def _place(procedure: Procedure, side: Side, department: str, parties: Parties) -> Side | None:
    """Another place that the department has, beside which it may not take this one: nobody deals with themselves."""
    others = (other for other in procedure.sides.values() if other != side and not (other.shared or side.shared))
    return next((other for other in others if department in present(other, parties)), None)


def refusals(procedure: Procedure, act: Act, form: Form, s: Situation, parties: Parties) -> Iterator[Refusal]:
    """What stands against the places that the act gives, or that its form names for later."""
    for side in act.escalates:
        if parties[side.name] == s.dossier.parties[side.name]:
            yield Refusal(f"escalates:{side.name}", say("{side}已是最后一级", side=side.title))
    for side in procedure.sides.values():
        given = side in (*act.admits, *act.escalates)
        named = _named(side, s.facts) if side.name in type(form).model_fields else ()
        if given and not present(side, parties):
            yield Refusal(f"nobody:{side.name}", say("没有单位可以作为{side}", side=side.title))
        for body in present(side, parties) if given else named:
            if other := _place(procedure, side, body, parties):
                given_twice = {"body": DepartmentKey(body), "other": other.title, "side": side.title}
                yield Refusal(f"two-places:{side.name}", say("{body}已是{other}，不能又作为{side}", **given_twice))
