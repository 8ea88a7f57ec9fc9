"""Guards: what stands against an act, in a sentence. None means: nothing does.

A system act is done as soon as none of its guards stands against it: guards are also its triggers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .calendar import lies_ahead
from .dossier import Entry, Situation
from .errors import DepartmentKey, Refusal, Sentence, say
from .law import Clauses
from .words import Duty, Side

Reason = Sentence | None
Against = Callable[[Situation], Reason]


@dataclass(frozen=True)
class Guard:
    """A named reason against an act, and what a check of the declaration must know of it."""

    name: str
    against: Against
    clause: Clauses = ()
    unless: str | None = None  # a field: whoever fills in their reason may go on, and is marked
    clears: tuple[Duty, ...] = ()  # duties that cannot be running once it lets pass
    after: str = ""  # the act that has been done once it lets pass
    asks: tuple[str, ...] = ()  # the facts that it cannot do without
    keys: tuple[str, ...] = ()  # what it reads from the pack

    def refusal(self, s: Situation) -> Refusal | None:
        """What it says against the act, with its clauses; None: it lets pass."""
        return Refusal(self.name, reason, s.rules.cite(self.clause)) if (reason := self.against(s)) else None


def guard(
    clause: Clauses = (), *, unless: str | None = None, asks: tuple[str, ...] = (), keys: tuple[str, ...] = ()
) -> Callable[[Against], Guard]:
    """Make a procedure's own guard of a function that says what stands against the act."""
    return lambda against: Guard(against.__name__, against, clause, unless, asks=asks, keys=keys)


def settled(*duties: Duty) -> Guard:
    """Nobody owes any of these any more: how acts of many are gathered."""

    def against(s: Situation) -> Reason:
        owing = [(duty, o.owed_by) for duty in duties for o in s.running(duty.name)]
        titles = tuple(dict.fromkeys(duty.title for duty, _ in owing))
        bodies = tuple(dict.fromkeys(DepartmentKey(body) for _, body in owing))
        return say("{bodies}尚未了结：{duties}", bodies=bodies, duties=titles) if owing else None

    return Guard("settled:" + ",".join(d.name for d in duties), against, clears=duties)


def overdue(duty: Duty) -> Guard:
    """The term has run out for someone: the trigger of deemed acts and lapses."""

    def against(s: Situation) -> Reason:
        late = any(o.overdue(s.now) for o in s.running(duty.name))
        return None if late else say("“{duty}”的期限尚未届满", duty=duty.title)

    return Guard(f"overdue:{duty.name}", against)


def elapsed(term: str, since: str, clause: Clauses = ()) -> Guard:
    """Only after the term has run out: no application before the period for appeal is over."""

    def against(s: Situation) -> Reason:
        due = s.reckon(term, s.facts[since]).due
        return None if due and s.now >= due else say("须待期限（{day}）届满后办理", day=due or "不定期")

    return Guard(f"elapsed:{term}", against, clause, asks=(since,), keys=(f"terms.{term}",))


def ahead(term: str, of: str, clause: Clauses = (), *, unless: str | None = None) -> Guard:
    """Early enough before an event."""

    def against(s: Situation) -> Reason:
        reckoned = s.reckon(term, s.facts[of])
        late = reckoned.due is not None and s.now >= reckoned.due
        return say("最迟应于{day}办理", day=reckoned.due_date) if late else None

    return Guard(f"ahead:{term}", against, clause, unless, asks=(of,), keys=(f"terms.{term}",))


def arrived(event: str) -> Guard:
    """Not before the moment that an act has named."""

    def against(s: Situation) -> Reason:
        return say("未到{day}", day=s.facts[event]) if lies_ahead(s.facts[event], s.now) else None

    return Guard(f"arrived:{event}", against, asks=(event,))


def happened(*events: str) -> Guard:
    """What a form says has happened cannot lie ahead."""

    def against(s: Situation) -> Reason:
        ahead = [at for event in events if (at := s.facts.get(event)) and lies_ahead(at, s.now)]
        return say("填写的时间（{at}）晚于现在，请填实际发生的时间", at=ahead[0]) if ahead else None

    return Guard("happened:" + ",".join(events), against, asks=events)


