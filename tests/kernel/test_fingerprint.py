import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field

from xiezhi.kernel import Act, Form, Procedure, Reason, Situation, Words, fingerprint, guard, say
from xiezhi.kernel.guards import at_most, linked
from xiezhi.kernel.law import COUNTY, Law
from xiezhi.kernel.words import NEW, Duty, Right
from xiezhi.procedures import PROCEDURES

from .small import ASK, ASKER, DONE, OPEN, act, procedure

each = pytest.mark.parametrize("released", PROCEDURES.values(), ids=lambda p: p.key)
SOURCES: dict[Any, str] = {}


def source_of(function: Any) -> str:
    if function not in SOURCES:
        SOURCES[function] = inspect.getsource(function)
    return SOURCES[function]


def print_of(of: Procedure) -> str:
    return fingerprint(of, source_of)


def of(*acts: Act, **more: Any) -> str:
    return print_of(procedure(act("begin", at=[NEW], to=OPEN), *acts, act("end", to=DONE), **more))


@each
def test_the_same_declaration_has_the_same_fingerprint(released: Procedure) -> None:
    assert print_of(released) == print_of(replace(released))
    assert print_of(released).startswith("sha256:")


def unfrozen(procedure: Procedure, **changed: Any) -> Procedure:
    """The procedure with something changed, even where the declaration would no longer check."""
    made = object.__new__(Procedure)
    made.__dict__.update({f.name: getattr(procedure, f.name) for f in fields(procedure)} | changed)
    return made


def altered(value: Any) -> Any:
    """Something else of the same kind."""
    ways: list[tuple[Any, Callable[[Any], Any]]] = [
        (bool, lambda v: not v), (str, lambda v: v + "x"), (int, lambda v: v + 1), (dict, lambda v: {} if v else {"x": "y"}),
        (tuple | list, lambda v: v[:-1] if v else ("x",)), (type, lambda _: Other),
    ]  # fmt: skip
    return next((change(value) for kind, change in ways if isinstance(value, kind)), "x")


class Other(Form):
    other: Words = Field(title="别的")


@each
def test_no_part_of_a_released_procedure_changes_unseen(released: Procedure) -> None:
    known = print_of(released)
    for field in fields(released):
        other = unfrozen(released, **{field.name: altered(getattr(released, field.name))})
        assert print_of(other) != known, field.name


@each
def test_no_part_of_an_act_changes_unseen(released: Procedure) -> None:
    for one in released.acts:
        known = print_of(unfrozen(released, acts=[one]))
        for field in fields(one):
            changed: dict[str, Any] = {field.name: altered(getattr(one, field.name))}
            assert print_of(unfrozen(released, acts=[replace(one, **changed)])) != known, f"{one.name}.{field.name}"


def nouns(of: Procedure) -> Iterator[tuple[Act, str, Any]]:
    """Every duty, paper, guard, side and state that an act holds in a list, each once."""
    seen = set()
    for one in of.acts:
        for field in fields(one):
            held = getattr(one, field.name)
            for noun in held if isinstance(held, list) else ():
                if is_dataclass(noun) and (field.name, str(noun)) not in seen:
                    seen.add((field.name, str(noun)))
                    yield one, field.name, noun


@each
def test_no_word_of_a_duty_a_paper_or_a_guard_changes_unseen(released: Procedure) -> None:
    tried = 0
    for one, name, noun in nouns(released):
        known = print_of(unfrozen(released, acts=[one]))
        for field in fields(noun):
            if field.name != "against":  # a guard's function: by its text, below
                tried += 1
                other = replace(noun, **{field.name: altered(getattr(noun, field.name))})
                changed: dict[str, Any] = {name: [other if held is noun else held for held in getattr(one, name)]}
                assert print_of(unfrozen(released, acts=[replace(one, **changed)])) != known, (
                    f"{noun.name}.{field.name}"
                )
    assert tried > 100


def test_a_duty_that_becomes_a_right_is_found_out() -> None:
    given: dict[str, Any] = {"name": "own", "title": "x", "owed_by": ASKER, "term": "answer", "clause": ASK}
    prints = {of(act("do", measures=[kind(**given)])) for kind in (Duty, Right)}
    assert len(prints) == 2


def test_what_a_guard_of_the_kernel_was_given_counts() -> None:
    prints = {
        of(act("do", guards=[one]))
        for one in (
            linked("dispute", "争议", "closed"), linked("dispute", "争议", "closed", "agreed"), linked("dispute", "别的", "closed"),
            at_most("twice", "退回", "back"), at_most("twice", "退回", "back", since=("settle",)), at_most("twice", "退回", "other"),
        )
    }  # fmt: skip
    assert len(prints) == 6


LIMIT = 3


def too_many(n: int) -> bool:
    return n > LIMIT


def own(text: str, helper: str, limit: int) -> Callable[[Any], str]:
    """Sources in which the guard, its helper and its constant read as given."""
    return lambda function: {"refuses": text, "too_many": helper}.get(function.__name__, "") + str(limit)


@guard(ASK)
def refuses(s: Situation) -> Reason:
    return say("太多") if too_many(len(s.dossier.entries)) else None


def test_the_text_of_an_own_guard_and_of_what_it_calls_counts() -> None:
    guarded = procedure(act("begin", at=[NEW], to=OPEN), act("end", to=DONE, guards=[refuses]))
    texts = [("a", "b"), ("A", "b"), ("a", "B")]
    assert len({fingerprint(guarded, own(text, helper, 1)) for text, helper in texts}) == 3


def test_a_constant_that_an_own_guard_reads_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = procedure(act("begin", at=[NEW], to=OPEN), act("end", to=DONE, guards=[refuses]))
    before = print_of(guarded)
    monkeypatch.setattr("tests.kernel.test_fingerprint.LIMIT", 4)
    assert print_of(guarded) != before


def test_the_kernel_may_be_rewritten_under_a_released_procedure() -> None:
    guarded = procedure(
        act("begin", at=[NEW], to=OPEN), act("end", to=DONE, guards=[linked("dispute", "争议", "closed")])
    )

    def never(function: Any) -> str:
        raise AssertionError(f"{function} is the kernel's")

    assert fingerprint(guarded, never) == print_of(guarded)


def upper(text: str) -> str:
    return text.upper()


def lower(text: str) -> str:
    return text.lower()


class Kind(StrEnum):
    A = "a"


def test_a_changed_form_or_check_of_an_answer_is_found_out() -> None:
    class First(Form):
        words: Annotated[str, AfterValidator(upper)] = Field(title="文字")

    class Second(Form):
        words: Annotated[str, AfterValidator(lower)] = Field(title="文字")

    class Third(Form):
        words: Kind = Field(title="文字")

    assert len({of(act("do", form=form)) for form in (First, Second, Third, Other)}) == 4


def test_a_law_of_another_day_is_another_law() -> None:
    laws = [Law("行政处罚法", as_of=date(year, 7, 15))["第五十四条"] for year in (2017, 2021)]
    assert len({of(act("do", clause=clause)) for clause in (*laws, COUNTY["ask"])}) == 3


def test_what_could_change_unseen_may_not_stand_in_a_declaration() -> None:
    with pytest.raises(TypeError, match="a declaration holds a set"):
        of(act("do", materials=set()))
