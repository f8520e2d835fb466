"""Background work of the engine: freeze the month before, once its last return visits are in."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from anju.engines.scores.permissions import INDICATOR_FREEZE
from anju.engines.scores.queries import catalogue
from anju.engines.scores.services import freezing
from anju.foundation import actors
from anju.foundation.accounts import home
from anju.foundation.jobs import each, job


@job("scores.freeze", queue="sweeps")
def freeze(*, org_id: int) -> None:
    at = timezone.now()
    today = at.astimezone(home.zone()).date()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    actor = actors.system("scores.freeze", org_id, INDICATOR_FREEZE)
    for one in catalogue.communities():
        freezing.month_freeze(actor=actor, community_id=one.id, month=month, at=at)


freeze_all = each("scores.freeze_all", cron="20 3 8 * *", task=freeze)
