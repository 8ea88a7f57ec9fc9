"""What holds of every declared procedure, without naming one."""

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.story import CALENDAR, PACK, RULES
from xiezhi.kernel import NEW, SYSTEM, Moment, Procedure, State, load
from xiezhi.kernel.words import asks
from xiezhi.procedures import PROCEDURES

HERE = Path(__file__).parent
LATER = {"crime-referral"}  # named before it is declared
each = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda p: p.key)


def stories(procedure: Procedure) -> str:
    """The text of all files in which it is told."""
    files = sorted(HERE.glob(f"test_{procedure.key.replace('-', '_')}*.py"))
    assert files, f"nothing tells {procedure.key}"
    return "\n".join(file.read_text(encoding="utf-8") for file in [*files, *HERE.glob("transfers.py")])


def test_a_file_is_a_procedure_and_is_found_by_looking() -> None:
    folder = HERE.parents[1] / "src" / "xiezhi" / "procedures"
    files = {file.stem.replace("_", "-") for file in folder.glob("*.py") if file.stem != "__init__"}
    assert set(PROCEDURES) == files
    assert all(procedure.key == key for key, procedure in PROCEDURES.items())


def test_nothing_that_is_not_pure_is_needed_to_know_them() -> None:
    for name in ("xiezhi.kernel", "xiezhi.lexicon", "xiezhi.procedures"):
        modules = [module for known, module in sys.modules.items() if known.startswith(name)]
        assert not [module for module in modules if "django" in vars(module)]


@each
def test_its_own_county_serves_it(procedure: Procedure) -> None:
    assert list(procedure.misses(RULES.pack)) == []


def test_the_pack_holds_nothing_that_no_procedure_reads() -> None:
    load(PACK, CALENDAR, PROCEDURES.values(), file="wuyi-2021.toml")


@each
def test_names_are_programs_words_and_titles_are_peoples(procedure: Procedure) -> None:
    for act in procedure.acts:
        assert act.name.isidentifier()
    named: list[Any] = [procedure, *procedure.acts, *procedure.duties.values(), *procedure.papers.values()]
    titles = [one.title for one in (*named, *procedure.states.values(), *procedure.sides.values())]
    titles += [info.title or "" for info in procedure.fields.values()]
    assert not [title for title in titles if not title or title.isascii()]


@each
def test_no_two_acts_in_one_state_look_alike(procedure: Procedure) -> None:
    for state in procedure.states.values():
        titles = [act.title for act in procedure.acts if state in act.at]
        assert len(titles) == len(set(titles)), state.name


@each
def test_its_caption_is_known_from_the_first_act_on(procedure: Procedure) -> None:
    for act in procedure.acts:
        if NEW in act.at:
            assert asks(procedure.caption) <= set(act.form.model_fields)


@each
def test_the_usual_way_can_be_gone(procedure: Procedure) -> None:
    ways = {(state, act.to) for act in procedure.acts for state in act.at}
    opening = {act.to for act in procedure.acts if NEW in act.at}
    assert not procedure.usual or procedure.usual[0] in opening
    assert all(way in ways for way in pairwise(procedure.usual))
    assert not procedure.usual or procedure.usual[-1].final


@each
def test_whoever_must_act_can_be_reached_by_time_or_by_a_person(procedure: Procedure) -> None:
    """In every state that is not final, the party with whom the case lies can do something, or the clock runs."""

    def stuck(state: State) -> bool:
        here = [act for act in procedure.acts if state in act.at and act.to]
        held = any(role.side == state.held_by for act in here for role in act.roles)
        return not (held or any(SYSTEM in act.roles for act in here))

    assert [
        state.name for state in procedure.states.values() if not state.final and state != NEW and stuck(state)
    ] == []


@each
def test_what_it_opens_is_declared_and_means_the_same_by_what_it_is_given(procedure: Procedure) -> None:
    for act in procedure.acts:
        if act.opens and act.opens.procedure not in LATER:
            child = PROCEDURES[act.opens.procedure]
            first = next(other for other in child.acts if NEW in other.at)
            for name in act.opens.carries:
                mine, theirs = procedure.fields[name], first.form.model_fields[name]
                assert (mine.annotation, mine.title) == (theirs.annotation, theirs.title), name


@each
def test_what_it_discards_it_has_opened(procedure: Procedure) -> None:
    opened = {act.opens.procedure for act in procedure.acts if act.opens}
    assert {act.discards for act in procedure.acts if act.discards} <= opened


@each
def test_guards_that_watch_other_procedures_name_declared_ones(procedure: Procedure) -> None:
    watched = {
        g.name.partition(":")[2]
        for act in procedure.acts
        for g in act.guards
        if g.name.startswith(("linked:", "none_open:"))
    }
    assert watched <= set(PROCEDURES) | LATER


@each
def test_papers_name_only_what_forms_fill_in(procedure: Procedure) -> None:
    for paper in procedure.papers.values():
        assert paper.asks <= paper.tells <= set(procedure.fields)
        assert asks(paper.text + paper.heading).isdisjoint({""})


@each
def test_acts_of_the_system_have_a_trigger(procedure: Procedure) -> None:
    for act in procedure.acts:
        if SYSTEM in act.roles:
            assert act.guards, act.name
            assert not act.form.model_fields, act.name


@each
def test_what_happened_is_asked_as_a_moment_by_the_act_that_says_so(procedure: Procedure) -> None:
    for act in procedure.acts:
        if act.performed:
            assert act.form.model_fields[act.performed].annotation is Moment
            assert act.ends, act.name


@each
def test_every_act_is_told_in_its_stories(procedure: Procedure) -> None:
    told = stories(procedure)
    assert [act.name for act in procedure.acts if f'"{act.name}"' not in told] == []
