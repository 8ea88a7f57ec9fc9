"""Of an act that opens a dossier a person may have many drafts, told apart by the key of their form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("office", "0004_void_copies")]

    operations = [
        migrations.AddField("draft", "key", models.CharField(db_default="", max_length=100)),
        migrations.RemoveConstraint("draft", "one_draft_an_act"),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=("person", "procedure", "dossier", "act", "key"), name="one_draft_a_form", nulls_distinct=False
            ),
        ),
    ]
