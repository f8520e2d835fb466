"""Rounds, findings, timetable, patrols and weekly plans in the console."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.engines.schedule import facade as schedule
from anju.engines.schedule.contracts import (
    Checklist,
    ChecklistItem,
    DayWindow,
    EvidenceAsk,
    HolidayRule,
    ItemKind,
    MonthDay,
    Period,
    Recurrence,
)
from anju.foundation import registry
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.forms.rounds import round_initial
from anju.modules.plans.tests import field_work
from anju.modules.plans.tests.field_work import problems, rows_of


@pytest.fixture
def at(boss):
    return field_work.made(boss)


@pytest.fixture
def manager(at, login):
    return login(RoleCode.MANAGER)


def view_of(at, name):
    return schedule.round_view(at.rounds[name])


def typed(at, **given):
    """A round's form as a browser sends it."""
    values = {
        "title": "擦拭门禁", "domain": "cleaning", "kind": "cleaning", "period": "day", "times": "1", "every": "1",
        "mode": "each", "assignee": f"team:{at.ground.team_id}", "minutes": "10", "active_from": str(at.today),
        "holidays": "as_usual", "place_ids": [str(one) for one in at.ground.entrances], "items-count": "0",
    }  # fmt: skip
    return {**values, **given}


def test_the_list_says_how_often_who_and_how_it_went(at, manager):
    page = manager.get(reverse("plans:rounds")).content.decode()
    for words in ("每日 2 次", "每 2 小时 1 次", "“降雪”触发后 24 小时内 1 次", "环境部一班", "执行中"):
        assert words in page
    rows = rows_of(manager.get(reverse("plans:rounds"), {"period": "event", "export": "xlsx"}))
    assert [row[0] for row in rows[1:]] == ["扫雪"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "巡"}, {"小区巡逻", "夜巡"}),
        ({"domain": "cleaning"}, {"楼道清扫", "扫雪"}),
        ({"state": "paused"}, set()),
        ({"promised": "1"}, set()),
        ({"promised": "0"}, {"楼道清扫", "小区巡逻", "夜巡", "扫雪"}),
        ({"sort": "-title", "period": "night"}, {"夜巡"}),
    ],
)
def test_the_list_of_rounds_is_narrowed(at, manager, asked, found):
    rows = rows_of(manager.get(reverse("plans:rounds"), {**asked, "export": "xlsx"}))
    assert {row[0] for row in rows[1:]} == found


