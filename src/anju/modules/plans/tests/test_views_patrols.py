"""The timetable of a day and the patrols in the console."""

from __future__ import annotations

import io
from datetime import time, timedelta

import pytest
from django.urls import reverse
from PIL import Image

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import Period, Recurrence
from anju.foundation.permissions import RoleCode
from anju.modules.estate import facade as estate
from anju.modules.plans.queries import timetable
from anju.modules.plans.tests import factories, field_work
from anju.modules.plans.tests.field_work import rows_of


@pytest.fixture
def at(boss):
    return field_work.made(boss)


@pytest.fixture
def manager(at, login):
    return login(RoleCode.MANAGER)


def test_the_timetable_tells_natures_apart_and_opens_for_any_day(at, manager):
    url = reverse("plans:timetable")
    page = manager.get(url).content.decode()
    assert "小区巡逻" in page and "定期巡检" in page and "扫雪" in page and "应急响应" in page
    assert "小区巡逻" not in manager.get(url, {"nature": "routine"}).content.decode()
    for day in ("2026-02-17", "nonsense", "1900-01-01"):
        assert manager.get(url, {"on": day}).status_code == 200


def test_a_promise_of_24_hours_shows_the_hours_in_which_nobody_is_planned(at, boss, manager):
    factories.in_force(boss, at.ground, at=at.now, on=at.today)
    found = timetable.timetable(boss, at.community_id, at.today + timedelta(days=1))
    (cover,) = found.covers
    assert cover.promise.kind == "coverage" and cover.bare == ()
    schedule.round_end(actor=boss, round_id=at.rounds["小区巡逻"], at=at.now)
    ends = [
        number
        for number, view in schedule.rounds_by_id(
            list(schedule.rounds().values_list("pk", flat=True))
        ).items()
        if view.state == "active" and view.draft.domain == "security" and view.draft.title != "夜巡"
    ]
    schedule.rounds_end(actor=boss, round_ids=ends, at=at.now)
    (cover,) = timetable.timetable(boss, at.community_id, at.today + timedelta(days=1)).covers
    assert cover.bare == ((6, 22),)
    assert (
        "6:00–22:00"
        in manager.get(reverse("plans:timetable"), {"on": str(at.today + timedelta(days=1))}).content.decode()
    )


def test_refuse_routes_stand_with_their_times_and_stops(at, manager):
    clock = Recurrence(period=Period.DAY, clock_times=(time(6, 30), time(18)))
    at.round(
        "垃圾清运", kind="refuse", mode="route", recurrence=clock, place_ids=(at.ground.gate, at.ground.road)
    )
    page = manager.get(reverse("plans:timetable"), {"on": str(at.today + timedelta(days=1))}).content.decode()
    assert "每日 2 次（6:30、18:00）" in page and "06:30–07:30" in page


def test_patrols_count_the_day_and_warn_of_shortfall_and_of_walking_alone(at, manager):
    work = at.open_work("小区巡逻")
    at.do(work)
    page = manager.get(reverse("plans:patrols")).content.decode()
    assert "一人夜巡" in page and "没有要求两人同行" in page and "巡逻次数不足" not in page
    missed = at.works("小区巡逻")[-1]
    schedule.occurrences().filter(pk=missed.pk).update(state="missed", on=at.today)
    assert "巡逻次数不足" in manager.get(reverse("plans:patrols")).content.decode()


def test_points_of_patrol_show_their_last_scan(at, manager):
    gate = estate.place(at.ground.gate)
    at.do(at.open_work("小区巡逻"), codes=(gate.label,))
    page = manager.get(reverse("plans:patrol_points")).content.decode()
    assert gate.label in page and page.count("31 天内未扫") == 1


def test_the_way_of_a_patrol_is_drawn_over_the_plan_with_what_was_scanned(at, boss, manager):
    picture = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(picture, "PNG")
    url = reverse("plans:patrols")
    assert "<polyline" not in manager.get(url).content.decode()
    plan = estate.site_plan_add(
        actor=boss, community_id=at.community_id, name="总图", at=at.now,
        picture=estate.Photo("p.png", picture.getvalue()),
    )  # fmt: skip
    for place_id, x, y in ((at.ground.gate, 100, 200), (at.ground.road, 700, 900)):
        estate.pin_set(actor=boss, place_id=place_id, plan_id=plan, x=x, y=y, at=at.now)
    page = manager.get(url).content.decode()
    # Permille of the height become units of a picture 1000 wide and 500 high.
    assert 'points="100,100 700,450"' in page and page.count("待巡</span>") == 2
    at.do(at.open_work("小区巡逻"), codes=(estate.place(at.ground.gate).label,))
    page = manager.get(url, {"on": str(at.works("小区巡逻")[0].on)}).content.decode()
    assert "已扫 1/1" in page and "漏扫 1/1" in page and "✓" in page and "✕" in page


def test_the_patrol_record_opens_as_spreadsheet_and_pdf(at, manager):
    at.do(at.open_work("小区巡逻"), note="一切正常")
    span = {"from": str(at.today), "to": str(at.today)}
    rows = rows_of(manager.get(reverse("plans:patrol_record", args=["xlsx"]), span))
    assert rows[0][:5] == ("日期", "时段", "巡逻", "位置", "巡逻人")
    done = [row for row in rows[1:] if row[7] == "按时"]
    assert [(row[2], row[4], row[8], row[10]) for row in done] == [("小区巡逻", "沈芳", "0/2", "一切正常")]
    assert {row[2] for row in rows[1:]} <= {"小区巡逻", "夜巡"}
    pdf = manager.get(reverse("plans:patrol_record", args=["pdf"]), span)
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    "span",
    [{"from": "x"}, {"from": "2026-02-02", "to": "2026-02-01"}, {"from": "2020-01-01", "to": "2026-01-01"}],
)
def test_a_span_that_cannot_be_is_refused(at, manager, span):
    assert manager.get(reverse("plans:patrol_record", args=["xlsx"]), span).status_code == 422


def test_a_new_patrol_begins_with_its_kind_and_field_chosen(at, manager):
    page = manager.get(reverse("plans:round_new"), {"kind": "patrol", "domain": "security"}).content.decode()
    assert '<option value="patrol" selected>' in page and '<option value="security" selected>' in page
