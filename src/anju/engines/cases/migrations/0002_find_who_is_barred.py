from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_begin_cases")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("barred_users", []), _negated=True),
                fields=["org", "id"],
                name="case_barred",
            ),
        ),
    ]
