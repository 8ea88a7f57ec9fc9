"""Facts on their way between tables and rules: nothing is lost, and no number of a person goes along."""

import json
from datetime import date, datetime

from tests.office.told import FIRM, MONDAY, TWO, found
from xiezhi.lexicon.forms import Officer, Subject
from xiezhi.office import facts
from xiezhi.procedures import PROCEDURES

TRANSFER = PROCEDURES["case-transfer"]
FORM = TRANSFER.act("find").form
REFERENCE = {"subject": 7, "digest": "hmac-sha256:00"}
KNOWN = Subject.model_validate(FIRM)


def test_what_was_filled_in_comes_back_as_it_was() -> None:
    form = FORM.model_validate(found(MONDAY))
    stored = json.loads(json.dumps(facts.plain(form, REFERENCE)))
    assert facts.typed(TRANSFER, stored, KNOWN) == {name: getattr(form, name) for name in FORM.model_fields}


def test_a_reference_stands_where_the_party_was_named() -> None:
    form = FORM.model_validate(found(MONDAY))
    stored = facts.plain(form, REFERENCE)
    assert stored["offender"] == REFERENCE
    assert FIRM["code"] not in json.dumps(stored)
    assert FIRM["phone"] not in json.dumps(stored)


def test_lists_days_and_moments_come_back_as_values() -> None:
    stored = {"officers": TWO, "filed_on": "2021-03-01", "found_at": "2021-03-01T09:00:00+08:00", "measures": None}
    assert facts.typed(TRANSFER, stored, None) == {
        "officers": tuple(Officer(**officer) for officer in TWO),
        "filed_on": date(2021, 3, 1),
        "found_at": datetime.fromisoformat("2021-03-01T09:00:00+08:00"),
        "measures": None,
    }


def test_what_the_procedure_no_longer_asks_for_is_left_where_it_is() -> None:
    assert facts.typed(TRANSFER, {"place": "壶山街道", "of_an_old_version": 1}, None) == {"place": "壶山街道"}


def test_a_form_that_names_nobody_has_no_party() -> None:
    assert facts.subject_in(TRANSFER.act("approve").form()) is None
    assert facts.subject_in(FORM.model_validate(found(MONDAY))) == KNOWN
