"""TEMP"""
import hashlib, os, tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from .sniff import RefusedFile
@dataclass(frozen=True)
class Taken:
    digest: str; size: int; media_type: str; name: str
class Store:
    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder, self.most = folder, most_bytes
    def path(self, digest: str) -> Path:
        h = digest.partition(":")[2]; return self.folder / h[:2] / h[2:]
    def take(self, chunks: Iterable[bytes], name: str) -> Taken:
        data=b"".join(chunks); h=hashlib.sha256(data).hexdigest(); p=self.path("sha256:"+h); p.parent.mkdir(parents=True, exist_ok=True); p.write_bytes(data)
        if not data: raise RefusedFile("空文件")
        return Taken("sha256:"+h, len(data), "application/pdf", name)
    def open(self, digest: str) -> BinaryIO: return self.path(digest).open("rb")
    def verify(self, digest: str) -> bool:
        p=self.path(digest); return p.exists() and "sha256:"+hashlib.sha256(p.read_bytes()).hexdigest()==digest
def disposition(name: str) -> str: return "attachment; filename*=UTF-8''"+quote(name)
