"""The API of the registers: the same rights and refusals as the screens, pages by key, one write for one key."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.permissions import RoleCode
from anju.modules.community import models as m
from anju.modules.community.api import neighbours, router
from anju.modules.community.queries import etiquette
from anju.modules.community.tests import gatherings as meet
from anju.modules.community.tests import neighbours as made
from anju.modules.frontdesk.tests import factories as desk

ROOT = "/api/v1/community"


@pytest.fixture
def home(org):
    return desk.home()


@pytest.fixture
def manager(login):
    return login(RoleCode.MANAGER)


def send(client, method, path, key="k1", **body):
    return getattr(client, method)(
        f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def bodies(home):
    """One valid body for each register, with another value to change it to."""
    now = timezone.now().isoformat()
    later = (timezone.now() + timedelta(hours=2)).isoformat()
    today = timezone.localdate().isoformat()
    return {
        "dogs": ({"breed": "柴犬", "size": "small", "place_id": home.homes[0]}, {"name": "豆豆"}),
        "merchants": ({"name": "面馆", "trade": "catering", "operator": "贺师傅", "spot": "东门"}, {"sign": "老面馆"}),
        "meetings": (
            {"kind": "talk", "title": "座谈", "place": "会议室", "starts_at": later, "chair_id": home.desk[0]},
            {"agenda": "停车"},
        ),
        "boxes": ({"name": "大堂", "spot": "一号楼", "keeper_id": home.desk[0], "hung_on": today}, {"every_days": 3}),
        "proposals": ({"title": "加灯", "text": "地库暗", "origin": "desk"}, None),
        "contacts": ({"kind": "police", "body": "派出所", "phone": "110", "checked_on": today}, {"name": "周警官"}),
        "bulletins": ({"sort": "theft", "title": "防盗", "text": "锁车", "source": "派出所", "received_at": now}, {"area": "地库"}),
        "facilities": ({"thing": "岗亭", "partner": "社区", "starts_on": today}, {"terms": "共用"}),
        "occasions": (
            {"kind": "meeting", "title": "联防会议", "host": "派出所", "place": "社区", "starts_at": now, "ends_at": later,
             "guests": [["派出所", "周警官", None]]},
            {"host": "社区"},
        ),
        "lessons": ({"theme": "防火", "audience": "住户", "month": today}, {"note": "讲座"}),
        "events": (
            {"title": "灯会", "place": "广场", "starts_at": now, "ends_at": later, "expected": 300, "risk": "medium", "risks": "拥挤",
             "measures": "分流"},
            {"expected": 500},
        ),
        "disputes": (
            {"subject": "噪声", "text": "争执", "level": "ordinary", "mediation": "people", "tier": "community", "mediator": "居委会",
             "opened_on": today},
            {"mediator": "街道"},
        ),
    }  # fmt: skip


REGISTERS = (
    "dogs", "merchants", "meetings", "boxes", "proposals", "contacts", "bulletins", "facilities", "occasions", "lessons",
    "events", "disputes",
)  # fmt: skip


@pytest.mark.parametrize("path", REGISTERS)
def test_a_row_is_made_read_listed_and_changed(manager, home, path):
    body, other = bodies(home)[path]
    made_now = send(manager, "post", f"/{path}", community_id=home.community, **body)
    assert made_now.status_code == 201, made_now.content.decode()
    row = made_now.json()
    assert row["community_id"] == home.community
    assert manager.get(f"{ROOT}/{path}/{row['id']}").json() == row
    listed = manager.get(f"{ROOT}/{path}?community_id={home.community}").json()
    assert [one["id"] for one in listed["items"]] == [row["id"]]
    if other is not None:
        changed = send(manager, "put", f"/{path}/{row['id']}", "k2", **{**body, **other})
        assert changed.status_code == 200, changed.content.decode()
        assert all(changed.json()[name] == value for name, value in other.items())


@pytest.mark.parametrize("path", REGISTERS)
def test_another_organisation_finds_nothing_and_a_worker_may_not_ask(manager, home, login, path):
    body, _other = bodies(home)[path]
    row = send(manager, "post", f"/{path}", community_id=home.community, **body).json()
    worker = login(RoleCode.WORKER, username="worker7")
    assert worker.get(f"{ROOT}/{path}").status_code == 403
    assert send(worker, "post", f"/{path}", community_id=home.community, **body).status_code == 403
    assert send(worker, "put", f"/{path}/{row['id']}", **body).status_code in (403, 405)
    elsewhere = login(RoleCode.MANAGER, username="elsewhere7", path="/999999/")
    assert elsewhere.get(f"{ROOT}/{path}/{row['id']}").status_code == 404
    assert elsewhere.get(f"{ROOT}/{path}").json()["items"] == []
    assert send(elsewhere, "post", f"/{path}", community_id=home.community, **body).status_code == 404


def test_rows_of_another_organisation_are_not_there(manager, home, org):
    other = Organisation.objects.create(name="别家物业", short_name="别家")
    with scope.enter(other.pk):
        theirs = made.dog(actors.root("别家", other.pk), desk.home("橙园"))
    assert manager.get(f"{ROOT}/dogs/{theirs.pk}").status_code == 404
    assert manager.get(f"{ROOT}/dogs").json()["items"] == []
    assert (
        send(manager, "put", f"/dogs/{theirs.pk}", breed="柴犬", size="small", spot="门口").status_code == 404
    )


def test_a_list_goes_on_by_its_cursor_and_is_narrowed(manager, boss, home):
    ids = [made.dog(boss, home, name=f"豆{n}").pk for n in range(5)]
    made.dog(boss, home, place_id=None, spot="花园")
    first = manager.get(f"{ROOT}/dogs?state=kept&limit=3").json()
    rest = manager.get(f"{ROOT}/dogs?state=kept&limit=3&cursor={first['next']}").json()
    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    wrong = manager.get(f"{ROOT}/dogs?state=flying")
    assert wrong.status_code == 422
    assert wrong.json()["field"] == "state"


def test_a_refusal_names_its_field_and_writes_nothing(manager, home):
    wrong = send(
        manager, "post", "/dogs", community_id=home.community, breed="柴犬", size="huge", spot="门口"
    )
    assert (wrong.status_code, wrong.json()["field"]) == (422, "size")
    missing = send(manager, "post", "/dogs", "k2", community_id=home.community, breed="柴犬")
    assert (missing.status_code, missing.json()["field"]) == (422, "size")
    body, _other = bodies(home)["meetings"]
    vague = send(
        manager,
        "post",
        "/meetings",
        "k3",
        community_id=home.community,
        **{**body, "starts_at": "2027-01-01T10:00:00"},
    )
    assert (vague.status_code, vague.json()["field"]) == (422, "starts_at")
    assert not m.Dog.objects.exists()
    assert not m.Meeting.objects.exists()


def test_the_same_key_is_one_dog_and_no_key_is_none(manager, home):
    body = {"community_id": home.community, "breed": "柴犬", "size": "small", "spot": "门口"}
    first, again = (send(manager, "post", "/dogs", "same", **body) for _ in range(2))
    assert first.json() == again.json()
    assert m.Dog.objects.count() == 1
    assert manager.post(f"{ROOT}/dogs", json.dumps(body), content_type="application/json").status_code == 422


def test_a_keeper_is_named_by_his_record_and_his_telephone_is_masked(manager, boss):
    place = meet.garden(boss)
    body = {
        "breed": "柴犬",
        "size": "small",
        "place_id": place.homes[0],
        "person_id": place.owner,
        "keeper_phone": "13800001234",
    }
    row = send(manager, "post", "/dogs", community_id=place.community, **body).json()
    assert (row["person_id"], row["keeper"], row["keeper_phone"]) == (place.owner, "陈雨", "138****1234")
    assert (
        send(
            manager, "post", "/dogs", "k2", community_id=place.community, **{**body, "person_id": 9}
        ).status_code
        == 404
    )


def test_a_dispute_keeps_what_is_sealed_to_the_console(manager, home):
    body, _other = bodies(home)["disputes"]
    row = send(manager, "post", "/disputes", community_id=home.community, **body).json()
    assert "争执" not in json.dumps(row, ensure_ascii=False)


def test_a_box_is_opened_and_its_letter_becomes_a_case(manager, boss):
    place = meet.garden(boss)
    box = meet.box(boss, place)
    opening = {
        "box_id": box,
        "opened_at": timezone.now().isoformat(),
        "staff_id": place.staff[0],
        "letters": 1,
        "witness": "老周",
    }
    opened = send(manager, "post", "/openings", community_id=place.community, **opening)
    assert opened.status_code == 201, opened.content.decode()
    letter = {"opening_id": opened.json()["id"], "kind": "suggestion", "words": "请加灯"}
    taken = send(manager, "post", "/letters", "k2", community_id=place.community, **letter)
    assert taken.status_code == 201, taken.content.decode()
    assert taken.json()["case_number"]
    assert manager.get(f"{ROOT}/openings/{opened.json()['id']}").json()["taken"] == 1
    full = send(manager, "post", "/letters", "k3", community_id=place.community, **letter)
    assert full.status_code == 409
    other = desk.home("橙园")
    assert (
        send(manager, "post", "/openings", "k4", community_id=other.community, **opening).status_code == 404
    )


def test_an_etiquette_check_answers_every_item(manager, home):
    keys = [one.key for one in etiquette.items("reception", home.community).items]
    body = {
        "about": "reception",
        "on": timezone.localdate().isoformat(),
        "spot": "前台",
        "answers": dict.fromkeys(keys, "ok"),
    }
    row = send(manager, "post", "/etiquette", community_id=home.community, **body).json()
    assert (row["asked"], row["failed"]) == (len(keys), 0)
    lacking = {**body, "answers": {}}
    assert (
        send(manager, "post", "/etiquette", "k2", community_id=home.community, **lacking).status_code == 422
    )
    assert m.EtiquetteCheck.objects.count() == 1


def test_every_operation_of_a_register_asks_for_its_right():
    codes = {
        operation.view_func.access for path, view in router.path_operations.items() if path.startswith("/dogs")
        for operation in view.operations
    }  # fmt: skip
    (dogs, _merchants) = neighbours.REGISTERS
    assert codes == {dogs.reading.code, dogs.writing.code}
