"""Residents come in by a code or a slip, and reach nothing of the staff's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.foundation import actors
from anju.foundation.accounts import entry, residents, services, tokens
from anju.foundation.accounts.models import EntryCode, Residency, User
from anju.foundation.permissions import RoleCode
from anju.foundation.web.access import RESIDENT_DOOR
from anju.kernel.errors import Conflict, Forbidden, Invalid

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PHONE = "13800001111"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def ask(at=NOW, phone=PHONE, caller="203.0.113.7"):
    return entry.phone_code_make(phone=phone, caller=caller, at=at)


@pytest.fixture
def resident(org, boss):
    user = residents.resident_user(name="陈雨", phone=PHONE, proven=True)
    residents.residency_add(actor=boss, user=user, at=NOW)
    return user


def test_a_code_opens_once_and_only_for_its_phone(db):
    code = ask()
    assert not entry.phone_code_check(phone="13900002222", code=code, at=NOW)
    assert entry.phone_code_check(phone="+86 138-0000-1111", code=f" {code} ", at=NOW)
    assert not entry.phone_code_check(phone=PHONE, code=code, at=NOW)


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(db):
    old = ask()
    assert not entry.phone_code_check(phone=PHONE, code=old, at=NOW + 10 * MINUTE)
    new = ask(NOW + 10 * MINUTE)
    if old != new:
        assert not entry.phone_code_check(phone=PHONE, code=old, at=NOW + 10 * MINUTE)
    assert entry.phone_code_check(phone=PHONE, code=new, at=NOW + 10 * MINUTE)


def test_after_five_wrong_tries_even_the_right_code_is_refused(db):
    code = ask()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _each in range(entry.MOST_TRIES):
        assert not entry.phone_code_check(phone=PHONE, code=wrong, at=NOW)
    assert not entry.phone_code_check(phone=PHONE, code=code, at=NOW)


def test_codes_are_kept_as_digests_only(db):
    code = ask()
    row = EntryCode.objects.get()
    assert code not in row.code and PHONE not in row.mark and "203.0.113.7" not in row.caller


def test_a_phone_gets_one_code_a_minute_five_an_hour_ten_a_day(db):
    ask()
    with pytest.raises(Conflict) as refused:
        ask(NOW + 59 * timedelta(seconds=1))
    assert refused.value.code == "entry.too_often" and refused.value.params["seconds"] == 2
    at = NOW
    for _each in range(4):
        at += 2 * MINUTE
        ask(at)
    with pytest.raises(Conflict):
        ask(at + 2 * MINUTE)
    for hour in range(1, 6):
        ask(NOW + 2 * hour * HOUR)
    with pytest.raises(Conflict):
        ask(NOW + 20 * HOUR)
    ask(NOW + 25 * HOUR)


def test_one_address_cannot_ask_for_many_phones(db):
    most = entry.CALLER_LIMITS[0][0]
    for number in range(most):
        ask(phone=f"1390000{number:04d}")
    with pytest.raises(Conflict):
        ask(phone="13911110000")
    ask(phone="13911110000", caller="203.0.113.8")


def test_what_is_no_mobile_number_is_refused(db):
    with pytest.raises(Invalid):
        ask(phone="010-12345678")


def make_slip(org, person_id=7, at=NOW):
    return entry.slip_make(
        org_id=org.pk, person_id=person_id, way="paper", made_by=None, lasts=timedelta(days=7), at=at
    )


def test_a_slip_names_its_person_and_is_used_once(org):
    text = make_slip(org)
    assert entry.slip_find(text=text.lower(), at=NOW).person_id == 7
    assert entry.slip_use(text=f"{text[:5]}-{text[5:]}", at=NOW).org_id == org.pk
    assert entry.slip_use(text=text, at=NOW) is None


def test_a_new_slip_ends_the_older_one_and_a_week_ends_both(org):
    old, new = make_slip(org), make_slip(org)
    assert entry.slip_find(text=old, at=NOW) is None
    assert entry.slip_find(text=new, at=NOW + timedelta(days=7)) is None


def test_a_phone_code_is_no_slip(db):
    code = ask()
    assert entry.slip_find(text=code, at=NOW) is None


def test_old_codes_are_forgotten(db):
    ask()
    assert entry.codes_forget(at=NOW + timedelta(days=1)) == 0
    assert entry.codes_forget(at=NOW + timedelta(days=4)) == 1


def test_a_proven_phone_leads_to_its_account_and_an_unproven_one_to_nobody_elses(resident):
    assert residents.resident_user(name="别人", phone=PHONE, proven=True) == resident
    with pytest.raises(Conflict):
        residents.resident_user(name="别人", phone=PHONE)


def test_a_resident_is_no_member_and_pages_of_the_staff_lead_him_home(resident, org, client):
    client.force_login(resident)
    assert not residents.is_staff(resident.pk)
    for address in ("/", "/people/", "/search/?q=a"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/home/")
    assert client.post("/", {}).status_code in (403, 405)
    assert client.get("/search/", HTTP_HX_REQUEST="true").status_code == 403
    assert client.get("/api/v1/messages/inbox").status_code in (403, 404)


def test_who_works_here_and_came_by_a_code_reaches_nothing_of_the_staffs(login, org):
    client = login(RoleCode.ADMIN)
    assert client.get("/people/").status_code == 200
    session = client.session
    session[RESIDENT_DOOR] = True
    session.save()
    assert client.get("/people/").headers["Location"] == "/home/"
    assert client.post("/admin/users/new/", {"name": "甲"}).status_code == 403
    assert client.get("/api/v1/schedule/rounds", HTTP_ACCEPT="application/json").status_code in (403, 404)


def test_whose_residency_ended_is_logged_out_unless_he_works_here(resident, org, boss, client):
    client.force_login(resident)
    residents.residency_end(actor=boss, user_id=resident.pk, at=NOW)
    assert not residents.is_resident(resident.pk)
    residents.residency_add(actor=boss, user=resident, at=NOW)
    assert Residency.objects.get().is_active


def test_a_password_needs_the_old_one_and_never_changes_that_of_staff(resident, org, boss):
    residents.password_set(actor=boss, user=resident, old="", new="温暖的家 2026 年", at=NOW)
    with pytest.raises(Invalid):
        residents.password_set(actor=boss, user=resident, old="错的", new="另一个很长的密码 9", at=NOW)
    with pytest.raises(Invalid):
        residents.password_set(actor=boss, user=resident, old="温暖的家 2026 年", new="123", at=NOW)
    services.member_add(user=resident, org=org)
    with pytest.raises(Forbidden):
        residents.password_set(
            actor=boss, user=resident, old="温暖的家 2026 年", new="又一个密码 2026", at=NOW
        )


def test_a_residents_token_opens_nothing_of_the_staffs(resident, org):
    actor = actors.Actor(org.pk, resident.name, user_id=resident.pk)
    _token, text = tokens.token_make(
        actor=actor, name="手机", expires_at=NOW + timedelta(days=9), at=NOW, for_resident=True
    )
    assert tokens.token_for(text, NOW) is None
    assert tokens.token_for(text, NOW, for_resident=True).user == resident


def test_a_phone_of_another_account_cannot_be_taken(resident, org, boss):
    other = User.objects.create_user("r1", name="别人")
    with pytest.raises(Conflict):
        residents.phone_set(actor=boss, user=other, phone=PHONE, at=NOW)
