"""Coming in, staying in, going out: the pages as a browser meets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anju.foundation import actors, registry, scope
from anju.foundation.accounts import factors, members, services
from anju.foundation.accounts.models import Organisation, User
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.foundation.ui import navigation
from anju.foundation.web.middleware import client_address

pytestmark = pytest.mark.urls("anju.foundation.tests.addresses")
PASSWORD = "correct horse 42"
LOGIN = "/account/login/"
INLINE = re.compile(r"<script(?![^>]*(src=|application/json))|<style|\sstyle=\"|\son[a-z]+=\"", re.IGNORECASE)


@pytest.fixture(autouse=True)
def clean(monkeypatch, db):
    """Only the console's own menu, whose addresses these tests mount; no failures counted before."""
    ours = {code: one for code, one in navigation._entries.items() if one.url_name.startswith("console:")}
    monkeypatch.setattr(navigation, "_entries", ours)
    cache.clear()


@pytest.fixture
def wang(org):
    user = services.user_create(username="WangFang", name="王芳", password=PASSWORD, phone="13800001234")
    services.member_add(user=user, org=org)
    services.role_assign(actor=actors.root("x", org.pk), user=user, role_code=RoleCode.ADMIN)
    return user


def enter(client, name="wangfang", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def inside(client):
    return "_auth_user_id" in client.session


def told(action):
    return AuditEntry.objects.filter(action=f"foundation.user.{action}")


@pytest.mark.parametrize(
    "name",
    [
        "WangFang",
        "wangfang",
        " WANGFANG ",
        "13800001234",
        "138 0000 1234",
        "+86 138-0000-1234",
        "１３８００００１２３４",
    ],
)
def test_user_name_and_phone_let_in_however_they_are_typed(client, wang, name):
    answer = enter(client, name)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert inside(client)
    assert told("logged_in").get().actor_id == wang.pk
    wang.refresh_from_db()
    assert wang.last_login is not None


@pytest.mark.parametrize(
    ("name", "password"),
    [("wangfang", "wrong"), ("nobody", PASSWORD), ("13911112222", PASSWORD), ("", ""), ("\x00", "\x00")],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, wang, name, password):
    answer = enter(client, name, password)
    assert answer.status_code == 200 and not inside(client)
    if name.strip("\x00"):
        assert "用户名、手机号或密码不对。" in answer.content.decode()


def test_failures_of_a_known_user_are_in_his_organisations_audit(client, wang):
    enter(client, "13800001234", "wrong")
    enter(client, "nobody", "my secret password")
    entry = told("login_failed").get()
    assert (entry.actor_id, entry.ip, entry.channel) == (wang.pk, "127.0.0.1", "console")
    assert "my secret password" not in str(list(AuditEntry.objects.values()))


def test_five_failures_lock_the_account_under_all_its_names(client, wang):
    for name in ("wangfang", "WANGFANG", "13800001234", "+8613800001234", "138 0000 1234"):
        enter(client, name, "wrong")
    answer = enter(client, "wangfang")
    assert not inside(client)
    assert "失败次数过多" in answer.content.decode()
    assert not inside((other := Client(REMOTE_ADDR="10.9.9.9"), enter(other, "13800001234"))[0])


def test_a_locked_account_does_not_lock_another(client, wang, org):
    services.member_add(user=services.user_create(username="li", name="李", password=PASSWORD), org=org)
    for _number in range(6):
        enter(client, "wangfang", "wrong")
    enter(client, "li")
    assert inside(client)


def test_a_stopped_account_is_told_so_and_not_let_in(client, wang):
    User.objects.update(is_active=False)
    answer = enter(client)
    assert not inside(client)
    assert answer.status_code in (200, 302)


def test_nobody_signs_up(client, db):
    assert "不开放注册" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_after_log_in_one_goes_where_one_wanted_but_never_to_another_site(client, wang):
    assert client.get("/admin/users/")["Location"] == f"{LOGIN}?next=/admin/users/"
    assert enter(client, next="/admin/users/")["Location"] == "/admin/users/"
    client.logout()
    assert enter(client, next="https://evil.example/")["Location"] == "/"


def test_going_out_needs_a_post_and_is_noted(client, wang):
    enter(client)
    client.get("/account/logout/")
    assert inside(client)
    client.post("/account/logout/")
    assert not inside(client)
    assert told("logged_out").count() == 1


def test_a_one_time_password_leads_to_a_new_one_and_nowhere_else(client, wang, boss):
    password = members.password_reset(actor=boss, user_id=wang.pk, at=datetime.now(UTC))
    enter(client, password=password)
    for address in ("/me/", "/admin/users/"):
        assert client.get(address)["Location"] == "/account/password/"
    assert client.get("/search/", headers={"HX-Request": "true"}).status_code == 403
    same = client.post(
        "/account/password/", {"oldpassword": password, "password1": password, "password2": password}
    )
    assert "不能与当前密码相同" in same.content.decode()
    new = "brand new words 7"
    client.post("/account/password/", {"oldpassword": password, "password1": new, "password2": new})
    assert client.get("/me/").status_code == 200
    wang.refresh_from_db()
    assert wang.check_password(new) and not wang.must_change_password
    assert told("password_changed").count() == 1


@pytest.mark.parametrize("weak", ["short1", "12345678901", "password123", "wangfang123", "qwertyuiop"])
def test_a_weak_password_is_refused_in_chinese(client, wang, weak):
    enter(client)
    answer = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    text = answer.content.decode()
    assert "密码" in text and "This password" not in text and "field-error" in text
    wang.refresh_from_db()
    assert wang.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions(client, wang):
    other = Client()
    enter(client)
    enter(other)
    new = "brand new words 7"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


def test_the_list_of_sessions_signs_the_others_out(client, wang):
    other = Client()
    enter(other)
    enter(client)
    assert client.get("/account/sessions/").content.decode().count("<tr>") == 3
    client.post("/account/sessions/")
    assert other.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200
    assert UserSession.objects.filter(user=wang).count() == 1


def test_last_seen_is_true_to_a_few_minutes_without_a_write_per_page(client, wang):
    enter(client)
    client.get("/me/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/me/")
    assert [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))] == []
    before = UserSession.objects.get(user=wang).last_seen_at
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        client.get("/me/")
    assert UserSession.objects.get(user=wang).last_seen_at - before > timedelta(minutes=5)


