from __future__ import annotations

from anju.foundation.permissions import RoleCode
from anju.modules.people.contracts import Share
from anju.modules.people.models import Person
from anju.modules.people.tests.factories import estate_home, person, tie

ROOT = "/api/v1/people"


def post(client, body, key="k1"):
    return client.post(
        f"{ROOT}/persons", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_persons_and_homes_are_read_with_masked_numbers(login, boss):
    home = estate_home()
    owner = person(boss, "沈若兰", "13812341234")
    tie(boss, owner, home, share=Share(1, 2))
    client = login(RoleCode.FRONTDESK)
    (one,) = client.get(f"{ROOT}/persons?q=1234").json()["items"]
    assert (one["name"], one["phone"], one["homes"][0]["share"]) == ("沈若兰", "138****1234", "1/2")
    assert client.get(f"{ROOT}/persons/{owner}").json() == one
    seen = client.get(f"{ROOT}/homes/{home.pk}").json()
    assert [(one["name"], one["relation"]) for one in seen["people"]] == [("沈若兰", "owner")]


def test_a_person_is_made_once_and_a_wrong_number_names_its_field(login, boss):
    client = login(RoleCode.MANAGER)
    body = {"name": "程远", "phones": [{"number": "139 0000 5678"}]}
    made = post(client, body)
    assert made.status_code == 201 and made.json()["phone"] == "139****5678"
    assert post(client, body).json() == made.json() and Person.objects.count() == 1
    wrong = {"name": "程远", "id_kind": "identity_card", "id_number": "110105194912310021"}
    refused = post(client, wrong, key="k2")
    assert (refused.status_code, refused.json()["field"]) == (422, "id_number")


def test_homes_out_of_reach_are_not_found_and_workers_are_refused(login, boss):
    here, there = estate_home(), estate_home()
    owner = person(boss, "沈若兰")
    tie(boss, owner, there)
    client = login(RoleCode.FRONTDESK, path=here.path)
    assert client.get(f"{ROOT}/homes/{there.pk}").status_code == 404
    assert client.get(f"{ROOT}/persons/{owner}").status_code == 404
    assert client.get(f"{ROOT}/persons").json()["items"] == []
    worker = login(RoleCode.WORKER, username="worker")
    assert worker.get(f"{ROOT}/persons").status_code == 403
    assert post(worker, {"name": "程远"}).status_code == 403 and Person.objects.count() == 1
