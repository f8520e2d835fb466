"""Background work of the front desk: close what lies unanswered, read promises that no event told of."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from anju.foundation import registry
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import system
from anju.foundation.jobs import job, sweep
from anju.modules.frontdesk.queries import desk_settings
from anju.modules.frontdesk.services import calls, following, lending, notes, settling, visitors


@job("frontdesk.close", queue="sweeps")
def close(*, org_id: int) -> None:
    settling.settled_close(at=timezone.now())


@job("frontdesk.limits", queue="sweeps")
def limits(*, org_id: int) -> None:
    following.plans_read(at=timezone.now())


@sweep("frontdesk.close_all", cron="40 2 * * *")
def close_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        close.defer(org_id=org_id)


@sweep("frontdesk.limits_all", cron="15 0 * * *")
def limits_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        limits.defer(org_id=org_id)


@job("frontdesk.registers", queue="sweeps")
def registers(*, org_id: int) -> None:
    visitors.visits_expire(at=timezone.now())
    lending.loans_warn(at=timezone.now())


@job("frontdesk.forget_visitors", queue="sweeps")
def forget_visitors(*, org_id: int) -> None:
    visitors.visits_forget(actor=system("访客登记保留期", org_id), at=timezone.now())


@sweep("frontdesk.registers_all", cron="*/15 * * * *")
def registers_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        registers.defer(org_id=org_id)


@sweep("frontdesk.forget_all_visitors", cron="50 2 * * *")
def forget_all_visitors() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        forget_visitors.defer(org_id=org_id)


@job("frontdesk.desk", queue="sweeps")
def desk(*, org_id: int) -> None:
    at = timezone.now()
    calls.calls_miss(at=at, before=at - timedelta(minutes=registry.value(desk_settings.RING_FOR)))
    notes.notes_urge_late(at=at)


@sweep("frontdesk.desk_all", cron="*/5 * * * *")
def desk_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        desk.defer(org_id=org_id)
