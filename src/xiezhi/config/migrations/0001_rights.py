"""The application reads and writes the tables of the libraries, and owns none of them."""

from django.conf import settings
from django.db import migrations
from psycopg.sql import Identifier

ROLE = Identifier(settings.DATABASE_APP_ROLE).as_string()
GRANT = f"""
GRANT USAGE ON SCHEMA public TO {ROLE};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO {ROLE};
GRANT SELECT ON django_migrations, django_content_type, auth_permission, auth_group TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
      procrastinate_workers TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0002_rights_and_search"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
