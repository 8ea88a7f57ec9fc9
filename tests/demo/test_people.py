"""The people of the demo: who they are, and that nobody is put among real people."""

from datetime import datetime

import pytest
from django.contrib.auth import authenticate

from tests.conftest import PASSWORD
from xiezhi.demo.people import guide, name_of, settle_in
from xiezhi.kernel import ZONE
from xiezhi.registry.authority import mandates_of
from xiezhi.registry.directory import officers
from xiezhi.registry.models import Department, Mandate, User
from xiezhi.registry.seed import load_county

NOW = datetime(2021, 2, 22, 9, tzinfo=ZONE)


@pytest.mark.usefixtures("county")
def test_every_department_has_the_six_and_bodies_without_a_desk_have_nobody() -> None:
    six = {"handler", "handler2", "liaison", "head", "chief", "registrar"}
    for body in Department.objects.all():
        there = set(User.objects.filter(username__startswith=f"{body.key}.").values_list("username", flat=True))
        seated = body.kind not in ("outside", "town")
        assert there == ({f"{body.key}.{name}" for name in six} if seated else set())
    assert all(len(officers(key, NOW)) == 2 for key in ("zfj", "zrzy", "slj", "mzj"))


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("username", "held"),
    [
        ("zrzy.handler2", [("zrzy", "handler")]), ("office.head", [("office", "head")]), ("leader", [("xzf", "chief")]),
        ("auditor", [("office", "auditor")]), ("admin", [("office", "administrator")]),
    ],
)  # fmt: skip
def test_each_holds_one_mandate_since_the_document_is_in_force(username: str, held: list[tuple[str, str]]) -> None:
    user = User.objects.get(username=username)
    assert [(one.department, one.role) for one in mandates_of(user, NOW)] == held


@pytest.mark.usefixtures("county")
def test_they_sign_in_with_the_password_that_is_printed() -> None:
    for username, said in guide():
        assert authenticate(username=username, password=PASSWORD) is not None
        assert said


@pytest.mark.usefixtures("county")
def test_certificates_are_held_by_those_who_enforce_or_sign_and_no_two_are_alike() -> None:
    kept = list(User.objects.exclude(certificate="").values_list("certificate", flat=True))
    assert len(kept) == len(set(kept)) > 100
    without = Mandate.objects.filter(user__certificate="").values_list("role", flat=True).distinct()
    assert set(without) == {"registrar", "auditor", "administrator"}


def test_four_hundred_names_are_all_different() -> None:
    assert len({name_of(n) for n in range(400)}) == 400


@pytest.mark.django_db
def test_where_there_are_people_nobody_is_added() -> None:
    load_county(NOW)
    User.objects.create(username="real", name="真人")
    settle_in(PASSWORD)
    assert list(User.objects.values_list("username", flat=True)) == ["real"]
