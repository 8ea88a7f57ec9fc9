"""The commands as an operator runs them: what they do, how they end, and what they say when they cannot."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.commands import OURS, Browser, Installation, Said, free_port, installation, stopped
from xiezhi.config.places import PROJECT
from xiezhi.demo import build

EXAMPLE = PROJECT / "docs" / "register-example.toml"
WHOLE = "全部留痕、文书、编号和文件与封存时一致。\n"


@pytest.fixture
def new() -> Iterator[Installation]:
    """An installation with nothing in it."""
    with installation() as made:
        yield made


@pytest.fixture(scope="module")
def demo() -> Iterator[Installation]:
    """The demo county as `demo` leaves it: started, looked at, and told to stop."""
    port = free_port()
    with installation() as made, made.running("demo", "--port", str(port)) as process:
        assert process.stdout
        said = ""
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        assert f"http://localhost:{port}" in said
        assert build.PASSWORD in said
        assert "zrzy.handler" in said
        assert "自然资源和规划局" in Browser(port).sign_in("zrzy.handler", build.PASSWORD)
        code, _ = stopped(process)
        assert (code, made.server()) == (0, None)
        yield made


@pytest.fixture(scope="module")
def saved(demo: Installation) -> Path:
    """A backup of the demo county."""
    to = demo.folder.parent / "备份.tar.gz"
    done = demo.run("backup", str(to))
    assert (done.code, done.err) == (0, "")
    assert "其中有密钥" in done.out
    return to


def test_the_demo_is_whole_when_it_has_stopped(demo: Installation) -> None:
    assert demo.run("verify") == Said(0, WHOLE, "")
    assert json.loads(demo.run("verify", "--json").out) == {"faults": []}


def test_keys_and_passwords_are_for_their_owner_alone(demo: Installation) -> None:
    secret = [demo.folder / "secret-key", *(demo.folder / "postgres").glob("*.password")]
    assert len(secret) == 4
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}


def test_what_is_not_as_it_was_sealed_is_listed_and_makes_the_check_fail(demo: Installation) -> None:
    path = next(path for path in (demo.folder / "files").glob("??/*"))
    whole = path.read_bytes()
    path.write_bytes(whole + b"?")
    done, said = demo.run("verify"), demo.run("verify", "--json")
    path.write_bytes(whole)
    digest = f"sha256:{path.parent.name}{path.name}"
    assert (done.code, said.code) == (1, 1)
    assert done.out == f"文件{digest}：文件缺失，或者内容与收存时不一致\n"
    assert [fault["where"] for fault in json.loads(said.out)["faults"]] == [f"文件{digest}"]


def test_a_backup_is_for_its_owner_alone_and_never_written_over_another(demo: Installation, saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    before = saved.read_bytes()
    done = demo.run("backup", str(saved))
    assert (done.code, done.out) == (1, "")
    assert "已经存在" in done.err
    assert saved.read_bytes() == before


@pytest.mark.parametrize("place", ["no-such-folder/a.tar.gz", "secret-key/a.tar.gz"])
def test_a_backup_that_cannot_be_written_is_refused_in_words(demo: Installation, place: str) -> None:
    done = demo.run("backup", str(demo.folder / place))
    assert (done.code, "没有这个文件夹" in done.err) == (1, True)


@pytest.fixture
def no_backups(saved: Path, tmp_path: Path) -> list[Path]:
    """Files that are no backup: half of one, no archive at all, an archive of something else, and none."""
    half, text, strange = tmp_path / "half", tmp_path / "text", tmp_path / "strange"
    half.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    text.write_text("no archive")
    with tarfile.open(strange, "w:gz") as tar:
        tar.add(text, "../text")
    return [half, text, strange, tmp_path / "none"]


def test_what_was_backed_up_is_restored_whole_and_the_site_serves_it(
    new: Installation, saved: Path, no_backups: list[Path]
) -> None:
    for path in no_backups:  # changes nothing: what follows would be refused
        refused = new.run("restore", str(path))
        assert (refused.code, refused.out, str(path) in refused.err) == (1, "", True)
    done = new.run("restore", str(saved))
    assert (done.code, done.out, done.err) == (0, WHOLE, "")
    assert (new.folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o077 for path in (new.folder / "files").glob("??/*")} == {0}
    assert [path.name for path in new.folder.iterdir() if path.name.startswith("restoring")] == []
    again = new.run("restore", str(saved))
    assert (again.code, "这里已有数据" in again.err) == (1, True)
    assert new.run("restore", "--force", str(saved)).code == 0
    port = free_port()
    with new.running("serve", "--port", str(port)) as serving:
        assert "自然资源和规划局" in Browser(port).sign_in("zrzy.handler", build.PASSWORD)
        assert stopped(serving)[0] == 0


def test_a_key_from_the_environment_is_not_in_the_backup_and_it_is_said_so(demo: Installation, tmp_path: Path) -> None:
    done = demo.run("backup", str(tmp_path / "b"), XIEZHI_SECRET_KEY="of the county", XIEZHI_SUBJECT_KEY="too")
    assert (done.code, "XIEZHI_SECRET_KEY、XIEZHI_SUBJECT_KEY 给出，不在其中" in done.out) == (0, True)
    with tarfile.open(tmp_path / "b") as tar:
        assert "secret-key" not in tar.getnames()


def test_without_its_key_a_restored_record_is_not_whole(new: Installation, saved: Path) -> None:
    done = new.run("restore", str(saved), XIEZHI_SECRET_KEY="another")
    assert (done.code, "不是用本机的密钥加密的" in done.out) == (1, True)


def test_a_new_installation_is_set_up_step_by_step(new: Installation) -> None:
    with new.running("migrate") as one, new.running("migrate") as other:  # at one moment: one waits
        said = [process.communicate()[0] for process in (one, other)]
        assert (one.returncode, other.returncode, said) == (0, 0, ["", ""])
    nobody = new.run("serve", "--port", str(free_port()))
    assert (nobody.code, "请先运行 xiezhi admin" in nobody.err) == (1, True)
    early = new.run("admin", "root", "管理员")
    assert (early.code, "没有这个单位：office" in early.err) == (1, True)
    registered = new.run("register", str(EXAMPLE))
    assert (registered.code, "chen.min 的口令（只显示这一次）" in registered.out) == (0, True)
    assert (new.run("register", str(EXAMPLE)).out, new.run("register", "no-such-file").code) == ("", 1)
    wrong = new.run("admin", "Root!", "管理员")
    assert (wrong.code, wrong.out, "用户名" in wrong.err) == (1, "", True)
    first = new.run("admin", "root", "管理员")
    password = re.fullmatch(r"系统管理员 root 的口令（只显示这一次）：(\S{16})\n", first.out)
    assert password
    second = new.run("admin", "other", "他人")
    assert (second.code, second.out, "已有系统管理员" in second.err) == (1, "", True)
    port = free_port()
    with new.running("serve", "--port", str(port)):
        assert "管理员" in Browser(port).sign_in("root", password[1])
    assert new.run("verify").out == WHOLE


def test_site_and_worker_share_the_database_and_stop_when_they_are_told(demo: Installation) -> None:
    port = free_port()
    with demo.running("work") as working, demo.running("serve", "--port", str(port)) as serving:
        assert "csrfmiddlewaretoken" in Browser(port).page("/signin/")
        assert (working.poll(), serving.poll()) == (None, None)
        assert stopped(working)[0] == 0
        assert demo.server()
        assert stopped(serving)[0] == 0
    assert demo.server() is None


def test_after_the_site_was_killed_it_starts_again_and_nothing_is_lost(demo: Installation) -> None:
    port = free_port()
    with demo.running("serve", "--port", str(port)) as serving:
        Browser(port).page("/signin/")
        serving.kill()
    with socket.create_server(("127.0.0.1", port)):
        pass  # those that answered are gone with the one that started them
    server = demo.server()
    assert server
    os.kill(server, signal.SIGKILL)
    assert demo.run("verify").out == WHOLE
    assert demo.server() is None


def test_a_port_that_is_taken_is_named(demo: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taking:
        port = taking.getsockname()[1]
        done = demo.run("serve", "--port", str(port))
    assert (done.code, done.err) == (1, f"xiezhi: 端口 {port} 已被占用；请换一个，如 PORT={port % 65535 + 1}\n")


@pytest.mark.parametrize(
    "wrongly",
    [[], ["no-such-command"], ["serve", "--port", "70000"], ["serve", "--port", "x"], ["backup"], ["admin", "root"]],
)
def test_what_is_asked_wrongly_ends_with_two_and_starts_nothing(new: Installation, wrongly: list[str]) -> None:
    assert new.run(*wrongly).code == 2
    assert not new.folder.exists()


def test_a_deadline_is_told_before_anything_else_is_there(new: Installation) -> None:
    done = new.run("deadline", "transfer", "2021-09-29T10:00", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["due"] == "2021-10-10T00:00:00+08:00"
    done = new.run("deadline", "soon", "2021-09-29")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


def test_a_data_folder_that_cannot_be_one_is_named(new: Installation) -> None:
    new.folder.write_text("a file in its place")
    for given in ({}, {"DATABASE_URL": os.environ["DATABASE_URL"]}):
        done = new.run("verify", **given)
        assert (done.code, done.out) == (1, "")
        assert re.fullmatch(r"xiezhi: 不能使用 .*；请用 XIEZHI_DATA 另设数据文件夹\n", done.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_may_not_be_written_is_named(new: Installation) -> None:
    new.folder.mkdir(mode=0o500)
    done = new.run("verify")
    assert (done.code, str(new.folder) in done.err) == (1, True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://xiezhi_app:hidden@127.0.0.1:1/xiezhi", "数据库没有应答，或者拒绝连接：.*Connection refused"),
        (
            "postgresql://nobody:hidden@127.0.0.1:{port}/postgres",
            "数据库没有应答，或者拒绝连接：.*password authentication failed",
        ),
        ("hidden and no address", "DATABASE_URL 不是 PostgreSQL 的连接地址"),
        ("postgresql://u:hidden@h/d?nonsense=1", "DATABASE_URL 不是 PostgreSQL 的连接地址"),
    ],
)
def test_a_database_that_does_not_answer_is_told_in_one_line_without_its_password(
    new: Installation, address: str, said: str
) -> None:
    port = re.search(r":(\d+)/", os.environ["DATABASE_URL"])
    assert port
    done = new.run("migrate", DATABASE_URL=address.format(port=port[1]))
    assert (done.code, done.out, "hidden" in done.err) == (1, "", False)
    assert re.match(f"xiezhi: {said}", done.err)
    assert done.err.count("\n") == 1


def test_a_command_that_was_broken_off_is_not_done(demo: Installation, tmp_path: Path) -> None:
    with demo.running("backup", str(tmp_path / "b")) as saving:
        while not list(tmp_path.glob("*/database.dump")):
            assert saving.poll() is None
        code, said = stopped(saving)
    assert (code, said) == (1, "xiezhi: 被中断，没有办完\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root makes other accounts; without root all tests are of one already"
)
def test_a_normal_user_runs_everything(new: Installation) -> None:
    name = f"xiezhi{os.getpid()}"
    if not shutil.which("useradd") or not reachable():
        pytest.skip("no useradd here, or Python and the project lie where no normal user gets to")
    subprocess.run(["useradd", "--no-create-home", name], check=True)
    try:
        new.folder.mkdir()
        shutil.chown(new.folder, name)
        as_user = ("setpriv", "--reuid", name, "--regid", name, "--clear-groups")
        command = [*as_user, *OURS, "register", str(EXAMPLE)]
        done = subprocess.run(command, env=new.environment({}), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert new.server() is None
    finally:
        subprocess.run(["userdel", name], check=True)


def reachable() -> bool:
    """Whether another account gets to Python and to the project."""
    python = Path(OURS[0]).resolve()
    return all(path.stat().st_mode & 0o001 for place in (PROJECT, python) for path in (place, *place.parents))
