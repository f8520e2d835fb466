from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import CostBasis, PlanVersion
from anju.modules.plans.tests import factories
from anju.modules.plans.tests.test_services_tenders import FIRST, SECOND

ROOT = "/api/v1/plans"


@pytest.fixture
def place(boss):
    return factories.ground(boss)


def send(client, method, address, body, key="k1"):
    return client.generic(
        method, f"{ROOT}{address}", __import__("json").dumps(body), content_type="application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip


def test_from_a_tender_to_a_draft_by_program(login, place):
    client = login(RoleCode.MANAGER)
    made = send(
        client,
        "POST",
        "/tenders",
        {"community_id": place.community.id, "title": "选聘", "standard": "cpmi-2004", "grade": 3},
        "t",
    )
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    for at, (company, text) in enumerate((("甲", FIRST), ("乙", SECOND))):
        sent = {"company": company, "price": 20_000 + at, "file": SimpleUploadedFile("p.txt", text.encode())}
        answer = client.post(f"{ROOT}/tenders/{number}/bids", sent, headers={"Idempotency-Key": f"b{at}"})
        assert answer.status_code == 201, answer.content
    found = client.get(f"{ROOT}/tenders/{number}").json()
    assert [one["company"] for one in found["bids"]] == ["甲", "乙"]
    urgent = next(one for one in found["rows"] if one["kind"] == "time_limit")
    assert [cell["best"] for cell in urgent["cells"]] == [True, False]
    weights = [{"code": "price", "weight": 1}, {"code": "talk", "label": "答辩", "weight": 1}]
    assert send(client, "PUT", f"/tenders/{number}/weights", weights, "w").status_code in (200, 204)
    scores = {"scores": {one["id"]: {"talk": 50} for one in found["bids"]}}
    assert send(client, "PUT", f"/tenders/{number}/scores", scores, "s").status_code in (200, 204)
    found = client.get(f"{ROOT}/tenders/{number}").json()
    assert found["bids"][0]["rank"] == 1
    refused = send(client, "PUT", f"/tenders/{number}/weights", [], "w0")
    assert (refused.status_code, refused.json()["code"]) == (422, "plans.tender.criteria")
    chosen = send(
        client, "POST", f"/bids/{found['bids'][1]['id']}/choose", {"title": "方案", "reason": "好"}, "c"
    )
    assert PlanVersion.objects.get(pk=chosen.json()["version_id"]).plan.title == "方案"
    assert client.get(f"{ROOT}/tenders").json()["items"][0]["state"] == "decided"


def test_costs_and_differences_by_program(login, boss, place):
    client = login(RoleCode.MANAGER)
    first, second = factories.in_force(boss, place), factories.upload(boss, place, FIRST)
    sent = {"pay": {"cleaner": 400_000}, "walk_minutes": 0}
    assert send(client, "PUT", f"/costs/{place.community.id}", sent).status_code in (200, 204)
    assert CostBasis.objects.get().pay == {"cleaner": 400_000}
    cost = client.get(f"{ROOT}/versions/{first}/cost").json()
    assert {one["role"] for one in cost["roles"]} == {"guard", "cleaner"}
    assert cost["roles_without_pay"] == ["guard"]
    assert len(cost["promises"]) == 5
    found = client.get(f"{ROOT}/versions/{second}/diff/{first}").json()
    assert sorted(one["change"] for one in found["pairs"]) == ["added", *["same"] * 5]
    assert client.get(f"{ROOT}/versions/{second}/diff/{second}").status_code == 404
    bad = send(client, "PUT", f"/costs/{place.community.id}", {"pay": {"king": 1}}, "k2")
    assert (bad.status_code, bad.json()["field"]) == (422, "pay")


def test_who_has_no_right_gets_nothing(login, boss, place):
    client = login(RoleCode.FRONTDESK)
    version = factories.upload(boss, place)
    for address in ("/tenders", f"/versions/{version}/cost"):
        assert client.get(f"{ROOT}{address}").status_code == 403, address
