"""The list of cases of all kinds, open ones by what is due first, the others by when they were reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from anju.engines.cases import facade as cases
from anju.foundation import audit
from anju.foundation.ui.environment import icon
from anju.foundation.ui.tables import (
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    MultiChoiceFilter,
    SearchFilter,
    SortKey,
    Table,
    TreeFilter,
    TreeNode,
)
from anju.foundation.ui.tables.cells import EMPTY, from_template
from anju.modules.frontdesk.queries import case_list
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.rules.kinds import CHANNELS

EXPORTED = audit.action("frontdesk.cases.exported", lazy("导出事项清单"))
STANDINGS = (("open", lazy("未结")), ("closed", lazy("已结")), ("all", lazy("全部")))


def community_of(request: Any) -> int | None:
    """The community looked at, asked once per request."""
    if not hasattr(request, "community_looked_at"):
        request.community_looked_at = case_list.community_choice(request.actor, request.community_id)
    found: int | None = request.community_looked_at
    return found


def standing_of(request: Any) -> str:
    given = request.GET.get("standing", "open")
    return given if given in dict(STANDINGS) else "open"


def needed(request: Any, name: str) -> bool:
    """Whether the choices of a filter are drawn or looked up: rows alone need only those of a filter in use."""
    return bool(request.GET.get(name)) or request.headers.get("HX-Request") != "true"


def _kinds(_request: Any) -> list[tuple[str, Any]]:
    return [(one.code, one.name) for one in cases.kinds()]


def _states(_request: Any) -> list[tuple[str, Any]]:
    return [*words.states_in_order().items(), *words.ENGINE_STATES.items()]


def _places(request: Any) -> list[TreeNode]:
    return case_list.place_nodes(request.actor, community_of(request)) if needed(request, "place") else []


def _staff(request: Any) -> list[tuple[int, str]]:
    return case_list.staff_choices(community_of(request)) if needed(request, "person") else []


def _teams(request: Any) -> list[tuple[int, str]]:
    return case_list.team_choices(community_of(request)) if needed(request, "team") else []


def _dues(_request: Any) -> list[tuple[str, Any]]:
    return case_list.due_choices()


def _by_due(rows: Any, value: str) -> Any:
    return case_list.by_due(rows, value, timezone.now(), ZoneInfo(timezone.get_current_timezone_name()))


def _as_they_are(rows: Any, _value: Any) -> Any:
    """What the view has narrowed by already: it knows who asks."""
    return rows


def _by_person(rows: Any, staff_id: int) -> Any:
    return rows.filter(assignee_id=staff_id)


def _channels(_request: Any) -> list[tuple[str, Any]]:
    return [(code, words.channel(code)) for code in CHANNELS]


def _owners(request: Any) -> list[tuple[int, str]]:
    return case_list.staff_choices(community_of(request)) if needed(request, "owner") else []


def _by_owner(rows: Any, staff_id: int) -> Any:
    return rows.filter(owner_id=staff_id)


def late_text(row: Any) -> str:
    return _("是") if case_list.was_late(row, timezone.now()) else _("否")


def state_text(row: Any) -> str:
    return words.state_name(cases.kind_of(row.kind), row.state)


def place_text(row: Any) -> str:
    return row.place_name or row.community_name or ""


def who_text(row: Any) -> str:
    return row.staff_name or row.team_name or ""


def who_cell(row: Any) -> str | Markup:
    text = who_text(row)
    if text:
        return text
    if row.closed_at is not None:
        return ""
    return format_html('<span class="text-warning">{}</span>', _("待派单"))


def kind_cell(row: Any) -> Markup:
    mark, tone = words.kind_mark(row.kind)
    return format_html(
        '<span class="case-kind tone-{}">{}{}</span>', tone, icon(mark), words.kind_name(row.kind)
    )


def severity_cell(row: Any) -> Markup:
    mark = words.severity(row.severity)
    return format_html('<span class="prio tone-{}">{}</span>', mark.tone, mark.label)


def state_cell(row: Any) -> Markup:
    mark = words.state_mark(row.kind, row.state)
    return format_html('<span class="pill is-sm tone-{}">{}</span>', mark.tone, mark.label)


def due_cell(row: Any) -> Markup:
    """Counts down by itself; what stands still says why."""
    if row.closed_at is not None:
        return EMPTY
    reason = case_list.paused_for(row)
    if row.due_at is not None:
        due = Markup(from_template("frontdesk/cases/_cells.html#due", row, None))
        return due if reason is None else format_html('<span class="due-both">{}{}</span>', due, paused(reason))
    return no_limit() if reason is None else paused(reason)


def paused(reason: str) -> Markup:
    return format_html(
        '<span class="due due-paused" title="{}">{}<span class="due-text">{}</span></span>',
        reason, icon("clock-pause"), _("暂停：%(reason)s") % {"reason": reason} if reason else _("已暂停"),
    )  # fmt: skip


def no_limit() -> Markup:
    return format_html('<span class="text-muted">{}</span>', _("无时限"))


def _exported(request: Any, rows: int) -> None:
    audit.record(request.actor, EXPORTED, request.org, after={"rows": rows}, at=timezone.now())


def _moment(row: Any) -> Any:
    return row.due_at


OPEN = Table(
    name="frontdesk.cases",
    caption=lazy("报事"),
    columns=(
        Column(key="title", label=lazy("事项"), template="frontdesk/cases/_cells.html#title", nowrap=False, width="xl", phone_place="title"),
        Column(key="number", label=lazy("编号"), sort="number", classes="code"),
        Column(key="kind", label=lazy("类别"), cell=kind_cell, export=lambda row: words.kind_name(row.kind), optional=True),
        Column(key="severity", label=lazy("程度"), sort="-severity", cell=severity_cell, export=lambda row: str(words.severity(row.severity).label), phone_place="side"),
        Column(key="state", label=lazy("状态"), cell=state_cell, export=state_text, phone_place="corner"),
        Column(key="place", label=lazy("位置"), value=place_text, nowrap=False),
        Column(key="who", label=lazy("处理人"), cell=who_cell, export=who_text),
        Column(key="due", label=lazy("时限"), sort=SortKey("due_at", nulls="last"), cell=due_cell, export=lambda row: case_list.due_text(row, timezone.now())),
        Column(key="opened", label=lazy("登记时间"), sort="opened_at", value="opened_at", template="frontdesk/cases/_cells.html#opened"),
        Column(key="channel", label=lazy("来源"), value=lambda row: words.channel(row.channel), optional=True, hidden=True),
        Column(key="closed", label=lazy("关闭时间"), value="closed_at", template="frontdesk/cases/_cells.html#closed", optional=True, hidden=True),
        Column(key="due_at", label=lazy("应完成时间"), value=_moment, optional=True, hidden=True),
        Column(key="owner", label=lazy("首问责任人"), value=lambda row: row.owner_name or "", optional=True, hidden=True),
        Column(key="community", label=lazy("小区"), value=lambda row: row.community_name or "", optional=True, hidden=True),
        Column(key="answered", label=lazy("响应时间"), value=lambda row: case_list.stopped_at(row, "answer"), optional=True, hidden=True),
        Column(key="arrived", label=lazy("到场时间"), value=lambda row: case_list.stopped_at(row, "arrive"), optional=True, hidden=True),
        Column(key="finished", label=lazy("完成时间"), value=lambda row: case_list.stopped_at(row, "finish"), optional=True, hidden=True),
        Column(key="limit", label=lazy("完成时限"), value=lambda row: case_list.limit_of(row, "finish"), optional=True, hidden=True),
        Column(key="late", label=lazy("是否超时"), value=late_text, optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=lazy("编号、电话、房号、姓名或内容"), apply=_as_they_are),
        MultiChoiceFilter(key="state", label=lazy("状态"), choices=_states),
        MultiChoiceFilter(key="severity", label=lazy("程度"), choices=[(code, mark.label) for code, mark in words.SEVERITIES.items()]),
        ChoiceFilter(key="due", label=lazy("时限"), choices=_dues, apply=_by_due),
        ChoiceFilter(key="person", label=lazy("处理人"), choices=_staff, apply=_by_person),
        MultiChoiceFilter(key="channel", label=lazy("来源"), choices=_channels, field="channel", more=True),
        ChoiceFilter(key="owner", label=lazy("首问责任人"), choices=_owners, apply=_by_owner, more=True),
        ChoiceFilter(key="team", label=lazy("班组"), choices=_teams, field="team_id", more=True),
        TreeFilter(key="place", label=lazy("位置"), nodes=_places, apply=case_list.at_or_below, more=True),
        DateRangeFilter(key="opened", label=lazy("登记日期"), field="opened_at", moment=True, more=True),
    ),
    default_sort="due",
    row_url=lambda row: reverse("frontdesk:case", args=[row.pk]),
    row_tone=lambda row: "is-late" if row.closed_at is None and row.due_at and row.due_at < timezone.now() else "",
    bulk_actions=(
        BulkAction(key="assign", label=lazy("批量派单"), url=lambda _request: reverse("frontdesk:cases_assign"), tone="primary", permission="cases.case:assign"),
    ),
    empty=EmptyState(
        title=lazy("没有未结的事项"),
        text=lazy("业主在手机端报事、前台登记、巡查发现的问题都会出现在这里。也可以现在登记一件。"),
        action_label=lazy("登记事项"),
        action_url=lambda _request: reverse("frontdesk:case_new"),
        permission="cases.case:open",
    ),
    export=Export(title=lazy("报事清单"), on_export=_exported),
)  # fmt: skip
ALL = replace(OPEN, default_sort="-opened", empty=replace(OPEN.empty, title=lazy("还没有事项")))
