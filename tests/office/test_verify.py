"""The check of the whole record: it finds whatever somebody with every right in the database has changed."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.conftest import AS_APPLICATION
from tests.office.disputed import agreed, disputed, proposal
from tests.office.told import Told
from xiezhi.kernel import seal
from xiezhi.office import verify
from xiezhi.office.models import Dossier, Entry, File
from xiezhi.office.uploads import store
from xiezhi.office.verify import Fault, faults
from xiezhi.registry import journal
from xiezhi.registry.models import PackVersion

pytestmark = pytest.mark.usefixtures("county")

FOREVER = (
    "office_entry", "office_paper", "office_void", "office_file", "office_absent", "registry_journalentry",
    "registry_calendarversion",
)  # fmt: skip


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    """A store that the tests may spoil."""
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]  # the fixture of pytest-django


@pytest.fixture
def told(county: None) -> Told:
    """Sent, signed for, and sent back for a supplement: papers, files, reasons, an obligation that stands still."""
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "ask_supplement", gaps="照片")
    assert list(faults()) == []
    return told


def tamper(sql: str) -> None:
    """Do it as the owner of the tables, with the triggers taken away."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; SET CONSTRAINTS ALL IMMEDIATE")
        for table in FOREVER:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER insert_only")
        cursor.execute(sql)
        assert cursor.rowcount > 0
        for table in FOREVER:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER insert_only")
        cursor.execute(f"SET CONSTRAINTS ALL DEFERRED; {AS_APPLICATION.replace('SET', 'SET LOCAL')}")


def found(told: Told) -> set[str]:
    """What is found, all of it about this dossier."""
    every = list(faults())
    assert all(fault.where.startswith(f"卷宗{told.number}") for fault in every), every
    return {fault.what for fault in every}


def test_nothing_is_found_in_a_record_that_nobody_touched(told: Told) -> None:
    agreed(proposal(disputed(Told())))
    Told().sent()("zrzy.head", "recall", reasons="撤")
    again = disputed(Told())  # what is owed ends, begins and ends once more
    again("zrzy.head", "drop_dispute", reasons="再商量")
    again("zrzy.head", "dispute")
    assert list(faults()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE office_entry SET body = replace(body, '甲', '乙') WHERE number = 5",
        "UPDATE office_entry SET body = body || ' ' WHERE number = 1",
        "UPDATE office_entry SET seal = 'sha256:' || repeat('0', 64) WHERE number = 2",
        "UPDATE office_entry SET seal = 'md5:' || md5(body) WHERE number = 2",
        "UPDATE office_entry SET seal = 'rubbish' WHERE number = 6",
        "UPDATE office_entry a SET body = b.body, seal = b.seal FROM office_entry b WHERE a.number + b.number = 5",
    ],
)
def test_an_entry_that_was_edited_or_exchanged_is_found(told: Told, sql: str) -> None:
    tamper(sql)
    assert found(told) == {"内容或者次序与封存时不一致"}


def test_the_place_of_the_first_broken_entry_is_told(told: Told) -> None:
    tamper("UPDATE office_entry SET body = replace(body, '甲', '乙') WHERE number = 5")
    assert list(faults()) == [Fault(f"卷宗{told.number}第5条", "内容或者次序与封存时不一致")]


@pytest.mark.parametrize("gone", ["number = 1", "number = 3", "number = 6", "number > 3", "true"])
def test_an_entry_that_was_removed_is_found_be_it_the_last(told: Told, gone: str) -> None:
    tamper(f"DELETE FROM office_entry WHERE {gone}")
    assert "应有6条留痕" in " ".join(found(told))


def test_a_last_entry_that_was_removed_together_with_its_count_is_found(told: Told) -> None:
    tamper("DELETE FROM office_entry WHERE number = 6")
    tamper("UPDATE office_dossier SET revision = 5")
    assert found(told) == {"末条留痕的签封与卷宗登记的不一致"}


def test_even_if_the_seal_is_set_back_as_well_what_the_entry_did_is_still_there(told: Told) -> None:
    tamper("DELETE FROM office_entry WHERE number = 6")
    tamper("UPDATE office_dossier SET revision = 5, seal = (SELECT seal FROM office_entry WHERE number = 5)")
    assert {"状态、持有单位或者立卷单位与留痕不符", "义务、期限或者履行结果与留痕不符", "文书与留痕不符"} <= found(told)


def test_entries_that_were_put_in_another_order_are_found(told: Told) -> None:
    tamper("UPDATE office_entry SET number = number + 100 WHERE number IN (2, 3)")
    tamper("UPDATE office_entry SET number = 105 - number WHERE number > 100")
    assert found(told) == {"内容或者次序与封存时不一致"}


