from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from anju.foundation.scope.models import ScopedModel


class AuditEntry(ScopedModel):
    """One act. `number`, `previous` and `digest` are null until the sealing job has put it into the chain."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    on_behalf_of_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=200)
    community_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    number = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="audit_number_once")]
        indexes = [
            models.Index(fields=["org", "-id"], name="audit_newest"),
            models.Index(fields=["org", "subject_type", "subject_id"], name="audit_subject"),
            models.Index(
                fields=["org", "id"], condition=models.Q(number__isnull=True), name="audit_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


class AuditHead(ScopedModel):
    """The end of an organisation's chain, signed, so that entries cut from the end are missed too."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=64, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org"], name="audit_head_once")]

    def __str__(self) -> str:
        return f"{self.org_id} #{self.number}"
