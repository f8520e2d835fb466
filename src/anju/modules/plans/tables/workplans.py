"""The list of weekly work plans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.foundation.ui.tables.cells import EMPTY
from anju.modules.plans.permissions import WORKPLAN_READ, WORKPLAN_WRITE
from anju.modules.plans.queries import workplans, works

STATES = {
    "draft": (lazy("草稿"), "slate"),
    "published": (lazy("已发布"), "blue"),
    "closed": (lazy("已总结"), "green"),
}


def week_text(monday: date) -> str:
    last = monday + timedelta(days=6)
    return _("%(year)d年第%(week)d周 %(start)s–%(end)s") % {
        "year": monday.isocalendar().year,
        "week": monday.isocalendar().week,
        "start": f"{monday:%m-%d}",
        "end": f"{last:%m-%d}",
    }


def state_pill(row: Any) -> Any:
    label, tone = STATES[row.state]
    return format_html('<span class="pill is-sm tone-{}">{}</span>', tone, label)


def met(row: Any) -> Any:
    return f"{row.met_count}/{row.judged_count}" if row.judged_count else EMPTY


def departments(request: Any) -> list[tuple[int, str]]:
    chosen = works.community_choice(request.actor, WORKPLAN_READ, request.community_id)
    return [] if chosen is None else [(one.id, one.name) for one in workplans.departments_of(chosen)]


WORKPLANS = Table(
    name="plans.workplans",
    caption=lazy("周工作计划"),
    columns=(
        Column(key="week", label=lazy("周"), value=lambda row: week_text(row.week), sort=("week", "department__name"),
               export="week", excel_format="yyyy-mm-dd"),
        Column(key="department", label=lazy("部门"), value="department.name", sort=("department__name", "week"),
               phone_place="side"),
        Column(key="community_name", label=lazy("小区"), optional=True, hide_on_phone=True),
        Column(key="focus", label=lazy("本周重点"), nowrap=False,
               value=lambda row: row.focus if len(row.focus) < 80 else f"{row.focus[:78]}…", export="focus"),
        Column(key="item_count", label=lazy("项目"), align="end"),
        Column(key="met", label=lazy("达到目标"), align="end", cell=met,
               export=lambda row: row.met_count if row.judged_count else ""),
        Column(key="state", label=lazy("状态"), cell=state_pill, phone_place="corner",
               export=lambda row: str(STATES[row.state][0])),
    ),
    filters=(
        SearchFilter(placeholder=lazy("重点、工作内容"), apply=lambda rows, value: workplans.mentioning(rows, value)),
        ChoiceFilter(key="department", label=lazy("部门"), field="department_id", choices=departments),
        ChoiceFilter(key="state", label=lazy("状态"), field="state",
                     choices=[(key, label) for key, (label, _tone) in STATES.items()]),
        DateRangeFilter(key="week", label=lazy("周"), field="week"),
    ),
    default_sort="-week",
    row_url=lambda row: reverse("plans:workplan", args=[row.pk]),
    empty=EmptyState(
        title=lazy("还没有周工作计划"),
        text=lazy("各部门每周写明重点、目标和责任人，周末登记完成情况。"),
        action_label=lazy("新建周计划"),
        action_url=lambda _request: reverse("plans:workplan_new"),
        permission=WORKPLAN_WRITE,
    ),
    export=Export(title=lazy("周工作计划")),
)  # fmt: skip
