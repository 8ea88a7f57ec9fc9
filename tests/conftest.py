"""What many tests need: a county with its people, and the application's own role in the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from xiezhi.demo import people
from xiezhi.kernel import ZONE
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.models import User
from xiezhi.registry.seed import load_county

SINCE = datetime(2021, 2, 22, 9, tzinfo=ZONE)
PASSWORD = "for-the-tests-alone"
AS_APPLICATION = "SET ROLE xiezhi_app"

KEPT = """
SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'
AND (tablename LIKE 'registry%' OR tablename LIKE 'office%')
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The empty test database, with a picture of the county beside it, from which each test fills it in a moment."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        load_county(SINCE)
        put_in_force(SINCE)
        people.settle_in(PASSWORD)
        User.objects.update(password=make_password(PASSWORD, hasher="argon2"))
        cursor.execute(KEPT)
        tables = [name for (name,) in cursor.fetchall()]
        pictures = "".join(f"CREATE TABLE county.{table} AS TABLE public.{table};" for table in tables)
        fill = "".join(f"INSERT INTO public.{table} SELECT * FROM county.{table};" for table in tables)
        cursor.execute(f"""
            CREATE SCHEMA county; {pictures}
            CREATE PROCEDURE county.fill() LANGUAGE sql AS '{fill}';
            TRUNCATE {", ".join(tables)};
        """)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Whatever language a page was asked for in, the next test begins in Chinese."""
    yield
    translation.deactivate()


@pytest.fixture
def county(db: None) -> None:
    """The county, seen by the role that owns nothing: the rollback of the test gives the owner's rights back."""
    with connection.cursor() as cursor:
        cursor.execute(f"CALL county.fill(); {AS_APPLICATION.replace('SET', 'SET LOCAL')}")


@pytest.fixture
def living_county(transactional_db: None) -> Iterator[None]:
    """The county for tests that commit, such as those with several connections; it is emptied afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"CALL county.fill(); {AS_APPLICATION}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def at_once(living_county: None) -> Callable[..., list[Any]]:
    """Runs several acts at one moment, each on a connection of its own; gives what each returned, or its refusal."""

    def run(*acts: Callable[[], Any]) -> list[Any]:
        ready = Barrier(len(acts))

        def one(act: Callable[[], Any]) -> Any:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(AS_APPLICATION)
                ready.wait(10)
                return act()
            except Exception as refused:
                return refused
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run
