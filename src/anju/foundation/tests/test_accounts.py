"""Use cases of administrators: who may do what to whose account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation import actors, privacy, scope
from anju.foundation.accounts import factors, members, queries, roles, services, tokens
from anju.foundation.accounts.devices import described
from anju.foundation.accounts.models import ApiToken, Membership, Organisation, User
from anju.foundation.accounts.phones import is_mobile, normalised
from anju.foundation.actors import Actor, Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode, declared
from anju.foundation.permissions.models import Assignment, Role
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def person(org, username, *role_codes, path="", phone=""):
    user = services.user_create(username=username, name=username, password="correct horse 42", phone=phone)
    services.member_add(user=user, org=org)
    for code in role_codes:
        services.role_assign(actor=actors.root("x", org.pk), user=user, role_code=code, path=path)
    return user


def acting(user, org):
    return actor_for(user, org, Origin())


def role_id(code):
    services.roles_refresh()
    return Role.objects.get(code=code).pk


def done():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


@given(
    digits=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    prefix=st.sampled_from(["", "+86", "0086", "86", "＋８６"]),
    gap=st.sampled_from(["", " ", "-", "　"]),
)
def test_one_number_is_one_number_however_it_is_typed(digits, prefix, gap):
    typed = f" {prefix}{gap}{digits[:3]}{gap}{digits[3:7]}{gap}{digits[7:]} "
    assert normalised(typed) == digits
    assert is_mobile(typed)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


def test_a_number_of_another_country_or_a_landline_is_kept():
    assert normalised("+49 30 123456") == "+4930123456"
    assert normalised("010-12345678") == "01012345678"
    assert not is_mobile("010-12345678")


def test_a_phone_is_sealed_at_rest_and_found_by_any_spelling(org):
    user = person(org, "wang", phone="138 0000 1234")
    assert User.objects.by_phone("+86 138-0000-1234") == user
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select phone, phone_digest from foundation_user where id = %s", [user.pk])
        stored, digest = cursor.fetchone()
    assert "13800001234" not in stored + digest
    assert privacy.unseal(stored) == "13800001234"


def test_a_phone_belongs_to_one_account_in_any_spelling(org):
    person(org, "wang", phone="13800001234")
    with pytest.raises(Conflict) as refused:
        person(org, "li", phone="+86 138 0000 1234")
    assert refused.value.code == "phone_taken"


def test_a_new_member_has_a_one_time_password_a_role_and_a_trace(org, boss):
    new = members.NewMember("王芳", "wangfang", "13800001234", role_id(RoleCode.MANAGER), "/3/")
    user, password = members.member_create(actor=boss, new=new, at=NOW)
    user.refresh_from_db()
    assert user.check_password(password) and user.must_change_password
    assert acting(user, org).grants and not any(one.unlimited for one in acting(user, org).grants.values())
    assert done()[-2:] == ["foundation.user.created", "foundation.role.assigned"]
    assert password not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("name", "username", "phone", "code"),
    [
        ("", "a", "", "name_missing"),
        ("王芳", " ", "", "username_unfit"),
        ("王芳", "13800001234", "", "username_unfit"),
        ("王芳", "taken", "", "username_taken"),
        ("王芳", "free", "13900000000", "phone_taken"),
    ],
)
def test_a_member_that_cannot_be_is_refused_and_nothing_stays(org, boss, name, username, phone, code):
    person(org, "taken", phone="13900000000")
    before = User.objects.count()
    new = members.NewMember(name, username, phone, role_id(RoleCode.WORKER))
    with pytest.raises((Invalid, Conflict)) as refused:
        members.member_create(actor=boss, new=new, at=NOW)
    assert (refused.value.code, User.objects.count()) == (code, before)


def test_a_member_with_a_role_too_mighty_is_not_made_at_all(org):
    leader = acting(person(org, "leader", RoleCode.LEADER), org)
    new = members.NewMember("新人", "fresh", "", role_id(RoleCode.ADMIN))
    with pytest.raises(Forbidden) as refused:
        members.member_create(actor=leader, new=new, at=NOW)
    assert refused.value.code == "role_mightier_than_own"
    assert not User.objects.filter(username="fresh").exists()


def test_a_leader_hands_out_ordinary_roles_and_never_the_administrators(org):
    leader = acting(person(org, "leader", RoleCode.LEADER), org)
    worker = person(org, "worker")
    services.role_assign(actor=leader, user=worker, role_code=RoleCode.WORKER, path="/3/")
    with pytest.raises(Forbidden):
        services.role_assign(actor=leader, user=worker, role_code=RoleCode.ADMIN)


def test_who_assigns_at_one_place_assigns_nowhere_else(org):
    local = acting(person(org, "local", RoleCode.LEADER, path="/3/"), org)
    worker = person(org, "worker")
    services.role_assign(actor=local, user=worker, role_code=RoleCode.WORKER, path="/3/7/")
    for path in ("", "/4/"):
        with pytest.raises(Forbidden):
            services.role_assign(actor=local, user=worker, role_code=RoleCode.WORKER, path=path)
    assert Assignment.objects.filter(user=worker).count() == 1


def test_the_last_administrator_stays(org):
    admin = person(org, "admin", RoleCode.ADMIN)
    only = Assignment.objects.get(user=admin)
    with pytest.raises(Conflict) as refused:
        services.role_withdraw(actor=acting(admin, org), assignment_id=only.pk)
    assert refused.value.code == "last_administrator"
    second = person(org, "second", RoleCode.ADMIN)
    services.role_withdraw(actor=acting(second, org), assignment_id=only.pk)
    with pytest.raises(Conflict):
        members.member_stop(actor=actors.root("x", org.pk), user_id=second.pk, reason="", at=NOW)


def test_an_administrator_elsewhere_does_not_count_as_ours(org):
    admin = person(org, "admin", RoleCode.ADMIN)
    with scope.enter(Organisation.objects.create(name="另一家").pk) as there:
        person(Organisation.objects.get(pk=there.writes), "elsewhere", RoleCode.ADMIN)
    with pytest.raises(Conflict):
        services.role_withdraw(actor=acting(admin, org), assignment_id=Assignment.objects.get(user=admin).pk)


def test_a_leader_cannot_take_over_the_administrators_account(org):
    admin = person(org, "admin", RoleCode.ADMIN)
    leader = acting(person(org, "leader", RoleCode.LEADER), org)
    for act in (
        lambda: members.password_reset(actor=leader, user_id=admin.pk, at=NOW),
        lambda: members.member_stop(actor=leader, user_id=admin.pk, reason="", at=NOW),
        lambda: members.sessions_end(actor=leader, user_id=admin.pk, at=NOW),
        lambda: factors.factor_remove(actor=leader, user_id=admin.pk, at=NOW),
        lambda: members.member_change(actor=leader, user_id=admin.pk, name="x", phone="", at=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    admin.refresh_from_db()
    assert admin.check_password("correct horse 42")


def test_a_password_that_opens_other_organisations_is_not_ours_to_reset(org, boss):
    both = person(org, "both", RoleCode.WORKER)
    services.member_add(user=both, org=Organisation.objects.create(name="另一家"))
    with pytest.raises(Conflict) as refused:
        members.password_reset(actor=boss, user_id=both.pk, at=NOW)
    assert refused.value.code == "user_of_other_organisations"


def test_people_of_other_organisations_do_not_exist_here(org, boss):
    other = Organisation.objects.create(name="另一家")
    with scope.enter(other.pk):
        stranger = person(other, "stranger", RoleCode.WORKER)
    for act in (
        lambda: members.password_reset(actor=boss, user_id=stranger.pk, at=NOW),
        lambda: members.member_stop(actor=boss, user_id=stranger.pk, reason="", at=NOW),
        lambda: services.role_assign(actor=boss, user=stranger, role_code=RoleCode.WORKER),
        lambda: queries.membership(boss, stranger.pk),
    ):
        with pytest.raises(NotFound):
            act()


def test_stopping_and_resuming_a_member(org, boss):
    user = person(org, "worker", RoleCode.WORKER)
    members.member_stop(actor=boss, user_id=user.pk, reason="离职", at=NOW)
    assert not Membership.objects.get(user=user).is_active
    assert AuditEntry.objects.get(action="foundation.user.stopped").reason == "离职"
    members.member_resume(actor=boss, user_id=user.pk, at=NOW)
    assert Membership.objects.get(user=user).is_active


def test_nobody_stops_himself(org):
    admin = person(org, "admin", RoleCode.ADMIN)
    with pytest.raises(Conflict) as refused:
        members.member_stop(actor=acting(admin, org), user_id=admin.pk, reason="", at=NOW)
    assert refused.value.code == "cannot_stop_yourself"


def test_a_changed_phone_is_in_the_audit_masked(org, boss):
    user = person(org, "worker", phone="13800001234")
    members.member_change(actor=boss, user_id=user.pk, name="新名", phone="13911112222", at=NOW)
    entry = AuditEntry.objects.get(action="foundation.user.changed")
    assert entry.before["phone"] == "138****1234" and entry.after["phone"] == "139****2222"
    assert User.objects.by_phone("13911112222") == user


@pytest.mark.parametrize("code", [RoleCode.WORKER, RoleCode.MANAGER, RoleCode.QUALITY])
def test_without_the_right_nobody_touches_accounts(org, code):
    other, actor = person(org, "other"), acting(person(org, "actor", code), org)
    before = done()
    for act in (
        lambda: members.password_reset(actor=actor, user_id=other.pk, at=NOW),
        lambda: members.member_stop(actor=actor, user_id=other.pk, reason="", at=NOW),
        lambda: members.member_resume(actor=actor, user_id=other.pk, at=NOW),
        lambda: members.sessions_end(actor=actor, user_id=other.pk, at=NOW),
        lambda: services.role_assign(actor=actor, user=other, role_code=RoleCode.WORKER),
        lambda: roles.role_define(actor=actor, name="x", codes=[], at=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    assert done() == before


def test_a_role_of_ones_own_gives_what_it_holds(org, boss):
    made = roles.role_define(actor=boss, name="夜班主管", codes=["foundation.audit:read"], at=NOW)
    user = person(org, "night")
    services.role_assign_by_id(actor=boss, user=user, role_id=made, path="/3/")
    assert set(acting(user, org).grants) == {"foundation.audit:read"}
    roles.role_define(actor=boss, name="夜班", codes=["foundation.status:read"], at=NOW, role_id=made)
    assert set(acting(user, org).grants) == {"foundation.status:read"}
    with pytest.raises(Conflict) as refused:
        roles.role_remove(actor=boss, role_id=made, at=NOW)
    assert refused.value.code == "role_in_use"
    Assignment.objects.all().delete()
    roles.role_remove(actor=boss, role_id=made, at=NOW)
    assert not Role.objects.filter(pk=made).exists()


def test_built_in_roles_unknown_codes_and_taken_names_are_refused(org, boss):
    builtin = role_id(RoleCode.WORKER)
    name = Role.objects.get(pk=builtin).name
    for arguments, kind in (
        ({"name": "x", "codes": [], "role_id": builtin}, Forbidden),
        ({"name": "x", "codes": ["no.such:code"]}, Invalid),
        ({"name": " ", "codes": []}, Invalid),
        ({"name": name, "codes": []}, Conflict),
    ):
        with pytest.raises(kind):
            roles.role_define(actor=boss, at=NOW, **arguments)
    with pytest.raises(Forbidden):
        roles.role_remove(actor=boss, role_id=builtin, at=NOW)


def test_a_local_manager_sees_the_people_of_his_places_only(org):
    manager = acting(person(org, "manager", RoleCode.MANAGER, path="/3/"), org)
    person(org, "here", RoleCode.WORKER, path="/3/5/")
    person(org, "there", RoleCode.WORKER, path="/4/")
    names = set(queries.memberships(manager).values_list("user__username", flat=True))
    assert names == {"manager", "here"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130 Safari/537.36 MicroMessenger/8.0", "微信 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604", "Safari · iPhone"),
        ("Unspecified", "Unspecified"),
        ("", "—"),
    ],
)
def test_a_device_is_named_as_people_name_it(text, name):
    assert described(text) == name


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_ends_within_a_year(org, days):
    actor = acting(person(org, "wang"), org)
    with pytest.raises(Invalid):
        tokens.token_make(actor=actor, name="x", expires_at=NOW + timedelta(days=days), at=NOW)


def test_tokens_are_made_by_their_owner_named_limited_and_revoked_once(org):
    actor = acting(person(org, "wang"), org)
    soon = NOW + timedelta(days=1)
    with pytest.raises(Forbidden):
        tokens.token_make(actor=actors.root("x", org.pk), name="x", expires_at=soon, at=NOW)
    with pytest.raises(Invalid):
        tokens.token_make(actor=actor, name=" ", expires_at=soon, at=NOW)
    token, text = tokens.token_make(actor=actor, name="x", expires_at=soon, at=NOW)
    assert tokens.token_for(text, NOW) == token
    assert tokens.token_for(text, soon) is None
    stranger = Actor(org.pk, "别人", user_id=person(org, "li").pk)
    with pytest.raises(NotFound):
        tokens.token_revoke(actor=stranger, token_id=token.pk, at=NOW)
    tokens.token_revoke(actor=actor, token_id=token.pk, at=NOW)
    with pytest.raises(NotFound):
        tokens.token_revoke(actor=actor, token_id=token.pk, at=NOW)
    assert tokens.token_for(text, NOW) is None
    for number in range(tokens.MOST):
        tokens.token_make(actor=actor, name=str(number), expires_at=soon, at=NOW)
    with pytest.raises(Conflict):
        tokens.token_make(actor=actor, name="one more", expires_at=soon, at=NOW)
    assert ApiToken.objects.filter(revoked_at=None).count() == tokens.MOST


def test_one_time_passwords_differ_and_are_readable():
    made = {members.one_time_password() for _number in range(200)}
    assert len(made) == 200
    assert all(len(one) == 14 and not set(one) & set("0oO1lI") for one in made)


def test_every_permission_stands_in_the_matrix(db):
    listed = {one.code for _group, found in queries.permission_groups() for one in found}
    assert listed == {one.code for one in declared()}
