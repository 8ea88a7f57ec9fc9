"""Laws of extending: whatever was suspended or extended before, the new day lies after the running one and within the limit."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.kernel.calendar import DAY, day_of
from xiezhi.kernel.dossier import Obligation
from xiezhi.kernel.errors import Refused
from xiezhi.kernel.term import Pause

from .small import NOW, RULES
from .test_settle import EXTENDING, changes, own

short = settings(max_examples=100, deadline=None, derandomize=True, database=None)
hours = st.integers(0, 300).map(lambda n: timedelta(hours=n))
asked = st.tuples(hours, st.integers(0, 40))  # how much later, and the day that is asked for, from the first


@st.composite
def running(draw: st.DrawFn) -> tuple[Obligation, datetime]:
    """An obligation after some suspensions, the last of which may be open; and the moment then."""
    now, pauses = NOW, list[Pause]()
    for ground in draw(st.lists(st.sampled_from(["waiting", "testing"]), max_size=3)):
        since, until = now + draw(hours), now + draw(hours)
        pauses.append(Pause(ground, min(since, until), max(since, until)))
        now = max(since, until)
    still_open = draw(st.booleans())
    if pauses and still_open:
        pauses[-1] = replace(pauses[-1], until=None)
    reckoned = RULES.reckon("answer", NOW, {}, pauses)
    return own(pauses=tuple(pauses), reckoned=reckoned), now + draw(hours)


def extended(o: Obligation, day: int, now: datetime) -> Obligation | None:
    """The obligation once it is extended; None if that is refused."""
    try:
        (longer,) = changes(EXTENDING, o, now=now, new_due=day_of(NOW) + DAY * day, delay_reasons="检测未完")
    except Refused:
        return None
    return longer


@short
@given(running(), st.lists(asked, min_size=1, max_size=3))
def test_it_is_granted_just_when_it_lies_after_the_running_day_and_within_the_limit(
    begun: tuple[Obligation, datetime], requests: list[tuple[timedelta, int]]
) -> None:
    o, now = begun
    for later, day in requests:
        now += later
        over = [pause.over(now) for pause in o.pauses]
        runs = RULES.reckoned(o.term, o.start, over, o.extended).due_date if o.term else None
        latest, wanted = RULES.reckon("longest", o.start, {}, over).due_date, day_of(NOW) + DAY * day
        assert runs
        assert latest
        longer = extended(o, day, now)
        assert (longer is not None) == (not o.overdue(now) and runs < wanted <= latest)
        if longer and longer.extended:
            assert (longer.extended.until, longer.pauses) == (wanted, o.pauses)
            assert longer.reckoned.due_date == (None if o.paused else wanted)
            o = longer
