"""Background work of the engine: send what is due, close digests, look after the lost, forget the old."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from anju.engines.messages.queries import log
from anju.engines.messages.services import digests, forgetting, noticing, sending
from anju.foundation.jobs import each, job


@job("messages.send", queue="messages", atomic=False)
def send(*, org_id: int, channel: str) -> None:
    if sending.send_due(channel=channel, clock=timezone.now) == sending.BATCH:
        with transaction.atomic():
            send.defer(org_id=org_id, channel=channel)


@job("messages.look_round", queue="messages", atomic=False)
def look_round(*, org_id: int) -> None:
    """What became due by itself: after quiet hours, after a failure, after a worker's death."""
    now = timezone.now()
    sending.recover(at=now)
    digests.close_due(at=now)
    noticing.notices_tell(at=now)
    with transaction.atomic():
        channels = log.due_channels(now)
    for channel in channels:
        send(org_id=org_id, channel=channel)


@job("messages.forget", queue="sweeps")
def forget(*, org_id: int) -> None:
    while forgetting.forget_old(at=timezone.now()) >= forgetting.BATCH:
        continue


look_round_all = each("messages.look_round_all", cron="* * * * *", task=look_round)
forget_all = each("messages.forget_all", cron="20 4 * * *", task=forget)
