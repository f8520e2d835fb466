"""Gapless numbers per organisation and series, such as 2026-000123."""

from __future__ import annotations

from django.db import models, transaction

from anju.foundation.scope import current
from anju.foundation.scope.models import ScopedModel


class SequenceCounter(ScopedModel):
    series = models.CharField(max_length=60)
    value = models.BigIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        app_label = "foundation"
        constraints = [models.UniqueConstraint(fields=["org", "series"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.value}"


def take(series: str, count: int = 1) -> int:
    """Return the first of `count` consecutive numbers; taken for good when the transaction commits.

    Raises ValueError for a count below one.
    """
    if count < 1:
        raise ValueError(f"{count} numbers cannot be taken")
    with transaction.atomic():
        SequenceCounter.objects.bulk_create(
            [SequenceCounter(org_id=current().writes, series=series)], ignore_conflicts=True
        )
        row = SequenceCounter.objects.select_for_update().get(series=series)
        first = row.value + 1
        row.value += count
        row.save(update_fields=["value"])
    return int(first)


def numbered(series: str, prefix: str, year: int) -> str:
    """The next number of a series in a year, such as R2026-000123; without gaps."""
    return f"{prefix}{year}-{take(f'{series}.{prefix}.{year}'):06}"
