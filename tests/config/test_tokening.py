"""`xiezhi token`: shown once, for a person or a department's system, and taken back by its number."""

import argparse
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from xiezhi.config.cli import _parser
from xiezhi.config.failing import Failed
from xiezhi.config.tokening import token
from xiezhi.registry.models import Token
from xiezhi.registry.tokens import Unauthenticated, find

pytestmark = pytest.mark.usefixtures("county")


def asked(*arguments: str) -> argparse.Namespace:
    return _parser().parse_args(["token", *arguments])


def given(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert token(asked(*arguments)) == 0
    return capsys.readouterr().out.strip()


def test_a_person_gets_a_token_that_lets_them_act(capsys: pytest.CaptureFixture[str]) -> None:
    secret = given(capsys, "zrzy.handler")
    bearer = find(secret, address="192.0.2.1", at=timezone.now())
    assert (bearer.scope, [held.department for held in bearer.held]) == ("act", ["zrzy"])


def test_a_systems_token_drafts_and_does_not_act(capsys: pytest.CaptureFixture[str]) -> None:
    bearer = find(given(capsys, "--department", "zrzy"), address="192.0.2.1", at=timezone.now())
    assert (bearer.system_of, bearer.scope, bearer.person) == ("zrzy", "draft", None)


def test_name_days_and_scope_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(given(capsys, "zrzy.handler", "--name", "月报", "--days", "7", "--scope", "read", "--json"))
    row = Token.objects.get(pk=said["number"])
    assert (row.name, row.scope, row.expires_at - row.created_at) == ("月报", "read", timedelta(days=7))
    assert find(said["token"], address="192.0.2.1", at=timezone.now()).token == row.pk


def test_a_token_is_taken_back_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(given(capsys, "zrzy.handler", "--json"))
    assert "已撤销" in given(capsys, "--revoke", str(said["number"]), "--reason", "电脑遗失")
    with pytest.raises(Unauthenticated, match="撤销"):
        find(said["token"], address="192.0.2.1", at=timezone.now())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "没有在用的账号"),
        (["--department", "nowhere"], "没有这个单位"),
        (["--department", "zrzy", "--scope", "act"], "系统只能读取"),
        (["zrzy.handler", "--days", "0"], "有效天数"),
        (["--revoke", "12345"], "没有这个令牌"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments: list[str], said: str) -> None:
    with pytest.raises(Failed, match=said):
        token(asked(*arguments))


@pytest.mark.parametrize(
    "arguments", [[], ["zrzy.handler", "--department", "zrzy"], ["--scope", "all", "zrzy.handler"]]
)
def test_what_is_asked_wrongly_is_told_so(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        asked(*arguments)
