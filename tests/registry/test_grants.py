import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from xiezhi.registry.grants import may


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM registry_mandate",
        "DELETE FROM registry_user",
        "DELETE FROM registry_subject",
        "UPDATE registry_mandate SET role = 'chief'",
        "UPDATE registry_packversion SET text = ''",
        "UPDATE registry_calendarversion SET years = '[]'",
        "TRUNCATE registry_journalentry CASCADE",
    ],
)
@pytest.mark.django_db
def test_the_application_may_not(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_role_that_is_not_there_is_never_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATABASE_APP_ROLE", "no such role")
    right = may("SELECT", "registry_user")
    editor = connection.schema_editor(atomic=False)
    with pytest.raises(DatabaseError, match='role "no such role" does not exist'), transaction.atomic():
        right.database_forwards("registry", editor, ProjectState(), ProjectState())
