import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

import anju.foundation.scope.context
import anju.foundation.scope.models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0002_add_api_token"),
        ("plans", "0005_add_costing_tenders_and_contracts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("accept", "采纳"),
                            ("correct", "修正"),
                            ("reject", "驳回"),
                            ("reopen", "退回待审核"),
                            ("add", "补充"),
                            ("split", "拆分"),
                            ("merge", "合并"),
                            ("accept_all", "批量采纳"),
                            ("passage", "处理未读懂的语句"),
                            ("passages", "批量处理未读懂的语句"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("count", models.PositiveIntegerField(default=0)),
                ("promises", models.JSONField(default=list)),
                (
                    "before",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("made", models.JSONField(default=list)),
                (
                    "gone",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
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
                    "version",
                    anju.foundation.scope.models.ScopedKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="plans.planversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["org", "version", "-id"], name="step_newest")],
            },
        ),
        migrations.AddField(
            model_name="promise",
            name="merged_into",
            field=anju.foundation.scope.models.ScopedKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="plans.promise",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="split_from",
            field=anju.foundation.scope.models.ScopedKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="halves",
                to="plans.promise",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="step",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="unreadpassage",
            name="step",
            field=models.BigIntegerField(null=True),
        ),
    ]
