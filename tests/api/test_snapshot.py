"""The file that is kept in git is written as the document is."""

from pathlib import Path

from xiezhi.api.build import document
from xiezhi.api.snapshot import SNAPSHOT, write
from xiezhi.procedures import PROCEDURES


def test_it_is_written_where_it_is_told(tmp_path: Path) -> None:
    write(tmp_path / "new" / "openapi.json")
    assert (tmp_path / "new" / "openapi.json").read_text(encoding="utf-8") == document(PROCEDURES)


def test_it_lies_among_the_documents() -> None:
    assert SNAPSHOT.parts[-2:] == ("docs", "openapi.json")
