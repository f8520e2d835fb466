"""Background work of community life: remind who chairs a meeting."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
from anju.modules.community.services.meetings import meetings_remind


@job("community.meetings", queue="sweeps")
def meetings(*, org_id: int) -> None:
    zone = Organisation.objects.values_list("time_zone", flat=True).get(pk=org_id)
    meetings_remind(at=timezone.now(), zone=zone)


@sweep("community.meetings_all", cron="30 0 * * *")
def meetings_all() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        meetings.defer(org_id=org_id)