def test_the_page_of_a_round_shows_what_comes_and_what_is_asked(at, manager):
    page = manager.get(reverse("plans:round", args=[at.rounds["小区巡逻"]])).content.decode()
    for words in ("按路线一次完成", "扫描位置标签、至少 2 人同行", "东门", "主干道", "接下来"):
        assert words in page


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Recurrence(period=Period.DAY)),
        (
            {"times": "2", "windows": "06:00-22:00", "excluded": "7:00-9:00"},
            Recurrence(
                period=Period.DAY,
                times=2,
                windows=(DayWindow(time(6), time(22)),),
                excluded=(DayWindow(time(7), time(9)),),
            ),
        ),
        (
            {"period": "week", "weekdays": ["0", "3"], "workdays_only": "on"},
            Recurrence(period=Period.WEEK, weekdays=frozenset({0, 3}), workdays_only=True),
        ),
        (
            {"period": "month", "every": "2", "month_days": "15、月末", "holidays": "move_after"},
            Recurrence(period=Period.MONTH, every=2, month_days=(15, -1), holidays=HolidayRule.MOVE_AFTER),
        ),
        (
            {
                "clock_times": "8:00、14:30",
                "clock_within": "30",
                "season_from": "11-15",
                "season_to": "3月15日",
            },
            Recurrence(
                period=Period.DAY,
                clock_times=(time(8), time(14, 30)),
                clock_within=timedelta(minutes=30),
                season=(MonthDay(11, 15), MonthDay(3, 15)),
            ),
        ),
        ({"period": "hour", "every": "2", "times": "7"}, Recurrence(period=Period.HOUR, every=2)),
        (
            {"period": "once", "once_on": "2099-03-15", "anchor": "2099-03-01", "weekdays": ["1"]},
            Recurrence(period=Period.ONCE, once_on=date(2099, 3, 15), anchor=date(2099, 3, 1)),
        ),
        (
            {"period": "event", "event": "rain", "event_within": "1.5", "grace": "2", "month_days": "1"},
            Recurrence(
                period=Period.EVENT,
                event="rain",
                event_within=timedelta(minutes=90),
                grace=timedelta(hours=2),
            ),
        ),
        (
            {"period": "year", "months": ["3", "9"], "month_days": "1"},
            Recurrence(period=Period.YEAR, times=2, months=frozenset({3, 9}), month_days=(1,)),
        ),
    ],
)
def test_every_field_of_a_recurrence_can_be_typed_and_what_its_period_does_not_know_is_left_out(
    at, manager, given, expected
):
    if given.get("period") == "year":
        given = {**given, "times": "2"}
    answer = manager.post(reverse("plans:round_new"), typed(at, **given))
    assert answer.status_code == 303, problems(answer)
    made = schedule.rounds().filter(title="擦拭门禁").get()
    view = schedule.round_view(made.pk)
    assert (view.state, view.draft.recurrence) == ("active", expected)
    assert view.draft.place_ids == at.ground.entrances


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "名称"),
        ({"assignee": ""}, "执行人"),
        ({"windows": "六点到十点"}, "无法识别"),
        ({"windows": "08:00-12:00", "clock_times": "14:00"}, "不在作业时段之内"),
        ({"season_from": "11-15"}, "须同时填写"),
        ({"season_from": "2-30", "season_to": "3-1"}, "没有30日"),
        ({"period": "once"}, "须填写完成日期"),
        ({"period": "event"}, "须填写事件"),
        ({"workdays_only": "on", "holidays": "only"}, "互相矛盾"),
        ({"month_days": "32"}, "超出范围"),
        ({"excluded": "00:00-00:00"}, "没有可作业的时间"),
        ({"active_until": "2000-01-01"}, "结束日期"),
        ({"items-count": "1", "items-0-label": "水压", "items-0-kind": "choice"}, "水压"),
        ({"items-count": "1", "items-0-label": "水压", "items-0-kind": "number", "items-0-low": "x"}, "水压"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(at, manager, given, said):
    before = schedule.rounds().count()
    answer = manager.post(reverse("plans:round_new"), typed(at, **given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and ("擦拭门禁" in page) == ("title" not in given)
    assert schedule.rounds().count() == before


def test_a_round_is_kept_as_a_draft_and_started_later(at, manager):
    manager.post(reverse("plans:round_new"), typed(at, act="draft"))
    number = schedule.rounds().get(title="擦拭门禁").pk
    assert schedule.round_view(number).state == "draft"
    assert manager.get(reverse("plans:round_activate", args=[number])).status_code == 405
    assert manager.post(reverse("plans:round_activate", args=[number])).status_code == 302
    assert schedule.round_view(number).state == "active"


def test_a_checklist_is_typed_in_rows_and_keeps_its_keys(at, manager):
    rows = {
        "items-count": "3", "items-0-label": "水压", "items-0-kind": "number", "items-0-low": "0.2",
        "items-0-high": "0.6", "items-0-unit": "MPa", "items-0-required": "1", "items-1-label": "",
        "items-2-label": "店铺", "items-2-kind": "choice", "items-2-choices": "营业、停业", "items-2-failing": "停业",
        "items-standard": "1",
    }  # fmt: skip
    manager.post(reverse("plans:round_new"), typed(at, **rows))
    number = schedule.rounds().get(title="擦拭门禁").pk
    first = schedule.round_view(number).draft.checklist
    assert [(one.label, one.kind.value) for one in first[:2]] == [("水压", "number"), ("店铺", "choice")]
    assert [one.key for one in first[2:]] == ["suspicious", "hazard", "shop_reminder"]
    assert (str(first[0].low), first[1].failing) == ("0.2", ("停业",))
    page = manager.get(reverse("plans:round_edit", args=[number])).content.decode()
    assert first[0].key in page and "0.6" in page


def test_an_unchanged_form_leaves_a_round_as_it_was(at, manager):
    at.round(
        "细致的",
        recurrence=Recurrence(
            period=Period.WEEK,
            times=2,
            weekdays=frozenset({1, 4}),
            windows=(DayWindow(time(8), time(18)),),
            season=(MonthDay(4, 1), MonthDay(10, 31)),
            grace=timedelta(minutes=90),
        ),
        evidence=EvidenceAsk(photos=2, position=True, within_m=80),
        checklist=(ChecklistItem(key="clean", label="干净", kind=ItemKind.OK_NOTOK),),
        place_ids=tuple(reversed(at.ground.entrances)),
    )
    before = view_of(at, "细致的").draft
    page = manager.get(reverse("plans:round_edit", args=[at.rounds["细致的"]]))
    assert page.status_code == 200
    sent = as_typed(before)
    answer = manager.post(reverse("plans:round_edit", args=[at.rounds["细致的"]]), sent)
    assert answer.status_code == 303, problems(answer)
    assert view_of(at, "细致的").draft == before


def as_typed(draft):
    """What a browser would send for a round's form as it is first shown."""
    from anju.modules.plans.forms import rounds as forms

    sent = {}
    for name, value in round_initial(draft).items():
        if value in (None, False, ()):
            continue
        field = forms.RoundForm.base_fields[name]
        shown = field.prepare_value(value)
        sent[name] = (
            [str(one) for one in shown] if isinstance(shown, list) else "on" if shown is True else str(shown)
        )
    rows = Checklist(draft.checklist).items
    sent |= {"items-count": str(len(rows))}
    for number, item in enumerate(rows):
        sent |= {
            f"items-{number}-key": item.key, f"items-{number}-label": item.label,
            f"items-{number}-kind": item.kind.value, f"items-{number}-required": "1" if item.required else "",
        }  # fmt: skip
    return sent


def test_a_round_is_paused_resumed_and_ended_once_with_a_reason(at, manager):
    number = at.rounds["楼道清扫"]
    pause, end = reverse("plans:round_pause", args=[number]), reverse("plans:round_end", args=[number])
    assert manager.get(pause).status_code == manager.get(end).status_code == 200
    assert manager.post(pause, {"reason": ""}).status_code == 422
    assert manager.post(pause, {"reason": "装修封闭"}).status_code == 303
    assert view_of(at, "楼道清扫").state == "paused"
    assert manager.post(reverse("plans:round_activate", args=[number])).status_code == 302
    assert manager.post(end, {"reason": "合同结束"}).status_code == 303
    assert view_of(at, "楼道清扫").state == "ended"
    assert manager.post(end, {"reason": "再来"}).status_code == 409
    assert AuditEntry.objects.get(action="schedule.round.ended").reason == "合同结束"
    assert schedule.occurrences(round_ids=[number], states=("todo",)).count() == 0


def test_an_end_may_lie_ahead(at, manager):
    last = at.today + timedelta(days=2)
    sent = {"reason": "换人", "on": last.isoformat()}
    manager.post(reverse("plans:round_end", args=[at.rounds["楼道清扫"]]), sent)
    found = view_of(at, "楼道清扫")
    assert (found.state, found.draft.active_until) == ("active", last)


def test_an_event_makes_its_work_once(at, login):
    client, url = login(RoleCode.SUPERVISOR), reverse("plans:round_event")
    assert "降雪" in client.get(url).content.decode()
    happened = timezone.localtime(at.now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"community_id": at.community_id, "event": "snow", "happened_at": happened}
    for _time in range(2):
        assert client.post(url, sent).status_code == 303
    assert schedule.occurrences(round_ids=[at.rounds["扫雪"]]).count() == 1


@pytest.mark.parametrize(
    "given", [{"event": "typhoon"}, {"event": ""}, {"happened_at": "2099-01-01T08:00"}, {"happened_at": "x"}]
)
def test_an_event_that_nobody_waits_for_or_lies_ahead_starts_nothing(at, login, given):
    sent = {"community_id": at.community_id, "event": "snow", "happened_at": "2026-01-01T08:00", **given}
    assert login(RoleCode.SUPERVISOR).post(reverse("plans:round_event"), sent).status_code == 422
    assert schedule.occurrences(round_ids=[at.rounds["扫雪"]]).count() == 0


def test_the_event_page_says_what_each_event_would_start(at, login):
    page = login(RoleCode.SUPERVISOR).get(reverse("plans:round_event")).content.decode()
    assert "1 个作业计划 · 1 项 · 共 0.2 小时 · 可派 2 人" in page
    assert (
        page.count("<button") and "开始：降雪" in page and "开始：台风大风" not in page and "台风大风" in page
    )
    assert "近一年没有触发过事件" in page


def test_an_event_is_started_somewhere_stopped_and_remembered(at, login):
    at.round(
        "清雨水", recurrence=Recurrence(period=Period.EVENT, event="rain"), place_ids=at.ground.entrances
    )
    client, url = login(RoleCode.SUPERVISOR), reverse("plans:round_event")
    happened = timezone.localtime(at.now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"event": "rain", "happened_at": happened, "place_id": str(at.ground.entrances[0])}
    assert client.post(url, {**sent, "community_id": at.community_id, "place_id": "0"}).status_code == 422
    assert client.post(url, {**sent, "community_id": at.community_id}).status_code == 303
    (work,) = schedule.occurrences(round_ids=[at.rounds["清雨水"]])
    assert work.place_id == at.ground.entrances[0]
    page = client.get(url).content.decode()
    assert "进行中" in page and "清雨水" in page
    over = reverse("plans:round_event_over")
    (run,) = schedule.event_runs(at.community_id, since=at.today - timedelta(days=2), at=at.now)
    stop = {"event": "rain", "happened_at": run.happened_at.isoformat(), "reason": "雨停"}
    assert client.post(over, {**stop, "reason": ""}).status_code == 422
    assert client.post(over, stop).status_code == 302
    assert not schedule.occurrences(round_ids=[at.rounds["清雨水"]]).exists()
    assert "已结束" in client.get(url).content.decode()
    assert client.post(over, stop).status_code == 409


def test_a_skip_is_taken_back_from_the_page_of_its_round(at, boss, login):
    work = at.works("楼道清扫")[-1]
    schedule.skip(actor=boss, occurrence_id=work.pk, reason="下雨", at=at.now)
    schedule.occurrences().filter(pk=work.pk).update(opens_at=at.now - timedelta(hours=1))
    client, page = login(RoleCode.SUPERVISOR), reverse("plans:round", args=[at.rounds["楼道清扫"]])
    url = reverse("plans:work_take_back", args=[work.pk])
    assert url in client.get(page).content.decode()
    assert url in client.get(reverse("plans:work_detail", args=[work.pk])).content.decode()
    assert client.get(url).status_code == 405
    assert client.post(url, {"next": page}).url == page
    assert schedule.occurrence(work.pk).work.state == "todo"
    assert client.post(url, {"next": "https://elsewhere.example/"}).status_code == 409
    assert AuditEntry.objects.filter(action="schedule.work.skip_taken_back").count() == 1
    schedule.skip(actor=boss, occurrence_id=work.pk, reason="下雨", at=at.now)
    assert url in client.get(page).content.decode()
    assert url not in login(RoleCode.QUALITY, username="reader").get(page).content.decode()


def test_a_new_round_begins_with_the_radius_set_for_its_community(at, boss, manager):
    radius = next(one for one in registry.declared() if one.code == "schedule.position_radius")
    registry.change(actor=boss, setting=radius, new=60, community_id=at.community_id)
    assert 'name="within_m" value="60"' in manager.get(reverse("plans:round_new")).content.decode()
    with pytest.raises(Invalid):
        registry.change(actor=boss, setting=radius, new=0, community_id=at.community_id)


def test_places_are_chosen_by_building_by_search_and_by_kind(at, manager):
    page = manager.get(reverse("plans:round_new")).content.decode()
    assert "小区公共部位" in page and "全部单元" in page and 'type="search"' in page
    url = reverse("plans:round_places")
    one, two = at.ground.entrances[:2]
    shown = manager.post(url, {"place_search": "东门", "place_ids": [str(one)]}).content.decode()
    assert "东门" in shown and "主干道" not in shown and "其中 1 处不在搜索结果中" in shown
    assert f'type="hidden" name="place_ids" value="{one}"' in shown
    shown = manager.post(url, {"all_of": ["entrance"], "place_ids": [str(at.ground.gate)]}).content.decode()
    ticked = {int(number) for number in re.findall(r'value="(\d+)" checked', shown)}
    assert ticked == {at.ground.gate, *at.ground.entrances} and {one, two} <= ticked
    assert "没有符合" in manager.post(url, {"place_search": "没有的地方"}).content.decode()


def test_all_of_a_kind_is_saved_in_the_order_of_the_tree_without_a_script(at, manager):
    sent = typed(at, place_ids=[str(at.ground.road)], all_of=["entrance", "gate"])
    assert manager.post(reverse("plans:round_new"), sent).status_code == 303
    made = schedule.round_view(schedule.rounds().get(title="擦拭门禁").pk).draft
    assert set(made.place_ids) == {at.ground.road, at.ground.gate, *at.ground.entrances}
    everywhere = [one.id for one in estate.places_of(at.community_id, ["entrance", "gate", "public"])]
    assert list(made.place_ids) == [one for one in everywhere if one in made.place_ids]
    refused = manager.post(reverse("plans:round_new"), typed(at, title="", all_of=["gate"])).content.decode()
    assert f'value="{at.ground.gate}" checked' in refused


def test_findings_are_listed_told_apart_and_closed_with_a_note(at, login):
    number = field_work.with_finding(at)
    client = login(RoleCode.QUALITY)
    url = reverse("plans:finding", args=[number])
    assert url in client.get(reverse("plans:findings")).content.decode()
    rows = rows_of(client.get(reverse("plans:findings"), {"severity": "2", "export": "xlsx"}))
    assert [(row[0], row[1], row[2]) for row in rows[1:]] == [("墙面有涂鸦", "较重", "其他")]
    assert client.post(url, {"note": ""}).status_code == 422
    assert client.post(url, {"note": "已清洗"}).status_code == 303
    assert client.post(url, {"note": "再洗"}).status_code == 409
    assert schedule.findings().get(pk=number).closing_note == "已清洗"
    assert url not in client.get(reverse("plans:findings")).content.decode()
    assert url in client.get(reverse("plans:findings"), {"state": "closed"}).content.decode()


def test_a_suspicious_person_is_a_category_of_its_own(at, login):
    item = ChecklistItem(key="suspicious", label="可疑人员情况", kind=ItemKind.OK_NOTOK)
    at.round("夜查", checklist=(item,), recurrence=Recurrence(period=Period.DAY))
    at.do(at.open_work("夜查"), answers={"suspicious": "not_ok"})
    rows = rows_of(
        login(RoleCode.MANAGER).get(reverse("plans:findings"), {"category": "suspicious", "export": "xlsx"})
    )
    assert [row[2] for row in rows[1:]] == ["可疑人员"]
