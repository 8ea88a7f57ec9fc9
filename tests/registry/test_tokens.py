from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from pydantic import ValidationError

from xiezhi.kernel import Refused
from xiezhi.registry import journal
from xiezhi.registry.models import Department, JournalEntry, Knock, Token, User
from xiezhi.registry.people import Role
from xiezhi.registry.tokens import KNOCKS, NewToken, Scope, TooManyKnocks, Unauthenticated, find, issue, revoke

from .conftest import LATER, NOW, Staff

MINUTE = timedelta(minutes=1)
HERE = "192.0.2.7"


@pytest.fixture
def handler(staff: Staff) -> User:
    person = staff.person("zrzy.handler")
    staff.give(person, "zrzy", Role.HANDLER)
    return person


def own(user: User, scope: Scope = Scope.ACT, *, at: datetime = NOW, days: int = 90) -> tuple[Token, str]:
    return issue(NewToken(name="脚本", username=user.username, scope=scope, days=days), by=user, at=at)


def system(department: str = "zrzy", scope: Scope = Scope.DRAFT) -> tuple[Token, str]:
    return issue(NewToken(name="办案系统", department=department, scope=scope), by=None, at=NOW)


def told(what: str) -> int:
    return JournalEntry.objects.filter(what=what).count()


def test_a_token_lets_its_person_in_with_the_mandates_of_that_moment(handler: User) -> None:
    token, secret = own(handler)
    bearer = find(secret, address=HERE, at=LATER)
    assert (bearer.token, bearer.person, bearer.system_of, bearer.scope) == (token.pk, handler.pk, "", "act")
    assert [(held.department, held.role) for held in bearer.held] == [("zrzy", "handler")]


def test_the_secret_is_kept_nowhere(handler: User) -> None:
    token, secret = own(handler)
    assert secret.startswith("xz_")
    assert secret not in str(Token.objects.values().get(pk=token.pk))
    assert secret not in "".join(JournalEntry.objects.values_list("body", flat=True))


def test_a_systems_token_belongs_to_a_department_and_has_no_mandate(county: dict[str, Department]) -> None:
    bearer = find(system()[1], address=HERE, at=NOW)
    assert (bearer.person, bearer.system_of, bearer.scope, bearer.held) == (None, "zrzy", "draft", ())


def test_a_system_is_never_let_to_act(county: dict[str, Department]) -> None:
    with pytest.raises(Refused, match="系统只能读取、上传和起草"):
        system(scope=Scope.ACT)
    token, _ = system()
    with pytest.raises(IntegrityError, match="systems_do_not_act"), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(scope="act")


