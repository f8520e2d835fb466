import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_begin_messages")]

    operations = [
        migrations.AddField("delivery", "urgent", models.BooleanField(default=False)),
        migrations.AddField(
            "delivery",
            "first_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.RemoveIndex("delivery", "message_delivery_due"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["org", "channel", "-urgent", "not_before"],
                condition=models.Q(("state", "queued")),
                name="message_delivery_due",
            ),
        ),
    ]
