"""Browsers that take pushes."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings as django_settings
from django.db import transaction

from anju.engines.messages.contracts import Channel
from anju.engines.messages.models import PushSubscription
from anju.engines.messages.queries import people
from anju.engines.messages.rules import endpoints, masking, push
from anju.foundation import locks, scope
from anju.kernel.errors import NotFound

MOST_DEVICES = 10


def push_key() -> str:
    """The applicationServerKey for PushManager.subscribe."""
    return push.public_of(django_settings.PUSH_KEY)


def push_subscribe(*, user_id: int, endpoint: str, p256dh: str, auth: str, device: str, at: datetime) -> int:
    """Keep a browser; the same endpoint again takes the place of what was known, also of another user's.

    The oldest of more than ten browsers is forgotten. Raises Invalid (messages.endpoint, messages.push.keys).
    """
    endpoints.parse(endpoint, django_settings.OUTWARD_PRIVATE_HOSTS)
    push.check_keys(p256dh, auth)
    secret = json.dumps({"endpoint": endpoint, "p256dh": p256dh, "auth": auth})
    mark = people.mark(Channel.WEB_PUSH, endpoint)
    with transaction.atomic():
        locks.advisory("message-push", scope.current().home, user_id)
        row, _made = PushSubscription.objects.update_or_create(
            mark=mark,
            defaults={
                "user_id": user_id,
                "secret": secret,
                "device": device.strip()[:120],
                "shown": masking.shown(Channel.WEB_PUSH, endpoint)[:120],
                "created_at": at,
            },
        )
        rows = PushSubscription.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
        old = list(rows.values_list("pk", flat=True)[MOST_DEVICES:])
        PushSubscription.objects.filter(pk__in=old).delete()
    return row.pk


def push_unsubscribe(*, user_id: int, endpoint: str = "", subscription_id: int | None = None) -> None:
    """Forget a browser of this user, by its address or its number. Raises NotFound."""
    rows = PushSubscription.objects.filter(user_id=user_id)
    if subscription_id is not None:
        rows = rows.filter(pk=subscription_id)
    else:
        rows = rows.filter(mark=people.mark(Channel.WEB_PUSH, endpoint))
    if not rows.delete()[0]:
        raise NotFound("messages.push.missing")