@pytest.mark.parametrize(
    "change",
    [
        "act = 'find'", "department_id = 'slj'", "person_id = (SELECT min(id) FROM registry_user)", "role = 'chief'",
        "at = at - interval '1 day'", "internal_to_id = 'zrzy'", "filled = '{}'", "marked = '{late}'",
    ],
)  # fmt: skip
def test_a_column_that_says_something_else_than_the_sealed_text_is_found(told: Told, change: str) -> None:
    tamper(f"UPDATE office_entry SET {change} WHERE number = 5")
    assert "检索用的栏目与封存的原文不符" in found(told)


STATE, CLOSED, PARTIES = "状态、持有单位或者立卷单位与留痕不符", "办结时间与留痕不符", "当事单位与留痕不符"
FACTS, OWED, FILES, PAPERS, VOID = (
    "登记的事实与留痕不符", "义务、期限或者履行结果与留痕不符", "附件与留痕不符", "文书与留痕不符", "文书的作废与留痕不符",
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        (STATE, "UPDATE office_dossier SET state = 'accepted'"),
        (STATE, "UPDATE office_dossier SET holder_id = 'zfj'"),
        (STATE, "UPDATE office_dossier SET opened_by_id = 'slj'"),
        (CLOSED, "UPDATE office_dossier SET holder_id = NULL, closed_at = now()"),
        (PARTIES, "UPDATE office_party SET department_id = 'slj' WHERE side = 'receiver'"),
        (PARTIES, "DELETE FROM office_party WHERE side = 'receiver'"),
        (PARTIES, "UPDATE office_party SET side = 'office' WHERE side = 'receiver'"),
        (FACTS, 'UPDATE office_dossier SET facts = facts || \'{"place": "泉溪镇"}\''),
        (FACTS, "UPDATE office_dossier SET facts = facts - 'item'"),
        (FACTS, 'UPDATE office_dossier SET facts = facts || \'{"late_reason": "晚"}\''),
        (OWED, "UPDATE office_obligation SET fate = 'lifted' WHERE duty = 'transfer'"),
        (OWED, "UPDATE office_obligation SET late = true WHERE duty = 'transfer'"),
        (OWED, "UPDATE office_obligation SET due = due + interval '9 days' WHERE duty = 'supplement'"),
        (OWED, "UPDATE office_obligation SET owed_by_id = 'slj' WHERE duty = 'answer'"),
        (OWED, "UPDATE office_obligation SET owed_to = '{slj}' WHERE duty = 'answer'"),
        (OWED, "UPDATE office_obligation SET clauses = '[]' WHERE duty = 'answer'"),
        (OWED, "UPDATE office_obligation SET ended_at = ended_at - interval '1 day' WHERE duty = 'transfer'"),
        (OWED, "DELETE FROM office_obligation WHERE duty = 'receipt'"),
        (FILES, "DELETE FROM office_file WHERE material = 'source'"),
        (FILES, "UPDATE office_file SET material = 'other' WHERE material = 'source'"),
        (FILES, "UPDATE office_absent SET reason = '不要'"),
        (FILES, "DELETE FROM office_absent"),
        (PAPERS, "DELETE FROM office_paper WHERE name = 'materials'"),
        (PAPERS, "UPDATE office_paper SET number = '武自然资规移〔2021〕9号' WHERE name = 'letter'"),
        (PAPERS, "UPDATE office_paper SET entry = 3 WHERE name = 'letter'"),
        (VOID, "INSERT INTO office_void (paper_id, entry) SELECT id, 6 FROM office_paper WHERE name = 'letter'"),
    ],
)
def test_rows_that_contradict_the_sealed_text_are_found(told: Told, what: str, sql: str) -> None:
    tamper(sql)
    assert what in found(told)


@pytest.mark.parametrize("sql", ["DELETE FROM office_void", "UPDATE office_void SET entry = 4"])
def test_a_letter_that_was_void_and_is_made_good_again_is_found(sql: str) -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="撤")
    tamper(sql)
    assert found(told) == {VOID}


def test_words_of_a_paper_that_were_edited_are_found_with_or_without_their_digest(told: Told) -> None:
    edit = "text = replace(text, '240', '24') WHERE name = 'letter'"
    tamper(f"UPDATE office_paper SET {edit}")
    assert list(faults()) == [Fault(f"卷宗{told.number}文书武自然资规移〔2021〕1号", "文字与签发时不一致")]
    tamper("UPDATE office_paper SET digest = 'sha256:' || encode(sha256(convert_to(text, 'UTF8')), 'hex')")
    assert found(told) == {PAPERS}


