from __future__ import annotations

from django.db import models

from anju.engines.schedule.models.round import Round
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Tally(ScopedModel):
    """Counts of the occurrences of one round over a span; `done` includes late ones, `proven` is a part of `done`."""

    community_id = LooseKey(target="estate.Place")
    round = ScopedKey(Round, on_delete=models.CASCADE, related_name="+")
    domain = models.CharField(max_length=20)
    expected = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    proven = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        abstract = True


class DayTally(Tally):
    on = models.DateField()

    class Meta(Tally.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "on", "round"], name="day_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.on}"


class MonthTally(Tally):
    """`month` is its first day."""

    month = models.DateField()

    class Meta(Tally.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "month", "round"], name="month_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.month:%Y-%m}"


class StaleDay(ScopedModel):
    """A community's day whose tally no longer matches its occurrences; the tally job takes it away."""

    community_id = LooseKey(target="estate.Place")
    on = models.DateField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "community_id", "on"], name="stale_day_once")]

    def __str__(self) -> str:
        return f"{self.community_id} {self.on}"
