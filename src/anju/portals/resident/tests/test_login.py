"""Coming in by phone and code, by slip, by password; and nobody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from anju.engines.messages import facade as messages
from anju.foundation.accounts import entry, residents, services
from anju.foundation.accounts.models import EntryCode, Residency, User
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade as people
from anju.portals.resident import admission
from anju.portals.resident.tests import factories
from anju.portals.resident.tests.factories import PHONE

LOGIN = "/home/login/"


@pytest.fixture
def sent(monkeypatch):
    """Codes as the phone's owner reads them."""
    told = []
    monkeypatch.setattr(messages, "notify", lambda **asked: told.append(asked))
    return told


@pytest.fixture
def stranger():
    return Client()


def ask(client, phone=PHONE):
    return client.post(LOGIN, {"phone": phone, "way": "code"})


def code_of(sent):
    return sent[-1]["params"]["code"]


def test_the_first_log_in_by_a_code_makes_the_account_and_binds_the_person(boss, place, sent, stranger):
    person_id = factories.person(boss)
    factories.living(boss, person_id, place)
    assert ask(stranger, "138 0000 1111").headers["Location"] == "/home/login/code/"
    answer = stranger.post("/home/login/code/", {"code": code_of(sent)})
    assert answer.headers["Location"] == "/home/"
    user = User.objects.by_phone(PHONE)
    assert people.person_of_user(user.pk).id == person_id
    assert (user.phone_verified, residents.is_resident(user.pk), residents.is_staff(user.pk)) == (
        True,
        True,
        False,
    )
    assert "陈雨" in stranger.get("/home/").content.decode()


def test_a_second_log_in_comes_to_the_same_account(chen, sent, stranger):
    ask(stranger)
    stranger.post("/home/login/code/", {"code": code_of(sent)})
    assert User.objects.count() == 1
    assert stranger.get("/home/").status_code == 200


def test_nothing_tells_whether_a_phone_is_known(boss, sent, stranger):
    factories.person(boss)
    known, unknown = ask(stranger), ask(Client(), "13911112222")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert len(sent) == 1
    assert EntryCode.objects.count() == 2
    pages = [one.get("/home/login/code/").content for one in (stranger,)]
    assert "登记过".encode() in pages[0]


def test_a_wrong_code_says_so_and_keeps_the_count(boss, sent, stranger):
    factories.person(boss)
    ask(stranger)
    wrong = f"{(int(code_of(sent)) + 1) % 10**6:06d}"
    for _each in range(entry.MOST_TRIES):
        answer = stranger.post("/home/login/code/", {"code": wrong})
        assert answer.status_code == 422 and "验证码不对" in answer.content.decode()
    assert stranger.post("/home/login/code/", {"code": code_of(sent)}).status_code == 422
    assert not User.objects.exists()


def test_a_second_code_within_a_minute_is_refused_in_words(boss, sent, stranger):
    ask(stranger)
    answer = ask(stranger)
    assert answer.status_code == 422
    assert re.search(r"\d+ 秒后再试", answer.content.decode())


def test_several_people_of_one_phone_say_who_they_are(boss, place, sent, stranger):
    first, second = factories.person(boss, "陈雨"), factories.person(boss, "陈山")
    for one in (first, second):
        factories.living(boss, one, place, kind=factories.TieKind.FAMILY)
    ask(stranger)
    assert (
        stranger.post("/home/login/code/", {"code": code_of(sent)}).headers["Location"] == "/home/login/who/"
    )
    assert not User.objects.exists()
    stranger.post("/home/login/who/", {"person": second})
    assert people.person_of_user(User.objects.get().pk).id == second


def test_who_you_are_cannot_be_said_without_a_proven_phone(boss, stranger):
    person_id = factories.person(boss)
    assert stranger.post("/home/login/who/", {"person": person_id}).headers["Location"] == LOGIN
    assert not User.objects.exists()


def test_a_phone_nobody_registered_never_becomes_an_account(db, stranger, monkeypatch):
    monkeypatch.setattr(entry.secrets, "randbelow", lambda _most: 123456)
    ask(stranger, "13911112222")
    answer = stranger.post("/home/login/code/", {"code": "123456"})
    assert answer.status_code == 422 and not User.objects.exists()


def test_a_session_by_code_opens_no_page_of_the_staffs(login, boss, place, sent):
    worker = login(RoleCode.MANAGER).user
    worker.set_phone(PHONE)
    worker.save()
    factories.living(boss, factories.person(boss), place)
    client = Client()
    ask(client)
    client.post("/home/login/code/", {"code": code_of(sent)})
    assert client.get("/home/").status_code == 200
    assert client.get("/people/").headers["Location"] == "/home/"
    assert client.post("/home/me/password/", {"new": "一个很长很长的新密码"}).status_code == 403


