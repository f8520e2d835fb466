from __future__ import annotations

from django.db import models

from anju.foundation.scope.models import LooseKey, ScopedModel


class Result(ScopedModel):
    """An indicator of a community and month as it was when frozen. It is never changed; a later one replaces it.

    month: its first day. parts, evidence: as in rules.freezing. target, warn: the bands that were in force.
    replaced_at: when a recomputed one took its place; why: the reason that was given for it.
    """

    indicator = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    community_id = LooseKey(target="estate.Place")
    month = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    warn = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    parts = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    evidence_total = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()
    by_name = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "indicator", "community_id", "month"],
                condition=models.Q(replaced_at__isnull=True),
                name="result_frozen_once",
            ),
            models.CheckConstraint(condition=models.Q(denominator__gte=0), name="result_denominator"),
        ]
        indexes = [models.Index(fields=["org", "month", "indicator", "community_id"], name="result_month")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}"


class IndicatorTarget(ScopedModel):
    """Bands that an organisation set for an indicator, for all its communities (null) or for one."""

    indicator = models.CharField(max_length=60)
    community_id = LooseKey(target="estate.Place", null=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    warn = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "indicator", "community_id"], name="target_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.indicator
