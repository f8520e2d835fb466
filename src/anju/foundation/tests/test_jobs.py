from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.foundation import audit, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.audit.models import AuditEntry
from anju.foundation.idempotency import IdempotencyRecord
from anju.foundation.jobs import catalogue, job
from anju.foundation.jobs.models import JobEffect
from anju.foundation.permissions.models import Role

TOLD = audit.action("foundation.test.told", "测试")


@job("test.make_role")
def make_role(*, org_id: int, name: str, fail: bool = False) -> None:
    if JobEffect.first(f"make-role:{name}"):
        Role.objects.create(name=name)
    if fail:
        raise ZeroDivisionError


def test_a_job_works_in_its_organisation_only(org):
    other = Organisation.objects.create(name="另一家")
    make_role(org_id=other.pk, name="甲")
    assert Role.objects.count() == 0
    with scope.enter(other.pk):
        assert Role.objects.get().name == "甲"


def test_a_job_delivered_twice_has_one_effect(org):
    make_role(org_id=org.pk, name="甲")
    make_role(org_id=org.pk, name="甲")
    assert Role.objects.filter(name="甲").count() == 1


def test_a_job_that_fails_leaves_neither_effect_nor_key_and_may_run_again(org):
    with pytest.raises(ZeroDivisionError):
        make_role(org_id=org.pk, name="甲", fail=True)
    assert (Role.objects.count(), JobEffect.objects.count()) == (0, 0)
    make_role(org_id=org.pk, name="甲")
    assert Role.objects.count() == 1


def test_keys_of_effects_belong_to_their_organisation(org):
    other = Organisation.objects.create(name="另一家")
    assert JobEffect.first("k")
    with scope.enter(other.pk):
        assert JobEffect.first("k")
    assert not JobEffect.first("k")


def test_a_failing_job_is_tried_again_later_each_time_with_more_patience():
    strategy = app.tasks["test.make_role"].retry_strategy
    waits = [strategy.exponential_wait**attempt for attempt in range(1, 5)]
    assert strategy.max_attempts == 5
    assert waits == sorted(waits) and waits[-1] >= 60


def test_the_sweeps_defer_one_job_for_every_organisation_and_touch_nothing(org):
    Organisation.objects.create(name="另一家")
    catalogue.seal_audits(timestamp=0)
    jobs = ProcrastinateJob.objects.filter(task_name="foundation.seal_audit", status="todo")
    assert {one.args["org_id"] for one in jobs} == set(Organisation.objects.values_list("id", flat=True))


def test_the_sealing_job_seals_everything_that_waits(org, boss):
    role = Role.objects.create(name="角色")
    for _number in range(3):
        audit.record(boss, TOLD, role)
    catalogue.seal_audit(org_id=org.pk)
    assert AuditEntry.objects.filter(number__isnull=True).count() == 0


def test_keys_that_have_served_their_time_are_forgotten(org):
    old = datetime.now(UTC) - timedelta(days=91)
    JobEffect.objects.create(key="old", at=old)
    JobEffect.objects.create(key="new")
    IdempotencyRecord.objects.create(purpose="p", key="old", fingerprint="", answer=1, at=old)
    IdempotencyRecord.objects.create(purpose="p", key="new", fingerprint="", answer=1)
    catalogue.forget(org_id=org.pk)
    assert list(JobEffect.objects.values_list("key", flat=True)) == ["new"]
    assert list(IdempotencyRecord.objects.values_list("key", flat=True)) == ["new"]
