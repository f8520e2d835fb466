from __future__ import annotations

from django.db import models
from django.utils import timezone

from anju.foundation.scope.models import ScopedModel


class JobEffect(ScopedModel):
    """The effect with this key has been had; a job that runs a second time finds it and does nothing."""

    key = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="effect_once")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def first(cls, key: str) -> bool:
        """Claim the key inside the running transaction. True for the first claim only."""
        _row, created = cls.objects.get_or_create(key=key)
        return bool(created)
