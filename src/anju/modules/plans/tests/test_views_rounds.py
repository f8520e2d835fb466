"""Rounds, findings, timetable, patrols and weekly plans in the console."""

from __future__ import annotations

import io
import re
from datetime import date, time, timedelta

import openpyxl
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
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade as people
from anju.modules.plans.forms.rounds import round_initial
from anju.modules.plans.models import WorkPlan
from anju.modules.plans.queries import timetable
from anju.modules.plans.tests import factories, field_work


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


def problems(answer):
    return re.findall(r'class="field-error">.*?</svg>(.*?)</p>|<li>(.*?)</li>', answer.content.decode())


def rows_of(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


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
            {"clock_times": "8:00、14:30", "clock_within": "30", "season_from": "11-15", "season_to": "3月15日"},
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
                period=Period.EVENT, event="rain", event_within=timedelta(minutes=90), grace=timedelta(hours=2)
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
        sent[name] = [str(one) for one in shown] if isinstance(shown, list) else "on" if shown is True else str(shown)
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
    rows = rows_of(login(RoleCode.MANAGER).get(reverse("plans:findings"), {"category": "suspicious", "export": "xlsx"}))
    assert [row[2] for row in rows[1:]] == ["可疑人员"]


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
        for number, view in schedule.rounds_by_id(list(schedule.rounds().values_list("pk", flat=True))).items()
        if view.state == "active" and view.draft.domain == "security" and view.draft.title != "夜巡"
    ]
    schedule.rounds_end(actor=boss, round_ids=ends, at=at.now)
    (cover,) = timetable.timetable(boss, at.community_id, at.today + timedelta(days=1)).covers
    assert cover.bare == ((6, 22),)
    assert "6:00–22:00" in manager.get(
        reverse("plans:timetable"), {"on": str(at.today + timedelta(days=1))}
    ).content.decode()


def test_refuse_routes_stand_with_their_times_and_stops(at, manager):
    clock = Recurrence(period=Period.DAY, clock_times=(time(6, 30), time(18)))
    at.round("垃圾清运", kind="refuse", mode="route", recurrence=clock, place_ids=(at.ground.gate, at.ground.road))
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
    from anju.modules.estate import facade as estate

    gate = estate.place(at.ground.gate)
    at.do(at.open_work("小区巡逻"), codes=(gate.label,))
    page = manager.get(reverse("plans:patrol_points")).content.decode()
    assert gate.label in page and page.count("31 天内未扫") == 1


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
    "span", [{"from": "x"}, {"from": "2026-02-02", "to": "2026-02-01"}, {"from": "2020-01-01", "to": "2026-01-01"}]
)
def test_a_span_that_cannot_be_is_refused(at, manager, span):
    assert manager.get(reverse("plans:patrol_record", args=["xlsx"]), span).status_code == 422


def week_of_cleaning(at):
    team = next(one for one in people.teams(at.community_id) if one.id == at.ground.team_id)
    return {
        "department_id": str(team.department_id), "week": str(at.today), "focus": "车库积水", "items-count": "2",
        "items-0-text": "清洗车库", "items-0-target": "无积水", "items-0-staff_id": str(at.staff["沈芳"]),
        "items-0-place_id": str(at.ground.road), "items-0-due_on": str(at.today),
    }  # fmt: skip


