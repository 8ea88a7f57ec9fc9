"""What the application's database role may do with a table: migrations say it, PostgreSQL enforces it."""

from django.conf import settings
from django.db.migrations import RunSQL
from psycopg.sql import Identifier

_GUARD = """
CREATE FUNCTION xiezhi_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed and never removed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def guard() -> RunSQL:
    """The function behind every insert-only table. Needed once, before the first of them."""
    return RunSQL(_GUARD, "DROP FUNCTION xiezhi_insert_only()")


def may(rights: str, *tables: str) -> RunSQL:
    """The application may do this, and no more: `may("SELECT, INSERT, UPDATE", "registry_user")`.

    A role that does not exist makes the migration fail: it is never skipped in silence.
    """
    role = Identifier(settings.DATABASE_APP_ROLE).as_string()
    named = ", ".join(Identifier(table).as_string() for table in tables)
    return RunSQL(f"GRANT {rights} ON {named} TO {role}", f"REVOKE {rights} ON {named} FROM {role}")


def insert_only(table: str) -> list[RunSQL]:
    """Rows are added and read. Not even the owner changes or removes one without first taking the trigger away."""
    on = Identifier(table).as_string()
    trigger = f"""
        CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {on}
        FOR EACH ROW EXECUTE FUNCTION xiezhi_insert_only()
    """
    return [may("SELECT, INSERT", table), RunSQL(trigger, f"DROP TRIGGER insert_only ON {on}")]
