from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation, User
from anju.foundation.actors import Actor, Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import Reach, RoleCode, declare, declared, held_by
from anju.foundation.permissions.models import Assignment, Role
from anju.foundation.registrations import ADMIN_APPOINT, AUDIT_READ, SETTINGS_CHANGE
from anju.foundation.search.models import SearchTerm
from anju.kernel.errors import Forbidden

PATHS = st.lists(st.sampled_from(["1", "2", "12", "3"]), max_size=4).map(
    lambda parts: "/" + "".join(f"{one}/" for one in parts) if parts else ""
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefixes=st.lists(PATHS, max_size=3), rows=st.lists(PATHS.filter(bool), max_size=8))
def test_a_reach_says_the_same_in_the_database_as_in_memory(db, prefixes, rows):
    reach = Reach(frozenset(prefixes), frozenset())
    with scope.enter(Organisation.objects.create(name="范围").pk):
        SearchTerm.objects.bulk_create(
            [SearchTerm(term="t", kind="k", subject_id=0, title="t", path=one) for one in rows]
        )
        found = SearchTerm.objects.filter(reach.q(path="path")).values_list("path", flat=True)
        assert sorted(found) == sorted(one for one in rows if reach.covers(one))


@given(st.lists(PATHS, max_size=3), st.lists(PATHS, max_size=3), PATHS)
def test_two_reaches_together_cover_what_either_covers(first, second, path):
    one, two = Reach(frozenset(first)), Reach(frozenset(second))
    assert one.joined([two]).covers(path) is (one.covers(path) or two.covers(path))


def test_everywhere_covers_all_and_nowhere_nothing():
    assert Reach.everywhere().covers(None) and Reach.everywhere().covers_community(None)
    assert not Reach.nowhere() and not Reach.nowhere().covers("/1/")
    assert not Reach(frozenset({"/1/"}), frozenset({1})).covers(None)
    assert not Reach(frozenset({"/1/"})).covers("/12/")


@pytest.mark.parametrize(
    "code", ["plans", "plans:read", "Plans.plan:read", "plans.plan:", "plans.plan.x:read"]
)
def test_a_malformed_code_fails_at_once(code):
    with pytest.raises(ValueError, match=r"module\.noun"):
        declare(code, "x")


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        declare("foundation.audit:read", "x")


def test_the_administrator_holds_every_permission_and_others_what_is_declared():
    assert held_by(RoleCode.ADMIN) == {one.code for one in declared()}
    assert AUDIT_READ.code in held_by("quality")
    assert SETTINGS_CHANGE.code not in held_by(RoleCode.WORKER)
    assert ADMIN_APPOINT.code not in held_by(RoleCode.LEADER)


@pytest.fixture
def person(org):
    return User.objects.create_user("somebody", name="某人")


def give(person, path="", **role):
    made = Role.objects.create(**role)
    Assignment.objects.create(user=person, role=made, path=path)


def test_grants_of_several_roles_add_up_place_by_place(org, person):
    give(person, "/1/", name="甲", permissions=[AUDIT_READ.code, "gone.module:read"])
    give(person, "/2/", name="乙", permissions=[AUDIT_READ.code, SETTINGS_CHANGE.code])
    actor = actor_for(person, org, Origin())
    assert actor.reach(AUDIT_READ).paths == {"/1/", "/2/"}
    assert actor.reach(SETTINGS_CHANGE).paths == {"/2/"}
    assert set(actor.grants) == {AUDIT_READ.code, SETTINGS_CHANGE.code}


def test_a_default_role_holds_what_is_declared_now_not_what_was_stored(org, person):
    give(person, "", name="品质", code="quality", permissions=[])
    assert set(actor_for(person, org, Origin()).grants) == held_by("quality")


def test_roles_of_another_organisation_give_nothing_here(org, person):
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        give(person, "", name="管理", code="admin")
    assert actor_for(person, org, Origin()).grants == {}


def test_requiring_names_the_place_where_it_is_given():
    actor = Actor(1, "某人", grants={AUDIT_READ.code: Reach(frozenset({"/1/"}))})
    actor.require(AUDIT_READ)
    actor.require(AUDIT_READ, "/1/5/")
    for path in ("/2/", ""):
        with pytest.raises(Forbidden):
            actor.require(AUDIT_READ, path)
    with pytest.raises(Forbidden):
        actor.require(SETTINGS_CHANGE)


def test_a_job_holds_just_what_it_was_given():
    actor = actors.system("夜间作业", 1, AUDIT_READ)
    actor.require(AUDIT_READ, "/9/")
    assert not actor.can(SETTINGS_CHANGE)
    assert actor.origin.channel == "job"
