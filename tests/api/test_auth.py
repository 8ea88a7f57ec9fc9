"""A token lets in, as far as it reaches, for the department that is chosen; nothing else does."""

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from xiezhi.registry.models import Department, Knock, Mandate
from xiezhi.registry.tokens import KNOCKS, Scope

from .asking import ROOT, Program, of, system_of

pytestmark = pytest.mark.usefixtures("county")


def test_the_cookie_of_a_session_lets_nobody_in() -> None:
    browser = Client()
    assert browser.login(username="zrzy.handler", password=PASSWORD)
    assert browser.get("/").status_code == 200
    answer = browser.get(f"{ROOT}/dossiers")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("shown", ["", "xz_", "Basic eDp5", "Bearer", "Bearer  ", "Token xz_1", "Bearer \udcff"])
def test_what_is_no_token_lets_nobody_in(shown: str) -> None:
    answer = Client().get(f"{ROOT}/procedures", headers={"Authorization": shown} if shown else {})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_whoever_keeps_on_guessing_waits_and_others_are_let_in() -> None:
    guess = Program("xz_guess")
    assert {guess.get("procedures").status for _ in range(KNOCKS)} == {401}
    answer = guess.get("procedures")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, "too-many-tries", "60")
    assert of("zrzy.handler").get("procedures").status == 200
    assert Knock.objects.get().count == KNOCKS


def test_to_ask_without_a_token_is_no_guess() -> None:
    assert {Program().get("procedures").status for _ in range(KNOCKS + 5)} == {401}
    assert Knock.objects.count() == 0


def test_who_has_several_departments_says_at_which_desk_they_read() -> None:
    held = Mandate.objects.get(user__username="zrzy.handler")
    Mandate.objects.create(
        user=held.user, department_id="slj", role="liaison", since=held.since, reason="兼任", given_by=held.given_by
    )
    unsaid = of("zrzy.handler").get("dossiers")
    assert (unsaid.status, unsaid.code) == (422, "refused")
    for key in ("zrzy", "slj"):
        assert Department.objects.get(key=key).short_name in unsaid.said["detail"]
    assert of("zrzy.handler", department="slj").get("dossiers").status == 200


@pytest.mark.parametrize("department", ["zfj", "nowhere", "ZRZY", "x" * 500])
def test_a_department_that_one_has_no_mandate_in_is_refused(department: str) -> None:
    answer = of("zrzy.handler", department=department).get("dossiers")
    assert (answer.status, answer.code) == (403, "not-entitled")


def test_a_system_sits_for_its_own_department_alone() -> None:
    for department, status in (("", 200), ("zrzy", 200), ("zfj", 403)):
        system = Program(system_of("zrzy").secret, department)
        assert system.get("dossiers").status == status


def test_a_system_that_tries_to_act_is_told_who_must() -> None:
    answer = system_of("zrzy").post("procedures/case-transfer/find", {"filled": {}})
    assert (answer.status, answer.said["refusals"][0]["name"]) == (403, "system")
    assert "有任职的人员" in answer.said["detail"]


def test_a_token_that_only_reads_is_told_to_be_exchanged() -> None:
    answer = of("zrzy.handler", Scope.READ).post("procedures/case-transfer/find", {"filled": {}})
    assert (answer.status, answer.said["refusals"][0]["name"]) == (403, "scope")
