"""Jobs of imports and rights: with the rights of who began them, twice without harm, forgetting in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.foundation.accounts import services as accounts
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Forbidden
from anju.modules.people import jobs
from anju.modules.people.models import CareEntry, HomeTie, Person, PersonImport, PersonRequest
from anju.modules.people.services import care, person_imports
from anju.modules.people.services import person_requests as requests
from anju.modules.people.services.consents import consent_withdraw
from anju.modules.people.tests.factories import AT, estate_home, person, tie
from anju.modules.people.tests.test_person_imports import book, estate


@pytest.fixture
def manager(org, boss):
    user = accounts.user_create(username="manager", name="项目经理", password="Str0ng-enough-1")
    accounts.member_add(user=user, org=org)
    accounts.role_assign(actor=boss, user=user, role_code=RoleCode.MANAGER, path="")
    return actor_for(user, org, Origin())


def test_a_large_sheet_is_checked_and_imported_by_jobs(manager, org, monkeypatch):
    monkeypatch.setattr(person_imports, "AT_ONCE", 1)
    top, _places = estate(12)
    content = book([1, 1, "101", "张伟", None, None, None], [1, 1, "102", "李静", None, None, None])
    key = person_imports.import_keep(actor=manager, community_id=top.pk, name="a.xlsx", data=content, at=AT)
    face = person_imports.columns_of(actor=manager, import_id=key, at=AT)
    done = person_imports.columns_set(
        actor=manager, import_id=key, sheet=face.sheet, mapping=face.guess, at=AT
    )
    assert not done and PersonImport.objects.get().state == "checking"
    arguments = {"org_id": org.pk, "import_id": key, "user_id": manager.user_id}
    assert ProcrastinateJob.objects.filter(task_name=person_imports.CHECK_JOB, args=arguments).exists()
    jobs.check_person_sheet(**arguments)
    assert PersonImport.objects.get().state == "ready"
    assert not person_imports.import_confirm(actor=manager, import_id=key, at=AT)
    jobs.import_person_sheet(**arguments)
    jobs.import_person_sheet(**arguments)
    assert PersonImport.objects.get().state == "done"
    assert HomeTie.objects.count() == Person.objects.count() == 2


def test_who_lost_the_right_meanwhile_imports_nothing(manager, org, monkeypatch):
    monkeypatch.setattr(person_imports, "AT_ONCE", 0)
    top, _places = estate(12)
    content = book([1, 1, "101", "张伟", None, None, None])
    key = person_imports.import_keep(actor=manager, community_id=top.pk, name="a.xlsx", data=content, at=AT)
    face = person_imports.columns_of(actor=manager, import_id=key, at=AT)
    person_imports.columns_set(actor=manager, import_id=key, sheet=face.sheet, mapping=face.guess, at=AT)
    from anju.foundation.permissions.models import Assignment

    Assignment.objects.all().delete()
    with pytest.raises(Forbidden):
        jobs.check_person_sheet(org_id=org.pk, import_id=key, user_id=manager.user_id)
    assert PersonImport.objects.get().state == "checking"


def test_each_morning_warns_erases_and_ends(boss, org):
    home = estate_home()
    one = person(boss, "顾明", community_id=home.community_id)
    tie(boss, one, home)
    draft = requests.RequestDraft(person_id=one, kind="access", channel="counter")
    requests.request_receive(actor=boss, draft=draft, at=AT)
    entry = care.CareDraft(
        person_id=one, place_id=home.pk, reasons=("chronic",), every_days=14, consent_how="paper"
    )
    care.care_add(actor=boss, draft=entry, at=AT)
    consent_withdraw(actor=boss, person_id=one, purpose="care", how="paper", at=AT)
    with time_machine.travel(AT + timedelta(days=19)):
        jobs.review_rights(org_id=org.pk)
        jobs.review_rights(org_id=org.pk)
    assert PersonRequest.objects.get().warned_at is not None
    assert CareEntry.objects.get().ended_on is not None
