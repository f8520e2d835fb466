"""Background work of community life: reminders of what safety owes."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
from anju.modules.community.services import reminding


@job("community.safety_remind", queue="sweeps")
def safety_remind(*, org_id: int) -> None:
    reminding.safety_remind(on=timezone.localdate(), at=timezone.now())


@sweep("community.safety_remind_all", cron="20 0 * * *")
def safety_remind_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        safety_remind.defer(org_id=org_id)
