"""The API of visitors and orders."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from anju.foundation.permissions import RoleCode
from anju.modules.frontdesk.models import ServiceOrder, Visit
from anju.modules.frontdesk.tests import register_samples as make

ROOT = "/api/v1/frontdesk"


@pytest.fixture
def garden(boss):
    return make.garden(boss)


def post(client, path, key, **body):
    return client.post(
        f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_a_gate_lets_an_announced_visitor_in_once(garden, login):
    client = login(RoleCode.FRONTDESK)
    now = timezone.now()
    told = post(
        client, "/visits/announce", "a1", place_id=garden.home, name="李表弟", valid_from=now.isoformat(),
        valid_until=(now + timedelta(hours=2)).isoformat(),
    )  # fmt: skip
    assert told.status_code == 201
    came = post(client, "/visits/arrive", "b1", code=told.json()["code"], gate_id=garden.gate)
    assert came.status_code == 200 and came.json()["state"] == "inside"
    again = post(client, "/visits/arrive", "b2", code=told.json()["code"])
    assert again.status_code == 409 and again.json()["code"] == "frontdesk.visit.used"
    left = post(client, f"/visits/{came.json()['id']}/leave", "c1")
    assert left.status_code == 200 and left.json()["state"] == "left"


def test_a_repeated_sign_in_is_one_visit_and_the_list_masks_the_phone(garden, login):
    client = login(RoleCode.WORKER, path=garden.path)
    body = {
        "community_id": garden.community,
        "name": "周来访",
        "phone": "13911112222",
        "place_id": garden.home,
    }
    first, again = (post(client, "/visits", "k1", **body) for _ in range(2))
    assert first.status_code == 201 and again.json() == first.json() and Visit.objects.count() == 1
    (row,) = client.get(f"{ROOT}/visits?state=inside").json()["items"]
    assert row["phone"] == "139****2222"


def test_an_order_is_taken_agreed_and_read(boss, garden, login):
    offer = make.offer(boss, garden, at=timezone.now())
    client = login(RoleCode.FRONTDESK)
    (listed,) = client.get(f"{ROOT}/offers?community_id={garden.community}").json()
    assert (listed["id"], listed["price"]) == (offer, 50_0000)
    made = post(
        client, "/orders", "o1", community_id=garden.community, customer="沈若兰", place_id=garden.home,
        lines=[{"offer_id": offer, "quantity": 3000}],
    )  # fmt: skip
    assert made.status_code == 201 and made.json()["charged"] == 150_00
    order = made.json()["id"]
    agreed = post(client, f"/orders/{order}/consent", "o2", agreed=True, by_name="沈若兰", how="phone")
    assert agreed.status_code == 200 and agreed.json()["state"] == "new"
    assert client.get(f"{ROOT}/orders/{order}").json()["number"].startswith("F")
    assert (
        post(client, f"/orders/{order}/consent", "o3", agreed=True, by_name="沈若兰", how="phone").status_code
        == 409
    )


def test_a_worker_takes_no_orders_and_nothing_is_written(boss, garden, login):
    offer = make.offer(boss, garden, at=timezone.now())
    client = login(RoleCode.WORKER, path=garden.path)
    body = {"community_id": garden.community, "customer": "沈若兰", "lines": [{"offer_id": offer}]}
    assert post(client, "/orders", "o1", **body).status_code == 403
    assert ServiceOrder.objects.count() == 0


def test_the_catalogue_of_another_community_is_not_found(boss, garden, login):
    other = make.garden(boss, "BY", "白云里")
    client = login(RoleCode.FRONTDESK, path=garden.path)
    assert client.get(f"{ROOT}/offers?community_id={other.community}").status_code == 404
