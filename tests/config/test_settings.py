"""The settings, as the environment makes them: read in a process of its own, which starts nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SAY = """
import json
from xiezhi.config import settings as s
print(json.dumps([s.DATABASES["default"], s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS, str(s.FILES_DIR)]))
"""


def settings(folder: Path, **given: str) -> Any:
    environment = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name} | given
    command = [sys.executable, "-c", SAY]
    done = subprocess.run(
        command, env=environment | {"XIEZHI_DATA": str(folder)}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_an_address_of_the_database_is_taken_apart_and_what_django_has_no_word_for_goes_on(tmp_path: Path) -> None:
    url = "postgresql://app:p%40ss@a.example:5433,b.example:5434/xiezhi?sslmode=require&target_session_attrs=read-write"
    database = settings(tmp_path, DATABASE_URL=url)[0]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("a.example,b.example", "5433,5434", "xiezhi")
    assert (database["USER"], database["PASSWORD"]) == ("app", "p@ss")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["target_session_attrs"] == "read-write"


def test_cookies_go_over_tls_alone_where_there_is_tls(tmp_path: Path) -> None:
    assert settings(tmp_path)[1] is False
    assert settings(tmp_path, XIEZHI_HTTPS="1")[1] is True


def test_hosts_and_folders_are_the_operators_to_name(tmp_path: Path) -> None:
    _, _, hosts, files = settings(tmp_path, XIEZHI_HOSTS="xiezhi.example,10.0.0.3")
    assert hosts == ["xiezhi.example", "10.0.0.3"]
    assert files == str(tmp_path / "files")
