"""The log: what an entry seals, and that it follows from the one before."""

import json
from typing import Any

import pytest

from tests.office.disputed import disputed, seat
from tests.office.told import FIRM, LETTER, Told, found, person
from xiezhi.kernel import first_broken, seal
from xiezhi.office.models import Entry, Obligation
from xiezhi.registry.models import CalendarVersion, Mandate, PackVersion

pytestmark = pytest.mark.usefixtures("county")


def entries(told: Told) -> list[Entry]:
    return list(Entry.objects.filter(dossier=told.number).order_by("number"))


def body(told: Told, number: int) -> dict[str, Any]:
    sealed: dict[str, Any] = json.loads(Entry.objects.get(dossier=told.number, number=number).body)
    return sealed


def test_each_entry_is_sealed_to_the_one_before_and_the_last_seal_is_the_dossiers() -> None:
    told = Told().sent()
    rows = entries(told)
    assert first_broken((row.seal, row.body) for row in rows) is None
    assert rows[0].seal == seal("", rows[0].body)
    assert (rows[-1].seal, len(rows)) == (told.row.seal, told.row.revision)


def test_two_dossiers_that_were_told_alike_have_no_seal_in_common() -> None:
    one, other = Told().sent(), Told().sent()
    assert {row.seal for row in entries(one)}.isdisjoint(row.seal for row in entries(other))


def test_an_entry_says_who_did_what_for_whom_by_which_mandate_and_when() -> None:
    told = Told().sent()
    sealed = body(told, 3)
    mandate = Mandate.objects.get(user__username="zrzy.head")
    assert sealed["by"] == {
        "person": person("zrzy.head"), "mandate": mandate.pk, "department": "zrzy", "role": "approver", "recorded_by": None,
    }  # fmt: skip
    assert (sealed["act"], sealed["at"], sealed["internal_to"]) == ("approve", told.at.isoformat(), "zrzy")
    assert body(told, 4)["internal_to"] is None


def test_an_entry_says_under_which_rules_it_was_decided() -> None:
    told = Told().sent()
    pack, calendar = PackVersion.objects.get(), CalendarVersion.objects.get()
    assert body(told, 1)["rules"] == {
        "pack": f"{pack.key}#{pack.revision} {pack.digest}", "calendar": f"{calendar.version} {calendar.digest}",
    }  # fmt: skip
    assert body(told, 1)["procedure"] == ["case-transfer", 1]


def test_an_entry_says_which_files_came_along_and_why_one_is_lacking() -> None:
    files = body(Told().sent(), 2)["files"]
    assert files["licences"] == {"not_applicable": "未办理审批"}
    assert all(digest.startswith("sha256:") for key in ("source", "offender") for digest in files[key])


def test_an_entry_says_what_was_issued_with_number_and_digest_and_what_became_void() -> None:
    told = Told().sent()
    assert body(told, 4)["papers"] == [[p.name, p.number, p.digest] for p in told.papers]
    told("zrzy.head", "recall", reasons="撤")
    assert body(told, 5)["voids"] == ["letter", "materials", "correction"]


def test_an_entry_says_what_began_and_what_ended() -> None:
    told = Told().sent()
    (ended,), (begun,) = body(told, 4)["changed"], body(told, 4)["started"]
    assert (ended["duty"], ended["fate"], ended["ended_at"]) == ("transfer", "done", told.at.isoformat())
    due = Obligation.objects.get(dossier=told.number, duty="receipt").due
    assert due is not None
    assert (begun["duty"], begun["owed_by"], begun["owed_to"]) == ("receipt", "zfj", ["zrzy"])
    assert begun["due"] == due.astimezone(told.at.tzinfo).isoformat()
    assert begun["clauses"]


def test_a_reason_that_overcomes_a_guard_leaves_its_mark() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **{**LETTER, "receiver": "slj", "receiver_reason": "该地段由其管理"})
    assert body(told, 2)["marked"] == entries(told)[1].marked == ["receiver_has_the_power"]


def test_the_system_signs_as_nobody() -> None:
    told = disputed(Told())
    by = body(told, told.row.revision)["by"]
    assert (by["person"], by["mandate"], by["department"], by["role"]) == (None, None, "", "system")


def test_a_party_is_sealed_by_reference() -> None:
    told = Told().sent()
    reference = body(told, 1)["filled"]["offender"]
    assert reference == {"subject": told.row.subject_id, "digest": reference["digest"]}
    sealed = "".join(row.body for row in entries(told)) + "".join(paper.text for paper in told.papers)
    for number in (FIRM["code"], FIRM["phone"]):
        assert number not in sealed


def test_where_the_pack_asks_for_the_chief_the_chiefs_mandate_is_sealed() -> None:
    told = Told()
    seat("both", ("zrzy", "head"), ("zrzy", "chief"), since=told.at)
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **{**LETTER, "grade": "major"})
    told("both", "approve")
    assert body(told, 3)["by"]["mandate"] == Mandate.objects.get(user__username="both", role="chief").pk
