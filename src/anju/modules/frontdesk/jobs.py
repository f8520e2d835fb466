"""Background work of the front desk: close what lies unanswered, read promises that no event told of."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
from anju.modules.frontdesk.services import following, settling


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
