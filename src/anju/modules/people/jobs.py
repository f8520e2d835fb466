from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
from anju.modules.people.services import uploads


@job("people.forget_uploads", queue="sweeps")
def forget_uploads(*, org_id: int) -> None:
    uploads.uploads_forget(at=timezone.now())


@sweep("people.forget_all_uploads", cron="25 3 * * *")
def forget_all_uploads() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        forget_uploads.defer(org_id=org_id)
