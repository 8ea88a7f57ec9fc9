"""People of several departments who try what they like in the real office, by chance, while time goes by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pydantic import ValidationError

from tests.office.disputed import TALK, again, claim, disputed, proposal, returned, seat
from tests.office.told import MONDAY, PDF, Told, person
from tests.procedures.answers import Choices, rather
from xiezhi.kernel import Act, Actor, NotApplicable, NotDone, day_of, possible
from xiezhi.office import due
from xiezhi.office.db import fetch
from xiezhi.office.dossiers import Kept, load
from xiezhi.office.models import Dossier
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Absent, Done, KeyReused, OutOfDate, Request
from xiezhi.office.uploads import stage
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import current, in_force

DEPARTMENTS = ("zrzy", "zfj", "sfj", "xzf", "slj")
NAMED = (*("zfj",) * 6, *DEPARTMENTS, "nosuch", "fy")  # the likeliest most often; one is none, one is outside
ROLES = ("handler", "liaison", "head", "chief")
PEOPLE = tuple(f"{department}.{name}" for department in DEPARTMENTS for name in (*ROLES, "handler2"))
STRANGERS = ("sthj.handler", "sthj.head", "auditor", "admin")
BOTH = "both"  # a person with a mandate in two departments
ITEMS = ("planning-permit", "unheard-of")
SPANS = (timedelta(seconds=1), timedelta(hours=3), timedelta(days=1), timedelta(days=4), timedelta(days=30))

# All that an act might change. What is uploaded is laid down before.
TABLES = (
    "matter", "dossier", "party", "desk", "entry", "obligation", "counter", "paper", "void", "file", "absent", "receipt",
    "message", "draft", "upload",
)  # fmt: skip
PICTURE = "SELECT {} AS picture".format(
    " || ".join(f"(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY id), '')) FROM office_{t} t)" for t in TABLES)
    + " || (SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY id), '')) FROM registry_subject t)"
)


def picture() -> str:
    """All that an act might change, as one word."""
    said: str = fetch(PICTURE, [])[0]["picture"]
    return said


def people() -> dict[str, int]:
    """Everybody who walks, by their names."""
    seat(BOTH, ("zrzy", "handler"), ("zfj", "handler"), since=MONDAY - timedelta(days=3))
    return {name: person(name) for name in (*PEOPLE, *STRANGERS, BOTH)}


def begun(n: int) -> None:
    """What was there before the walk: nothing, or a case that lies somewhere or other."""
    beginnings: tuple[Callable[[Told], object], ...] = (
        lambda _: None, lambda told: told.sent(), received, lambda told: returned(told.sent()),
        lambda told: received(again(returned(told.sent()), "slj"), "slj"), disputed, lambda told: raised(disputed(told)),
        lambda told: received(told)("zfj.head", "ask_supplement", gaps="照片"),
    )  # fmt: skip
    beginnings[n % len(beginnings)](Told())


def received(told: Told, receiver: str = "zfj") -> Told:
    """Signed for by whom it was sent to: the usual one, if it was not sent yet."""
    if not told.number:
        told.sent()
    told(f"{receiver}.liaison", "receive", received_by="甲")
    return told


def raised(told: Told) -> Told:
    """The dispute that was proposed is begun, and talked over."""
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child))
    child("zrzy.handler", "negotiate", met_at=child.at, **TALK)
    return child


@dataclass
class Walk:
    """One course of the office; everything about it follows from the seed and from what was there."""

    by: Random
    people: Mapping[str, int]
    at: datetime = MONDAY
    trail: list[str] = field(default_factory=list)
    done: list[tuple[Request, Done]] = field(default_factory=list)
    tried: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def step(self) -> None:
        """Time goes by, or somebody tries something."""
        ways = (*(self.goes_by,) * 4, self.opens, self.repeats, self.misuses, *(self.acts,) * 24)
        self.by.choice(ways)()

    def goes_by(self) -> None:
        """The worker comes by, or sleeps."""
        self.at += self.by.choice(SPANS)
        if self.by.random() < 0.7:
            for number in due.dossiers(self.at):
                tick(number, self.at)

    def opens(self) -> None:
        procedure = PROCEDURES["case-transfer"]
        who, act = (
            self.by.choice((*("zrzy.handler",) * 9, *PEOPLE)),
            self.by.choice([act for act in procedure.acts if act.at[0].name == "new"]),
        )
        self.tries(self.asked(who, act, procedure=procedure.key))

    def acts(self) -> None:
        """Mostly what somebody may do; sometimes anything by anybody, or in the name of a department that is not theirs."""
        kept = self.taken()
        if kept is None:
            self.opens()
            return
        able = self.able(kept)
        if able and self.by.random() < 0.9:
            who, act = self.by.choice(rather(self.by, able, self.tried[kept.id]))
        else:
            who, act = self.by.choice([*self.people]), self.by.choice(kept.procedure.acts)
        self.tried[kept.id][act.name] += 1
        request = self.asked(who, act, on=kept.id)
        seen = self.by.choice((None, *(kept.revision,) * 20, kept.revision - 1, kept.revision + 1))
        named = self.by.choice((*("",) * 40, *DEPARTMENTS)) if who != BOTH else self.by.choice(("zrzy", "zfj", ""))
        self.tries(replace(request, revision=seen, department=named), self.expected(kept, who, seen, named))

    def expected(self, kept: Kept, who: str, seen: int | None, named: str) -> type[NotDone] | None:
        """What an act must fail with before anything else is looked at."""
        own = {"zrzy", "zfj"} if who == BOTH else {who.partition(".")[0]}
        if who in ("auditor", "admin") or not kept.desks & own & ({named} if named else own):
            return Absent
        return None if seen in (None, kept.revision) else OutOfDate

    def repeats(self) -> None:
        """The same request with its key gets the same answer, and another one with this key none."""
        if not self.done:
            return
        request, answer = self.by.choice(self.done)
        was = picture()
        again = self.outcome(request)
        assert again == answer, f"asked again: {again}"
        assert isinstance(self.outcome(replace(request, filled={**request.filled, "more": 1})), KeyReused)
        assert picture() == was, "asked again, and something has changed"

    def misuses(self) -> None:
        """A dossier that is not there, a paper of another procedure, a file that nobody has uploaded."""
        if kept := self.taken():
            who, act = self.by.choice(PEOPLE), self.by.choice(kept.procedure.acts)
            request = self.asked(who, act, on=kept.id)
            self.tries(replace(request, on=kept.id + 10**6), Absent)
            self.tries(replace(request, procedure="nosuch"), Absent)
            self.tries(replace(request, attached={"source": ["sha256:" + "0" * 64], "proof": ["x"]}))

    def taken(self) -> Kept | None:
        """One of the dossiers, rather one that is not over, if there is any."""
        running = [*Dossier.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True)]
        every = [*Dossier.objects.order_by("pk").values_list("pk", flat=True)]
        numbers = running if self.by.random() < 0.9 else every
        return load(self.by.choice(numbers), person=None, at=self.at) if numbers else None

    def able(self, kept: Kept) -> list[tuple[str, Act]]:
        """Who may do what here."""
        rules = in_force(kept.pack, kept.calendar).rules
        actors = [Actor(name.partition(".")[0], [self.role(name)], name) for name in PEOPLE]
        seated = [actor for actor in actors if actor.department in kept.desks]
        return [(by.person, act) for by in seated for act in possible(kept.procedure, kept.dossier, by, rules)]

    @staticmethod
    def role(name: str) -> str:
        return name.partition(".")[2].rstrip("2")

    def asked(self, who: str, act: Act, *, on: int | None = None, procedure: str = "") -> Request:
        """A request for this act, mostly well filled in, with what must be attached."""
        pack = current(day_of(self.at)).rules.pack
        choices = Choices(self.by, self.at, pack, NAMED, ITEMS)
        well = choices.filled(act.form)
        return Request(
            act=act.name, person=self.people[who], at=self.at, on=on, procedure=procedure,
            filled=choices.spoiled(well) if self.by.random() < 0.1 else well,
            attached=self.attached(who, [*pack.materials.get(act.materials, {})]), key=f"{who} {self.by.random()}",
        )  # fmt: skip

    def attached(self, who: str, listed: Sequence[str]) -> dict[str, Any]:
        """What must be attached, by its own digest; sometimes a reason instead, or nothing."""
        file = [stage([PDF], "记录.pdf", person=self.people[who], at=self.at).digest] if listed else []
        odd = self.by.choice((*(file,) * 12, NotApplicable("没有"), ()))
        return {key: self.by.choice((file, odd)) for key in listed}

    def tries(self, request: Request, expected: type[NotDone] | None = None) -> None:
        """What must fail with this fails with this; and what was refused has changed nothing."""
        was, outcome = picture(), self.outcome(request)
        self.trail.append(f"{request} -> {outcome!r}")
        if isinstance(outcome, Done):
            self.done.append((request, outcome))
        else:
            assert picture() == was, "refused, and yet something has changed"
        assert expected is None or type(outcome) is expected, f"{expected} was expected"

    @staticmethod
    def outcome(request: Request) -> Done | NotDone | ValidationError:
        try:
            return perform(request)
        except (NotDone, ValidationError) as refused:
            return refused
