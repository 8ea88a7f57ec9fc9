"""The store: one file a content, wholly there or not at all, read and written piece by piece."""

import errno
import hashlib
import os
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.office.samples import PDF, PROGRAM
from xiezhi.office.sniff import RefusedFile, clean
from xiezhi.office.store import Store, Taken, disposition, is_digest

MB = 1024 * 1024
DIGEST = "sha256:" + hashlib.sha256(PDF).hexdigest()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Store:
    return Store(tmp_path / "files", 8 * MB)


def everything(shelf: Store) -> list[Path]:
    return [path for path in shelf.folder.rglob("*") if path.is_file()]


def long_pdf(megabytes: int) -> Iterator[bytes]:
    yield PDF
    for _ in range(megabytes * 16):
        yield os.urandom(64 * 1024)
    yield b"\n%%EOF\n"


def watch(monkeypatch: pytest.MonkeyPatch, where: object, name: str, seen: list[str]) -> None:
    done: Callable[..., Any] = getattr(where, name)

    def watched(*given: Any) -> Any:
        seen.append(name)
        return done(*given)

    monkeypatch.setattr(where, name, watched)


def test_a_file_is_kept_under_its_digest_byte_for_byte(shelf: Store) -> None:
    taken = shelf.take([PDF[:10], b"", PDF[10:]], "C:\\案\\记录.pdf")
    assert taken == Taken(DIGEST, len(PDF), "application/pdf", "记录.pdf")
    assert everything(shelf) == [shelf.folder / DIGEST[7:9] / DIGEST[9:]]
    with shelf.open(DIGEST) as file:
        assert file.read() == PDF
    assert shelf.path(DIGEST).stat().st_mode & 0o077 == 0


def test_the_same_content_under_two_names_is_one_file(shelf: Store) -> None:
    assert shelf.take([PDF], "甲.pdf").digest == shelf.take([PDF], "乙.pdf").digest
    assert len(everything(shelf)) == 1


def test_two_uploads_of_one_content_at_one_moment_do_each_other_no_harm(shelf: Store) -> None:
    ready = threading.Barrier(8)

    def upload(n: int) -> str:
        def chunks() -> Iterator[bytes]:
            yield PDF[:20]
            ready.wait(10)
            yield PDF[20:]

        return shelf.take(chunks(), f"{n}.pdf").digest

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(upload, range(8))) == {DIGEST}
    assert len(everything(shelf)) == 1
    assert shelf.verify(DIGEST)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [(b"", "记录.pdf", "empty"), (PROGRAM, "照片.jpg", "disguised"), (PDF, "记录", "disguised")],
)
def test_nothing_is_left_of_what_is_refused(shelf: Store, content: bytes, name: str, why: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        shelf.take([content], name)
    assert refused.value.refusals[0].name == why
    assert everything(shelf) == []


def test_reading_stops_as_soon_as_it_is_too_much(shelf: Store) -> None:
    given = iter(long_pdf(80))
    with pytest.raises(RefusedFile, match=r"“录像\.pdf”超过 8 MB；请压缩、剪辑或者拆分后再上传"):
        shelf.take(given, "录像.pdf")
    assert sum(map(len, given)) > 70 * MB
    assert everything(shelf) == []


def test_exactly_the_limit_is_not_too_much(tmp_path: Path) -> None:
    assert Store(tmp_path, len(PDF)).take([PDF], "记录.pdf").size == len(PDF)


def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    shelf = Store(tmp_path, 64 * MB)
    tracemalloc.start()
    try:
        taken = shelf.take(long_pdf(48), "录像.pdf")
        assert shelf.verify(taken.digest)
        assert tracemalloc.get_traced_memory()[1] < 3 * MB
    finally:
        tracemalloc.stop()


def test_an_upload_that_breaks_off_leaves_nothing(shelf: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield PDF
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shelf.take(broken(), "记录.pdf")
    assert everything(shelf) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_in_words(shelf: Store, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedFile, match=r"“记录\.pdf”没有存下：平台的存储空间已满；请联系系统管理员"):
        shelf.take([PDF], "记录.pdf")
    assert everything(shelf) == []


def test_any_other_fault_of_the_disk_is_no_refusal(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="input/output"):
        shelf.take([PDF], "记录.pdf")
    assert everything(shelf) == []


def test_what_was_received_and_not_settled_is_gone(shelf: Store) -> None:
    with shelf.receive([PDF], "记录.pdf") as coming:
        assert coming.digest == DIGEST
        assert not shelf.verify(DIGEST)
    assert everything(shelf) == []


def test_content_is_on_the_disk_before_its_name_is(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    watch(monkeypatch, os, "fsync", order)
    watch(monkeypatch, Path, "replace", order)
    shelf.take([PDF], "记录.pdf")
    assert order == ["fsync", "fsync", "replace", "fsync"]  # content, new folder, its name in the folder


def test_whatever_has_changed_in_a_file_is_found(shelf: Store) -> None:
    shelf.take([PDF], "记录.pdf")
    assert shelf.verify(DIGEST)
    with shelf.path(DIGEST).open("r+b") as file:
        file.seek(12)
        file.write(b"X")
    assert not shelf.verify(DIGEST)
    shelf.path(DIGEST).unlink()
    assert not shelf.verify(DIGEST)


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha256:../../../etc/passwd", DIGEST[:-1], DIGEST + "0", DIGEST.upper(), DIGEST + "\n", "md5:" + "0" * 64]
)  # fmt: skip
def test_what_is_no_digest_is_no_path(shelf: Store, text: str) -> None:
    assert not is_digest(text)
    assert not shelf.verify(text)
    with pytest.raises(ValueError, match="no digest"):
        shelf.path(text)


def test_what_lies_there_since_before_a_moment_is_listed(shelf: Store) -> None:
    old, new = (shelf.take([PDF + bytes([n])], f"{n}.pdf").digest for n in (1, 2))
    (shelf.folder / "coming" / "broken").write_bytes(b"half")
    (shelf.folder / "ab").mkdir(exist_ok=True)
    (shelf.folder / "ab" / "README").write_text("not ours")
    for path in everything(shelf):
        os.utime(path, (NOW.timestamp(),) * 2)
    os.utime(shelf.path(new), ((NOW + timedelta(days=2)).timestamp(),) * 2)
    assert list(shelf.lying(NOW + timedelta(days=1))) == [old]
    assert set(shelf.lying(NOW + timedelta(days=3))) == {old, new}
    shelf.drop_unfinished(NOW + timedelta(days=1))
    assert not (shelf.folder / "coming" / "broken").exists()
    shelf.drop(old)
    shelf.drop(old)
    assert list(shelf.lying(NOW + timedelta(days=3))) == [new]
    assert (shelf.folder / "ab" / "README").exists()


def test_a_store_that_nobody_has_used_yet_is_empty(shelf: Store) -> None:
    assert list(shelf.lying(NOW)) == []
    shelf.drop_unfinished(NOW)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("record 1.pdf", "record 1.pdf"),
        ("现场照片.png", "____.png"),
        ('a"b\\c%41;d.pdf', "c_41;d.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "xSet-Cookie: a=b.pdf"),
    ],
)
def test_the_name_is_given_for_every_browser(name: str, plain: str) -> None:
    header = disposition(name)
    kind, fallback, full = header.split("; filename")
    assert (kind, fallback) == ("attachment", f'="{plain}"')
    coded = full.removeprefix("*=UTF-8''")
    assert unquote(coded) == clean(name)
    assert header.isascii()
    assert not set(coded) & set(' ;"\\,/\r\n')
