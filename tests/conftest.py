"""What many tests need: a county with its people, and the application's own role in the database."""

from datetime import datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from xiezhi.demo import people
from xiezhi.kernel import ZONE
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.models import Department, User
from xiezhi.registry.seed import load_county

SINCE = datetime(2021, 2, 22, 9, tzinfo=ZONE)
PASSWORD = "for-the-tests-alone"
HASHED = make_password(PASSWORD, hasher="argon2")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The test database, with the county in it once for all tests that roll back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker is not typed as a fixture
        settle()


def settle() -> None:
    """Bodies, catalogue, rules and people, as far as they are missing."""
    if Department.objects.exists():
        return
    load_county(SINCE)
    put_in_force(SINCE)
    people.settle_in(PASSWORD)
    User.objects.update(password=HASHED)


@pytest.fixture
def county(db: None) -> None:
    """The county, seen by the role that owns nothing: the rollback of the test gives the owner's rights back."""
    settle()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE xiezhi_app")
