"""One's own data: consents, requests, the copy; the promises kept; answers that are known already."""

from __future__ import annotations

from django.test import Client

from anju.foundation.accounts import residents
from anju.foundation.accounts.models import User
from anju.foundation.audit.models import AuditEntry
from anju.modules.people import facade as people
from anju.portals.resident.tests import factories


def consented(client, purpose="activities"):
    return bool(people.consented([client.person_id], purpose))


def test_a_consent_is_given_and_taken_back_by_its_owner_alone(chen):
    chen.post("/home/me/data/consent/", {"purpose": "activities", "agree": "1"})
    assert consented(chen)
    assert chen.post("/home/me/data/consent/", {"purpose": "activities", "agree": "1"}).status_code == 409
    chen.post("/home/me/data/consent/", {"purpose": "activities"})
    assert not consented(chen)
    assert chen.post("/home/me/data/consent/", {"purpose": "nonsense", "agree": "1"}).status_code == 422


def test_a_request_about_ones_data_is_proven_by_the_log_in(chen):
    answer = chen.post("/home/me/data/ask/", {"kind": "correct", "wish": ""})
    assert answer.status_code == 422
    chen.post("/home/me/data/ask/", {"kind": "correct", "wish": "我的名字是雨字"})
    (found,) = people.requests_of_person(chen.person_id)
    assert (found.kind, found.state, found.proof) == ("correct", "proven", "login")
    assert found.number in chen.get("/home/me/data/").content.decode()
    assert chen.post("/home/me/data/ask/", {"kind": "withdraw"}).status_code == 422


def test_the_copy_of_somebody_elses_request_is_not_there(chen, boss, place):
    chen.post("/home/me/data/ask/", {"kind": "copy"})
    (asked,) = people.requests_of_person(chen.person_id)
    other = factories.resident(boss, place, name="邻居", phone="13900003333", kind=factories.TieKind.FAMILY)
    assert other.get(f"/home/me/data/{asked.pk}/copy/").status_code == 404
    assert chen.get(f"/home/me/data/{asked.pk}/copy/").status_code == 404


def test_a_copy_is_fetched_by_its_owner_and_the_log_says_so(chen, boss):
    chen.post("/home/me/data/ask/", {"kind": "copy"})
    (asked,) = people.requests_of_person(chen.person_id)
    people.request_answer(actor=boss, request_id=asked.pk, answer="", at=factories.AT)
    answer = chen.get(f"/home/me/data/{asked.pk}/copy/")
    assert answer.content.startswith(b"PK") and "attachment" in answer["Content-Disposition"]
    looked = AuditEntry.objects.get(action="people.request.copy_opened")
    assert looked.actor_name == "陈雨"


def test_a_request_is_taken_back_while_it_is_open_and_by_its_owner_alone(chen, boss, place):
    chen.post("/home/me/data/ask/", {"kind": "copy"})
    (asked,) = people.requests_of_person(chen.person_id)
    other = factories.resident(boss, place, name="邻居", phone="13900003333", kind=factories.TieKind.FAMILY)
    assert other.post(f"/home/me/data/{asked.pk}/drop/").status_code == 404
    assert people.requests_of_person(chen.person_id)[0].state == "proven"
    assert chen.post(f"/home/me/data/{asked.pk}/drop/").status_code == 302
    assert people.requests_of_person(chen.person_id)[0].state == "dropped"
    assert chen.post(f"/home/me/data/{asked.pk}/drop/").status_code == 409


def test_a_password_and_a_phone_are_changed_by_their_owner(chen, boss, monkeypatch):
    told = []
    from anju.engines.messages import facade as messages

    monkeypatch.setattr(messages, "notify", lambda **asked: told.append(asked))
    assert chen.post("/home/me/password/", {"new": "短"}).status_code == 422
    chen.post("/home/me/password/", {"new": "一个很长很长的新密码"})
    assert chen.get("/home/").status_code == 200
    assert chen.post("/home/me/password/", {"old": "错", "new": "另一个很长的新密码"}).status_code == 422
    chen.post("/home/me/phone/", {"phone": "13500005555"})
    assert chen.post("/home/me/phone/", {"code": "000000x"}).status_code == 422
    chen.post("/home/me/phone/", {"code": told[-1]["params"]["code"]})
    assert User.objects.by_phone("13500005555") == chen.user


def test_a_phone_of_somebody_elses_account_is_not_taken(chen, boss, monkeypatch):
    told = []
    from anju.engines.messages import facade as messages

    monkeypatch.setattr(messages, "notify", lambda **asked: told.append(asked))
    residents.resident_user(name="别人", phone="13500005555", proven=True)
    chen.post("/home/me/phone/", {"phone": "13500005555"})
    assert chen.post("/home/me/phone/", {"code": told[-1]["params"]["code"]}).status_code == 409


def test_other_devices_are_logged_out(chen):
    second = Client()
    second.force_login(chen.user)
    assert second.get("/home/").status_code == 200 and chen.get("/home/").status_code == 200
    chen.post("/home/me/sessions/")
    assert second.get("/home/").status_code == 302 and chen.get("/home/").status_code == 200


def test_letters_grow_for_this_phone(chen):
    chen.post("/home/type/", {"size": "huge"})
    assert 'data-type="huge"' in chen.get("/home/").content.decode()
    chen.post("/home/type/", {"size": "nonsense"})
    assert 'data-type="huge"' in chen.get("/home/").content.decode()


def test_pages_of_promises_and_answers_open_without_a_plan(chen):
    assert "还没有公布服务承诺" in chen.get("/home/promises/").content.decode()
    assert chen.get("/home/ask/?q=装修").status_code == 200


def test_the_app_can_be_installed_and_says_when_it_is_offline(db, client):
    assert client.get("/home/offline/").status_code == 200
    script = client.get("/home/sw.js")
    assert script.status_code == 200 and script["Content-Type"].startswith("text/javascript")
