from __future__ import annotations

from django.db import models

from anju.foundation.scope.models import LooseKey, ScopedModel


class SupervisorSample(ScopedModel):
    """The supervisor's own sample of a month, ranked by what the month's draws revealed. Source: catalogue A CMP-13.

    numbers: of the cases chosen. population: of all that stood in the draws. revealed: the secrets it was ranked by.
    """

    community_id = LooseKey(target="estate.Place")
    month = models.DateField()
    population = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    revealed = models.JSONField(default=list)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "month"], name="supervisor_sample_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
