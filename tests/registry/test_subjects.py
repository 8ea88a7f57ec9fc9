import pytest
from cryptography.exceptions import InvalidTag
from pytest_django import Settings

from xiezhi.kernel import Refused
from xiezhi.lexicon.forms import MARK, SubjectKind
from xiezhi.lexicon.forms import Subject as SubjectForm
from xiezhi.registry.models import Department, JournalEntry, Subject, User
from xiezhi.registry.subjects import (
    agrees,
    completed,
    find,
    masked,
    masked_of,
    masks,
    masks_typed,
    record,
    reference_digest,
    reveal,
)

from .conftest import NOW

PERSON = SubjectForm(
    kind=SubjectKind.PERSON, name="王某", code="33072319900101001X", phone="13800001234", address="武义县壶山街道"
)
FIRM = SubjectForm(kind=SubjectKind.FIRM, name="某公司", code="113307230026011330", representative="李某")


@pytest.fixture
def person(county: dict[str, Department]) -> Subject:
    return record(PERSON, "zfj", NOW)


@pytest.fixture
def firm(county: dict[str, Department]) -> Subject:
    return record(FIRM, "zfj", NOW)


def test_numbers_are_not_readable_in_the_database(person: Subject) -> None:
    kept = str({name: bytes(v) if isinstance(v, memoryview) else v for name, v in Subject.objects.values()[0].items()})
    assert "王某" in kept
    assert "33072319900101001X" not in kept
    assert "13800001234" not in kept


def test_the_same_number_is_found_again_however_it_is_typed(person: Subject, county: dict[str, Department]) -> None:
    again = record(PERSON.model_copy(update={"code": "330723 19900101 001x"}), "zjj", NOW)
    other = record(PERSON.model_copy(update={"code": "330723199001010028"}), "zjj", NOW)
    assert person.code_digest == again.code_digest != other.code_digest


def test_the_same_number_is_encrypted_differently_each_time(person: Subject, county: dict[str, Department]) -> None:
    again = record(PERSON, "zfj", NOW)
    assert person.code_encrypted != again.code_encrypted


def test_a_person_is_shown_with_most_of_the_numbers_hidden(person: Subject) -> None:
    shown = masked(Subject.objects.get(pk=person.pk))
    assert (shown.name, shown.code, shown.phone) == ("王某", "3307************1X", "138****1234")


def test_the_code_of_a_firm_is_public_and_what_is_missing_stays_empty(firm: Subject) -> None:
    shown = masked(Subject.objects.get(pk=firm.pk))
    assert (shown.code, shown.phone, shown.representative) == ("113307230026011330", "", "李某")


def test_what_is_only_typed_is_hidden_in_the_same_way(county: dict[str, Department]) -> None:
    for stated in (PERSON, FIRM):
        assert masks_typed(stated) == masks(masked(record(stated, "zfj", NOW)))


def test_a_short_number_is_hidden_wholly(county: dict[str, Department]) -> None:
    row = record(PERSON.model_copy(update={"phone": "110", "code": "12345"}), "zfj", NOW)
    assert (masked(row).code, masked(row).phone) == ("*****", "***")


def test_reading_the_numbers_is_told_in_the_journal_without_them(person: Subject, admin: User) -> None:
    shown = reveal(person, by=admin, at=NOW, reason="核对当事人身份")
    assert (shown.code, shown.phone) == (PERSON.code, PERSON.phone)
    entry = JournalEntry.objects.get(what="subject-revealed")
    assert entry.by == admin
    assert "核对当事人身份" in entry.body
    assert PERSON.name not in entry.body
    assert str(PERSON.code) not in entry.body


def test_the_numbers_are_not_read_without_a_reason(person: Subject, admin: User) -> None:
    with pytest.raises(Refused, match="请写明理由"):
        reveal(person, by=admin, at=NOW, reason=" ")
    assert not JournalEntry.objects.filter(what="subject-revealed").exists()


def test_the_reference_shows_any_change_and_is_otherwise_always_the_same(person: Subject) -> None:
    read = Subject.objects.get(pk=person.pk)
    assert reference_digest(read) == reference_digest(person)
    read.address = "别处"
    assert reference_digest(read) != reference_digest(person)


def test_without_the_key_nothing_is_read_found_or_told(person: Subject, settings: Settings) -> None:
    reference = reference_digest(person)
    settings.SUBJECT_KEY = "another key"
    assert record(PERSON, "zfj", NOW).code_digest != person.code_digest
    with pytest.raises(InvalidTag):
        masked(person)
    settings.SUBJECT_KEY = ""
    settings.SECRET_KEY = "another secret"
    with pytest.raises(InvalidTag):
        reference_digest(person)
    assert reference.startswith("hmac-sha256:")


def test_one_number_cannot_be_put_in_the_place_of_another(person: Subject) -> None:
    person.phone_encrypted = person.code_encrypted
    with pytest.raises(InvalidTag):
        masked(person)


def test_a_mark_in_a_form_stands_for_the_number_that_is_kept(person: Subject, firm: Subject) -> None:
    stated = PERSON.model_copy(update={"code": MARK, "phone": "13900000000", "address": "别处"})
    assert completed(stated, find(person.pk)) == stated.model_copy(update={"code": PERSON.code})
    assert completed(FIRM.model_copy(update={"phone": MARK}), find(firm.pk)) == FIRM


def test_what_was_sealed_agrees_until_something_changes_or_the_key_is_another(
    person: Subject, settings: Settings
) -> None:
    sealed = reference_digest(person)
    assert agrees(find(person.pk), sealed)
    assert not agrees(find(person.pk), sealed[:-1] + "x")
    changed = find(person.pk)
    changed.name = "李某"
    assert not agrees(changed, sealed)
    settings.SUBJECT_KEY = "another key"
    assert not agrees(find(person.pk), sealed)


def test_a_paper_is_shown_with_masks_where_numbers_would_stand(person: Subject) -> None:
    assert masks(masked_of(person.pk)) == {"code": "3307************1X", "phone": "138****1234"}
    assert (masked_of(None), masked_of(person.pk + 1), masks(None)) == (None, None, {})
