"""Background work of the engine: keep the horizon filled, close what is due, keep the tallies."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from anju.engines.schedule.services import closing, horizon, tallies
from anju.foundation.jobs import each, job

# One transaction's worth of work, and a share for every worker of a large organisation.
COMMUNITIES_PER_JOB = 25


@job("schedule.horizon")
def fill_horizon(*, org_id: int) -> None:
    now = timezone.now()
    horizon.end_expired(at=now)
    until = horizon.horizon_end(now)
    due = horizon.communities_due(until)
    for start in range(0, len(due), COMMUNITIES_PER_JOB):
        fill_part.defer(
            org_id=org_id, communities=due[start : start + COMMUNITIES_PER_JOB], until=until.isoformat()
        )


@job("schedule.horizon_part")
def fill_part(*, org_id: int, communities: list[int], until: str) -> None:
    horizon.materialise_many(community_ids=communities, until=date.fromisoformat(until), at=timezone.now())


@job("schedule.close")
def close(*, org_id: int) -> None:
    closing.close_due(at=timezone.now())


@job("schedule.tally")
def tally(*, org_id: int) -> None:
    now = timezone.now()
    if tallies.refresh_tallies(at=now) == tallies.BATCH:
        tally.defer(org_id=org_id)


fill_horizons = each("schedule.fill_horizons", cron="*/30 * * * *", task=fill_horizon)
close_all = each("schedule.close_all", cron="*/5 * * * *", task=close)


tally_all = each("schedule.tally_all", cron="*/2 * * * *", task=tally)
