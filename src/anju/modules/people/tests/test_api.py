from __future__ import annotations

from anju.foundation.permissions import RoleCode
from anju.modules.people.models import Staff
from anju.modules.people.tests.factories import department, staff

ROOT = "/api/v1/people"


def post(client, body, key="k1"):
    return client.post(
        f"{ROOT}/staff", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_staff_is_read_with_masked_numbers_and_made_once(login, boss):
    guards = department(boss)
    staff(boss, guards, phone="13800138000")
    client = login(RoleCode.MANAGER)
    (one,) = client.get(f"{ROOT}/staff").json()["items"]
    assert (one["name"], one["phone"], one["department"]) == ("郑有为", "138****8000", "秩序维护部")
    assert client.get(f"{ROOT}/staff/{one['id']}").json() == one
    body = {"name": "陆小舟", "number": "A002", "department_id": guards, "skills": ["急救"]}
    made = post(client, body)
    assert made.status_code == 201 and made.json()["skills"] == ["急救"]
    assert post(client, body).json() == made.json() and Staff.objects.count() == 2
    taken = post(client, body, key="k2")
    assert (taken.status_code, taken.json()["field"]) == (409, "number")
    assert client.get(f"{ROOT}/staff?state=left").json()["items"] == []


def test_staff_is_not_made_without_the_right_nor_seen_by_workers(login, boss):
    guards = department(boss)
    one = staff(boss, guards)
    client = login(RoleCode.WORKER)
    assert client.get(f"{ROOT}/staff/{one}").status_code == 403
    assert post(client, {"name": "陆小舟", "number": "A002", "department_id": guards}).status_code == 403
    assert Staff.objects.count() == 1
