import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_add_api_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="for_resident",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="EntryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "短信验证码"),
                            ("paper", "服务中心发的登录码"),
                            ("invite", "家人邀请码"),
                        ],
                        max_length=8,
                    ),
                ),
                ("mark", models.CharField(blank=True, max_length=64)),
                ("caller", models.CharField(blank=True, max_length=64)),
                ("code", models.CharField(db_index=True, max_length=64)),
                ("person_id", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mark", "-made_at"], name="entry_code_of_phone"),
                    models.Index(fields=["caller", "-made_at"], name="entry_code_of_caller"),
                    models.Index(fields=["org", "person_id"], name="entry_code_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Residency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("since_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "org",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residencies",
                        to="foundation.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residencies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("org", "user"), name="residency_once")],
            },
        ),
    ]
