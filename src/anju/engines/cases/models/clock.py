from __future__ import annotations

from django.db import models

from anju.engines.cases.models.case import Case
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class ClockBudget(ScopedModel):
    """One run of a clock with the promise it keeps, as both stood when it started.

    length: counting time promised. hours: in which time counts, {"spans": …, "workdays_only": …}. started_at,
    stopped_at, paused, elapsed, due_at and next_at (when the ladder is looked at again) are projections of the
    segments, written with them. void: it does not count (merged away, opened by mistake, reclassified).
    """

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="clocks")
    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(max_length=20)
    clock = models.CharField(max_length=20)
    run = models.PositiveSmallIntegerField(default=1)
    length = models.DurationField(null=True)
    hours = models.JSONField(default=dict)
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    base = models.CharField(max_length=8, blank=True)
    promise_id = LooseKey(null=True)
    quote = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=12, blank=True)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    elapsed = models.DurationField(null=True)
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    void = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "case", "clock", "run"], name="clock_run_once"),
            models.CheckConstraint(
                condition=models.Q(stopped_at__isnull=True, void=False) | models.Q(next_at__isnull=True),
                name="clock_stopped_is_quiet",
            ),
        ]
        indexes = [
            models.Index(
                fields=["org", "next_at"], condition=models.Q(next_at__isnull=False), name="clock_next"
            ),
            models.Index(
                fields=["org", "promise_id", "started_at"],
                condition=models.Q(promise_id__isnull=False),
                name="clock_promise",
            ),
            models.Index(fields=["org", "kind", "clock", "started_at"], name="clock_kind"),
            models.Index(fields=["org", "community_id", "started_at"], name="clock_community"),
            models.Index(
                fields=["org", "id"],
                condition=models.Q(stopped_at__isnull=True, void=False),
                name="clock_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock}#{self.run}"


class ClockSegment(ScopedModel):
    """A stretch of a clock, running or paused; the truth from which everything else about the clock is derived."""

    clock = ScopedKey(ClockBudget, on_delete=models.CASCADE, related_name="segments")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "clock"], condition=models.Q(ended_at__isnull=True), name="segment_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="segment_forward",
            ),
        ]
        indexes = [models.Index(fields=["org", "clock", "id"], name="segment_clock")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.started_at:%Y-%m-%d %H:%M}"


class EscalationStep(ScopedModel):
    """A step of the ladder that was fired; the constraint makes each happen once."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="steps")
    clock = ScopedKey(ClockBudget, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20)
    turn = models.PositiveIntegerField(default=0)
    to = models.CharField(max_length=12)
    role = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "clock", "step", "turn"], name="step_once")]
        indexes = [models.Index(fields=["org", "case", "id"], name="step_case")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.step}#{self.turn}"
