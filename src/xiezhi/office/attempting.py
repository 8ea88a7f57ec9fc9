"""An act before it is done: what is known by then, and what already stands against it. Nothing is written."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from pydantic import ValidationError, create_model

from xiezhi.kernel import (
    Act,
    Actor,
    Beyond,
    Dossier,
    Facts,
    Form,
    Holding,
    Parties,
    Procedure,
    Refusal,
    Role,
    Rules,
    Situation,
    entitled,
)
from xiezhi.kernel.seats import refusals as misplaced
from xiezhi.kernel.seats import seated
from xiezhi.kernel.settle import Deed
from xiezhi.kernel.settle import refusals as untimely

from .queries import Open


def so_far(form: type[Form], filled: Mapping[str, Any]) -> dict[str, Any]:
    """What of a form is filled in rightly, though the rest may not be; what may be left out and is, is nothing."""
    wrong: set[str] = set()
    try:
        told: Form = form.model_validate(filled)
    except ValidationError as fault:
        wrong = {str(one["loc"][0]) for one in fault.errors()}
        owed: dict[str, Any] = {name: (Any, None) for name in wrong if name in form.model_fields}
        loose = create_model(form.__name__, __base__=form, **owed)
        told = loose.model_validate({name: value for name, value in filled.items() if name not in wrong})
    return {name: getattr(told, name) for name in form.model_fields if name not in wrong}


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """An act that somebody is about to do, in a dossier or to open one, with what is typed so far and right."""

    procedure: Procedure
    act: Act
    dossier: Dossier
    actor: Actor
    rules: Rules
    at: datetime
    typed: Facts = field(default_factory=dict)
    catalogue: Mapping[str, Holding] = field(default_factory=dict)
    number: int | None = None  # of the dossier; none yet

    @classmethod
    def within(cls, opened: Open, act: Act) -> "Attempt":
        """In a dossier as a desk may see it, with nothing typed yet."""
        kept = opened.kept
        return cls(
            procedure=kept.procedure, act=act, dossier=kept.dossier, actor=opened.desk.actor, rules=opened.force.rules,
            at=opened.at, catalogue=kept.catalogue, number=kept.id,
        )  # fmt: skip

    @cached_property
    def seat(self) -> tuple[Role, str]:
        """In which role it would be done, and by which party. Raises StopIteration for who may not do it."""
        return next(entitled(self.act, self.dossier, self.actor, self.rules))

    @cached_property
    def facts(self) -> Facts:
        """What is known once it is done, as far as that can be told: an earlier answer to the same question counts no more."""
        asked = self.act.form.model_fields
        return {**{name: value for name, value in self.dossier.facts.items() if name not in asked}, **self.typed}

    @property
    def situation(self) -> Situation:
        return Situation(
            self.dossier, self.facts, self.actor, self.seat[1], self.at, self.rules, self.catalogue
        )  # fmt: skip

    def deed(self, parties: Parties) -> Deed:
        return Deed(self.act, self.seat[0], self.act.form.model_construct(**self.typed), self.situation, parties)


def against(attempt: Attempt) -> Iterator[Refusal]:
    """What already stands against it: all that can be told without the answers that are still lacking."""
    s = attempt.situation
    for guard in attempt.act.guarded:
        with suppress(KeyError, Beyond):
            refusal = None if guard.unless and s.facts.get(guard.unless) else guard.refusal(s)
            yield from [refusal] if refusal else []
    with suppress(KeyError, Beyond):
        role, _ = attempt.seat
        parties = seated(attempt.procedure, attempt.act, role, s)
        deed = attempt.deed(parties)
        yield from misplaced(attempt.procedure, attempt.act, deed.form, s, parties)
        yield from untimely(deed)


def barring(attempt: Attempt) -> Refusal | None:
    """What nobody could overcome by anything that the form asks: the act cannot be done now."""
    asked = set(attempt.act.form.model_fields)
    open_to_answers = {guard.name for guard in attempt.act.guarded if guard.unless or not asked.isdisjoint(guard.asks)}
    return next((refusal for refusal in against(attempt) if refusal.name not in open_to_answers), None)
