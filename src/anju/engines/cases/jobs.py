"""Background work of the engine: fire what is owed, draw return visits, derive stored times again."""

from __future__ import annotations

from django.utils import timezone

from anju.engines.cases.services import feedback, sweeping
from anju.foundation.jobs import each, job


@job("cases.fire", queue="sweeps")
def fire(*, org_id: int) -> None:
    if sweeping.sweep_due(at=timezone.now()) == sweeping.BATCH:
        fire.defer(org_id=org_id)


@job("cases.draw", queue="sweeps")
def draw(*, org_id: int) -> None:
    feedback.returns_draw(at=timezone.now())


@job("cases.rederive", queue="sweeps")
def rederive(*, org_id: int, after: int = 0) -> None:
    last, _differed = sweeping.rederive_due(after=after)
    if last:
        rederive.defer(org_id=org_id, after=last)


fire_all = each("cases.fire_all", cron="* * * * *", task=fire)
draw_all = each("cases.draw_all", cron="10 1 * * *", task=draw)


rederive_all = each("cases.rederive_all", cron="30 2 * * *", task=rederive)