def done(act: str, title: str, by: Side | None = None, clause: Clauses = (), *, unless: str | None = None) -> Guard:
    """The act has been done in this dossier; by every party of a side, if one is named."""

    def against(s: Situation) -> Reason:
        doers = {entry.department for entry in s.did(act)}
        missing = set(s.dossier.parties.get(by.name, ())) - doers if by else set()
        return say("须先办理“{act}”", act=title) if not doers or missing else None

    return Guard(f"done:{act}" + (f":{by.name}" if by else ""), against, clause, unless, after="" if unless else act)


def by_the_other(act: str) -> Guard:
    """Not by the department that did `act` last: an offer is accepted by the other side."""

    def against(s: Situation) -> Reason:
        own = any(entry.department == s.department for entry in s.did(act)[-1:])
        return say("应由对方办理") if own else None

    return Guard(f"by_the_other:{act}", against)


def another_person(act: str, clause: Clauses = ()) -> Guard:
    """Not by the person who did `act` last: whoever approves has not drafted. Nobody nameless is another."""

    def against(s: Situation) -> Reason:
        same = any(entry.person == s.actor.person for entry in s.did(act)[-1:])
        return say("拟稿人不得批准自己拟的文书，请由其他负责人批准") if same else None

    return Guard(f"another_person:{act}", against, clause)


def in_the_matter(s: Situation) -> Sequence[Entry]:
    """What has been done in all dossiers of this procedure about the same violation, in order of time."""
    others = (entry for link in s.dossier.matter if link.procedure == s.dossier.procedure for entry in link.entries)
    return sorted((*others, *s.dossier.entries), key=lambda entry: entry.at)


def _times(entries: Sequence[Entry], acts: tuple[str, ...], since: tuple[str, ...]) -> int:
    """How often these acts were done since the last `since`."""
    cut = max((n for n, entry in enumerate(entries, start=1) if entry.act in since), default=0)
    return sum(entry.act in acts for entry in entries[cut:])


def at_most(limit: str, title: str, *acts: str, since: tuple[str, ...] = (), clause: Clauses = ()) -> Guard:
    """No more than the pack's limit of such acts in this dossier."""

    def against(s: Situation) -> Reason:
        most = s.rules.pack.limits[limit]
        many = _times(s.dossier.entries, acts, since) >= most
        return say("“{act}”以{most}次为限", act=title, most=most) if many else None

    return Guard(f"at_most:{limit}", against, clause, keys=(f"limits.{limit}",))


def reached(limit: str, title: str, *acts: str, since: tuple[str, ...] = ()) -> Guard:
    """The matter has seen the pack's limit of such acts: the trigger of what ends a ping-pong."""

    def against(s: Situation) -> Reason:
        least = s.rules.pack.limits[limit]
        few = _times(in_the_matter(s), acts, since) < least
        return say("同一事项“{act}”尚未达到{least}次", act=title, least=least) if few else None

    return Guard(f"reached:{limit}", against, keys=(f"limits.{limit}",))


def linked(procedure: str, title: str, *states: str, clause: Clauses = ()) -> Guard:
    """The matter's latest dossier of this procedure is in one of these states."""

    def against(s: Situation) -> Reason:
        latest = [link for link in s.dossier.matter if link.procedure == procedure][-1:]
        there = latest and latest[0].state in states
        return None if there else say("同一事项的“{procedure}”尚未办到这一步", procedure=title)

    return Guard(f"linked:{procedure}", against, clause)


def none_open(procedure: str, title: str, *, but: tuple[str, ...] = (), clause: Clauses = ()) -> Guard:
    """The matter has no open dossier of this procedure, save in the states `but`."""

    def against(s: Situation) -> Reason:
        bars = any(k.procedure == procedure and k.open and k.state not in but for k in s.dossier.matter)
        return say("同一事项尚有未办结的“{procedure}”", procedure=title) if bars else None

    return Guard(f"none_open:{procedure}", against, clause)
