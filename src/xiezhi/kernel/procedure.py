"""A procedure is a list of acts. It checks itself when it is declared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from .check import faults
from .errors import Faulty, NoSuchAct, Refusal, say
from .form import Day, Form, Nothing
from .guards import Guard, happened
from .law import Clauses, Key
from .pack import Pack
from .rules import Fault
from .term import Term
from .words import Duty, Ground, OneOrMore, Paper, Role, Side, State, asks


@dataclass(frozen=True)
class Opens:
    """A child dossier in the same matter, with the facts that it is given to begin with."""

    procedure: str
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Act:
    """What someone may do, from where to where (without `to` it stays), and all that follows."""

    name: str = field(kw_only=False)
    title: str = field(kw_only=False)
    by: OneOrMore
    at: Sequence[State]
    to: State | None = None
    clause: Clauses
    form: type[Form] = Nothing
    materials: str = ""  # the pack's list of what must be attached
    guards: Sequence[Guard] = ()
    admits: Sequence[Side] = ()
    escalates: Sequence[Side] = ()  # to the next of the pack's list
    starts: Sequence[Duty] = ()
    measures: Sequence[Duty] = ()  # started and performed by this very act: "at once"
    ends: Sequence[Duty] = ()
    lifts: Sequence[Duty] = ()
    lapses: Sequence[Duty] = ()
    suspends: Mapping[Duty, Ground] = field(default_factory=dict)
    resumes: Mapping[Duty, Ground] = field(default_factory=dict)
    extends: Mapping[Duty, str] = field(default_factory=dict)  # to the limit of this term
    performed: str = ""  # the field that says when what it ends was really done (none: with the act)
    issues: Sequence[Paper] = ()
    voids: Sequence[Paper] = ()  # their numbers stay, as void
    opens: Opens | None = None
    discards: str = ""  # what was opened of this procedure and nobody has begun
    internal: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whoever may do it, one or several, as a row."""
        return (self.by,) if isinstance(self.by, Role) else tuple(self.by)

    @property
    def duties(self) -> Iterator[Duty]:
        """Every duty that the act names."""
        yield from (*self.starts, *self.measures, *self.ends, *self.lifts, *self.lapses)
        yield from (*self.suspends, *self.resumes, *self.extends)

    @property
    def guarded(self) -> Sequence[Guard]:
        """All that may stand against it: its guards, and that what was really done earlier cannot lie ahead."""
        return (*self.guards, *([happened(self.performed)] if self.performed else ()))

    @property
    def choices(self) -> dict[str, str]:
        """The fields that are chosen from one of the pack's lists, and which."""
        return {name: listed for name, info in self.form.model_fields.items() if (listed := _listed(info))}


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """All acts of one kind of collaboration. `readers` oversee: they see what is sent and owed, and do nothing."""

    key: str
    version: int
    title: str
    clause: Clauses
    acts: Sequence[Act]
    readers: Sequence[Side] = ()
    caption: str = ""  # how lists name a dossier: a template over the facts
    usual: Sequence[State] = ()  # the usual way through, as pages draw it
    offered: bool = True  # False: declared, not yet finished, and not offered to anyone

    def __post_init__(self) -> None:
        if found := list(faults(self.acts)):
            raise Faulty(f"{self.key}: " + "; ".join(found))

    def act(self, name: str) -> Act:
        if found := next((act for act in self.acts if act.name == name), None):
            return found
        said = say("“{procedure}”没有这种办理：{name}", procedure=self.title, name=name)
        raise NoSuchAct(Refusal("no-such-act", said))

    @cached_property
    def states(self) -> dict[str, State]:
        return {s.name: s for act in self.acts for s in (*act.at, *([act.to] if act.to else []))}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        return {duty.name: duty for act in self.acts for duty in act.duties}

    @cached_property
    def papers(self) -> dict[str, Paper]:
        return {paper.name: paper for act in self.acts for paper in act.issues}

    @cached_property
    def sides(self) -> dict[str, Side]:
        taken = (s for act in self.acts for s in (*act.admits, *(r.side for r in act.roles)))
        return {side.name: side for side in (*taken, *self.readers)}

    @cached_property
    def fields(self) -> dict[str, FieldInfo]:
        """Every field that some act fills in; a name has one meaning, so the last will do."""
        return {name: info for act in self.acts for name, info in act.form.model_fields.items()}

    @property
    def clauses(self) -> Clauses:
        """Everything that the declaration cites, each once."""
        cited = [*self.clause, *(c for d in self.duties.values() for c in d.clause)]
        for act in self.acts:
            cited += [*act.clause, *(c for g in act.guards for c in g.clause)]
            cited += [c for ground in act.suspends.values() for c in ground.clause]
        return tuple(dict.fromkeys(cited))

    def misses(self, pack: Pack) -> Iterator[Fault]:
        """The keys that this procedure asks for and the pack has not, and values it cannot use."""
        for key in sorted(self.keys):
            section, name = key.split(".", 1)
            if name not in getattr(pack, section):
                yield (section, name), f"{self.key} asks for this, and it is not there"
        for duty in self.duties.values():
            for value, starts in pack.terms[duty.term].values if duty.term in pack.terms else ():
                chosen = self.fields.get(starts or next(iter(duty.starts_from), ""))
                if starts and starts not in duty.starts_from:
                    yield ("terms", duty.term, "starts"), f"{self.key} has no moment {starts}"
                elif isinstance(value, Term) and value.in_hours and chosen and chosen.annotation is Day:
                    yield ("terms", duty.term, "value"), f"{self.key} starts it from a day, not a moment: no hours"

    def may_be(self, field: str, value: str, pack: Pack) -> bool:
        """Whether somebody can fill in this value: of a choice it must be one that is listed."""
        info = self.fields.get(field)
        if info is None:
            return False
        literals = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
        among = pack.choices.get(_listed(info), literals)
        return value in among or not among

    @cached_property
    def keys(self) -> set[str]:
        """All that it asks of a pack."""
        keys = {f"terms.{d.term}" for d in self.duties.values() if d.term}
        keys |= {f"clauses.{c.name}" for c in self.clauses if isinstance(c, Key)}
        for act in self.acts:
            keys |= {f"terms.{limit}" for limit in act.extends.values()}
            keys |= {key for g in act.guards for key in g.keys}
            keys |= {f"materials.{act.materials}"} if act.materials else set()
            keys |= {f"numbers.{paper.number}" for paper in act.issues if paper.number}
            keys |= {f"approvers.{role.approver}" for role in act.roles if role.approver}
            keys |= {f"choices.{name}" for name in act.choices.values()}
        return keys | {f"appointments.{n}" for side in self.sides.values() for n in self._appointments(side)}

    def _appointments(self, side: Side) -> set[str]:
        """Every list that may appoint this side: one for each value of the fact that chooses."""
        chosen = ((n, v) for n in asks(side.appointed) for v in get_args(self.fields[n].annotation))
        return {side.appointed.format_map({n: v}) for n, v in chosen} or {side.appointed} - {""}


def _listed(info: FieldInfo) -> str:
    """The list of the pack from which a field is chosen, if it is."""
    extra = info.json_schema_extra
    return str(extra.get("choices", "")) if isinstance(extra, dict) else ""
