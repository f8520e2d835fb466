"""Background work of plans: read long documents, bring versions into force, let measured shares run."""

from __future__ import annotations

from django.utils import timezone

from anju.foundation import actors
from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import job, sweep
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


@sweep("plans.begin_all_versions", cron="1-59/10 * * * *")
def begin_all_versions() -> None:
    """Every ten minutes, so that a version begins just after midnight in whatever zone its organisation is."""
    for org_id in Organisation.objects.values_list("id", flat=True):
        begin_versions.defer(org_id=org_id)


@job("plans.shares", queue="sweeps")
def shares(*, org_id: int) -> None:
    actor = actors.system("plans.shares", org_id, PLAN_ENFORCE)
    shares_take(actor=actor, on=timezone.localdate())


@sweep("plans.all_shares", cron="40 2 * * *")
def all_shares() -> None:
    for org_id in Organisation.objects.values_list("id", flat=True):
        shares.defer(org_id=org_id)
