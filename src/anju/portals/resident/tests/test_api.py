"""The residents' API: their own token or session, their own cases, one case for one key."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from anju.engines.cases.models import Case
from anju.foundation.permissions import RoleCode
from anju.portals.resident.tests import factories

CASES = "/api/v1/resident/cases"


def write(client, address, body, key="k-1", **more):
    return client.post(
        address, body, content_type="application/json", headers={"Idempotency-Key": key, **more}
    )


def token_of(client):
    return write(client, "/api/v1/resident/tokens", {"name": "手机"}, key=factories.key()).json()["token"]


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def test_a_session_and_a_token_say_who_it_is(chen, place):
    me = chen.get("/api/v1/resident/me").json()
    assert me["name"] == "陈雨" and [one["place_id"] for one in me["homes"]] == [place.id]
    assert Client().get("/api/v1/resident/me", headers=bearer(token_of(chen))).json() == me
    assert Client().get("/api/v1/resident/me").status_code == 401


def test_one_key_opens_one_case(chen, place):
    text = token_of(chen)
    body = {"kind": "repair", "words": "阳台灯不亮", "choice": "light", "place_id": place.id}
    answers = [write(Client(), CASES, body, **bearer(text)) for _each in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    row = Case.objects.get()
    assert (row.reporter_user_id, row.fields) == (chen.user.pk, {"trade": "light", "area": "home"})


def test_own_cases_are_listed_and_read_and_others_are_not_there(chen, boss, place, garden):
    mine = factories.case(boss, place, chen, at=timezone.now())
    theirs = factories.case(boss, place, at=timezone.now())
    assert [one["id"] for one in chen.get(CASES).json()] == [mine]
    detail = chen.get(f"{CASES}/{mine}").json()
    assert detail["case"]["said"] == "等待派人" and "cancel" in detail["may"]
    assert chen.get(f"{CASES}/{theirs}").status_code == 404


def test_a_place_of_somebody_else_is_refused(chen, boss, garden):
    foreign = factories.home(boss, garden, building="9", number="901")
    answer = write(chen, CASES, {"kind": "repair", "words": "x", "place_id": foreign.id})
    assert answer.status_code == 404 and not Case.objects.exists()


def test_a_residents_token_and_session_open_nothing_of_the_staffs(chen):
    text = token_of(chen)
    assert Client().get("/api/v1/cases/cases", headers=bearer(text)).status_code == 401
    assert chen.get("/api/v1/cases/cases").status_code == 403


def test_staff_are_no_residents_here_either(login):
    assert login(RoleCode.ADMIN).get(CASES).status_code == 403
