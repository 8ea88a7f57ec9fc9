from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from xiezhi.registry.knocks import address_of, door, forget, knock, take_back
from xiezhi.registry.models import Knock

from .conftest import NOW

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HERE = "192.0.2.7"
three = partial(knock, most=3)


def test_a_door_stays_shut_until_the_minute_is_over_however_long_one_goes_on() -> None:
    assert [three(HERE, at=NOW + MINUTE * n / 10) for n in range(10)] == [True] * 3 + [False] * 7
    assert three("192.0.2.8", at=NOW)
    assert three(HERE, at=NOW + MINUTE)
    assert Knock.objects.get(address=HERE).count == 1


def test_a_try_that_was_not_in_vain_does_not_count() -> None:
    for _ in range(9):
        assert three(HERE, at=NOW)
        take_back(HERE)
    take_back(HERE)
    assert Knock.objects.get().count == 0
    take_back("nowhere")


def test_what_was_typed_is_not_kept_and_its_case_makes_no_difference() -> None:
    assert door("name", "Zfj.Handler") == door("name", "zfj.handler") != door("from", "zfj.handler")
    assert "zfj" not in door("name", "zfj.handler")
    knock(door("name", "字" * 500), most=1, at=NOW)
    assert not knock(door("name", "字" * 500), most=1, at=NOW)


@pytest.mark.parametrize(
    ("behind", "passed_on", "address"),
    [
        (None, "203.0.113.9", "192.0.2.7"),  # anybody may write that
        (("HTTP_X_FORWARDED_PROTO", "https"), "203.0.113.9", "203.0.113.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", "192.0.2.7"),
    ],
)
def test_the_address_is_what_the_proxy_saw(behind: tuple[str, str] | None, passed_on: str, address: str) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=behind):
        assert address_of({"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": passed_on}) == address


def test_doors_at_which_nobody_knocks_any_more_are_forgotten() -> None:
    for address, at in (("192.0.2.1", NOW), ("192.0.2.2", NOW + timedelta(days=1))):
        three(address, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
    forget(NOW + timedelta(days=1, hours=1))
    assert list(Knock.objects.values_list("address", flat=True)) == ["192.0.2.2"]
