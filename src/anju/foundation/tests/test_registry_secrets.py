from __future__ import annotations

from django.db import connection

from anju.foundation import registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.jobs import job
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.foundation.registry.models import SettingValue

KEY = registry.declare(
    registry.Setting("test.key", "密钥", str, "", SETTINGS_CHANGE, secret=True, own_page=True)
)
seen: list[bool] = []


@job("test.in_steps", atomic=False)
def in_steps(*, org_id: int) -> None:
    seen.append(connection.in_atomic_block)


def test_a_secret_is_readable_by_the_program_and_by_nobody_in_the_database(org, boss):
    registry.change(actor=boss, setting=KEY, new="s3cret-word")
    assert registry.value(KEY) == "s3cret-word"
    assert "s3cret-word" not in SettingValue.objects.get(code="test.key").value
    entry = AuditEntry.objects.get(action="foundation.setting.changed")
    assert "s3cret-word" not in str([entry.before, entry.after])
    assert entry.before != entry.after


def test_the_same_secret_again_is_no_change(org, boss):
    for _time in range(2):
        registry.change(actor=boss, setting=KEY, new="s3cret-word")
    assert AuditEntry.objects.filter(action="foundation.setting.changed").count() == 1


def test_a_secret_can_be_taken_away(org, boss):
    registry.change(actor=boss, setting=KEY, new="s3cret-word")
    registry.change(actor=boss, setting=KEY, new="")
    assert registry.value(KEY) == ""
    assert SettingValue.objects.get(code="test.key").value == ""


def test_a_setting_with_a_page_of_its_own_is_not_in_the_general_list(login):
    from anju.foundation.permissions import RoleCode

    page = login(RoleCode.LEADER).get("/admin/settings/")
    assert page.status_code == 200
    assert "test.key" not in page.content.decode()


def test_a_job_in_steps_opens_its_own_transactions(transactional_db):
    from anju.foundation.accounts.models import Organisation

    in_steps(org_id=Organisation.objects.create(name="甲").pk)
    assert seen == [False]
