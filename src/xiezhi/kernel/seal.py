"""The seal of an entry: a digest over the seal before it and the exact text that is kept."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

START = ""
DIGESTS = ("sha256", "sm3")


def wording(body: Mapping[str, Any]) -> str:
    """The exact text that is sealed and stored: sorted JSON, UTF-8, nothing escaped."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(previous: str, text: str, *, digest: str = "sha256") -> str:
    """`sha256:…` over the previous seal, a line feed and the text; `sm3` where a county asks for it."""
    sealed = hashlib.new(digest, f"{previous}\n{text}".encode())
    return f"{digest}:{sealed.hexdigest()}"


def first_broken(chain: Iterable[tuple[str, str]]) -> int | None:
    """The position of the first (seal, text) that does not follow from what is before it; None: whole."""
    previous = START
    for n, (sealed, text) in enumerate(chain):
        digest = sealed.partition(":")[0]
        if digest not in DIGESTS or seal(previous, text, digest=digest) != sealed:
            return n
        previous = sealed
    return None
