"""A paper that was made void is printed once more, as a copy that says so; what was printed before stays."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("office", "0003_found_by_numbers")]

    operations = [
        migrations.AddField("print", "void", models.BooleanField(db_default=False)),
        migrations.AlterField(
            "print",
            "paper",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="prints", to="office.paper"
            ),
        ),
        migrations.AddConstraint(
            "print", models.UniqueConstraint(fields=("paper", "void"), name="one_print_and_one_void_copy")
        ),
    ]
