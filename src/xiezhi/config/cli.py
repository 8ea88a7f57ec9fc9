"""The command `xiezhi`: serve, work, demo, and what keeps an installation in order."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import django

from . import places
from .failing import Failed
from .postgres import database
from .programs import NoServer

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: not done, with a sentence on stderr; 2: asked wrongly."""
    asked = _parser().parse_args(arguments)
    asked.environment = dict(os.environ)  # as it was given: what a further command of ours starts from
    for told_to_stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told_to_stop, signal.default_int_handler)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.config.settings")
    try:
        with database(places.data()) as databases:
            os.environ["DATABASE_URL"] = databases.application
            os.environ["MIGRATION_DATABASE_URL"] = databases.owner
            django.setup()
            module, _, name = asked.does.partition(":")
            command: Command = getattr(import_module(f"xiezhi.config.{module}"), name)  # only now are there models
            return command(asked)
    except (Failed, NoServer) as why:
        sys.stderr.write(f"xiezhi: {why}\n")
        return 1
    except KeyboardInterrupt:
        return 0


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
    add("backup", "saving:backup", "把数据库、文件和密钥备份成一个文件").add_argument("file", help="备份文件")
    restore = add("restore", "saving:restore", "从备份恢复")
    restore.add_argument("file", help="备份文件")
    restore.add_argument("--force", action="store_true", help="覆盖已有数据")
    verify = add("verify", "keeping:verify", "核验全部留痕、文书、编号和文件")
    verify.add_argument("--json", action="store_true", help="供程序读取")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"端口应是 1 至 65535 的数，不是 {text}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
