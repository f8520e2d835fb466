from __future__ import annotations

from django.db import models

from anju.foundation.scope.models import ScopedModel


class SettingValue(ScopedModel):
    code = models.CharField(max_length=80)
    community_id = models.BigIntegerField(null=True)
    value = models.JSONField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code", "community_id"], name="setting_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.code
