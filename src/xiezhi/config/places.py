"""Where things lie on this machine; read before the settings, and by them."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def data() -> Path:
    """The data folder: database, files, keys. XIEZHI_DATA, or `data` in the project."""
    return Path(os.environ.get("XIEZHI_DATA", PROJECT / "data")).resolve()
