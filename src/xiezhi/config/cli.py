"""The command `xiezhi`: serve, work, demo, and what keeps an installation in order."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import django
import psycopg

from . import places
from .failing import Failed
from .following import follow
from .postgres import Databases, database
from .programs import NoServer

Command = Callable[[argparse.Namespace], int]
UNTIL_STOPPED = ("running:serve", "running:work", "running:demo")  # to be told to stop is how these end


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: not done, with a sentence on stderr; 2: asked wrongly."""
    asked = _parser().parse_args(arguments)
    asked.environment = dict(os.environ)  # as it was given: what a further command of ours starts from
    for told_to_stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told_to_stop, signal.default_int_handler)
    follow(signal.SIGTERM)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.config.settings")
    try:
        with database(places.data()) as databases:
            _prepare(databases)
            module, _, name = asked.does.partition(":")
            command: Command = getattr(import_module(f"xiezhi.config.{module}"), name)  # only now are there models
            return command(asked)
    except (Failed, NoServer) as why:
        sys.stderr.write(f"xiezhi: {why}\n")
        return 1
    except KeyboardInterrupt:
        if asked.does in UNTIL_STOPPED:
            return 0
        sys.stderr.write("xiezhi: 被中断，没有办完\n")
        return 1


def _prepare(databases: Databases) -> None:
    """The settings, once it is known that the database answers and the data folder can be used."""
    for address in (databases.application, databases.owner):
        try:
            psycopg.connect(address, connect_timeout=10).close()
        except psycopg.OperationalError as why:
            said = str(why).strip().splitlines()[0]
            raise NoServer(f"数据库没有应答，或者拒绝连接：{said}；请检查数据库和 DATABASE_URL") from None
        except psycopg.ProgrammingError:  # it would repeat what was given, password and all
            raise NoServer("DATABASE_URL 不是 PostgreSQL 的连接地址，应如 postgresql://用户:口令@主机/库") from None
    os.environ["DATABASE_URL"] = databases.application
    os.environ["MIGRATION_DATABASE_URL"] = databases.owner
    try:
        django.setup()
    except OSError as why:
        raise NoServer(f"不能使用 {why.filename}：{why.strerror}；请用 XIEZHI_DATA 另设数据文件夹") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="xiezhi", description="协执：行政执法协作配合平台")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def add(name: str, does: str, says: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=says, description=says)
        command.set_defaults(does=does)
        return command

    port = os.environ.get("PORT") or "8000"
    for name, says in (("serve", "启动网站"), ("demo", "建立演示县，启动网站和后台")):
        add(name, f"running:{name}", says).add_argument(
            "--port", type=_port, default=port, help="端口，缺省 8000 或 PORT"
        )
    add("work", "running:work", "启动后台：印制文书、处理到期")
    add("migrate", "running:migrate", "建立或升级数据库")
    admin = add("admin", "keeping:admin", "设立首任系统管理员，口令显示一次")
    admin.add_argument("username", help="用户名")
    admin.add_argument("name", help="姓名")
    admin.add_argument("--department", default="office", help="所在单位的代号，缺省 office")
    add("rules", "keeping:rules", "让新提供的日历和规则包施行；升级后运行")
    register = add("register", "keeping:register", "从文件登记单位、人员和任职，新人员的口令显示一次")
    register.add_argument("file", help="TOML 文件，格式见 docs/operations.md")
    add("backup", "saving:backup", "把数据库、文件和密钥备份成一个文件").add_argument("file", help="备份文件")
    restore = add("restore", "saving:restore", "从备份恢复")
    restore.add_argument("file", help="备份文件")
    restore.add_argument("--force", action="store_true", help="覆盖已有数据")
    verify = add("verify", "keeping:verify", "核验全部留痕、文书、编号和文件")
    verify.add_argument("--json", action="store_true", help="供程序读取")
    _of_token(add("token", "tokening:token", "为人员或者单位的系统发放接口令牌，只显示一次；也可以撤销"))
    _of_deadline(add("deadline", "reckoning:deadline", "计算一个期限何时届满，逐日写明计入还是不计"))
    add("describe", "describing:describe", "从声明生成词条清单和协作说明页，随代码提交")
    return parser


def _of_deadline(deadline: argparse.ArgumentParser) -> None:
    deadline.add_argument(
        "term",
        help="规则包里期限的代号，如 transfer；或者期限：'3 working_days'、'3 days'、'24 hours'、'6 months'、'5 days before'",
    )
    deadline.add_argument("start", help="起算的日期或者时刻，如 2021-09-29、2021-09-29T10:00；不写时区的为北京时间")
    deadline.add_argument("--pack", default="", help="规则包的代号，缺省为起算之日施行的")
    deadline.add_argument("--json", action="store_true", help="供程序读取")


def _of_token(token: argparse.ArgumentParser) -> None:
    whose = token.add_mutually_exclusive_group(required=True)
    whose.add_argument("username", nargs="?", help="用户名：以其任职办理")
    whose.add_argument("--department", help="单位代号：作为该单位的系统，只能读取、上传和起草")
    whose.add_argument("--revoke", type=int, metavar="号", help="撤销这一号令牌")
    token.add_argument("--scope", choices=("read", "draft", "act"), help="读取、起草或者办理；缺省为可以的最大范围")
    token.add_argument("--name", default="命令行发放", help="名称，便于日后辨认")
    token.add_argument("--days", type=int, default=90, help="有效天数，1 至 366，缺省 90")
    token.add_argument("--reason", default="", help="撤销的理由")
    token.add_argument("--json", action="store_true", help="供程序读取")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1 至 65535 的数，不是 {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
