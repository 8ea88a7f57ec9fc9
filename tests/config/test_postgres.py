"""The embedded server, with real servers: shared, stopped by the last one out, and up again after whatever happens."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from xiezhi.config.places import PROJECT
from xiezhi.config.postgres import Embedded, database, port_is_free
from xiezhi.config.programs import NoServer, account

FAST = ("-c fsync=off",)
HOLDS = """
import sys
from pathlib import Path
from xiezhi.config.postgres import Embedded
with Embedded(Path(sys.argv[1]), ("-c fsync=off",)) as databases:
    print(databases.application, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder whose name has a blank and Chinese in it; no server outlives the test."""
    made = Path(tempfile.mkdtemp(prefix="xiezhi-tests-"))
    made.chmod(0o755)
    yield made / "数据 库"
    stop(Embedded(made / "数据 库"), signal.SIGQUIT)
    shutil.rmtree(made)


def stop(server: Embedded, how: signal.Signals) -> None:
    """Put an end to the server from outside, and wait until it is gone."""
    while pid := server.pid():
        with suppress(ProcessLookupError):
            os.kill(pid, how)
        time.sleep(0.05)


def command(folder: Path, **more: object) -> subprocess.Popen[str]:
    """Another command that uses the server; it has it when it has said where."""
    asked = [sys.executable, "-c", HOLDS, str(folder)]
    process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload]
    assert process.stdout.readline().startswith("postgresql://xiezhi_app:")
    assert isinstance(process, subprocess.Popen)
    return process


def ask(address: str, statement: str) -> object:
    with psycopg.connect(address) as connection:
        done = connection.execute(statement)
        return done.fetchone() if statement.startswith("SELECT") else None


def test_the_application_owns_nothing_and_the_owner_is_no_superuser(folder: Path) -> None:
    with Embedded(folder, FAST) as databases:
        roles = "SELECT string_agg(rolname || rolsuper::text, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'xiezhi%'"
        assert ask(databases.application, roles) == ("xiezhi_appfalse xiezhi_ownerfalse",)
        ask(databases.owner, "CREATE TABLE kept (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(databases.application, "CREATE TABLE own (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(databases.application, "SELECT n FROM kept")


def test_nobody_gets_in_without_the_password_and_nobody_else_reads_it(folder: Path) -> None:
    with Embedded(folder, FAST) as databases:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(databases.owner, password="guessed")
        assert {path.stat().st_mode & 0o777 for path in folder.glob("*.password")} == {0o600}


def test_chinese_is_ordered_and_searched_as_text(folder: Path) -> None:
    with Embedded(folder, FAST) as databases:
        assert ask(databases.owner, "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database "
                                    "WHERE datname = 'xiezhi'") == ("C.UTF-8", "UTF8")  # fmt: skip


def test_commands_share_one_server_and_the_last_one_out_stops_it(folder: Path) -> None:
    server = Embedded(folder, FAST)
    with server:
        first = server.pid()
        other = command(folder)
        assert server.pid() == first
    assert server.pid() == first
    other.communicate("")
    assert (other.returncode, server.pid()) == (0, None)


def test_a_command_that_was_killed_does_not_keep_the_server_running(folder: Path) -> None:
    server = Embedded(folder, FAST)
    with server:
        other = command(folder)
        other.kill()
        other.communicate()
    assert server.pid() is None


def test_everything_committed_is_there_after_the_server_was_killed(folder: Path) -> None:
    server = Embedded(folder)
    with server as databases:
        ask(databases.owner, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        stop(server, signal.SIGKILL)
        with Embedded(folder) as again:
            assert ask(again.owner, "SELECT count(*) FROM kept") == (1000,)


def test_the_number_of_a_dead_server_may_belong_to_another_process_now(folder: Path) -> None:
    server = Embedded(folder, FAST)
    with server:
        left = (server.data / "postmaster.pid").read_text().partition("\n")[2]
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{left}")
    with server as databases:
        assert ask(databases.application, "SELECT 1") == (1,)


def test_a_port_that_was_taken_meanwhile_is_given_up_for_another(folder: Path) -> None:
    with Embedded(folder, FAST):
        port = int((folder / "port").read_text())
    assert port_is_free(port)
    taking = (
        f"import socket,sys; s = socket.create_server(('127.0.0.1', {port})); print(1, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", taking], stdin=-1, stdout=-1, text=True) as taker:
        assert taker.stdout
        taker.stdout.readline()
        assert not port_is_free(port)
        with Embedded(folder, FAST) as databases:
            assert f":{port}/" not in databases.owner
            assert ask(databases.owner, "SELECT 1") == (1,)
        taker.communicate("")


def test_a_half_made_cluster_is_not_mistaken_for_one(folder: Path) -> None:
    (folder / "cluster").mkdir(parents=True)
    if user := account():
        os.chown(folder / "cluster", user.pw_uid, user.pw_gid)
    with Embedded(folder, FAST) as databases:
        assert ask(databases.owner, "SELECT 1") == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server over to another account")
def test_for_root_in_a_closed_folder_the_cluster_lies_where_its_account_gets_to(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    server = Embedded(folder / "postgres", FAST)
    with server as databases:
        assert ask(databases.application, "SELECT 1") == (1,)
        assert not server.data.is_relative_to(folder)
    with server as databases:
        assert ask(databases.application, "SELECT 1") == (1,)
    shutil.rmtree(server.data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else; without root all tests are this one")
def test_a_normal_user_has_a_server_of_the_own(folder: Path) -> None:
    user = pwd.getpwnam("nobody")
    folder.mkdir()
    os.chown(folder, user.pw_uid, user.pw_gid)
    python = Path(sys.executable).resolve()
    if not all(path.stat().st_mode & 0o001 for place in (PROJECT, python) for path in (place, *place.parents)):
        pytest.skip("this project, or its Python, lies where no normal user gets to")
    own = command(
        folder, user=user.pw_uid, group=user.pw_gid, extra_groups=(), env={"PYTHONPATH": str(PROJECT / "src")}
    )
    server = Embedded(folder)
    assert Path(f"/proc/{server.pid()}").stat().st_uid == user.pw_uid
    own.communicate("")
    assert (own.returncode, server.pid()) == (0, None)


def test_a_folder_of_somebody_else_is_refused_in_words(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder.mkdir(mode=0o500)
    with pytest.raises(NoServer, match="没有权限"), Embedded(folder / "postgres"):
        pass


def test_a_server_whose_password_file_was_exchanged_is_told_at_once(folder: Path) -> None:
    with Embedded(folder, FAST):
        (folder / "postgres.password").write_text("another")
        with pytest.raises(NoServer, match=r"不认 .*postgres\.password 中的口令"), Embedded(folder, FAST):
            pass


def test_a_file_in_the_place_of_the_folder_is_told_in_words(folder: Path) -> None:
    folder.write_text("")
    with pytest.raises(NoServer, match="不能使用"), Embedded(folder / "postgres"):
        pass


def test_a_database_of_ones_own_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://application@elsewhere/xiezhi")
    monkeypatch.setenv("MIGRATION_DATABASE_URL", "postgresql://owner@elsewhere/xiezhi")
    with database(folder) as databases:
        assert (databases.application, databases.owner) == (
            "postgresql://application@elsewhere/xiezhi", "postgresql://owner@elsewhere/xiezhi",
        )  # fmt: skip
    assert not folder.exists()
