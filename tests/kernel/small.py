"""The smallest pack, calendar and procedures that show one rule of the kernel at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field

from xiezhi.kernel import (
    COUNTY,
    NEW,
    ZONE,
    Act,
    Actor,
    Asked,
    Attached,
    Calendar,
    Decision,
    Department,
    Departments,
    Dossier,
    Duty,
    Form,
    Moment,
    Obligation,
    Pack,
    Paper,
    Procedure,
    Rules,
    Side,
    Situation,
    State,
    Term,
    Words,
    World,
    Year,
    decide,
)

NOW = datetime(2021, 3, 1, 9, tzinfo=ZONE)  # a Monday
CALENDAR = Calendar([Year(2021, off={date(2021, 4, 5): "清明节"}, worked={}, published=True)], "calendar-1")

PACK: Mapping[str, Any] = {
    "pack": {"key": "small", "title": "小县规则", "jurisdiction": "330723", "in_force_from": date(2021, 1, 1)},
    "documents": {"doc": {"number": "小政发〔2021〕1号", "title": "意见", "in_force": date(2021, 1, 1)}},
    "clauses": {key: {"document": "doc", "article": key} for key in ("ask", "answer", "help")},
    "terms": {
        "answer": {"value": "5 working_days", "clause": "answer", "source": "document"},
        "longest": {"value": "10 working_days", "clause": "answer", "source": "local default"},
    },
    "appointments": {"judges": ["judge", "higher"], "court": ["court"], "office": ["office"]},
    "approvers": {"sign": {"roles": ["head", "chief"], "clause": "ask"}},
    "limits": {"twice": 2},
    "examples": [{"term": "answer", "start": date(2021, 3, 1), "due_date": date(2021, 3, 8)}],
}

ASKER = Side("asker", "请求单位")
HELPER = Side("helper", "协助单位")
HELPERS = Side("helpers", "协助单位", many=True)
JUDGE = Side("judge", "决定机关", appointed="judges")
COURT = Side("court", "法院", appointed="court", outside=True)
OFFICE = Side("office", "办公室", appointed="office", shared=True)

ASKED = State("asked", "待答复", HELPER)
OPEN = State("open", "办理中", ASKER)
DONE = State("done", "已办结")

ASK = COUNTY["ask"]
ANSWER = Duty(name="answer", title="答复", owed_by=HELPER, to=ASKER, term="answer", clause=COUNTY["answer"])
EACH_ANSWER = Duty(name="answer", title="答复", owed_by=HELPERS, to=ASKER, term="answer", clause=COUNTY["answer"])
LETTER = Paper(name="letter", title="协助函", to=HELPER, text="请{helper}协助：{question}")


class Question(Form):
    helper: Department = Field(title="协助单位")
    question: Words = Field(title="问题")


class Questions(Form):
    helpers: Departments = Field(title="协助单位")


class Answer(Form):
    answer: Words = Field(title="答复")


class Since(Form):
    since: Moment = Field(title="起算时间")


def rules(**changed: Any) -> Rules:
    """The small pack with some of its sections changed, key by key."""
    merged = {
        name: {**PACK.get(name, {}), **more} if isinstance(more, dict) else more for name, more in changed.items()
    }
    return Rules(pack=Pack.model_validate({**PACK, **merged}), calendar=CALENDAR)


RULES = rules()


def act(name: str, **more: Any) -> Act:
    """An act of the asker's handler in an open dossier, unless something else is said."""
    return Act(name, f"办理{name}", **{"by": ASKER.handler, "at": [OPEN], "clause": ASK, **more})


def procedure(*acts: Act, **more: Any) -> Procedure:
    """A procedure of these acts."""
    return Procedure(**{"key": "small", "version": 1, "title": "小事", "clause": ASK, "acts": acts, **more})


ASKING = procedure(
    act("ask", at=[NEW], to=ASKED, form=Question, admits=[HELPER], starts=[ANSWER], issues=[LETTER]),
    act("answer", by=[HELPER.handler, HELPER.liaison], at=[ASKED], to=DONE, form=Answer, ends=[ANSWER]),
    act("withdraw", by=ASKER.head, at=[ASKED], to=DONE, lifts=[ANSWER]),
)


def person(who: str) -> Actor:
    """`zjj.handler`, or with several roles `zjj.handler+head`."""
    department, _, roles = who.partition(".")
    return Actor(department, roles.split("+"), who)


def decided(
    of: Procedure, dossier: Dossier, who: str, act: str, attached: Attached | None = None, /, *,
    now: datetime = NOW, under: Rules = RULES, **filled: Any,
) -> Decision:  # fmt: skip
    """What follows if this person does the act."""
    asked = Asked(act=act, by=person(who), now=now, filled=filled, attached=attached or {})
    return decide(of, dossier, asked, World(under))


def dossier(state: State = OPEN, **more: Any) -> Dossier:
    """A dossier in which the asker is zjj and the helper slj."""
    taken = {"asker": ("zjj",), "helper": ("slj",)}
    return Dossier(**{"procedure": "small", "state": state.name, "opened_by": "zjj", "parties": taken, **more})


def owing(duty: str = "answer", owed_by: str = "slj", **more: Any) -> Obligation:
    """An obligation of five working days that runs since NOW."""
    start = more.pop("start", NOW)
    o = Obligation(
        duty=duty, title="答复", owed_by=owed_by, owed_to=("zjj",), start=start, term=Term.parse("5 working_days"),
        reckoned=RULES.reckon("answer", start, {}), clauses=RULES.cite(COUNTY["answer"]),
    )  # fmt: skip
    return replace(o, **more)


def situation(of: Dossier | None = None, *, now: datetime = NOW, under: Rules = RULES, **facts: Any) -> Situation:
    """What a guard sees when zjj's handler acts."""
    seen = of or dossier()
    return Situation(seen, {**seen.facts, **facts}, person("zjj.handler"), "zjj", now, under, {})


def days(n: int) -> timedelta:
    return timedelta(days=n)


def names(refusals: Sequence[Any]) -> set[str]:
    return {refusal.name for refusal in refusals}