def test_by_password_a_resident_comes_to_his_home(chen, boss):
    residents.password_set(actor=boss, user=chen.user, old="", new="温暖的家 2026 年", at=factories.AT)
    client = Client()
    answer = client.post(LOGIN, {"way": "password", "phone": PHONE, "password": "温暖的家 2026 年"})
    assert answer.headers["Location"] == "/home/"
    wrong = Client().post(LOGIN, {"way": "password", "phone": PHONE, "password": "错的密码"})
    assert wrong.status_code == 422 and "不对" in wrong.content.decode()


def test_the_consoles_door_leads_a_resident_home_too(chen, boss):
    residents.password_set(actor=boss, user=chen.user, old="", new="温暖的家 2026 年", at=factories.AT)
    answer = Client().post("/account/login/", {"login": PHONE, "password": "温暖的家 2026 年"})
    assert answer.headers["Location"] == "/home/"


def test_a_slip_of_the_desk_lets_its_person_in_once_with_a_password(boss, login, place, stranger):
    person_id = factories.person(boss)
    factories.living(boss, person_id, place)
    desk = login(RoleCode.FRONTDESK)
    page = desk.post(f"/residents/slips/{person_id}/", {"q": "陈雨"}).content.decode()
    slip = re.search(r"data-slip>([A-Z2-9]{10})<", page)[1]
    assert "陈雨" in stranger.get(f"/home/join/{slip}/").content.decode()
    weak = stranger.post(f"/home/join/{slip}/", {"password": "123"})
    assert weak.status_code == 422
    answer = stranger.post(f"/home/join/{slip}/", {"password": "温暖的家 2026 年"})
    assert answer.headers["Location"] == "/home/"
    user = User.objects.by_phone(PHONE)
    assert not user.phone_verified and people.person_of_user(user.pk).id == person_id
    assert Client().post(f"/home/join/{slip}/", {"password": "另一个密码 2026"}).status_code == 422


def test_a_slip_for_somebody_with_a_log_in_sets_a_new_password(chen, org, stranger):
    slip = admission.slip_make(
        org_id=org.pk, person_id=chen.person_id, way="paper", made_by=None, at=factories.AT
    )
    EntryCode.objects.update(expires_at="2027-01-01T00:00Z")
    stranger.post(f"/home/join/{slip}/", {"password": "忘了就重来 2026"})
    chen.user.refresh_from_db()
    assert chen.user.check_password("忘了就重来 2026")
    assert User.objects.count() == 1


def test_only_who_may_issue_slips_does_and_only_for_whom_he_sees(boss, login, place):
    person_id = factories.person(boss)
    factories.living(boss, person_id, place)
    other = factories.community(boss, code="QY", name="晴园")
    worker = login(RoleCode.WORKER)
    assert worker.get("/residents/slips/").status_code == 403
    assert worker.post(f"/residents/slips/{person_id}/", {"q": "陈雨"}).status_code == 403
    far = login(RoleCode.FRONTDESK, path=other.path, username="far")
    assert far.post(f"/residents/slips/{person_id}/", {"q": "陈雨"}).status_code == 404
    assert not EntryCode.objects.exists()


def test_who_works_here_without_being_a_resident_is_refused(login):
    client = login(RoleCode.ADMIN)
    assert client.get("/home/").status_code == 403
    assert client.get("/home/cases/").status_code == 403


def test_whom_the_register_does_not_know_any_more_is_refused(chen, boss):
    people.user_bind(actor=boss, person_id=chen.person_id, user_id=None, at=factories.AT)
    assert chen.get("/home/").status_code == 403


def test_without_log_in_pages_lead_to_the_residents_own_door(db, client):
    assert client.get("/home/cases/").headers["Location"] == "/home/login/?next=/home/cases/"


def test_the_wish_is_remembered_and_nothing_foreign_is_followed(boss, place, sent, stranger):
    factories.living(boss, factories.person(boss), place)
    stranger.get("/home/login/?next=https://elsewhere.example/home/")
    stranger.get("/home/login/?next=/home/notices/")
    stranger.get("/home/login/?next=//elsewhere.example/")
    ask(stranger)
    assert stranger.post("/home/login/code/", {"code": code_of(sent)}).headers["Location"] == "/home/notices/"


def test_leaving_ends_the_session(chen):
    assert chen.post("/home/leave/").headers["Location"] == LOGIN
    assert chen.get("/home/").status_code == 302


def test_a_residency_that_ended_lets_nobody_in(chen, boss):
    Residency.objects.update(is_active=False)
    assert chen.get("/home/").status_code == 403


def test_moving_between_homes_shows_one_and_never_somebody_elses(chen, boss, garden, place):
    second = factories.home(boss, garden, building="5", number="801")
    foreign = factories.home(boss, garden, building="9", number="101")
    factories.living(boss, chen.person_id, second)
    chen.post("/home/switch/", {"home": second.id})
    assert chen.session["resident_home"] == second.id
    chen.post("/home/switch/", {"home": foreign.id})
    assert chen.session["resident_home"] == second.id


def test_a_member_of_staff_of_another_organisation_is_no_resident_here(org, boss, place, client):
    user = services.user_create(username="elsewhere", name="外人", password="correct horse 42")
    client.force_login(user)
    assert client.get("/home/").status_code == 403
