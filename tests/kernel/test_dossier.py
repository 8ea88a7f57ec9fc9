from datetime import timedelta

from xiezhi.kernel.clock import Reckoning
from xiezhi.kernel.dossier import Entry, Fate
from xiezhi.kernel.term import Pause

from .small import NOW, days, dossier, owing, situation


def test_what_is_done_at_the_due_moment_is_too_late_and_before_it_in_time() -> None:
    due = owing().reckoned.due
    assert due is not None
    assert owing().overdue(due)
    assert not owing().overdue(due - timedelta(microseconds=1))
    assert owing().end(Fate.DONE, due).overdue(NOW)
    assert not owing().end(Fate.DONE, NOW).overdue(due + days(30))


def test_what_has_no_due_moment_is_never_late() -> None:
    assert not owing(reckoned=Reckoning()).overdue(NOW + days(9999))


def test_a_suspension_that_is_open_ends_with_the_obligation() -> None:
    paused = owing(pauses=(Pause("a", NOW, NOW + days(1)), Pause("b", NOW + days(2))))
    assert paused.paused
    ended = paused.end(Fate.LIFTED, NOW + days(3))
    assert not ended.paused
    assert [pause.until for pause in ended.pauses] == [NOW + days(1), NOW + days(3)]
    assert (ended.fate, ended.ended_at) == (Fate.LIFTED, NOW + days(3))


def test_an_obligation_is_known_by_its_duty_its_party_and_its_row() -> None:
    keys = {owing().key, owing(owed_by="zfj").key, owing(row=1).key, owing(duty="other").key}
    assert len(keys) == 4
    assert owing(pauses=(Pause("a", NOW),)).key == owing().key


def test_only_obligations_without_a_fate_run() -> None:
    ended = owing("other").end(Fate.LAPSED, NOW)
    seen = dossier(obligations=(ended, owing()))
    assert [o.duty for o in seen.running] == ["answer"]
    assert situation(seen).running("other") == []
    assert [o.owed_by for o in situation(seen).running("answer")] == ["slj"]


def test_a_situation_knows_what_was_done_in_order() -> None:
    done = (Entry("ask", "zjj", NOW), Entry("note", "slj", NOW), Entry("ask", "slj", NOW))
    assert [entry.department for entry in situation(dossier(entries=done)).did("ask")] == ["zjj", "slj"]


def test_a_situation_reckons_terms_for_the_department_that_acts() -> None:
    assert situation().reckon("answer", NOW).due_date == owing().reckoned.due_date
