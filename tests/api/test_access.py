"""Whoever asks, wherever: one table of who gets what from each operation that reads, and one of who may act."""

from collections.abc import Callable

import pytest

from tests.office.told import LETTER, Told, found
from xiezhi.office.models import File, Obligation
from xiezhi.registry.tokens import Scope

from .asking import NOBODY, Program, ended, of, system_of

pytestmark = pytest.mark.usefixtures("county")

WHO: dict[str, Callable[[], Program]] = {
    "own side": lambda: of("zrzy.handler"),
    "other side": lambda: of("zfj.liaison"),
    "outsider": lambda: of("slj.handler"),
    "own system": lambda: system_of("zrzy"),
    "other system": lambda: system_of("zfj"),
    "outside system": lambda: system_of("slj"),
    "expired": lambda: ended("zrzy.handler", "expires_at"),
    "revoked": lambda: ended("zrzy.handler", "revoked_at"),
    "nobody": lambda: NOBODY,
    "a guess": lambda: Program("xz_guess"),
}
OPEN = ("procedures", "procedures/case-transfer", "dossiers", "obligations", "drafts", "catalogue?q=规划")
SENT = {
    "own side": 200, "other side": 200, "outsider": 404, "own system": 200, "other system": 200, "outside system": 404,
    "expired": 401, "revoked": 401, "nobody": 401, "a guess": 401,
}  # fmt: skip
UNSENT = {**SENT, "other side": 404, "other system": 404}


def places(told: Told) -> list[str]:
    """Every operation that reads something of one dossier, but for the letter's PDF, which nobody has printed."""
    number = told.number
    owed = Obligation.objects.filter(dossier=number).order_by("-pk")[0].pk
    file = File.objects.filter(dossier=number).order_by("pk")[0].pk
    at = f"dossiers/{number}"
    return [at, f"{at}/entries", f"{at}/papers", f"{at}/files", f"{at}/obligations/{owed}", f"files/{file}"]


def asked(places: list[str]) -> dict[str, dict[str, int]]:
    return {place: {who: make().get(place).status for who, make in WHO.items()} for place in places}


def test_what_is_nobodys_secret_is_read_by_whoever_is_let_in() -> None:
    let_in = {who: 401 if who in ("expired", "revoked", "nobody", "a guess") else 200 for who in WHO}
    assert asked([*OPEN]) == dict.fromkeys(OPEN, let_in)


def test_before_it_is_sent_only_the_senders_side_reads_a_dossier() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    assert asked(places(told)) == dict.fromkeys(places(told), UNSENT)


def test_once_it_is_sent_both_sides_read_it_and_nobody_else() -> None:
    told = Told().sent()
    assert asked(places(told)) == dict.fromkeys(places(told), SENT)


def test_the_office_oversees_what_is_sent() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **{**LETTER, "receiver": "slj", "receiver_reason": "协助查处"})
    office = of("office.handler")
    assert office.get(f"dossiers/{told.number}").status == 404
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    assert office.get(f"dossiers/{told.number}").said["reading"] == "overseer"


ACTS: dict[str, tuple[Callable[[], Program], int, str]] = {
    "the receiver's liaison": (WHO["other side"], 200, ""),
    "the sender's handler": (WHO["own side"], 403, "not-entitled"),
    "an outsider": (WHO["outsider"], 404, "not-found"),
    "one who only reads": (lambda: of("zfj.liaison", Scope.READ), 403, "not-entitled"),
    "one who only drafts": (lambda: of("zfj.liaison", Scope.DRAFT), 403, "not-entitled"),
    "the receiver's system": (WHO["other system"], 403, "not-entitled"),
    "the sender's system": (WHO["own system"], 403, "not-entitled"),
    "an outside system": (WHO["outside system"], 403, "not-entitled"),
    "one whose token has expired": (lambda: ended("zfj.liaison", "expires_at"), 401, "unauthenticated"),
    "one whose token was revoked": (lambda: ended("zfj.liaison", "revoked_at"), 401, "unauthenticated"),
    "nobody": (WHO["nobody"], 401, "unauthenticated"),
}


@pytest.mark.parametrize("who", ACTS)
def test_who_may_sign_for_a_case(who: str) -> None:
    told = Told().sent()
    make, status, code = ACTS[who]
    body = {"revision": 4, "filled": {"received_by": "李文静"}}
    answer = make().post(f"dossiers/{told.number}/case-transfer/receive", body)
    assert (answer.status, answer.said.get("code", "")) == (status, code)
    assert told.state == ("received" if status == 200 else "sent")


def test_before_it_is_sent_the_receiver_cannot_act_on_what_it_does_not_know() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    body = {"revision": 1, "filled": {"received_by": "李文静"}}
    assert of("zfj.liaison").post(f"dossiers/{told.number}/case-transfer/receive", body).status == 404


@pytest.mark.parametrize("who", ["expired", "revoked", "nobody", "a guess"])
def test_who_is_not_let_in_hands_in_nothing(who: str) -> None:
    program = WHO[who]()
    answers = [
        program.upload(),
        program.post("drafts", {"procedure": "case-transfer", "act": "find"}),
        program.post("procedures/case-transfer/find", {"filled": {}}),
    ]
    assert [answer.status for answer in answers] == [401, 401, 401]