def test_a_number_that_is_missing_is_found(told: Told) -> None:
    tamper("DELETE FROM office_paper WHERE name = 'letter'")
    assert Fault("zrzy transfer 2021", "编号发到1，现有0件，最大的是None") in list(faults())


@pytest.mark.parametrize(
    "sql", ["UPDATE office_counter SET last = 7 WHERE series = 'transfer'", "DELETE FROM office_counter"]
)
def test_a_counter_that_was_turned_or_taken_away_is_found(told: Told, sql: str) -> None:
    tamper(sql)
    assert "zrzy transfer 2021" in {fault.where for fault in faults()}


def test_a_file_that_was_changed_or_is_gone_is_found(told: Told) -> None:
    digest = File.objects.filter(dossier=told.number).values_list("digest", flat=True)[0]
    path = store().path(digest)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")
    assert list(faults()) == [Fault(f"文件{digest}", "文件缺失，或者内容与收存时不一致")]
    path.unlink()
    assert [fault.where for fault in faults()] == [f"文件{digest}"]
    path.write_bytes(whole)
    assert list(faults()) == []


@pytest.mark.parametrize("change", ["name = '别人'", "address = '别处'", "phone_encrypted = NULL", "kind = 'person'"])
def test_a_party_that_was_changed_after_it_was_sealed_is_found(told: Told, change: str) -> None:
    tamper(f"UPDATE registry_subject SET {change}")
    assert found(told) == {"当事人信息与封存时不一致，或者不是用本机的密钥加密的"}


def test_with_another_key_the_parties_cannot_be_read_and_it_is_said_so(told: Told) -> None:
    with override_settings(SUBJECT_KEY="another"):
        assert found(told) == {"当事人信息与封存时不一致，或者不是用本机的密钥加密的"}


def test_an_entry_of_the_journal_that_was_changed_is_found() -> None:
    journal.write("tried", by=None, at=Told().at, what_for="this test")
    assert list(faults()) == []
    tamper("UPDATE registry_journalentry SET body = body || ' ' WHERE number = 1")
    assert list(faults()) == [Fault("登记簿第1条", "内容或者次序与封存时不一致")]


def test_a_pack_or_a_calendar_that_was_changed_is_found() -> None:
    tamper("UPDATE registry_packversion SET text = text || ' '")
    tamper("UPDATE registry_calendarversion SET years = years - 0")
    pack = PackVersion.objects.get()
    assert [fault.where for fault in faults()][:1] == [f"规则{pack.key}#{pack.revision}"]
    assert [fault.what for fault in faults()][1:] == ["内容与录入时不一致"]


def test_what_somebody_sealed_anew_without_knowing_how_is_found_and_stops_nothing(told: Told) -> None:
    other = Told().sent()
    body = json.dumps({"number": 6})
    previous = Entry.objects.get(dossier=told.number, number=5).seal
    with connection.cursor():
        tamper(f"UPDATE office_entry SET body = '{body}', seal = '{seal(previous, body)}' WHERE number = 6")
    Dossier.objects.filter(pk=told.number).update(seal=seal(previous, body))
    tamper(f"UPDATE office_dossier SET state = 'x' WHERE id = {other.number}")
    assert [fault.where for fault in faults()] == [f"卷宗{told.number}", f"卷宗{other.number}"]


def test_a_proposal_that_nobody_has_begun_may_hold_what_it_was_given_and_no_more() -> None:
    child = proposal(disputed(Told()))
    tamper(f"UPDATE office_dossier SET state = 'agreed' WHERE id = {child.number}")
    assert found(child) == {STATE}


def test_the_record_is_read_a_hundred_rows_at_a_time(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        Told().sent()
    opened = list(verify._rows(verify.DOSSIERS))
    reading = verify._rows(verify.DOSSIERS)
    assert next(reading)["id"] == opened[0]["id"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement LIKE '%office_dossier d LEFT JOIN%'")
        assert cursor.fetchone() == (1,)
    reading.close()  # type: ignore[attr-defined]  # a generator


def test_the_application_itself_may_run_it(told: Told) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("xiezhi_app",)
    assert list(faults()) == []
    assert settings.SEAL_DIGEST == "sha256"


def test_a_chain_sealed_with_sm3_is_whole_as_well() -> None:
    with override_settings(SEAL_DIGEST="sm3"):
        told = Told().sent()
    assert told.row.seal.startswith("sm3:")
    assert list(faults()) == []
