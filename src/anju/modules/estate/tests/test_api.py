from __future__ import annotations

import pytest

from anju.foundation.permissions import RoleCode
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.models import Place, Unit
from anju.modules.estate.tests.factories import community, home, make

ROOT = "/api/v1/estate"


@pytest.fixture
def garden(boss):
    return community(boss)


def post(client, body, key="k1"):
    return client.post(
        f"{ROOT}/places", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_places_and_units_are_read_page_by_page(login, boss, garden):
    flat = home(boss, garden)
    client = login(RoleCode.MANAGER)
    first = client.get(f"{ROOT}/places?limit=3").json()
    rest = client.get(f"{ROOT}/places?limit=3&cursor={first['next']}").json()
    assert [one["kind"] for one in first["items"] + rest["items"]] == [
        "community",
        "building",
        "entrance",
        "unit",
    ]
    assert client.get(f"{ROOT}/places/{flat.id}").json()["full_name"] == flat.full_name
    (unit,) = client.get(f"{ROOT}/units?community_id={garden.id}").json()["items"]
    assert (unit["place_id"], unit["use"]) == (flat.id, "home")
    assert client.get(f"{ROOT}/units/{flat.id}").json() == unit
    assert len(client.get(f"{ROOT}/places?kind=building").json()["items"]) == 1


def test_a_unit_is_made_once_however_often_it_is_sent(login, boss, garden):
    block = make(boss, PlaceKind.BUILDING, "1", garden)
    client = login(RoleCode.MANAGER)
    body = {"kind": "unit", "code": "101", "parent_id": block.id, "unit": {"registered_area": 8850}}
    made = post(client, body)
    assert made.status_code == 201 and made.json()["full_name"] == "翠湖花园 1栋 101"
    assert post(client, body).json() == made.json()
    assert Unit.objects.get().basis == "registered"
    taken = post(client, body, key="k2")
    assert (taken.status_code, taken.json()["code"], taken.json()["field"]) == (
        409,
        "estate.place.code_taken",
        "code",
    )
    wrong = post(client, {"kind": "space", "code": "1", "parent_id": block.id}, key="k3")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "estate.place.wrong_parent")


def test_the_api_keeps_to_reach_and_right(login, boss, garden):
    flat = home(boss, garden)
    other = community(boss, "BH", "碧海湾")
    client = login(RoleCode.WORKER, path=other.path)
    assert client.get(f"{ROOT}/places/{flat.id}").status_code == 404
    assert client.get(f"{ROOT}/units/{flat.id}").status_code == 404
    assert [one["id"] for one in client.get(f"{ROOT}/places").json()["items"]] == [other.id]
    before = Place.objects.count()
    assert post(client, {"kind": "building", "code": "1", "parent_id": other.id}).status_code == 403
    assert Place.objects.count() == before
