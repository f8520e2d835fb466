from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.foundation.permissions import RoleCode
from anju.modules.plans.models import Plan, Promise, ReviewState
from anju.modules.plans.tests import factories

ROOT = "/api/v1/plans"


@pytest.fixture
def place(boss):
    return factories.ground(boss)


@pytest.fixture
def version(boss, place):
    return factories.upload(boss, place, factories.LOOSE)


def post(client, address, body=None, key="k1"):
    return client.post(
        f"{ROOT}{address}", body or {}, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_from_a_document_to_a_plan_in_force_by_program(login, place):
    client = login(RoleCode.MANAGER)
    file = SimpleUploadedFile("plan.txt", factories.LOOSE.encode())
    sent = {"community_id": place.community.id, "title": "方案", "file": file}
    answer = client.post(f"{ROOT}/versions", sent, headers={"Idempotency-Key": "u1"})
    assert answer.status_code == 201, answer.content
    number = answer.json()["id"]
    assert (answer.json()["promises"], answer.json()["undecided_passages"]) == (5, 1)
    refused = post(client, f"/versions/{number}/approve", {"text": "同意"})
    assert (refused.status_code, refused.json()["code"]) == (409, "plans.version.unreviewed")
    assert post(client, f"/versions/{number}/accept", {"confidence": 0.5}, "a").json() == {"count": 5}
    assert post(client, f"/versions/{number}/passages/dismiss", {}, "d").json() == {"count": 1}
    assert post(client, f"/versions/{number}/approve", {"text": "同意"}, "p").json()["state"] == "approved"
    late = post(client, f"/versions/{number}/enforce", {"on": "2020-01-01"}, "e0")
    assert (late.status_code, late.json()["field"]) == (422, "on")
    from django.utils import timezone

    from anju.modules.plans.queries.plans import local_day

    today = local_day(timezone.now()).isoformat()
    assert post(client, f"/versions/{number}/enforce", {"on": today}, "e1").json()["state"] == "in_force"
    running = client.get(f"{ROOT}/promises?state=running").json()["items"]
    assert {one["engine"] for one in running} == {"schedule"}
    assert len(running) == 3
    page = client.get(f"{ROOT}/promises?limit=2").json()
    assert (len(page["items"]), bool(page["next"])) == (2, True)


def test_a_bad_document_is_refused_in_the_one_error_shape(login, place):
    client = login(RoleCode.MANAGER)
    sent = {"community_id": place.community.id, "file": SimpleUploadedFile("x.pdf", b"no")}
    answer = client.post(f"{ROOT}/versions", sent, headers={"Idempotency-Key": "u1"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "plans.document.broken_file",
        "file",
    )
    assert Plan.objects.count() == 0


def test_review_by_program(login, version):
    client = login(RoleCode.QUALITY)
    first, second, *_rest = client.get(f"{ROOT}/versions/{version}/promises").json()["items"]
    assert (first["quote"], first["value"], first["says"]) == ("楼道每日清扫2次", "2.0000", "每日 2 次")
    assert post(client, f"/promises/{first['id']}/accept", key="1").json()["review"] == "accepted"
    body = {"domain": "cleaning", "activity": "冲洗", "object": "路", "kind": "frequency", "value": 3, "unit": "times",
            "period": "week", "every": 1}  # fmt: skip
    assert post(client, f"/promises/{second['id']}/correct", body, "2").json()["review"] == "corrected"
    assert (
        post(client, f"/promises/{second['id']}/reject", {"text": "背景"}, "3").json()["review"] == "rejected"
    )
    made = post(client, f"/versions/{version}/promises", {**body, "quote": "设备房定期检查"}, "4")
    assert (made.status_code, made.json()["review"]) == (201, "added")
    twice = post(client, f"/versions/{version}/promises", {**body, "quote": "设备房定期检查"}, "4")
    assert twice.json()["id"] == made.json()["id"]
    wrong = post(client, f"/versions/{version}/promises", {**body, "unit": "parsec", "quote": "设备房"}, "5")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "unit")


def test_promises_are_found_by_the_filters_of_the_desk(login, version):
    client = login(RoleCode.QUALITY)

    def found(**filters):
        items = client.get(f"{ROOT}/versions/{version}/promises", filters).json()["items"]
        return [one["number"] for one in items]

    assert found() == ["001", "002", "003", "004", "005"]
    assert found(domain="security") == ["003", "004"]
    assert found(engine="cases") == ["005"]
    assert found(q="巡逻", review="found") == ["003"]
    assert found(band="low", q="楼道") == []
    progress = client.get(f"{ROOT}/versions/{version}/progress").json()
    assert (progress["by_review"], progress["sure"][0], len(progress["sure"])) == ({"found": 5}, 5, 101)
    assert {"domain": "cleaning", "reviewed": 0, "total": 2} in progress["domains"]


def test_reshaping_and_taking_back_by_program(login, version):
    client = login(RoleCode.QUALITY)
    first, second, *_rest = client.get(f"{ROOT}/versions/{version}/promises").json()["items"]
    facts = {"domain": "cleaning", "activity": "清扫", "object": "楼道", "kind": "frequency", "value": 2, "unit": "times",
             "period": "day", "every": 1}  # fmt: skip
    halves = {"first": {**facts, "quote": "楼道"}, "second": {**facts, "activity": "擦拭"}}
    one, other = post(client, f"/promises/{first['id']}/split", halves, "s").json()
    assert (one["quote"], one["review"], other["review"]) == ("楼道", "corrected", "added")
    merged = post(
        client, f"/versions/{version}/merge", {**facts, "promises": [one["id"], second["id"]]}, "m"
    ).json()
    assert (merged["id"], merged["quote"][-2:]) == (one["id"], "1次")
    steps = client.get(f"{ROOT}/promises/{one['id']}/steps").json()
    assert [step["act"] for step in steps] == ["merge", "split"]
    early = post(client, f"/steps/{steps[1]['id']}/undo", {}, "u0")
    assert (early.status_code, early.json()["code"]) == (409, "plans.step.overtaken")
    assert post(client, f"/versions/{version}/undo", {}, "u1").json()["act"] == "merge"
    assert post(client, f"/steps/{steps[1]['id']}/undo", {}, "u2").json()["act"] == "split"
    assert set(Promise.objects.values_list("review", flat=True)) == {ReviewState.FOUND}
    assert post(client, f"/promises/{first['id']}/accept", {}, "a").json()["review"] == "accepted"
    assert post(client, f"/promises/{first['id']}/reopen", {}, "o").json()["review"] == "found"


def test_passages_are_decided_by_program(login, version):
    client = login(RoleCode.QUALITY)
    (passage,) = client.get(f"{ROOT}/versions/{version}/passages?undecided=true").json()["items"]
    assert passage["reason"] == "frequency_without_number"
    assert post(client, f"/passages/{passage['id']}/dismiss", {}, "1").json()["decision"] == "none"
    assert post(client, f"/passages/{passage['id']}/reopen", {}, "2").json()["decision"] == ""
    facts = {"domain": "engineering", "activity": "检查", "object": "设备房", "kind": "frequency", "value": 1,
             "unit": "times", "period": "month", "every": 1}  # fmt: skip
    made = post(client, f"/passages/{passage['id']}/promise", facts, "3")
    assert (made.status_code, made.json()["quote"]) == (201, passage["quote"])
    span = {"start": passage["start"] - 12, "end": passage["end"]}
    assert client.get(f"{ROOT}/versions/{version}/read", {**span, "end": 0}).json() == []
    read = client.get(f"{ROOT}/versions/{version}/read", {"start": 0, "end": 60}).json()
    assert [(one["activity"], one["period"]) for one in read][:1] == [("清扫", "day")]


def test_without_the_right_or_outside_the_place_nothing_is_done(login, version, boss):
    row = Promise.objects.first()
    writes = [
        (f"/promises/{row.pk}/accept", {}),
        (f"/promises/{row.pk}/reject", {"text": "x"}),
        (f"/versions/{version}/accept", {"confidence": 0}),
        (f"/versions/{version}/undo", {}),
        (f"/versions/{version}/merge", {"promises": [row.pk, row.pk + 1], "domain": "other", "kind": "rate"}),
        (f"/versions/{version}/approve", {"text": "x"}),
        (f"/versions/{version}/withdraw", {"text": "x"}),
    ]
    worker = login(RoleCode.WORKER)
    for number, (address, body) in enumerate(writes):
        assert post(worker, address, body, f"w{number}").status_code == 403
    assert worker.get(f"{ROOT}/promises").status_code == 403
    other = factories.ground(boss, "QS", "清水湾")
    stranger = login(RoleCode.MANAGER, path=other.community.path, username="stranger")
    for number, (address, body) in enumerate(writes):
        assert post(stranger, address, body, f"s{number}").status_code == 404
    assert stranger.get(f"{ROOT}/versions").json()["items"] == []
    assert set(Promise.objects.values_list("review", flat=True)) == {ReviewState.FOUND}
