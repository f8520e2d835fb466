from __future__ import annotations

from django.db import models

from anju.engines.cases.models.case import Case
from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class VisitDraw(ScopedModel):
    """One draw of return visits of a kind. It is made, with its secret fixed, before the cases it draws from are settled.

    commitment: SHA-256 of the secret, public from the start. revealed: the secret, once the draw was held.
    population: [[number, serious], …] drawn from. percent: the share asked of the ordinary ones.
    """

    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    secret = SealedText()
    commitment = models.CharField(max_length=64)
    held_at = models.DateTimeField(null=True)
    revealed = models.CharField(max_length=64, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    population = models.JSONField(default=list)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "kind"], condition=models.Q(held_at__isnull=True), name="draw_waiting_once"
            )
        ]
        indexes = [models.Index(fields=["org", "kind", "-made_at"], name="draw_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"


class Sample(ScopedModel):
    """A case stood in a draw and was drawn or not."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="samples")
    draw = ScopedKey(VisitDraw, on_delete=models.CASCADE, related_name="samples")
    drawn = models.BooleanField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "case", "draw"], name="sample_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.drawn}"


class ReturnVisit(ScopedModel):
    """A return visit to be made, or made. outcome: satisfied, fair, dissatisfied or unreached."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="returns")
    draw = ScopedKey(VisitDraw, on_delete=models.PROTECT, null=True, related_name="returns")
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = LooseKey(target="people.Staff", null=True)
    by_name = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reopened = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case"], condition=models.Q(done_at__isnull=True), name="return_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["org", "due_at"], condition=models.Q(done_at__isnull=True), name="return_due"
            ),
            models.Index(fields=["org", "case", "id"], name="return_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Rating(ScopedModel):
    """Stars 1 to 5 and words of a reporter: one for each time the case was settled."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=0)
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    person_id = LooseKey(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case", "round", "person_id"], name="rating_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="rating_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stars}"
