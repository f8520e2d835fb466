from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.modules.plans import jobs
from anju.modules.plans.models import PlanVersion, Promise
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.services import documents, versions
from anju.modules.plans.tests import factories


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def test_an_uploaded_long_text_is_handed_to_the_job_that_reads_it(boss, place, monkeypatch):
    monkeypatch.setattr(documents, "READ_AT_ONCE", 10)
    version = factories.upload(boss, place)
    queued = ProcrastinateJob.objects.filter(task_name=documents.READ_JOB).latest("id")
    assert queued.args == {"org_id": boss.org_id, "version_id": version}
    for _again in range(2):
        jobs.version_read(**queued.args)
    assert PlanVersion.objects.get(pk=version).read_at is not None
    assert Promise.objects.filter(version_id=version).count() == 5


def test_the_job_after_midnight_brings_versions_into_force(boss, place):
    now = timezone.now()
    version = factories.approved(boss, place)
    day = local_day(now) + timedelta(days=1)
    versions.version_enforce(actor=boss, version_id=version, on=day, at=now)
    jobs.begin_versions(org_id=boss.org_id)
    assert PlanVersion.objects.get(pk=version).state == "approved"
    PlanVersion.objects.filter(pk=version).update(in_force_from=local_day(now))
    for _again in range(2):
        jobs.begin_versions(org_id=boss.org_id)
    assert PlanVersion.objects.get(pk=version).state == "in_force"