def test_a_week_is_planned_published_judged_closed_copied_and_printed(at, login):
    client = login(RoleCode.SUPERVISOR)
    assert client.get(reverse("plans:workplan_new")).status_code == 200
    made = client.post(reverse("plans:workplan_new"), week_of_cleaning(at))
    assert made.status_code == 303, problems(made)
    plan = WorkPlan.objects.get()
    page = reverse("plans:workplan", args=[plan.pk])

    def step(name, **sent):
        return client.post(reverse(f"plans:workplan_{name}", args=[plan.pk]), sent)

    assert client.get(reverse("plans:workplan_edit", args=[plan.pk])).status_code == 200
    assert step("publish").status_code == 302
    item = plan.items.get()
    assert step("close", summary="好").status_code == 422
    step("judge", **{f"result-{item.pk}": "完成", f"met-{item.pk}": "1"})
    assert "完成" in client.get(page).content.decode()
    assert step("close", summary="一切顺利").status_code == 303
    assert "一切顺利" in client.get(page).content.decode()
    copied = step("copy", week=str(at.today + timedelta(days=7)))
    assert copied.status_code == 303 and WorkPlan.objects.count() == 2
    pdf = client.get(reverse("plans:workplan_print", args=[plan.pk, "pdf"]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    listed = rows_of(client.get(reverse("plans:workplans"), {"q": "车库", "state": "closed", "export": "xlsx"}))
    assert len(listed) == 2 and listed[1][3:6] == ("车库积水", 1, 1)


def test_a_row_that_cannot_be_is_said_in_its_row_and_the_rest_stays_typed(at, login):
    sent = {**week_of_cleaning(at), "items-0-due_on": str(at.today + timedelta(days=30)), "items-1-target": "只有目标"}
    answer = login(RoleCode.SUPERVISOR).post(reverse("plans:workplan_new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写工作内容" in page and "清洗车库" in page
    del sent["items-1-target"]
    answer = login(RoleCode.MANAGER, username="two").post(reverse("plans:workplan_new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "完成日期须在" in page and "无积水" in page
    assert not WorkPlan.objects.exists()


def test_publishing_an_unfinished_plan_says_what_is_missing(at, login):
    client = login(RoleCode.SUPERVISOR)
    client.post(reverse("plans:workplan_new"), {**week_of_cleaning(at), "items-0-target": ""})
    plan = WorkPlan.objects.get()
    answer = client.post(reverse("plans:workplan_publish", args=[plan.pk]), follow=True)
    assert "缺少目标、责任人或完成日期" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_draft_is_thrown_away_after_asking(at, login):
    client = login(RoleCode.SUPERVISOR)
    client.post(reverse("plans:workplan_new"), week_of_cleaning(at))
    url = reverse("plans:workplan_discard", args=[WorkPlan.objects.get().pk])
    assert client.get(url).status_code == 200 and WorkPlan.objects.exists()
    assert client.post(url).status_code == 302 and not WorkPlan.objects.exists()


READERS = frozenset(
    {RoleCode.LEADER, RoleCode.QUALITY, RoleCode.MANAGER, RoleCode.SUPERVISOR, RoleCode.FRONTDESK, RoleCode.ADMIN,
     RoleCode.COMMITTEE, RoleCode.AUTHORITY}
)  # fmt: skip
PLANNERS = frozenset({RoleCode.MANAGER, RoleCode.QUALITY, RoleCode.ADMIN})
ASSIGNERS = frozenset({RoleCode.MANAGER, RoleCode.SUPERVISOR, RoleCode.ADMIN})
WRITERS = frozenset({RoleCode.MANAGER, RoleCode.QUALITY, RoleCode.SUPERVISOR, RoleCode.ADMIN})
PAGES = {
    "rounds": READERS, "timetable": READERS, "patrols": READERS, "patrol_points": READERS, "findings": READERS,
    "round": READERS, "finding": READERS, "round_new": PLANNERS, "round_edit": PLANNERS, "round_pause": PLANNERS,
    "round_end": PLANNERS, "round_event": ASSIGNERS, "workplans": READERS - {RoleCode.COMMITTEE, RoleCode.AUTHORITY},
    "workplan": READERS - {RoleCode.COMMITTEE, RoleCode.AUTHORITY}, "workplan_new": WRITERS,
    "workplan_edit": WRITERS, "workplan_copy": WRITERS, "workplan_close": WRITERS, "workplan_discard": WRITERS,
}  # fmt: skip
POSTS = {
    "round_new": PLANNERS, "round_edit": PLANNERS, "round_activate": PLANNERS, "round_pause": PLANNERS,
    "round_end": PLANNERS, "round_event": ASSIGNERS, "finding": WRITERS, "workplan_new": WRITERS,
    "workplan_edit": WRITERS, "workplan_copy": WRITERS, "workplan_publish": WRITERS, "workplan_withdraw": WRITERS,
    "workplan_judge": WRITERS, "workplan_close": WRITERS, "workplan_discard": WRITERS,
}  # fmt: skip


@pytest.fixture
def subjects(at, boss):
    from anju.modules.plans.services import workplans

    team = next(one for one in people.teams(at.community_id) if one.id == at.ground.team_id)
    draft = workplans.WorkPlanDraft(community_id=at.community_id, department_id=team.department_id, week=at.today)
    plan = workplans.workplan_create(actor=boss, draft=draft, at=at.now)
    return {"round": at.rounds["楼道清扫"], "finding": field_work.with_finding(at), "workplan": plan}


def address(name, subjects):
    number = next((subjects[key] for key in subjects if name == key or name.startswith(f"{key}_")), None)
    bare = name in ("round_new", "round_event", "workplan_new") or number is None
    return reverse(f"plans:{name}", args=[] if bare else [number])


@pytest.mark.parametrize("role", list(RoleCode), ids=str)
def test_each_role_reaches_just_its_pages_and_a_refusal_changes_nothing(subjects, login, role):
    client = login(role)
    for name, allowed in PAGES.items():
        status = client.get(address(name, subjects)).status_code
        assert status == (200 if role in allowed else 403), (name, status)
    entries = AuditEntry.objects.count()
    for name, allowed in POSTS.items():
        if role not in allowed:
            assert client.post(address(name, subjects), {"reason": "x", "note": "x"}).status_code == 403, name
    assert AuditEntry.objects.count() == entries
    assert schedule.round_view(subjects["round"]).state == "active"


def test_what_lies_in_another_community_is_not_found(subjects, boss, login):
    elsewhere = factories.ground(boss, "QS", "青山苑").community
    client = login(RoleCode.MANAGER, path=elsewhere.path)
    entries = AuditEntry.objects.count()
    shared = {"rounds", "timetable", "patrols", "patrol_points", "findings", "round_new", "round_event", "workplans", "workplan_new"}
    for name in PAGES:
        status = client.get(address(name, subjects)).status_code
        assert status == (200 if name in shared else 404), (name, status)
    for name in POSTS.keys() - shared:
        assert client.post(address(name, subjects), {"reason": "x", "note": "x"}).status_code == 404, name
    assert "楼道清扫" not in client.get(reverse("plans:rounds")).content.decode()
    assert "墙面有涂鸦" not in client.get(reverse("plans:findings")).content.decode()
    assert AuditEntry.objects.count() == entries


def test_pages_of_a_company_with_several_communities_ask_which_one(at, boss, login):
    factories.ground(boss, "QS", "青山苑")
    client = login(RoleCode.MANAGER)
    for name in ("timetable", "patrols", "patrol_points", "round_new", "workplan_new", "round_event", "works", "rounds"):
        page = client.get(reverse(f"plans:{name}"))
        assert page.status_code == 200, name
    assert "选择小区" in client.get(reverse("plans:timetable")).content.decode()
    chosen = client.get(reverse("plans:timetable"), {"community": at.community_id})
    assert "小区巡逻" in chosen.content.decode()
    assert client.get(reverse("plans:round_new"), {"community": 10**9}).status_code == 404
