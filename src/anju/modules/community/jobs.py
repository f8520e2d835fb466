"""Background work of community life: reminders of terms that run out, and of what safety owes."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.jobs import each, job
from anju.modules.community.services import dogs, reminding


@job("community.remind_dogs", queue="sweeps")
def remind_dogs(*, org_id: int) -> None:
    dogs.dogs_remind(at=timezone.now())


@job("community.safety_remind", queue="sweeps")
def safety_remind(*, org_id: int) -> None:
    reminding.safety_remind(on=timezone.localdate(), at=timezone.now())


remind_all_dogs = each("community.remind_all_dogs", cron="10 1 * * *", task=remind_dogs)
safety_remind_all = each("community.safety_remind_all", cron="20 0 * * *", task=safety_remind)
