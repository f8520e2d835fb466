from __future__ import annotations

import pytest

from anju.foundation import registry, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.foundation.registrations import SETTINGS_CHANGE
from anju.foundation.registry.models import SettingValue
from anju.kernel.errors import Forbidden, Invalid


def positive(value):
    if value <= 0:
        raise Invalid("must_be_positive", field="test.days")


DAYS = registry.declare(
    registry.Setting("test.days", "天数", int, 15, SETTINGS_CHANGE, per_community=True, check=positive)
)
TONE = registry.declare(registry.Setting("test.tone", "语气", ("calm", "loud"), "calm", SETTINGS_CHANGE))
FLAG = registry.declare(registry.Setting("test.flag", "开关", bool, False, SETTINGS_CHANGE))


def changes():
    return list(AuditEntry.objects.filter(action="foundation.setting.changed").values_list("before", "after"))


def test_the_nearest_value_counts(org, boss):
    assert registry.value(DAYS, 3) == 15
    registry.change(actor=boss, setting=DAYS, new=20)
    assert registry.value(DAYS, 3) == 20
    registry.change(actor=boss, setting=DAYS, new=30, community_id=3)
    assert [registry.value(DAYS, one) for one in (3, 4, None)] == [30, 20, 20]


def test_every_change_is_in_the_audit_and_a_change_to_the_same_is_none(org, boss):
    registry.change(actor=boss, setting=DAYS, new=20)
    registry.change(actor=boss, setting=DAYS, new=20)
    registry.change(actor=boss, setting=DAYS, new=15)
    assert changes() == [({"value": 15}, {"value": 20}), ({"value": 20}, {"value": 15})]


@pytest.mark.parametrize(
    ("setting", "new", "code"),
    [
        (DAYS, "20", "setting_wrong_kind"),
        (DAYS, True, "setting_wrong_kind"),
        (DAYS, 0, "must_be_positive"),
        (DAYS, None, "setting_wrong_kind"),
        (TONE, "shrill", "setting_not_allowed"),
        (FLAG, 1, "setting_wrong_kind"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_changes(org, boss, setting, new, code):
    with pytest.raises(Invalid) as refused:
        registry.change(actor=boss, setting=setting, new=new)
    assert refused.value.code == code
    assert (SettingValue.objects.count(), changes()) == (0, [])


def test_a_setting_of_the_organisation_has_no_value_per_community(org, boss):
    with pytest.raises(Invalid):
        registry.change(actor=boss, setting=TONE, new="loud", community_id=3)


def test_who_reaches_one_community_changes_only_that_one(org):
    here = Actor(org.pk, "经理", grants={SETTINGS_CHANGE.code: Reach(frozenset({"/3/"}), frozenset({3}))})
    registry.change(actor=here, setting=DAYS, new=20, community_id=3)
    for community in (4, None):
        with pytest.raises(Forbidden):
            registry.change(actor=here, setting=DAYS, new=25, community_id=community)
    assert registry.value(DAYS) == 15


def test_without_the_right_nothing_changes(org):
    with pytest.raises(Forbidden):
        registry.change(actor=Actor(org.pk, "路人"), setting=DAYS, new=20)


def test_settings_of_one_organisation_are_not_anothers(org, boss):
    registry.change(actor=boss, setting=DAYS, new=20)
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        assert registry.value(DAYS) == 15


def test_a_setting_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        registry.declare(DAYS)
    assert DAYS in registry.declared()
