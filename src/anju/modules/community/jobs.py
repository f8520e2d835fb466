"""Background work of community life: reminders of terms that run out."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
from anju.modules.community.services import dogs


@job("community.remind_dogs", queue="sweeps")
def remind_dogs(*, org_id: int) -> None:
    dogs.dogs_remind(at=timezone.now())


@sweep("community.remind_all_dogs", cron="10 1 * * *")
def remind_all_dogs() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        remind_dogs.defer(org_id=org_id)