def test_on_a_socket_file_people_come_in_too(wang):
    client = Client(REMOTE_ADDR="")
    enter(client)
    assert inside(client)


def test_an_administrator_ends_the_sessions_of_a_member(client, wang, org, boss):
    enter(client)
    client.get("/me/")
    members.sessions_end(actor=boss, user_id=wang.pk, at=datetime.now(UTC))
    assert client.get("/me/").status_code == 302


def code_for(user):
    secret = Authenticator.objects.get(user=user, type="totp").wrap()
    from anju.foundation import privacy

    plain = privacy.unseal(secret.instance.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(plain, next(totp.yield_hotp_counters_from_time())))


@pytest.fixture
def second_factor(wang):
    from anju.foundation import privacy

    totp.TOTP.activate(wang, totp.generate_totp_secret())
    RecoveryCodes.activate(wang)
    stored = Authenticator.objects.get(user=wang, type="totp").data["secret"]
    assert privacy.unseal(stored) != stored
    return wang


def test_a_second_factor_is_asked_after_the_password(client, second_factor):
    assert enter(client)["Location"].startswith("/account/2fa/code/")
    assert not inside(client)
    assert not told("logged_in").exists()
    wrong = client.post("/account/2fa/code/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode() and not inside(client)
    client.post("/account/2fa/code/", {"code": code_for(second_factor)})
    assert inside(client)
    assert told("logged_in").count() == 1


def test_a_recovery_code_lets_in_once(client, second_factor):
    code = Authenticator.objects.get(user=second_factor, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        enter(client)
        client.post("/account/2fa/code/", {"code": code})
        assert inside(client) is expected
        client.logout()


def test_the_second_factor_is_switched_on_by_scanning_and_typing(client, wang):
    enter(client)
    asked = client.get("/account/2fa/on/")["Location"]
    assert asked.startswith("/account/reauthenticate/")
    again = client.get(asked).content.decode()
    assert "确认身份" in again and not INLINE.search(again)
    assert "密码不对" in client.post(asked, {"password": "wrong"}).content.decode()
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/account/2fa/on/"
    page = client.get("/account/2fa/on/").content.decode()
    assert "data:image/svg+xml;base64," in page and not INLINE.search(page)
    secret = client.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/account/2fa/on/", {"code": code})
    assert factors.has_one(wang)
    shown = client.get("/account/2fa/recovery/").content.decode()
    for one in Authenticator.objects.get(user=wang, type="recovery_codes").wrap().get_unused_codes():
        assert one in shown


@pytest.mark.parametrize(("rule", "role", "asked"), [
    ("optional", RoleCode.ADMIN, False),
    ("administrators", RoleCode.ADMIN, True),
    ("administrators", RoleCode.WORKER, False),
    ("everyone", RoleCode.WORKER, True),
])  # fmt: skip
def test_who_must_have_a_second_factor_gets_no_further_without(client, org, boss, rule, role, asked):
    user = services.user_create(username="zhao", name="赵", password=PASSWORD)
    services.member_add(user=user, org=org)
    services.role_assign(actor=boss, user=user, role_code=role)
    registry.change(actor=boss, setting=factors.SECOND_FACTOR, new=rule)
    enter(client, "zhao")
    answer = client.get("/me/")
    assert (answer.status_code == 302 and answer["Location"] == "/account/2fa/on/") is asked
    if asked:
        totp.TOTP.activate(user, totp.generate_totp_secret())
        assert client.get("/me/").status_code == 200


def test_an_administrator_takes_a_lost_second_factor_away(client, second_factor, boss):
    factors.factor_remove(actor=boss, user_id=second_factor.pk, at=datetime.now(UTC))
    enter(client)
    assert inside(client)
    assert told("factor_removed").count() == 1


@pytest.mark.parametrize("address", [LOGIN, "/account/signup/", "/account/inactive/"])
def test_pages_before_log_in_keep_the_policy(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert not INLINE.search(answer.content.decode())
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "Sign" not in answer.content.decode()


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


@pytest.mark.parametrize(
    ("meta", "proxies", "address"),
    [
        ({"REMOTE_ADDR": "10.0.0.1"}, 0, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1:51234"}, 0, "10.0.0.1"),
        ({"REMOTE_ADDR": "::1"}, 0, "::1"),
        ({"REMOTE_ADDR": ""}, 0, ""),
        ({"REMOTE_ADDR": "unix"}, 0, ""),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, 0, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 1.2.3.4"}, 1, "1.2.3.4"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, 2, "10.0.0.1"),
    ],
)
def test_the_callers_address_is_what_our_own_proxies_say(meta, proxies, address):
    assert client_address(meta, proxies) == address
