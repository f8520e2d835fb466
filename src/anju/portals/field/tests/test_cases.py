"""A repair on the worker's phone, from taking it on to settling it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Reporter
from anju.foundation.permissions import RoleCode
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def picture():
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, "PNG")
    return SimpleUploadedFile("p.png", buffer.getvalue(), "image/png")


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def home(org, boss, clock):
    draft = PlaceDraft(kind=PlaceKind.COMMUNITY, code="CY", name="翠园")
    return estate.place_create(actor=boss, draft=draft, at=NOW)


@pytest.fixture
def engineers(home, login):
    """Two clients of one team with their staff ids."""
    department = apps.get_model("people", "Department").objects.create(community_id=home.id, name="工程部")
    team = apps.get_model("people", "Team").objects.create(department=department, name="维修班")
    made = []
    for n in range(2):
        user = login(RoleCode.WORKER, path=home.path, username=f"worker{n}").user
        client = Client()
        client.force_login(user)
        staff = apps.get_model("people", "Staff").objects.create(
            community_id=home.id, department=department, team=team, number=f"{n:03}", name=f"师傅{n}", user=user
        )  # fmt: skip
        made.append((client, staff.pk))
    return made, team.pk


@pytest.fixture
def repair(home, boss):
    def open_one(**given):
        values = {
            "kind": "repair", "community_id": home.id, "title": "厨房水管滴水", "fields": {"area": "public"},
            "reporter": Reporter(name="李女士", phone="13812341234"), **given,
        }  # fmt: skip
        return cases.case_open(actor=boss, draft=CaseDraft(**values), at=NOW - 10 * MINUTE).case_id

    return open_one


def deed(case_id, what, **given):
    return {
        "key": str(uuid4()), "case": case_id, "deed": what, "done_at": (NOW - MINUTE).isoformat(), "photos": [], **given,
    }  # fmt: skip


def send(client, acts, **files):
    answer = client.post(reverse("field:sync"), {"acts": json.dumps(acts), **files})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def seen(boss, case_id):
    return cases.case_view(actor=boss, case_id=case_id, at=NOW)


def test_a_case_goes_from_accepted_to_done_out_of_one_queue(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    photo = str(uuid4())
    acts = [
        deed(case_id, "accept"),
        deed(case_id, "arrive"),
        deed(
            case_id,
            "finish",
            words="换了角阀",
            photos=[{"key": photo, "role": "after"}],
            items=[{"name": "角阀", "quantity": "1"}],
        ),
    ]
    results = send(client, acts, **{photo: picture()})
    assert [one["status"] for one in results] == ["created"] * 3, results
    view = seen(boss, case_id)
    assert view.row.state == "done"
    assert [(one.name, one.charged) for one in view.items] == [("角阀", False)]
    assert [one.role for one in view.photos] == ["after"]
    assert view.visits[0].words == "换了角阀"
    assert [one["status"] for one in send(client, acts, **{photo: picture()})] == ["duplicate"] * 3
    assert len(seen(boss, case_id).items) == 1


def test_what_was_done_in_the_basement_counts_from_when_it_was_done(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 9 * MINUTE)
    there = NOW - 6 * MINUTE
    send(client, [deed(case_id, "arrive", done_at=there.isoformat())])
    assert seen(boss, case_id).visits[0].arrived_at == there
    assert "离线" in cases.history(actor=boss, case_id=case_id)[-1].words


@pytest.mark.parametrize("off", [timedelta(days=2), -timedelta(hours=1)])
def test_a_clock_that_cannot_be_right_is_not_believed(engineers, repair, boss, off):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 9 * MINUTE)
    send(client, [deed(case_id, "arrive", done_at=(NOW - off).isoformat())])
    assert seen(boss, case_id).visits[0].arrived_at == NOW


def test_nothing_is_done_before_the_case_was_given(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    send(client, [deed(case_id, "arrive", done_at=(NOW - 8 * MINUTE).isoformat())])
    assert seen(boss, case_id).visits[0].arrived_at == NOW - 5 * MINUTE


def test_finishing_without_a_photo_is_refused_and_leaves_nothing(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    send(client, [deed(case_id, "arrive")])
    (said,) = send(client, [deed(case_id, "finish", words="好了", items=[{"name": "角阀"}])])
    assert said["status"] == "refused" and said["message"]
    view = seen(boss, case_id)
    assert view.row.state == "working" and view.items == () and view.visits[0].state == "under_way"


@pytest.mark.parametrize(
    "bad",
    [
        {"deed": "close"}, {"done_at": "gestern"}, {"photos": [{"key": "x", "role": "after"}]}, {"case": "x"},
        {"items": [{"quantity": "1"}]}, {"items": [{"name": "管", "quantity": "-1"}]}, {"amount": "1.234"},
        {"photos": [{"key": str(uuid4()), "role": "face"}]}, {"done_at": "2026-03-10T01:00:00"},
    ],
)  # fmt: skip
def test_an_act_that_cannot_be_read_is_refused_and_the_next_one_taken(engineers, repair, boss, bad):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    results = send(client, [deed(case_id, "arrive") | bad, deed(case_id, "accept")])
    assert [one["status"] for one in results] == ["refused", "created"]


def test_the_first_of_a_team_takes_what_was_offered(engineers, repair, boss):
    ((first, staff), (second, _)), team = engineers
    case_id = repair()
    page = reverse("field:case", args=[case_id])
    assert 'value="take"' not in first.get(page).content.decode()
    cases.case_offer(actor=boss, case_id=case_id, team_id=team, at=NOW - 5 * MINUTE)
    assert "待抢单" in first.get(reverse("field:cases")).content.decode()
    assert 'value="take"' in first.get(page).content.decode()
    assert send(first, [deed(case_id, "take")])[0]["status"] == "created"
    late = send(second, [deed(case_id, "take")])[0]
    assert late["status"] == "refused" and late["message"]
    assert seen(boss, case_id).row.assignee_id == staff


def test_a_plain_form_does_the_same_without_a_script(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair(fields={"area": "home"})
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    page = reverse("field:case", args=[case_id])
    assert client.post(page, {"deed": "arrive", "key": str(uuid4())}).status_code == 302
    wrong = client.post(page, {"deed": "price", "amount": "abc"})
    assert wrong.status_code == 422 and "金额" in wrong.content.decode()
    assert client.post(page, {"deed": "price", "amount": "80.50"}).status_code == 302
    assert seen(boss, case_id).prices[0].amount == 8050
    assert seen(boss, case_id).row.state == "waiting"
    assert client.post(page, {"deed": "resume"}).status_code == 302
    assert client.post(page, {"deed": "pause", "reason": "等配件"}).status_code == 302
    assert seen(boss, case_id).row.state == "waiting"


def test_a_refusal_needs_its_reason(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    assert send(client, [deed(case_id, "refuse")])[0]["status"] == "refused"
    assert send(client, [deed(case_id, "refuse", reason="正在处理急修")])[0]["status"] == "created"
    assert seen(boss, case_id).row.assignee_id is None


def test_today_shows_what_people_asked_for_and_the_phone_number_only_on_request(engineers, repair, boss):
    ((client, staff), _other), _team = engineers
    case_id = repair()
    cases.case_assign(actor=boss, case_id=case_id, staff_id=staff, at=NOW - 5 * MINUTE)
    assert "厨房水管滴水" in client.get(reverse("field:today")).content.decode()
    page = client.get(reverse("field:case", args=[case_id])).content.decode()
    assert "翠园" in page and "13812341234" not in page
    told = client.post(reverse("field:case_contact", args=[case_id])).json()
    assert told == {"name": "李女士", "phone": "13812341234"}
    entries = apps.get_model("foundation", "AuditEntry").objects.filter(action="cases.case.contact_read")
    assert entries.count() == 1


def test_a_worker_of_another_community_finds_nothing(home, repair, login, boss, clock):
    other = estate.place_create(
        actor=boss, draft=PlaceDraft(kind=PlaceKind.COMMUNITY, code="XY", name="杏园"), at=NOW
    )
    client = login(RoleCode.WORKER, path=other.path)
    department = apps.get_model("people", "Department").objects.create(community_id=other.id, name="工程部")
    apps.get_model("people", "Staff").objects.create(
        community_id=other.id, department=department, number="9", name="外人", user=client.user
    )
    case_id = repair()
    assert client.get(reverse("field:case", args=[case_id])).status_code == 404
    assert send(client, [deed(case_id, "arrive")])[0]["status"] == "refused"
    assert seen(boss, case_id).visits == ()
