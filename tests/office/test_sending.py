"""What is handed out is told in the journal: what, of which dossier, to whom, by number alone."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import FileResponse

from tests.office.told import FIRM, MONDAY, Told, person
from xiezhi.office import printing, sending
from xiezhi.office.models import File
from xiezhi.office.queries import Desk
from xiezhi.office.sending import send_file, send_paper
from xiezhi.registry import journal
from xiezhi.registry.models import JournalEntry

pytestmark = pytest.mark.usefixtures("county")


def desk(username: str) -> Desk:
    department, _, role = username.partition(".")
    return Desk(person(username), department, (role,))


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    """A file that is closed ends its request, with which the connection would go."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def taken(response: FileResponse) -> None:
    response.close()


@pytest.fixture
def told() -> Told:
    told = Told().sent()
    printing.print_paper(told.papers[0].pk, told.at)
    return told


def test_a_download_of_a_paper_is_told(told: Told) -> None:
    number = told.papers[0].pk
    found = sending.paper(desk("zfj.liaison"), number, told.at)
    assert found
    taken(send_paper(*found))
    entry = JournalEntry.objects.latest("number")
    assert (entry.what, entry.about, entry.by_id, entry.at) == (
        "read-paper", f"dossier/{told.number}", person("zfj.liaison"), MONDAY,
    )  # fmt: skip
    assert json.loads(entry.body)["facts"] == {"department": "zfj", "paper": number}
    assert journal.broken_at() is None
    for said in FIRM.values():
        assert said not in entry.body


def test_a_download_of_evidence_is_told(told: Told) -> None:
    number = File.objects.filter(dossier=told.number).earliest("pk").pk
    found = sending.file(desk("zfj.liaison"), number, told.at)
    assert found
    taken(send_file(*found, token=7))
    entry = JournalEntry.objects.latest("number")
    assert (entry.what, entry.about) == ("read-file", f"dossier/{told.number}")
    assert json.loads(entry.body)["facts"] == {"department": "zfj", "file": number, "token": 7}


def test_a_system_reads_in_its_departments_name(told: Told) -> None:
    found = sending.paper(Desk(0, "zfj", ()), told.papers[0].pk, told.at)
    assert found
    taken(send_paper(*found))
    entry = JournalEntry.objects.latest("number")
    assert (entry.by_id, json.loads(entry.body)["facts"]["department"]) == (None, "zfj")


def test_what_one_may_not_read_is_not_there_and_nothing_is_told(told: Told) -> None:
    before = JournalEntry.objects.count()
    outsider = desk("slj.handler")
    assert sending.paper(outsider, told.papers[0].pk, told.at) is None
    assert sending.file(outsider, File.objects.filter(dossier=told.number)[0].pk, told.at) is None
    assert sending.paper(outsider, 10**9, told.at) is None
    assert sending.file(outsider, 10**9, told.at) is None
    assert JournalEntry.objects.count() == before


def test_what_is_not_there_any_more_has_not_been_read(told: Told) -> None:
    found = sending.paper(desk("zfj.liaison"), told.papers[0].pk, told.at)
    assert found
    before = JournalEntry.objects.count()
    with pytest.raises(FileNotFoundError):
        send_paper(found[0], replace(found[1], as_issued=f"sha256:{'0' * 64}"))
    assert JournalEntry.objects.count() == before
