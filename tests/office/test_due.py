"""Which dossiers the clock moves: those alone where the system waits for a duty that has run out."""

from datetime import timedelta

import pytest

from tests.office.told import Told
from xiezhi.kernel import SYSTEM
from xiezhi.office.due import awaited, dossiers
from xiezhi.procedures import PROCEDURES

BY_OTHERS = ("linked:", "none_open:", "reached:", "settled:", "done:", "at_most:", "by_the_other:")


@pytest.mark.usefixtures("county")
def test_a_letter_that_nobody_signs_for_is_due_when_its_term_is_over() -> None:
    told = Told().sent()
    over = told.at + timedelta(days=3)
    assert told.number not in dossiers(over - timedelta(hours=10))
    assert told.number in dossiers(over)


@pytest.mark.usefixtures("county")
def test_a_duty_that_the_system_does_not_wait_for_moves_nothing() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    assert dossiers(told.at + timedelta(days=60)) == []


@pytest.mark.usefixtures("county")
def test_what_stands_still_is_not_due() -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="已改正")
    assert dossiers(told.at + timedelta(days=60)) == []


def test_every_system_act_that_waits_for_time_waits_for_a_duty() -> None:
    """Other events are followed up by the act that brings them about."""
    acts = [(p.key, act) for p in PROCEDURES.values() for act in p.acts if act.roles[0] == SYSTEM]
    assert acts
    for key, act in acts:
        waits = [guard.name for guard in act.guards if not guard.name.startswith(BY_OTHERS)]
        assert all(
            (key, state.name, name.removeprefix("overdue:")) in set(awaited()) for name in waits for state in act.at
        ), act.name
