"""Coming in, staying in, going out: the pages as a browser meets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anju.foundation import registry
from anju.foundation.accounts import factors, members, services
from anju.foundation.accounts.models import User
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.foundation.tests.entrance import INLINE, LOGIN, PASSWORD, enter, inside, told
from anju.foundation.web.middleware import client_address

pytestmark = [pytest.mark.urls("anju.foundation.tests.addresses"), pytest.mark.usefixtures("own_menu")]


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
