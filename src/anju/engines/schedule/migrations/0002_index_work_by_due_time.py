from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schedule", "0001_begin_schedule"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("state", "todo")),
                fields=["org", "community_id", "due_at"],
                name="occurrence_due",
            ),
        ),
    ]
