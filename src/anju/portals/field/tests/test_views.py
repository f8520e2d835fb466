from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import (
    ChecklistItem,
    EvidenceAsk,
    ItemKind,
    Period,
    Recurrence,
    RoundDraft,
)
from anju.foundation.permissions import RoleCode
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
QR = EvidenceAsk(qr=True)
HOUR = timedelta(hours=1)
CHECKS = (
    ChecklistItem(key="clean", label="地面干净", kind=ItemKind.OK_NOTOK),
    ChecklistItem(key="shot", label="现场照片", kind=ItemKind.PHOTO, required=False),
)


def picture(name="p.png"):
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def home(org, boss, clock):
    draft = PlaceDraft(kind=PlaceKind.COMMUNITY, code="CY", name="翠园")
    return estate.place_create(actor=boss, draft=draft, at=NOW)


@pytest.fixture
def spots(home, boss):
    return [
        estate.place_create(
            actor=boss,
            draft=PlaceDraft(kind=PlaceKind.PUBLIC, code=f"P{n}", name=f"{n}号点", parent_id=home.id),
            at=NOW,
        )
        for n in range(2)
    ]


@pytest.fixture
def worker(home, login):
    """(client, staff id) of a logged-in worker with two colleagues."""
    client = login(RoleCode.WORKER, path=home.path)
    department = apps.get_model("people", "Department").objects.create(community_id=home.id, name="环境部")
    team = apps.get_model("people", "Team").objects.create(department=department, name="一班")
    made = [
        apps.get_model("people", "Staff").objects.create(
            community_id=home.id, department=department, team=team, number=f"{n:03}", name=f"员工{n}"
        )
        for n in range(3)
    ]
    made[0].user = client.user
    made[0].save()
    return client, made[0].pk


@pytest.fixture
def work(home, boss, spots, worker):
    """`work(**draft fields)` → ids of the worker's occurrences that are open now, the soonest first."""

    def make(**given):
        values = {
            "domain": "cleaning",
            "kind": "clean",
            "title": "楼道清扫",
            "recurrence": Recurrence(period=Period.DAY, times=2),
            "active_from": TODAY,
            "place_ids": (spots[0].id,),
            "staff_id": worker[1],
        }
        draft = RoundDraft(community_id=home.id, **{**values, **given})
        number = schedule.round_create(actor=boss, draft=draft, at=NOW - 10 * HOUR)
        schedule.round_activate(actor=boss, round_id=number, at=NOW - 10 * HOUR)
        found = schedule.occurrences(round_ids=[number], days=DateInterval(TODAY, TODAY + DAY))
        return [one.id for one in schedule.views(found.order_by("due_at", "pk")) if one.opens_at <= NOW]

    return make


def act(occurrence, **given):
    return {
        "key": str(uuid4()),
        "occurrence": str(occurrence),
        "done_at": "2026-03-10T01:59:00.000Z",
        "place_code": None,
        "answers": {},
        "findings": [],
        "position": None,
        "photos": [],
        "note": "",
        "with_people": [],
        **given,
    }


