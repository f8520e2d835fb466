from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from anju.foundation.scope.models import ScopedKey, ScopedModel


class OutboxEvent(ScopedModel):
    code = models.CharField(max_length=80)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "at"], name="outbox_at")]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class OutboxDelivery(ScopedModel):
    """This handler has had this event: written in the transaction of the handler's own effect."""

    event = ScopedKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "event", "handler"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.handler} #{self.event_id}"
