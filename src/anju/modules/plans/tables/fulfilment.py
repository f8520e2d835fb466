"""The record of a promise, time by time, and the sheet of a month's promises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.export import SheetColumn
from anju.foundation.ui.filters import local, span
from anju.foundation.ui.tables import ChoiceFilter, Column, DateRangeFilter, EmptyState, Export, Table
from anju.modules.plans.queries import time_limits, wording
from anju.modules.plans.rules.standing import PromiseLine

OUTCOMES = {
    "todo": (lazy("待完成"), "blue"),
    "in_time": (lazy("按时"), "green"),
    "late": (lazy("超时"), "amber"),
    "missed": (lazy("漏做"), "red"),
    "skipped": (lazy("已跳过"), "slate"),
}
STANDINGS = {
    "kept": lazy("兑现"),
    "broken": lazy("未兑现"),
    "unproven": lazy("待证实"),
    "pending": lazy("进行中"),
    "waiting": lazy("未接入"),
    "idle": lazy("无触发"),
}
LIMIT_OUTCOMES = {
    "in_time": (lazy("按时"), "green"),
    "late": (lazy("超时"), "red"),
    "open": (lazy("未到时限"), "blue"),
}


def outcome(row: Any) -> str:
    if row.state == "done":
        return "late" if row.late else "in_time"
    return str(row.state)


def outcome_pill(row: Any) -> Any:
    label, tone = OUTCOMES[outcome(row)]
    return format_html('<span class="pill tone-{}">{}</span>', tone, label)


def evidence(row: Any) -> Any:
    if row.state != "done":
        return "—"
    label, tone = (_("齐全"), "green") if row.proven else (_("不全"), "amber")
    return format_html('<span class="dot-label tone-{}"><span class="dot"></span>{}</span>', tone, label)


def by_outcome(rows: Any, value: str) -> Any:
    if value in ("in_time", "late"):
        return rows.filter(state="done", late=value == "late")
    return rows.filter(state=value)


RECORD = Table(
    name="plans.record",
    caption=lazy("每一次作业"),
    columns=(
        Column(
            key="on", label=lazy("日期"), sort=("on", "opens_at"), classes="main", excel_format="yyyy-mm-dd"
        ),
        Column(
            key="window",
            label=lazy("时段"),
            value=lambda row: f"{local(row.opens_at, 'time')}–{local(row.due_at, 'time')}",
        ),
        Column(key="place_name", label=lazy("位置"), value=lambda row: row.place_name or "—", nowrap=False),
        Column(
            key="staff_name", label=lazy("责任人"), value=lambda row: row.doer_name or row.staff_name or "—"
        ),
        Column(
            key="state",
            label=lazy("结果"),
            cell=outcome_pill,
            export=lambda row: str(OUTCOMES[outcome(row)][0]),
            phone_place="corner",
        ),
        Column(key="done_at", label=lazy("完成时间"), sort="done_at", optional=True),
        Column(
            key="proven",
            label=lazy("证据"),
            cell=evidence,
            export=lambda row: "" if row.state != "done" else _("齐全") if row.proven else _("不全"),
        ),
        Column(key="reason", label=lazy("说明"), nowrap=False, hide_on_phone=True),
    ),
    filters=(
        ChoiceFilter(
            key="outcome",
            label=lazy("结果"),
            choices=[(key, label) for key, (label, _tone) in OUTCOMES.items()],
            apply=by_outcome,
        ),
        ChoiceFilter(
            key="proven",
            label=lazy("证据"),
            field="proven",
            choices=[("1", lazy("齐全")), ("0", lazy("不全"))],
        ),
        DateRangeFilter(key="on", label=lazy("日期"), field="on"),
    ),
    default_sort="-on",
    row_url=lambda row: reverse("plans:work_detail", args=[row.pk]),
    row_tone=lambda row: "late" if row.state == "missed" else "",
    empty=EmptyState(
        title=lazy("还没有作业记录"), text=lazy("方案生效并安排执行后，每一次作业都会列在这里。")
    ),
    export=Export(title=lazy("作业记录")),
)


def limit_pill(row: Any) -> Any:
    label, tone = LIMIT_OUTCOMES[row.outcome]
    return format_html('<span class="pill tone-{}">{}</span>', tone, label)


CASES = Table(
    name="plans.limit_record",
    caption=lazy("触发这条承诺的事项"),
    columns=(
        Column(
            key="number",
            label=lazy("事项"),
            value="case.number",
            cell=lambda row: format_html(
                '<span class="main">{}</span><span class="sub">{}</span>', row.case.number, row.case.title
            ),
            nowrap=False,
        ),
        Column(key="kind", label=lazy("类别"), value=lambda row: time_limits.kind_name(row.kind)),
        Column(
            key="clock", label=lazy("计时"), value=lambda row: time_limits.clock_name(row.kind, row.clock)
        ),
        Column(key="place_name", label=lazy("位置"), value=lambda row: row.place_name or "—", nowrap=False),
        Column(key="worker_name", label=lazy("处理人"), value=lambda row: row.worker_name or "—"),
        Column(key="started_at", label=lazy("开始"), sort="started_at", phone_place="side"),
        Column(
            key="elapsed",
            label=lazy("用时"),
            value=lambda row: span(row.elapsed),
            sort="elapsed",
            export=lambda row: row.elapsed.total_seconds() / 60 if row.elapsed else None,
            align="end",
        ),
        Column(key="due_at", label=lazy("时限"), optional=True),
        Column(
            key="outcome",
            label=lazy("结果"),
            cell=limit_pill,
            export=lambda row: str(LIMIT_OUTCOMES[row.outcome][0]),
            phone_place="corner",
        ),
    ),
    filters=(
        ChoiceFilter(
            key="outcome",
            label=lazy("结果"),
            field="outcome",
            choices=[(key, label) for key, (label, _tone) in LIMIT_OUTCOMES.items()],
        ),
    ),
    default_sort="-started_at",
    row_url=lambda row: time_limits.case_href(row.case_id),
    row_tone=lambda row: "late" if row.outcome == "late" else "",
    empty=EmptyState(
        title=lazy("无触发"), text=lazy("这段时间没有事项触发这条承诺，因此既不算兑现，也不算未兑现。")
    ),
    export=Export(title=lazy("时限记录")),
)


def sheet_columns() -> list[SheetColumn]:
    """Columns of the month's sheet, headed in the reader's language."""
    columns = (
        (_("编号"), lambda one: one.number),
        (_("条款"), lambda one: one.section),
        (_("领域"), lambda one: wording.name(wording.DOMAINS, one.domain)),
        (_("类型"), lambda one: wording.name(wording.KINDS, one.kind)),
        (_("承诺"), lambda one: one.title),
        (_("原文"), lambda one: one.quote),
        (_("应做"), lambda one: one.clock.expected if one.clock else one.tally.owed),
        (_("按时"), lambda one: one.clock.in_time if one.clock else one.tally.in_time),
        (_("超时"), lambda one: one.clock.late if one.clock else one.tally.late),
        (_("漏做"), lambda one: one.tally.missed),
        (_("跳过"), lambda one: one.tally.skipped),
        (_("证据齐全"), lambda one: one.tally.proven),
        (_("指标结果"), lambda one: one.rate.shown if one.rate else ""),
        (_("用时中位数（分）"), lambda one: _minutes(one.clock.p50) if one.clock else None),
        (_("用时95分位（分）"), lambda one: _minutes(one.clock.p95) if one.clock else None),
        (_("结论"), standing_label),
    )
    return [SheetColumn(heading, value) for heading, value in columns]


def standing_label(one: PromiseLine) -> str:
    return str(STANDINGS[one.standing.value])


def _minutes(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 60, 1)
