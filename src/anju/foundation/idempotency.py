"""One key, one effect: the answer to a repeated write is the answer to the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from anju.foundation import locks
from anju.foundation.scope.models import ScopedModel
from anju.kernel.errors import Conflict


class IdempotencyRecord(ScopedModel):
    purpose = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        app_label = "foundation"
        constraints = [models.UniqueConstraint(fields=["org", "purpose", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["org", "at"], name="idempotency_at")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"


def fingerprint(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def once(*, purpose: str, key: str, body: Any, act: Callable[[], Any]) -> tuple[Any, bool]:
    """Run `act` the first time this key is seen; later return the stored answer.

    Returns (answer, repeated); the answer is what JSON makes of it, the first time too. Raises Conflict when the key comes back with another body.
    """
    with transaction.atomic():
        locks.advisory("idempotency", purpose, key)
        known = IdempotencyRecord.objects.filter(purpose=purpose, key=key).first()
        mark = fingerprint(body)
        if known is not None:
            if known.fingerprint != mark:
                raise Conflict("idempotency_key_reused", key=key)
            return known.answer, True
        answer = json.loads(json.dumps(act(), cls=DjangoJSONEncoder))
        IdempotencyRecord.objects.create(purpose=purpose, key=key, fingerprint=mark, answer=answer)
        return answer, False
