"""Background work of plans: read long documents, bring versions into force, let measured shares run."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation import actors
from anju.foundation.jobs import each, job
from anju.modules.plans.permissions import PLAN_ENFORCE, PLAN_READ, PLAN_WRITE
from anju.modules.plans.services.documents import READ_JOB
from anju.modules.plans.services.documents import version_read as read_it
from anju.modules.plans.services.rating import shares_take
from anju.modules.plans.services.versions import versions_begin_due


@job(READ_JOB)
def version_read(*, org_id: int, version_id: int) -> None:
    actor = actors.system("plans.reader", org_id, PLAN_READ, PLAN_WRITE)
    read_it(actor=actor, version_id=version_id, at=timezone.now())


@job("plans.begin_versions", queue="sweeps")
def begin_versions(*, org_id: int) -> None:
    actor = actors.system("plans.calendar", org_id, PLAN_READ, PLAN_ENFORCE)
    versions_begin_due(actor=actor, at=timezone.now())


# Every ten minutes, so that a version begins just after midnight in whatever zone its organisation is.
begin_all_versions = each("plans.begin_all_versions", cron="1-59/10 * * * *", task=begin_versions)


@job("plans.shares", queue="sweeps")
def shares(*, org_id: int) -> None:
    actor = actors.system("plans.shares", org_id, PLAN_ENFORCE)
    shares_take(actor=actor, on=timezone.localdate())


all_shares = each("plans.all_shares", cron="40 2 * * *", task=shares)
