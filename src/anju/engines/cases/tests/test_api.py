from __future__ import annotations

import json

import pytest

from anju.engines.cases import facade
from anju.engines.cases.api import CaseOut
from anju.engines.cases.models import Case
from anju.engines.cases.tests.factories import opened
from anju.foundation.permissions import RoleCode

CASES = "/api/v1/cases/cases"


def post(client, path, body, key):
    return client.post(
        path, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def body(home, **given):
    return {
        "kind": "t_repair",
        "community_id": home,
        "title": "厨房水管滴水",
        "phone": "13812341234",
        **given,
    }


def test_a_case_is_opened_moved_listed_and_read(home, login):
    client = login(RoleCode.MANAGER)
    made = post(client, CASES, body(home), "k-1")
    assert (made.status_code, made.json()["number"]) == (201, "TR2026-000001")
    case_id = made.json()["id"]
    move = post(client, f"{CASES}/{case_id}/transitions/cancel", {"reason": "误报", "expected": "new"}, "k-2")
    assert (move.status_code, move.json()) == (200, {"state": "cancelled"})
    listed = client.get(CASES, {"standing": "closed"}).json()
    assert [(one["id"], one["state"]) for one in listed["items"]] == [(case_id, "cancelled")]
    assert set(listed["items"][0]) == set(CaseOut.model_fields)
    assert client.get(CASES, {"order": "due"}).json()["items"] == []
    read = client.get(f"{CASES}/{case_id}").json()
    assert {one["code"] for one in read["clocks"]} == {"take", "arrive", "finish"}
    assert "13812341234" not in json.dumps(read) and "phone" not in read["case"]


def test_the_same_key_opens_one_case(home, login):
    client = login(RoleCode.FRONTDESK)
    first, second = (post(client, CASES, body(home), "k-1") for _ in range(2))
    assert first.json() == second.json() and Case.objects.count() == 1


def test_a_list_goes_on_by_cursor_in_both_orders(home, boss, login):
    client = login(RoleCode.MANAGER)
    ids = [opened(boss, home) for _ in range(5)]
    for order, expected in (("newest", ids[::-1]), ("due", ids)):
        seen, cursor = [], ""
        while cursor is not None:
            page = client.get(CASES, {"limit": 2, "cursor": cursor, "order": order}).json()
            seen += [one["id"] for one in page["items"]]
            cursor = page["next"]
        assert seen == expected


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"kind": "nothing"}, 422, "cases.kind.unknown"),
        ({"title": ""}, 422, None),
        ({"severity": 7}, 422, None),
        ({"fields": {"colour": "red"}}, 422, "cases.field.unknown"),
        ({"place_id": 999_999}, 404, None),
    ],
)
def test_what_cannot_be_a_case_is_refused_in_the_one_shape(home, login, given, status, code):
    answer = post(login(RoleCode.MANAGER), CASES, body(home, **given), "k-1")
    assert (answer.status_code, Case.objects.count()) == (status, 0)
    assert code is None or answer.json()["code"] == code
    assert answer.json()["message"]


# Who may do what with a new case: role → (list, open, read, take back by cancelling).
TABLE = {
    None: (401, 401, 401, 401),
    RoleCode.CASHIER: (403, 403, 403, 403),
    RoleCode.AUTHORITY: (200, 403, 200, 403),
    RoleCode.LEADER: (200, 403, 200, 403),
    RoleCode.WORKER: (200, 201, 200, 403),
    RoleCode.QUALITY: (200, 201, 200, 403),
    RoleCode.FRONTDESK: (200, 201, 200, 200),
    RoleCode.MANAGER: (200, 201, 200, 200),
}


@pytest.mark.parametrize("role", TABLE, ids=str)
def test_who_may_do_what(home, boss, client, login, role):
    case_id = opened(boss, home)
    client = client if role is None else login(role)
    before = (Case.objects.count(), Case.objects.get(pk=case_id).state)
    answers = (
        client.get(CASES),
        post(client, CASES, body(home), "k-1"),
        client.get(f"{CASES}/{case_id}"),
        post(client, f"{CASES}/{case_id}/transitions/cancel", {"reason": "误报"}, "k-2"),
    )
    assert tuple(one.status_code for one in answers) == TABLE[role]
    opened_one, cancelled = answers[1].status_code == 201, answers[3].status_code == 200
    after = (Case.objects.count() - opened_one, Case.objects.get(pk=case_id).state)
    assert after == (before[0], "cancelled" if cancelled else before[1])


def test_beyond_his_places_a_case_is_not_there(home, boss, login):
    case_id = opened(boss, home)
    client = login(RoleCode.MANAGER, path="/999/")
    assert client.get(CASES).json()["items"] == []
    assert client.get(f"{CASES}/{case_id}").status_code == 404
    assert post(client, f"{CASES}/{case_id}/transitions/cancel", {"reason": "误报"}, "k-1").status_code == 404
    assert post(client, CASES, body(home), "k-2").status_code == 404
    assert [one.state for one in facade.cases(actor=boss)] == ["new"]


def test_a_state_somebody_else_changed_is_a_conflict(home, boss, login):
    case_id = opened(boss, home)
    client = login(RoleCode.MANAGER)
    answer = post(
        client, f"{CASES}/{case_id}/transitions/cancel", {"reason": "误报", "expected": "done"}, "k-1"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "cases.case.changed")
