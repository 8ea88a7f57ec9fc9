"""Uploads: staged for one person, known to nobody else, and swept away when nobody comes for them."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from tests.office.samples import PDF, PROGRAM
from tests.office.told import LETTER, MONDAY, Told, found, person
from xiezhi.office import queries, uploads
from xiezhi.office.models import File, Upload
from xiezhi.office.perform import perform
from xiezhi.office.queries import Desk
from xiezhi.office.requests import Done, UnknownFile
from xiezhi.office.sniff import RefusedFile
from xiezhi.office.uploads import FRESH, KEPT, known, stage, store, sweep
from xiezhi.office.verify import faults

NOBODY_HAS = "sha256:" + "0" * 64


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def desk(who: str) -> Desk:
    return Desk(person(who), who.partition(".")[0], (who.partition(".")[2],))


def staged(content: bytes = PDF, name: str = "记录.pdf", who: str = "zrzy.handler", at: datetime = MONDAY) -> str:
    return stage([content], name, person=person(who), at=at).digest


def aged(digest: str, at: datetime) -> None:
    os.utime(store().path(digest), (at.timestamp(),) * 2)


@pytest.mark.usefixtures("county")
class TestStaging:
    def test_what_is_staged_is_there_and_said_whose_it_is(self) -> None:
        digest = staged(name="C:\\案\\记录.pdf")
        row = Upload.objects.get()
        assert (row.digest, row.name, row.media_type, row.size, row.by_id, row.at) == (
            digest, "记录.pdf", "application/pdf", len(PDF), person("zrzy.handler"), MONDAY,
        )  # fmt: skip
        assert store().verify(digest)

    def test_what_is_refused_leaves_no_row_and_no_content(self) -> None:
        with pytest.raises(RefusedFile):
            staged(PROGRAM, "照片.jpg")
        assert not Upload.objects.exists()
        assert list(store().lying(timezone.now() + timedelta(days=1))) == []

    def test_without_its_row_content_counts_for_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "STAGE", "SELECT 1/0, %s, %s, %s, %s, %s, %s")
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():
            staged()
        assert not Upload.objects.exists()


@pytest.mark.usefixtures("county")
class TestKnowing:
    def test_only_ones_own_uploads_are_known(self) -> None:
        digest = staged()
        assert [(one.name, one.size, one.number) for one in known([digest], desk("zrzy.handler"))] == [
            ("记录.pdf", len(PDF), None)
        ]
        for other in ("zrzy.handler2", "zrzy.head", "zfj.handler", "slj.handler"):
            assert known([digest], desk(other)) == []

    def test_the_files_of_a_dossier_are_known_to_who_sees_them_there(self) -> None:
        told = Told()
        told("zrzy.handler", "find", **found(told.at))
        told("zrzy.handler", "draft", **LETTER)
        digest = File.objects.filter(dossier=told.number).values_list("digest", flat=True)[0]

        def seen(who: str) -> list[str]:
            opened = queries.dossier(desk(who), told.number or 0, told.at)
            return [one.name for one in known([digest], desk(who), opened)]

        assert seen("zrzy.head") == ["现场检查记录.pdf"]
        assert seen("zfj.handler") == []
        told("zrzy.head", "approve")
        told("zrzy.handler", "send")
        assert seen("zfj.handler") == ["现场检查记录.pdf"]
        assert seen("slj.handler") == []

    def test_a_dossier_of_ones_own_says_nothing_of_the_files_of_another(self) -> None:
        theirs = Told().sent()
        other = stage([PDF + b"2"], "别案.pdf", person=person("slj.handler"), at=MONDAY).digest
        opened = queries.dossier(desk("zfj.handler"), theirs.number or 0, theirs.at)
        assert known([other, NOBODY_HAS], desk("zfj.handler"), opened) == []

    def test_they_come_in_the_order_asked_each_once_under_the_latest_name(self) -> None:
        first, second = staged(), staged(PDF + b"2", "照片.pdf")
        staged(name="新名.pdf")
        asked = [second, first, second, "", "\0", "sha256:../x", "'; --"]
        assert [one.name for one in known(asked, desk("zrzy.handler"))] == ["照片.pdf", "新名.pdf"]


@pytest.mark.usefixtures("county")
class TestSweeping:
    def test_what_nobody_comes_for_goes_after_its_time_and_not_before(self) -> None:
        digest = staged()
        aged(digest, MONDAY)
        sweep(MONDAY + KEPT)
        assert store().verify(digest)
        sweep(MONDAY + KEPT + timedelta(seconds=1))
        assert (Upload.objects.exists(), store().verify(digest)) == (False, False)

    def test_what_a_dossier_has_taken_stays_for_ever(self) -> None:
        told = Told().sent()
        for digest in File.objects.values_list("digest", flat=True):
            aged(digest, MONDAY)
        sweep(MONDAY + timedelta(days=10_000))
        assert not Upload.objects.exists()
        assert File.objects.filter(dossier=told.number).exists()
        assert list(faults()) == []

    def test_the_printed_letter_stays_for_ever(self) -> None:
        told = Told().sent()
        digest = store().take([PDF + b"letter"], "移送函.pdf").digest
        sql = "INSERT INTO office_print (paper_id, digest, size, printed_at) VALUES (%s, %s, 1, %s)"
        with connection.cursor() as cursor:
            cursor.execute(sql, [told.papers[0].pk, digest, told.at])
        aged(digest, MONDAY)
        sweep(MONDAY + timedelta(days=10_000))
        assert store().verify(digest)

    def test_one_upload_that_is_still_wanted_keeps_the_content_of_another(self) -> None:
        digest = staged()
        staged(who="slj.handler", at=MONDAY + timedelta(days=80))
        aged(digest, MONDAY)
        sweep(MONDAY + KEPT + timedelta(days=1))
        assert store().verify(digest)
        assert Upload.objects.get().by.username == "slj.handler"

    def test_content_that_was_just_written_is_left_alone(self) -> None:
        digest = store().take([PDF], "记录.pdf").digest
        aged(digest, MONDAY)
        sweep(MONDAY + FRESH)
        assert store().verify(digest)
        sweep(MONDAY + FRESH + timedelta(seconds=1))
        assert not store().verify(digest)

    def test_what_a_dead_process_left_half_written_goes(self) -> None:
        digest = staged()
        half = store().folder / "coming" / "half"
        half.write_bytes(b"%PDF")
        os.utime(half, (MONDAY.timestamp(),) * 2)
        sweep(MONDAY + FRESH + timedelta(seconds=1))
        assert (half.exists(), store().verify(digest)) == (False, True)

    def test_every_table_that_refers_to_content_is_asked(self) -> None:
        """A table with digests of content that the sweep does not ask would lose its files."""
        others = {  # digests of texts that stand in the row itself, or of secrets
            "office_paper", "registry_packversion", "registry_calendarversion", "registry_token",
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'digest'")
            having = {name for (name,) in cursor.fetchall() if name.startswith(("office", "registry", "sharing"))}
        asked = {name for name in having if f" {name} " in uploads.REFERRED}
        assert having - others == asked == {"office_upload", "office_file", "office_print"}


def test_content_staged_while_a_sweep_runs_is_never_dropped(at_once: Callable[..., list[Any]]) -> None:
    """The same content, unwanted for long, is uploaded again at the moment when it is swept."""
    digest, late = staged(), MONDAY + KEPT + timedelta(days=1)
    for _ in range(10):
        aged(digest, MONDAY)
        acts = (lambda: sweep(late), lambda: staged(at=late), lambda: sweep(late), lambda: staged(at=late))
        assert at_once(*acts) == [None, digest, None, digest]
        assert store().verify(digest)
        Upload.objects.all().delete()


def test_a_sweep_in_the_middle_of_an_act_leaves_the_file_that_it_takes(at_once: Callable[..., list[Any]]) -> None:
    told, late = Told(), MONDAY + KEPT + timedelta(days=1)
    told("zrzy.handler", "find", **found(told.at))
    drafting = told.request("zrzy.handler", "draft", **LETTER)
    aged(Upload.objects.get().digest, MONDAY)
    acted, swept = Event(), Event()

    def act() -> Done:
        with transaction.atomic():
            done = perform(drafting)
            acted.set()
            assert swept.wait(10)
            return done

    def sweeping() -> None:
        assert acted.wait(10)
        sweep(late)
        swept.set()

    done, nothing = at_once(act, sweeping)
    assert (done.entry, nothing) == (2, None)
    assert list(faults()) == []
    sweep(late)
    assert (Upload.objects.exists(), list(faults())) == (False, [])


def test_an_act_that_comes_after_the_sweep_is_told_to_upload_again(living_county: None) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    drafting = told.request("zrzy.handler", "draft", **LETTER)
    sweep(MONDAY + KEPT + timedelta(days=1))
    with pytest.raises(UnknownFile, match="附件没有找到，请重新上传"):
        perform(drafting)
