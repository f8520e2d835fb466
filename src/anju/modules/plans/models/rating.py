from __future__ import annotations

from django.db import models

from anju.foundation.scope.models import ScopedKey, ScopedModel
from anju.modules.plans.models.plan import Plan


class IndicatorChoice(ScopedModel):
    """Which indicator a promised share is measured by, chosen by a person over what the words say.

    Kept for the words, not the promise, so that it holds in later versions of the plan. mark: SHA-256 of the quote.
    indicator: "" for none.
    """

    plan = ScopedKey(Plan, on_delete=models.CASCADE, related_name="indicator_choices")
    mark = models.CharField(max_length=64)
    indicator = models.CharField(max_length=60, blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "plan", "mark"], name="indicator_choice_once")]

    def __str__(self) -> str:
        return self.indicator