@pytest.mark.parametrize("given", [{}, {"username": "zrzy.handler", "department": "zrzy"}])
def test_a_token_belongs_to_one_person_or_one_department(handler: User, given: dict[str, str]) -> None:
    with pytest.raises(Refused, match="要么属于一个人"):
        issue(NewToken.model_validate({"name": "甲", "scope": "read", **given}), by=None, at=NOW)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"username": "nobody"}, "没有在用的账号：nobody"), ({"department": "nowhere"}, "没有这个单位：nowhere")],
)
def test_whom_it_is_for_must_be_there(county: dict[str, Department], given: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        issue(NewToken.model_validate({"name": "甲", "scope": "read", **given}), by=None, at=NOW)


@pytest.mark.parametrize("days", [0, 367])
def test_every_token_ends_within_a_year(days: int) -> None:
    with pytest.raises(ValidationError):
        NewToken(name="甲", username="甲", scope=Scope.READ, days=days)


def test_nobody_issues_or_revokes_a_token_of_somebody_else_but_the_administrator(
    handler: User, staff: Staff, admin: User
) -> None:
    other = staff.person("zfj.handler")
    for_handler = NewToken(name="甲", username=handler.username, scope=Scope.ACT)
    with pytest.raises(Refused, match="只有本人或者系统管理员"):
        issue(for_handler, by=other, at=NOW)
    with pytest.raises(Refused, match="只有本人或者系统管理员"):
        issue(NewToken(name="乙", department="zrzy", scope=Scope.READ), by=handler, at=NOW)
    token, _ = issue(for_handler, by=admin, at=NOW)
    with pytest.raises(Refused, match="只有本人或者系统管理员"):
        revoke(token.pk, by=other, at=NOW, reason="不再使用")
    assert revoke(token.pk, by=handler, at=NOW, reason="不再使用").revoked_at == NOW


def test_issuing_first_use_and_revoking_are_in_the_journal(handler: User) -> None:
    token, secret = own(handler)
    find(secret, address=HERE, at=NOW)
    revoke(token.pk, by=handler, at=NOW, reason="电脑遗失")
    assert [told.what for told in journal.told_of(f"token/{token.pk}")] == [
        "token-issued",
        "token-used",
        "token-revoked",
    ]
    assert journal.broken_at() is None


def test_the_use_is_written_once_a_minute_and_told_once_a_day(handler: User) -> None:
    token, secret = own(handler)
    seen = []
    for passed in (timedelta(), MINUTE / 2, MINUTE, timedelta(days=1)):
        find(secret, address=HERE, at=NOW + passed)
        token.refresh_from_db()
        seen.append((token.last_used_at, told("token-used")))
    assert seen == [(NOW, 1), (NOW, 1), (NOW + MINUTE, 1), (NOW + timedelta(days=1), 2)]


def test_a_token_that_has_ended_lets_nobody_in(handler: User) -> None:
    token, secret = own(handler, days=1)
    end = NOW + timedelta(days=1)
    assert find(secret, address=HERE, at=end - MINUTE).token == token.pk
    with pytest.raises(Unauthenticated, match="到期"):
        find(secret, address=HERE, at=end)


def test_a_revoked_token_lets_nobody_in_and_is_revoked_once(handler: User) -> None:
    token, secret = own(handler)
    revoke(token.pk, by=None, at=NOW, reason="")
    with pytest.raises(Unauthenticated, match="撤销"):
        find(secret, address=HERE, at=NOW)
    with pytest.raises(Refused, match="已经撤销"):
        revoke(token.pk, by=None, at=NOW, reason="")


def test_the_token_of_a_closed_account_lets_nobody_in(handler: User) -> None:
    _, secret = own(handler)
    User.objects.filter(pk=handler.pk).update(is_active=False)
    with pytest.raises(Unauthenticated, match="停用"):
        find(secret, address=HERE, at=NOW)


@pytest.mark.parametrize("secret", ["", "xz_", "xz_\0", "xz_\ud800", "x" * 10_000])
def test_what_is_no_token_lets_nobody_in(county: dict[str, Department], secret: str) -> None:
    with pytest.raises(Unauthenticated, match="没有这个令牌"):
        find(secret, address=HERE, at=NOW)


def test_an_address_that_keeps_on_guessing_must_wait_a_minute(handler: User) -> None:
    _, secret = own(handler)
    for _ in range(KNOCKS):
        with pytest.raises(Unauthenticated):
            find("xz_guess", address=HERE, at=NOW)
    for at in (NOW, NOW + MINUTE / 2):
        with pytest.raises(TooManyKnocks):
            find("xz_guess", address=HERE, at=at)
    with pytest.raises(Unauthenticated):
        find("xz_guess", address="192.0.2.8", at=NOW)
    assert find(secret, address=HERE, at=NOW).person == handler.pk
    with pytest.raises(Unauthenticated):
        find("xz_guess", address=HERE, at=NOW + MINUTE)
    assert Knock.objects.get(address=HERE).count == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_token SET scope = 'act'",
        "UPDATE registry_token SET expires_at = now()",
        "DELETE FROM registry_token",
    ],
)
def test_the_application_cannot_make_a_token_stronger(county: dict[str, Department], statement: str) -> None:
    system()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)


def test_a_name_says_whose_it_is(handler: User) -> None:
    token, _ = own(handler)
    knock = Knock(address=HERE, since=NOW, count=1)
    assert (str(token), str(knock)) == ("脚本", HERE)
