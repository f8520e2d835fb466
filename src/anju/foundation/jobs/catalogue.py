"""The foundation's own jobs: deliver events, seal the audit, forget what has served its time."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from anju.foundation import locks, outbox
from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import each, job, sweep
from anju.foundation.outbox.models import OutboxDelivery, OutboxEvent

EVENTS_KEPT = timedelta(days=30)
EFFECTS_KEPT = timedelta(days=90)


@job("foundation.deliver", queue="events")
def deliver(*, org_id: int, event_id: int, handler: str) -> None:
    locks.advisory("outbox", org_id, event_id, handler)
    event = OutboxEvent.objects.filter(pk=event_id).first()
    call = None if event is None else outbox.handlers_of(event.code).get(handler)
    if event is None or call is None or event.deliveries.filter(handler=handler).exists():
        return
    call(event.payload)
    OutboxDelivery.objects.create(event=event, handler=handler)


@job("foundation.seal_audit", queue="sweeps")
def seal_audit(*, org_id: int) -> None:
    from anju.foundation.audit import chain

    while chain.seal(org_id) == chain.BATCH:
        continue


@job("foundation.forget", queue="sweeps")
def forget(*, org_id: int) -> None:
    from anju.foundation.idempotency import IdempotencyRecord
    from anju.foundation.jobs.models import JobEffect

    now = timezone.now()
    OutboxEvent.objects.filter(at__lt=now - EVENTS_KEPT).delete()
    IdempotencyRecord.objects.filter(at__lt=now - EVENTS_KEPT).delete()
    JobEffect.objects.filter(at__lt=now - EFFECTS_KEPT).delete()


seal_audits = each("foundation.seal_audits", cron="*/5 * * * *", task=seal_audit)


@sweep("foundation.forget_all", cron="40 3 * * *")
def forget_all() -> None:
    call_command("clearsessions")
    for org_id in Organisation.objects.values_list("id", flat=True):
        forget.defer(org_id=org_id)
