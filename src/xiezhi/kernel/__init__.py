"""The rules as pure values: what an act is, who may do it, what follows, and when it is due."""

from .calendar import ZONE, Beyond, Calendar, Year, day_of, midnight
from .clock import Reckoning
from .decide import Asked, Attached, Decision, NotApplicable, World, decide, possible, system_acts
from .dossier import Actor, Dossier, Entry, Fate, Holding, Link, Obligation, Situation
from .errors import DepartmentKey, Faulty, NoSuchAct, NotDone, NotEntitled, Refusal, Refused, Sentence, WrongState, say
from .fingerprint import fingerprint
from .form import (
    Day, Department, Departments, Extension, Form, Item, Lines, Moment, Nothing, OneParty, OneRow, Text, Words, choice,
)  # fmt: skip
from .guards import (
    Guard, Reason, ahead, another_person, arrived, at_most, by_the_other, done, elapsed, guard, happened,
    linked, none_open, overdue, reached, settled,
)  # fmt: skip
from .law import COUNTY, Clause, Clauses, Key, Law
from .pack import NotOwed, Pack
from .procedure import Act, Opens, Procedure
from .rules import Rules, load
from .seal import START, first_broken, seal, wording
from .seats import THE_SYSTEM, accepted, entitled
from .term import Extended, Pause, Start, Term, Unit
from .words import NEW, SYSTEM, Duty, Facts, Ground, Paper, Parties, Right, Role, Side, State, present

__all__ = [
    "COUNTY", "NEW", "START", "SYSTEM", "THE_SYSTEM", "ZONE", "Act", "Actor", "Asked", "Attached", "Beyond", "Calendar",
    "Clause", "Clauses", "Day", "Decision", "Department", "DepartmentKey", "Departments", "Dossier", "Duty", "Entry",
    "Extended", "Extension", "Facts", "Fate", "Faulty", "Form", "Ground", "Guard", "Holding", "Item", "Key", "Law",
    "Lines", "Link", "Moment", "NoSuchAct", "NotApplicable", "NotDone", "NotEntitled", "NotOwed", "Nothing",
    "Obligation", "OneParty", "OneRow", "Opens", "Pack", "Paper", "Parties", "Pause", "Procedure", "Reason",
    "Reckoning", "Refusal", "Refused", "Right", "Role", "Rules", "Sentence", "Side", "Situation", "Start", "State",
    "Term", "Text", "Unit", "Words", "World", "WrongState", "Year", "accepted", "ahead", "another_person", "arrived",
    "at_most", "by_the_other", "choice", "day_of", "decide", "done", "elapsed", "entitled", "fingerprint",
    "first_broken", "guard", "happened", "linked", "load", "midnight", "none_open", "overdue", "possible", "present",
    "reached", "say", "seal", "settled", "system_acts", "wording",
]  # fmt: skip
