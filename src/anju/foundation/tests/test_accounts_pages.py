"""Pages about accounts and the administration, as a browser meets them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from anju.foundation import registry, scope
from anju.foundation.accounts import factors, services
from anju.foundation.accounts.models import Organisation, User
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.foundation.tests.entrance import INLINE, PASSWORD, enter

pytestmark = [pytest.mark.urls("anju.foundation.tests.addresses"), pytest.mark.usefixtures("own_menu")]

OWN = ["/me/", "/me/tokens/", "/account/password/", "/account/2fa/", "/account/sessions/", "/account/logout/"]
ADMIN = ["/admin/users/", "/admin/users/new/", "/admin/roles/", "/admin/roles/new/", "/admin/settings/",
         "/admin/audit/", "/admin/status/", "/admin/api/"]  # fmt: skip


@pytest.mark.parametrize("address", OWN + ADMIN)
def test_pages_keep_the_policy_and_have_one_heading(client, wang, address):
    enter(client)
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert not INLINE.search(text)
    assert len(re.findall(r"<h1[ >]", text)) == 1


@pytest.mark.parametrize("address", [*ADMIN[:-1], "/admin/audit/?export=xlsx"])
def test_administration_pages_are_not_for_workers(client, org, boss, address):
    user = services.user_create(username="zhao", name="赵", password=PASSWORD)
    services.member_add(user=user, org=org)
    services.role_assign(actor=boss, user=user, role_code=RoleCode.WORKER)
    enter(client, "zhao")
    assert client.get(address).status_code == 403


def test_a_user_is_made_and_his_password_shown_once(client, wang, org):
    enter(client)
    role = next(one for one in _roles(org) if one.code == RoleCode.WORKER)
    answer = client.post(
        "/admin/users/new/",
        {"name": "赵强", "username": "zhaoqiang", "phone": "", "role_id": role.pk, "path": ""},
    )
    (password,) = re.findall(r'id="password">([^<]+)<', answer.content.decode())
    user = User.objects.get(username="zhaoqiang")
    assert user.check_password(password)
    assert answer["Cache-Control"] == "no-store"
    assert password not in client.get(f"/admin/users/{user.pk}/").content.decode()
    assert enter(Client(), "zhaoqiang", password).status_code == 302


def _roles(org):
    from anju.foundation.permissions.models import Role

    with scope.enter(org.pk):
        services.roles_refresh()
        return list(Role.objects.all())


def test_a_form_that_is_refused_keeps_what_was_typed(client, wang, org):
    enter(client)
    answer = client.post(
        "/admin/users/new/",
        {"name": "赵强", "username": "WangFang", "role_id": _roles(org)[0].pk, "path": ""},
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="赵强"' in text and "已被使用" in text


def test_roles_are_given_and_taken_on_the_users_page(client, wang, org, boss):
    user = services.user_create(username="zhao", name="赵", password=PASSWORD)
    services.member_add(user=user, org=org)
    enter(client)
    role = next(one for one in _roles(org) if one.code == RoleCode.QUALITY)
    client.post(f"/admin/users/{user.pk}/roles/", {"role_id": role.pk, "path": ""})
    page = client.get(f"/admin/users/{user.pk}/").content.decode()
    (number,) = re.findall(r"roles/(\d+)/withdraw/", page)[:1]
    client.post(f"/admin/users/{user.pk}/roles/{number}/withdraw/")
    assert "withdraw" not in client.get(f"/admin/users/{user.pk}/").content.decode()


@pytest.mark.parametrize("act", ["stop", "resume", "sessions", "factor"])
def test_acts_on_a_user_come_by_post_only(client, wang, org, act):
    user = services.user_create(username="zhao", name="赵", password=PASSWORD)
    services.member_add(user=user, org=org)
    enter(client)
    assert client.get(f"/admin/users/{user.pk}/{act}/").status_code == 405
    assert client.post(f"/admin/users/{user.pk}/{act}/").status_code == 302


def test_settings_are_saved_one_by_one_and_refused_at_their_field(client, wang, org):
    enter(client)
    address, name = "/admin/settings/", "accounts-second_factor-value"
    client.post(address, {"code": "accounts.second_factor", name: "administrators"})
    assert registry.value(factors.SECOND_FACTOR) == "administrators"
    refused = client.post(address, {"code": "accounts.second_factor", name: "nonsense"})
    assert refused.status_code == 422
    assert registry.value(factors.SECOND_FACTOR) == "administrators"
    assert client.post(address, {"code": "no.such"}).status_code == 404


def test_the_audit_is_read_filtered_checked_and_exported(client, wang, org, boss):
    registry.change(actor=boss, setting=factors.SECOND_FACTOR, new="everyone")
    registry.change(actor=boss, setting=factors.SECOND_FACTOR, new="optional")
    enter(client)
    page = client.get("/admin/audit/").content.decode()
    assert "<del>everyone</del>" in page and "<ins>optional</ins>" in page
    only = client.get("/admin/audit/", {"action": "foundation.user.logged_in"}).content.decode()
    assert "<ins>optional</ins>" not in only and "王芳" in only
    assert "日志链完整" in client.post("/admin/audit/verify/", follow=True).content.decode()
    sheet = client.get("/admin/audit/", {"export": "xlsx"})
    assert sheet["Content-Type"].endswith("sheet")
    assert AuditEntry.objects.filter(action="foundation.audit.exported").count() == 1


def test_one_works_in_the_organisation_one_chose(client, wang, org):
    other = Organisation.objects.create(name="翠湖物业服务有限公司")
    stranger = Organisation.objects.create(name="别人家")
    services.member_add(user=wang, org=other)
    enter(client)
    assert "切换到这里" in client.get("/me/").content.decode()
    client.post("/switch/organisation/", {"organisation": other.pk})
    assert client.get("/admin/users/").status_code == 403
    assert client.post("/switch/organisation/", {"organisation": stranger.pk}).status_code == 404
    client.post("/switch/organisation/", {"organisation": org.pk})
    assert client.get("/admin/users/").status_code == 200


def test_a_token_is_shown_once_and_works_at_once(client, wang):
    enter(client)
    answer = client.post("/me/tokens/", {"name": "门禁", "days": "30"})
    (text,) = re.findall(r"anju_[\w-]{43}", answer.content.decode())[:1]
    assert text not in client.get("/me/tokens/").content.decode()
    bearer = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/things/who", headers=bearer).status_code == 200
    (number,) = re.findall(r"tokens/(\d+)/revoke", client.get("/me/tokens/").content.decode())[:1]
    client.post(f"/me/tokens/{number}/revoke/")
    assert Client().get("/api/v1/things/who", headers=bearer).status_code == 401


def test_errors_are_pages_for_people_parts_for_scripts_and_json_for_programs(client, wang):
    enter(client)
    address = "/admin/users/999999/"
    page = client.get(address)
    assert page.status_code == 404 and "<html" in page.content.decode()
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.status_code == 404 and "<html" not in part.content.decode()
    assert client.get(address, headers={"Accept": "application/json"}).json()["code"] == "not_a_member"
    gone = Client().get("/admin/users/", headers={"HX-Request": "true"})
    assert gone.status_code == 401
