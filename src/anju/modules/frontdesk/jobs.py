"""Background work of the front desk: close what lies unanswered, read promises that no event told of."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from anju.foundation import registry
from anju.foundation.actors import system
from anju.foundation.jobs import each, job
from anju.modules.frontdesk.queries import desk_settings
from anju.modules.frontdesk.services import calls, following, lending, notes, settling, visitors


@job("frontdesk.close", queue="sweeps")
def close(*, org_id: int) -> None:
    settling.settled_close(at=timezone.now())


@job("frontdesk.limits", queue="sweeps")
def limits(*, org_id: int) -> None:
    following.plans_read(at=timezone.now())


close_all = each("frontdesk.close_all", cron="40 2 * * *", task=close)
limits_all = each("frontdesk.limits_all", cron="15 0 * * *", task=limits)


@job("frontdesk.registers", queue="sweeps")
def registers(*, org_id: int) -> None:
    visitors.visits_expire(at=timezone.now())
    lending.loans_warn(at=timezone.now())


@job("frontdesk.forget_visitors", queue="sweeps")
def forget_visitors(*, org_id: int) -> None:
    visitors.visits_forget(actor=system("访客登记保留期", org_id), at=timezone.now())


registers_all = each("frontdesk.registers_all", cron="*/15 * * * *", task=registers)
forget_all_visitors = each("frontdesk.forget_all_visitors", cron="50 2 * * *", task=forget_visitors)


@job("frontdesk.desk", queue="sweeps")
def desk(*, org_id: int) -> None:
    at = timezone.now()
    calls.calls_miss(at=at, before=at - timedelta(minutes=registry.value(desk_settings.RING_FOR)))
    notes.notes_urge_late(at=at)


desk_all = each("frontdesk.desk_all", cron="*/5 * * * *", task=desk)