def send(client, acts, **files):
    answer = client.post(
        reverse("field:sync"), {"acts": json.dumps(acts), **files}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def state(occurrence):
    return schedule.occurrence(occurrence).work


def test_today_shows_late_work_first_then_what_is_open_then_what_comes_later(worker, work, clock):
    work(title="清扫")
    work(title="巡查", recurrence=Recurrence(period=Period.DAY, clock_times=(time(9), time(20))))
    clock.move_to(NOW + HOUR / 4, tick=False)
    page = worker[0].get(reverse("field:today"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("已超时") < text.index("现在可做") < text.index("稍后")
    assert text.index("work-card tone-red is-late") < text.index("work-card tone-blue")
    assert "today-work" in text
    assert "–24:00" in text


def test_the_number_of_queries_of_today_does_not_grow_with_the_work(worker, work, spots):
    work()
    worker[0].get(reverse("field:today"))
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            assert worker[0].get(reverse("field:today")).status_code == 200
        asked.append(len(found))
        for n in range(8):
            work(title=f"{n}", place_ids=(spots[1].id,))
    assert asked[0] == asked[1]


def test_acts_are_taken_once_each_and_a_bad_one_does_not_block_the_others(worker, work):
    (one,), (two,) = work(title="一"), work(title="二")
    good, bad, broken = act(one), act(two, answers={"x": "ok"}), act(two, done_at="gestern")
    last = act(two)
    results = send(worker[0], [good, bad, broken, "nonsense", last])
    assert [each["status"] for each in results] == ["created", "refused", "refused", "refused", "created"]
    assert [each["key"] for each in results] == [good["key"], bad["key"], broken["key"], "", last["key"]]
    assert all(each["message"] for each in results if each["status"] == "refused")
    assert [state(one).state, state(two).state] == ["done", "done"]
    again = send(worker[0], [last, good])
    assert [each["status"] for each in again] == ["duplicate", "duplicate"]


def test_what_was_done_offline_counts_from_when_it_was_done(worker, work, clock):
    (one,) = work()
    due = state(one).due_at
    clock.move_to(due + 30 * HOUR, tick=False)
    schedule.close_due(at=due + 30 * HOUR)
    assert state(one).state == "missed"
    assert send(worker[0], [act(one)])[0]["status"] == "created"
    assert (state(one).state, state(one).late) == ("done", False)


def test_photos_findings_and_codes_arrive_with_the_act(worker, work, spots):
    (one,) = work(checklist=CHECKS, evidence=EvidenceAsk(qr=True, photos=2))
    sent = act(
        one,
        place_code=spots[0].label.lower(),
        answers={"clean": "not_ok"},
        photos=[
            {"key": "a", "item": "shot", "finding": None},
            {"key": "b", "item": "clean", "finding": "f1"},
        ],
        findings=[{"key": "f1", "item": "clean", "severity": "major", "words": "有积水"}],
    )
    (result,) = send(worker[0], [sent], a=picture(), b=picture())
    detail = schedule.occurrence(one)
    assert result["status"] == "created"
    assert (detail.work.proven, detail.submissions[0].lacking) == (True, ())
    (finding,) = detail.findings
    assert (finding.severity, finding.text, len(finding.photos)) == (2, "有积水", 1)
    assert "有积水" in worker[0].get(reverse("field:messages")).content.decode()


def test_a_round_over_several_places_is_proven_by_the_labels_of_all_of_them(worker, work, spots):
    (one,) = work(place_ids=tuple(spot.id for spot in spots), mode="route", evidence=QR)
    labels = [spot.label for spot in spots]
    page = worker[0].get(reverse("field:task", args=[one])).content.decode()
    assert all(f'data-place="{label}"' in page for label in labels)
    send(worker[0], [act(one, place_code=labels[0], place_codes=labels[:1])])
    assert not state(one).proven
    assert schedule.occurrence(one).submissions[0].lacking == ("qr",)
    send(worker[0], [act(one, place_code=labels[0], place_codes=labels)])
    assert state(one).proven


def test_the_form_without_a_script_takes_several_labels_in_one_field(worker, work, spots):
    (one,) = work(place_ids=tuple(spot.id for spot in spots), mode="route", evidence=QR)
    typed = ", ".join(spot.label.lower() for spot in spots)
    sent = {"key": str(uuid4()), "place_code": typed}
    assert worker[0].post(reverse("field:task", args=[one]), sent).status_code == 302
    assert state(one).proven


def test_only_colleagues_of_the_community_count_as_people_who_took_part(worker, work, org):
    (one,) = work(evidence=EvidenceAsk(people=2))
    (other,) = apps.get_model("people", "Staff").objects.filter(number="001").values_list("pk", flat=True)
    send(worker[0], [act(one, with_people=[999999])])
    assert not state(one).proven
    send(worker[0], [act(one, with_people=[other])])
    assert state(one).proven


def test_anothers_community_is_out_of_reach(worker, work, boss):
    draft = PlaceDraft(kind=PlaceKind.COMMUNITY, code="BY", name="碧园")
    far = estate.place_create(actor=boss, draft=draft, at=NOW)
    (one,) = work()
    apps.get_model("schedule", "Occurrence").objects.filter(pk=one).update(community_id=far.id)
    assert send(worker[0], [act(one)])[0]["status"] == "refused"
    assert worker[0].get(reverse("field:task", args=[one])).status_code == 404
    assert worker[0].get(reverse("field:place", args=[far.label])).status_code == 404
    assert state(one).state == "todo"


@pytest.mark.parametrize("path", ["/field/place/NOSUCH/", "/field/task/999999999/", "/field/nowhere/"])
def test_an_error_is_shown_in_the_frame_of_the_phone(worker, path):
    page = worker[0].get(path)
    text = page.content.decode()
    assert page.status_code == 404
    assert 'class="field-app"' in text
    assert f'href="{reverse("field:today")}"' in text


def test_an_error_outside_the_phones_pages_keeps_the_consoles_frame(worker):
    page = worker[0].get("/nowhere/")
    assert page.status_code == 404
    assert 'class="field-app"' not in page.content.decode()


def test_a_malformed_delivery_is_refused_whole(worker):
    answer = worker[0].post(reverse("field:sync"), {"acts": "{"}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert worker[0].get(reverse("field:sync")).status_code == 405


def test_without_a_log_in_the_queue_is_told_so(client, db):
    answer = client.post(reverse("field:sync"), {"acts": "[]"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert client.get(reverse("field:today")).status_code == 302


def test_an_account_without_staff_or_without_the_right_is_told_so(org, login, clock):
    client = login(RoleCode.WORKER)
    page = client.get(reverse("field:today"))
    assert page.status_code == 403
    assert "员工档案" in page.content.decode()
    client.logout()
    assert login(RoleCode.COMMITTEE, username="owner").get(reverse("field:today")).status_code == 403


def test_the_form_without_a_script_submits_too_and_twice_counts_once(worker, work):
    (one,) = work(checklist=CHECKS)
    address = reverse("field:task", args=[one])
    assert 'name="a-clean"' in worker[0].get(address).content.decode()
    sent = {
        "key": str(uuid4()),
        "a-clean": "not_ok",
        "f-clean": "有积水",
        "s-clean": "critical",
        "photo-shot": picture(),
    }
    assert worker[0].post(address, sent).status_code == 302
    sent["photo-shot"] = picture()
    assert worker[0].post(address, sent).status_code == 302
    detail = schedule.occurrence(one)
    assert (detail.work.state, len(detail.submissions)) == ("done", 1)
    assert [(each.text, each.severity) for each in detail.findings] == [("有积水", 3)]


def test_a_form_that_cannot_be_taken_says_why(worker, work):
    (one,) = work(checklist=CHECKS)
    answer = worker[0].post(reverse("field:task", args=[one]), {"key": "x"})
    assert answer.status_code == 422
    assert "无法识别" in answer.content.decode()
    assert state(one).state == "todo"


def test_scanning_a_label_opens_the_only_task_there_or_lists_them(worker, work, spots):
    (one,) = work()
    address = reverse("field:place", args=[spots[0].label])
    assert worker[0].get(address).url == f"{reverse('field:task', args=[one])}?code={spots[0].label}"
    work(title="巡查")
    page = worker[0].get(address).content.decode()
    assert "楼道清扫" in page and "巡查" in page
    assert "没有您的工作" in worker[0].get(reverse("field:place", args=[spots[1].label])).content.decode()
    assert worker[0].get(reverse("field:scan"), {"code": spots[0].label}).status_code == 302


def test_the_week_shows_what_is_made_and_beyond_it_what_is_expected(worker, work):
    work(title="清扫")
    work(title="巡查", recurrence=Recurrence(period=Period.WEEK, weekdays=frozenset({0})))
    page = worker[0].get(reverse("field:week")).content.decode()
    made, expected = page.split("之后为预计")
    assert "3月13日" in made and "3月14日" not in made
    assert "3月14日" in expected and "3月16日" in expected and "3月17日" not in expected
    assert "巡查" not in made and expected.count("巡查") == 1 and expected.count("清扫") == 6
    assert made.count("work-card tone") and "work-card tone" not in expected
    before = apps.get_model("schedule", "Occurrence").objects.count()
    worker[0].get(reverse("field:week"))
    assert apps.get_model("schedule", "Occurrence").objects.count() == before


def test_a_route_is_proven_by_the_positions_that_the_phone_measured_on_it(worker, work, spots, boss):
    for spot, latitude in zip(spots, ("31.2", "31.204"), strict=True):
        change = estate.PlaceChange(coordinates=(Decimal(latitude), Decimal("121.4")))
        estate.place_change(actor=boss, place_id=spot.id, change=change, at=NOW)
    ask = EvidenceAsk(position=True, within_m=80)
    (one,) = work(mode="route", place_ids=tuple(spot.id for spot in spots), evidence=ask)
    here, there = ({"lat": lat, "lng": 121.4, "acc": 12} for lat in (31.2001, 31.2041))
    send(worker[0], [act(one, position=here)])
    assert (state(one).state, state(one).proven) == ("done", False)
    (bad, good) = send(
        worker[0], [act(one, positions=[{"lat": 1}]), act(one, position=here, positions=[there])]
    )
    assert (bad["status"], good["status"]) == ("refused", "created")
    assert state(one).proven


@pytest.mark.parametrize("name", ["today", "week", "scan", "messages", "me"])
def test_every_page_opens_with_and_without_work(name, worker, work):
    assert worker[0].get(reverse(f"field:{name}")).status_code == 200
    work(mode="each", checklist=CHECKS)
    assert worker[0].get(reverse(f"field:{name}")).status_code == 200


def test_a_task_that_is_settled_or_not_yet_open_offers_no_form(worker, work, spots, home):
    (one,) = work(
        recurrence=Recurrence(period=Period.DAY), mode="route", place_ids=tuple(each.id for each in spots)
    )
    send(worker[0], [act(one)])
    text = worker[0].get(reverse("field:task", args=[one])).content.decode()
    assert "已完成" in text and "data-task-submit" not in text
    later = schedule.views(schedule.occurrences(days=DateInterval(TODAY + DAY, TODAY + 2 * DAY)))[0]
    text = worker[0].get(reverse("field:task", args=[later.id])).content.decode()
    assert "还没到开始时间" in text and "data-task-submit" not in text


def test_the_months_record_counts_what_the_worker_did(worker, work):
    (one,) = work()
    send(worker[0], [act(one)])
    text = worker[0].get(reverse("field:me")).content.decode()
    assert "本月记录" in text
    assert schedule.staff_record(worker[1], DateInterval(TODAY, TODAY + DAY)).in_time == 1


def test_the_service_worker_is_served_under_the_pages_own_address(client, db):
    answer = client.get(reverse("field:sw"))
    if answer.status_code == 404:
        pytest.skip("the front end is not built")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
