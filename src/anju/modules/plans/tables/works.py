"""Lists of work and of what was found wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, SmallIntegerField, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.permissions import Permission, get
from anju.foundation.ui.filters import local
from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    SortKey,
    Table,
    TreeFilter,
    TreeNode,
)
from anju.foundation.ui.tables.cells import EMPTY
from anju.modules.plans.queries import wording, works

TO_DO_FIRST = SortKey(
    Case(
        When(state="todo", then=0), When(state="missed", then=1), default=2, output_field=SmallIntegerField()
    ),
    nullable=False,
)
STANDINGS = {
    "later": (lazy("未到时间"), "slate"),
    "open": (lazy("可以做"), "blue"),
    "late": (lazy("已逾期"), "red"),
    "done": (lazy("按时完成"), "green"),
    "done_late": (lazy("超时完成"), "amber"),
    "missed": (lazy("漏做"), "red"),
    "skipped": (lazy("已跳过"), "slate"),
}
SEVERITIES = {1: (lazy("一般"), "blue"), 2: (lazy("较重"), "amber"), 3: (lazy("严重"), "red")}
FINDING_STATES = {"open": (lazy("待处理"), "amber"), "closed": (lazy("已处理"), "green")}
# Checklist keys that say what kind of thing was found (A PAT-10, PAT-11); anything else counts as other.
CATEGORIES = {
    "suspicious": lazy("可疑人员"), "hazard": lazy("安全隐患"), "fire": lazy("消防隐患"), "order": lazy("秩序"),
    "doors": lazy("门禁门窗"),
}  # fmt: skip


def standing_label(row: Any) -> str:
    return str(STANDINGS[works.standing(row, timezone.now())][0])


def standing_pill(row: Any) -> Any:
    label, tone = STANDINGS[works.standing(row, timezone.now())]
    return format_html('<span class="pill is-sm tone-{}">{}</span>', tone, label)


def evidence_dot(row: Any) -> Any:
    if row.state != "done":
        return EMPTY
    label, tone = (_("齐全"), "green") if row.proven else (_("不全"), "amber")
    return format_html('<span class="dot-label tone-{}"><span class="dot"></span>{}</span>', tone, label)


def window_cell(row: Any) -> Any:
    if (row.due_at - row.opens_at).total_seconds() >= 86_400:
        return window_text(row)
    return format_html('<span class="text-xs text-muted">{}</span> {}', f"{row.on:%m-%d}", window_text(row))


def window_text(row: Any) -> str:
    """06:00–14:00 of one day, else 11-16 00:00–11-22 24:00."""
    start, end = local(row.opens_at, "time"), local(row.due_at, "time")
    if (row.due_at - row.opens_at).total_seconds() < 86_400:
        return f"{start}–{end}"
    return f"{local(row.opens_at, 'day')}–{local(row.due_at, 'day')}"


def who(row: Any) -> str:
    return row.doer_name or row.staff_name or row.team_name or _("未指定")


def domains(_request: Any) -> list[tuple[str, Any]]:
    return list(wording.DOMAINS.items())


def community_of(request: Any, permission: Permission) -> int | None:
    """The community looked at, asked once per request."""
    if not hasattr(request, "community_looked_at"):
        request.community_looked_at = works.community_choice(request.actor, permission, request.community_id)
    found: int | None = request.community_looked_at
    return found


def needed(request: Any, name: str) -> bool:
    """Whether the choices of a filter are drawn or looked up: rows alone need only those of a filter in use."""
    return bool(request.GET.get(name)) or request.headers.get("HX-Request") != "true"


def places(request: Any) -> list[TreeNode]:
    reading = works.work_reading()
    return (
        works.tree_nodes(request.actor, reading, community_of(request, reading))
        if needed(request, "place")
        else []
    )


def staff(request: Any) -> list[tuple[int, str]]:
    return (
        works.staff_choices(community_of(request, works.work_reading())) if needed(request, "person") else []
    )


def teams(request: Any) -> list[tuple[int, str]]:
    return works.team_choices(community_of(request, works.work_reading())) if needed(request, "team") else []


def _with_next(name: str, request: Any) -> str:
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"


def _person(rows: Any, value: int) -> Any:
    return rows.filter(staff_id=value) | rows.filter(done_by=value)


WORKS = Table(
    name="plans.works",
    caption=lazy("作业"),
    columns=(
        Column(
            key="title", label=lazy("作业"), value="round.title", classes="main", sort=("round__title", "due_at"), nowrap=False,
        ),
        Column(key="domain", label=lazy("领域"), value=lambda row: wording.name(wording.DOMAINS, row.round.domain),
               optional=True, hide_on_phone=True),
        Column(key="place_name", label=lazy("位置"), value=lambda row: row.place_name or _("按路线"), nowrap=False),
        Column(key="on", label=lazy("日期"), hidden=True, sort=("on", "opens_at"), excel_format="yyyy-mm-dd"),
        Column(key="window", label=lazy("时段"), value=window_text, cell=window_cell),
        Column(key="due", label=lazy("期限"), template="plans/works/_cells.html#due", sort="due_at",
               export="due_at", phone_place="side"),
        Column(key="who", label=lazy("责任人"), value=who),
        Column(key="state", label=lazy("状态"), cell=standing_pill, export=standing_label,
               sort=(TO_DO_FIRST, "due_at"), phone_place="corner"),
        Column(key="done_at", label=lazy("完成时间"), sort="done_at", hidden=True),
        Column(key="proven", label=lazy("证据"), cell=evidence_dot, optional=True,
               hide_on_phone=True,
               export=lambda row: "" if row.state != "done" else _("齐全") if row.proven else _("不全")),
        Column(key="findings", label=lazy("问题"), align="end", hidden=True),
        Column(key="reason", label=lazy("说明"), hidden=True, nowrap=False),
    ),
    filters=(
        SearchFilter(placeholder=lazy("作业名称"), fields=("round__title",)),
        ChoiceFilter(key="state", label=lazy("状态"), choices=[(key, label) for key, (label, _t) in STANDINGS.items()],
                     apply=lambda rows, value: works.by_standing(rows, value, timezone.now())),
        ChoiceFilter(key="domain", label=lazy("领域"), field="round__domain", choices=domains),
        TreeFilter(key="place", label=lazy("位置"), nodes=places, apply=lambda rows, value: by_place(rows, value)),
        DateRangeFilter(key="on", label=lazy("日期"), field="on"),
        ChoiceFilter(key="person", label=lazy("人员"), choices=staff, apply=_person, more=True),
        ChoiceFilter(key="team", label=lazy("班组"), field="team_id", choices=teams, more=True),
        ChoiceFilter(key="kind", label=lazy("工作类别"), field="round__kind", more=True,
                     choices=lambda _request: list(wording.WORKS.items())),
        BooleanFilter(key="found", label=lazy("发现问题"), only=True, yes_label=lazy("有问题"), more=True,
                      apply=lambda rows, _value: rows.filter(findings__gt=0)),
    ),
    default_sort="due",
    row_url=lambda row: reverse("plans:work_detail", args=[row.pk]),
    row_tone=lambda row: "is-late" if works.standing(row, timezone.now()) in ("late", "missed") else "",
    bulk_actions=(
        BulkAction(key="hand_over", label=lazy("转派"), url=lambda request: _with_next("plans:works_hand_over", request),
                   permission="schedule.work:assign"),
        BulkAction(key="skip", label=lazy("跳过…"), url=lambda request: _with_next("plans:works_skip", request),
                   permission="schedule.work:skip"),
    ),
    empty=EmptyState(
        title=lazy("没有作业"),
        text=lazy("方案生效或新建作业计划后，作业会按频次自动生成。"),
        action_label=lazy("新建作业计划"),
        action_url=lambda _request: reverse("plans:round_new"),
        permission="schedule.round:plan",
    ),
    export=Export(title=lazy("作业清单")),
)  # fmt: skip


def by_place(rows: Any, value: int) -> Any:
    """At a place or below; a community stands for everything in it."""
    community = rows.filter(community_id=value)
    return community if community.exists() else works.at_or_below(rows, value)


def works_table(tab: str) -> Table:
    """What is settled is read from the latest back, what is to do from the most urgent on; today, what is to do first."""
    order = {"today": "state", "missed": "-on", "all": "-on"}.get(tab, "due")
    return replace(WORKS, default_sort=order, bulk_actions=() if tab == "missed" else WORKS.bulk_actions)


def category(row: Any) -> str:
    return str(CATEGORIES.get(row.item, _("其他")))


def _by_category(rows: Any, value: str) -> Any:
    return rows.exclude(item__in=list(CATEGORIES)) if value == "other" else rows.filter(item=value)


def _finding_places(request: Any) -> list[TreeNode]:
    reading = get("schedule.finding:read")
    return (
        works.tree_nodes(request.actor, reading, community_of(request, reading))
        if needed(request, "place")
        else []
    )


def _finding_at(rows: Any, value: int) -> Any:
    community = rows.filter(community_id=value)
    return community if community.exists() else rows.filter(place_id__in=works.below(value))


FINDINGS = Table(
    name="plans.findings",
    caption=lazy("问题"),
    columns=(
        Column(key="text", label=lazy("情况"), template="plans/rounds/_cells.html#finding", classes="main", nowrap=False,
               export="text"),
        Column(key="severity", label=lazy("严重程度"), template="plans/rounds/_cells.html#severity", sort="severity",
               export=lambda row: str(SEVERITIES.get(row.severity, (row.severity, ""))[0])),
        Column(key="category", label=lazy("类别"), value=category, hide_on_phone=True),
        Column(key="place_name", label=lazy("位置"), value=lambda row: row.place_name or "—", nowrap=False),
        Column(key="photos", label=lazy("照片"), template="plans/rounds/_cells.html#thumbs",
               export=lambda row: len(row.photos)),
        Column(key="round", label=lazy("作业"), value="occurrence.round.title", nowrap=False, hide_on_phone=True),
        Column(key="found_at", label=lazy("发现时间"), sort="found_at", phone_place="side",
               template="plans/rounds/_cells.html#age", export="found_at"),
        Column(key="finder_name", label=lazy("发现人"), value=lambda row: row.finder_name or "—", optional=True),
        Column(key="state", label=lazy("状态"), template="plans/rounds/_cells.html#finding_state",
               export=lambda row: str(FINDING_STATES[row.state][0]), phone_place="corner"),
        Column(key="closed_at", label=lazy("处理时间"), sort="closed_at", hidden=True),
        Column(key="closing_note", label=lazy("处理结果"), hidden=True, nowrap=False),
    ),
    filters=(
        SearchFilter(placeholder=lazy("情况、作业名称"), fields=("text", "occurrence__round__title")),
        ChoiceFilter(key="severity", label=lazy("严重程度"), field="severity",
                     choices=[(key, label) for key, (label, _t) in SEVERITIES.items()]),
        ChoiceFilter(key="category", label=lazy("类别"), apply=_by_category,
                     choices=[*CATEGORIES.items(), ("other", lazy("其他"))]),
        ChoiceFilter(key="domain", label=lazy("领域"), field="occurrence__round__domain", choices=domains),
        TreeFilter(key="place", label=lazy("位置"), nodes=_finding_places, apply=_finding_at),
        DateRangeFilter(key="found", label=lazy("发现日期"), field="found_at", moment=True),
    ),
    default_sort="-found_at",
    row_url=lambda row: reverse("plans:finding", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.state == "open" and row.severity >= 3 else "",
    empty=EmptyState(
        title=lazy("没有问题"), text=lazy("巡查、检查时发现的问题会连同照片和位置列在这里。")
    ),
    export=Export(title=lazy("问题清单")),
)  # fmt: skip
