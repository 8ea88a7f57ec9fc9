"""The migrations say what the models say, and bring an empty database all the way."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import make_conninfo


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.fixture
def empty(transactional_db: None) -> str:
    """The name of a database with nothing in it."""
    name = f"{connection.settings_dict['NAME']}_empty"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    return name


def test_an_empty_database_is_brought_up_to_date_by_an_owner_who_is_no_superuser(empty: str) -> None:
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=empty)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(address) as opened:
        assert opened.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        opened.execute(f"SET ROLE {settings.DATABASE_APP_ROLE}")
        assert opened.execute("SELECT count(*) FROM office_entry").fetchone() == (0,)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {empty}")
