"""Where things lie, and secrets that are made once."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from xiezhi.config.places import PROJECT, data, kept_secret


def test_the_data_folder_is_where_one_says_or_else_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIEZHI_DATA", "somewhere/else")
    assert data() == Path.cwd() / "somewhere" / "else"
    monkeypatch.setenv("XIEZHI_DATA", "")
    assert data() == PROJECT / "data"
    monkeypatch.delenv("XIEZHI_DATA")
    assert data() == PROJECT / "data"


def test_a_secret_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "secret"
    made = kept_secret(path)
    assert len(made) == 64
    assert kept_secret(path) == made
    assert (path.stat().st_mode & 0o777, [p.name for p in path.parent.iterdir()]) == (0o600, ["secret"])
    assert kept_secret(tmp_path / "other") != made


def test_processes_that_make_it_at_one_moment_agree_on_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = Barrier(8)
    token: Callable[[int], str] = secrets.token_urlsafe

    def at_once(length: int) -> str:
        together.wait(10)  # all have found nothing there, and now make their own
        return token(length)

    monkeypatch.setattr(secrets, "token_urlsafe", at_once)
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(kept_secret, [tmp_path / "secret"] * 8))
    assert made == {(tmp_path / "secret").read_text()}
