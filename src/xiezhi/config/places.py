"""Where things lie on this machine; read before the settings, and by them."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def data() -> Path:
    """The data folder: database, files, keys. XIEZHI_DATA, or `data` in the project."""
    return Path(os.environ.get("XIEZHI_DATA") or PROJECT / "data").resolve()


def kept_secret(path: Path) -> str:
    """A secret made once and kept where only its owner reads it; two processes that make it agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # somebody else was first: theirs is the one
            path.hardlink_to(made)
        made.unlink()
    return path.read_text()
