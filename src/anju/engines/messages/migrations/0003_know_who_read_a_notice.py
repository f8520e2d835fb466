import anju.foundation.scope.context
import anju.foundation.scope.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_let_residents_in"),
        ("messaging", "0002_hurry_and_first_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeRead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "notice",
                    anju.foundation.scope.models.ScopedKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="messaging.boardnotice",
                    ),
                ),
                (
                    "org",
                    anju.foundation.scope.models.SharedKey(
                        db_index=False,
                        default=anju.foundation.scope.context.writable_org,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
                (
                    "user",
                    anju.foundation.scope.models.SharedKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["org", "user"], name="notice_read_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("org", "notice", "user"), name="notice_read_once")
                ],
            },
        ),
    ]
