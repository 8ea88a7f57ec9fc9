"""Files by their content: each is kept once, under its digest, and is there wholly or not at all."""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from .sniff import Kind, RefusedFile, clean, sniff

PIECE = 64 * 1024  # bytes read at a time
COMING = "coming"  # the folder of what is still being written
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Taken:
    """A file that has been taken in: where it is found, and what it is."""

    digest: str
    size: int  # bytes
    media_type: str
    name: str


def is_digest(text: str) -> bool:
    """Whether this could be the digest of a file; what else people send is never looked up."""
    return _DIGEST.fullmatch(text) is not None


class Store:
    """A folder of files, each named by the digest of its content. What has been written there never changes."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder, self.most = folder, most_bytes

    def path(self, digest: str) -> Path:
        """Where the content of this digest lies, or would lie. Raises ValueError for what is no digest."""
        if not is_digest(digest):
            raise ValueError(f"no digest: {digest!r}")
        figures = digest.removeprefix("sha256:")
        return self.folder / figures[:2] / figures[2:]

    def take(self, chunks: Iterable[bytes], name: str) -> Taken:
        """Keep a file. Raises RefusedFile; nothing of it is left then."""
        with self.receive(chunks, name) as coming:
            return coming.settle()

    @contextmanager
    def receive(self, chunks: Iterable[bytes], name: str) -> Iterator["Coming"]:
        """Write a file beside the others and judge it; it is gone afterwards unless it was settled."""
        shown = clean(name)
        (self.folder / COMING).mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder / COMING, delete=False) as file:
            path, content = Path(file.name), cast(BinaryIO, file)
            try:
                digest, size = _written(content, chunks, shown, self.most)
                yield Coming(self, path, digest, size, sniff(content, shown), shown)
            finally:
                path.unlink(missing_ok=True)

    def open(self, digest: str) -> BufferedReader:
        """The content. Raises FileNotFoundError."""
        return self.path(digest).open("rb")

    def verify(self, digest: str) -> bool:
        """Whether the content is there and is what its digest says; read piece by piece."""
        if not is_digest(digest):
            return False
        try:
            with self.open(digest) as file:
                return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def lying(self, before: datetime) -> Iterator[str]:
        """The digests of all that was written before this moment."""
        for path in self._written_before(before, "[0-9a-f][0-9a-f]/*"):
            digest = f"sha256:{path.parent.name}{path.name}"
            if is_digest(digest):
                yield digest

    def drop(self, digest: str) -> None:
        """Remove content that nothing refers to."""
        self.path(digest).unlink(missing_ok=True)

    def drop_unfinished(self, before: datetime) -> None:
        """Remove what a process that died has left half written."""
        for path in self._written_before(before, f"{COMING}/*"):
            path.unlink(missing_ok=True)

    def _written_before(self, moment: datetime, pattern: str) -> Iterator[Path]:
        for path in self.folder.glob(pattern):
            try:
                old = path.stat().st_mtime < moment.timestamp()
            except FileNotFoundError:  # just settled or dropped
                continue
            if old:
                yield path


@dataclass(frozen=True)
class Coming:
    """A file that has been written and judged, and is not yet among the others."""

    store: Store
    path: Path
    digest: str
    size: int
    kind: Kind
    name: str

    def settle(self) -> Taken:
        """Put it in its place, at once and for good; the same content put there twice is the same file."""
        place = self.store.path(self.digest)
        if not place.parent.exists():
            place.parent.mkdir(exist_ok=True)
            _lasting(self.store.folder)
        self.path.replace(place)
        _lasting(place.parent)
        return Taken(self.digest, self.size, self.kind.media_type, self.name)


def _written(file: BinaryIO, chunks: Iterable[bytes], name: str, most: int) -> tuple[str, int]:
    """Digest and size of what was written and has reached the disk. Raises RefusedFile."""
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                said = "“{name}”超过 {most} MB；请压缩、剪辑或者拆分后再上传"
                raise RefusedFile("too-large", said, name=name, most=most // 1024**2)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    except OSError as why:
        if why.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        said = "“{name}”没有存下：平台的存储空间已满；请联系系统管理员"
        raise RefusedFile("no-space", said, name=name) from None
    return "sha256:" + digest.hexdigest(), size


def _lasting(folder: Path) -> None:
    """Let the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disposition(name: str) -> str:
    """The header that has a file saved under its name and never shown as a page (RFC 6266, RFC 8187)."""
    shown = clean(name)
    plain = "".join(c if " " <= c <= "~" and c not in '"\\%' else "_" for c in shown)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"
