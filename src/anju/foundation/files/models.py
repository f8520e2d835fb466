from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from anju.foundation.scope.models import ScopedModel


class StoredFile(ScopedModel):
    """`sha256` names the content on disk; `token` names this file in addresses and cannot be guessed."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "token"], name="file_token_once")]

    def __str__(self) -> str:
        return self.name
