"""Complaints: what is serious now on top, the register, a month of them analysed, and what was learnt."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from anju.engines.cases.contracts import CaseFilter
from anju.foundation.permissions import get
from anju.foundation.ui import export
from anju.foundation.ui.filters import percent
from anju.foundation.ui.forms import DateInput, SearchSelect, form_page
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import case_list
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import complaints as reads
from anju.modules.frontdesk.queries.case_names import names_of
from anju.modules.frontdesk.reports import ledger_papers, papers
from anju.modules.frontdesk.rules import analysis as rules
from anju.modules.frontdesk.services import lessons
from anju.modules.frontdesk.tables.cases import STANDINGS, community_of, standing_of
from anju.modules.frontdesk.tables.complaints import REGISTER, REGISTER_ALL

READ, DECIDE = case_list.reading(), get("cases.case:decide")


@page(READ)
@require_safe
def complaints(request: Any) -> HttpResponseBase:
    """Grave ones and today's on top, then the register. Who a complaint is about finds nothing of it here."""
    at, standing, community_id = timezone.now(), standing_of(request), community_of(request)
    wanted = CaseFilter(
        community_id=community_id, kinds=(reads.KIND,), standing="" if standing == "all" else standing
    )
    rows = case_list.listed(request.actor, wanted, text=request.GET.get("q", "").strip()[:100], at=at)
    table = REGISTER if standing == "open" else REGISTER_ALL
    context: dict[str, Any] = {"standings": standings(request, standing)}
    if request.headers.get("HX-Request") != "true":
        top = reads.on_top(request.actor, community_id, at)
        context |= {
            "top": top,
            "names": names_of(request.actor, top),
            "gate": reads.gate_counter(request.actor, community_id, at) if community_id else None,
            "severity": words.severity,
            "state_mark": words.state_mark,
            "lessons": reads.lessons(request.actor, community_id, 6),
            "may_learn": request.actor.can(DECIDE),
        }
    return table.respond(request, rows, template="frontdesk/complaints/list.html", context=context)


@page(READ)
@require_safe
def analysis(request: Any) -> HttpResponseBase:
    """?month=2026-11, this month without one; ?export=xlsx, pdf or docx."""
    at, community_id = timezone.now(), community_of(request)
    month = asked_month(request, at)
    found = reads.analysis(request.actor, community_id, month, at)
    community = estate.place(community_id).name if community_id else _("全部小区")
    form = request.GET.get("export", "")
    name = _("%(community)s投诉分析%(month)s") % {"community": community, "month": f"{month:%Y-%m}"}
    if form == "xlsx":
        file, _written = export.spool(*ledger_papers.analysis_rows(found), name)
        return export.download(file, name)
    if form in ("pdf", "docx"):
        paper = ledger_papers.analysis_paper(found, organisation=request.org.name, community=community, at=at)
        return attachment(papers.as_form(paper, form), name, form)
    context = {
        "found": found,
        "month": month,
        "community": community,
        "previous": (month - timedelta(days=1)).replace(day=1),
        "following": _following(request, month, at),
        "charts": _charts(found),
        "lessons": reads.lessons(request.actor, community_id),
        "answered": ratio(found.answered.in_time, found.answered.decided),
        "satisfied": ratio(found.satisfied, found.reached),
        "may_learn": request.actor.can(DECIDE),
        "today": timezone.localdate(),
    }
    return render(request, "frontdesk/complaints/analysis.html", context)


class LessonForm(forms.Form):
    sort = forms.ChoiceField(
        label=lazy("类型"),
        choices=[("measure", lazy("预防措施")), ("example", lazy("好的处理案例"))],
        widget=forms.RadioSelect,
        initial="measure",
    )
    text = forms.CharField(
        label=lazy("内容"), max_length=lessons.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    staff_id = forms.TypedChoiceField(
        label=lazy("负责人"), coerce=int, required=False, empty_value=None, widget=SearchSelect
    )
    due_on = forms.DateField(label=lazy("完成期限"), required=False, widget=DateInput)

    def __init__(self, *args: Any, staff: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff_id"].choices = [("", _("不指定")), *staff]  # type: ignore[attr-defined]


@page(DECIDE)
def lesson_new(request: Any) -> HttpResponse:
    """A measure or an example; ?case= says which complaint it comes from."""
    community_id = community_of(request)
    if community_id is None:
        messages.warning(request, _("请先在顶部选择一个小区。"))
        return redirect(reverse("frontdesk:complaints"))
    case = request.GET.get("case", "")

    def add(data: dict[str, Any]) -> str:
        draft = lessons.LessonDraft(
            community_id=community_id, case_id=int(case) if case.isdigit() else None, **data
        )
        lessons.lesson_add(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已登记。"))
        return reverse("frontdesk:complaint_analysis") + "#lessons"

    form = partial(LessonForm, staff=case_list.staff_choices(community_id))
    return form_page(request, form, "frontdesk/complaints/lesson.html", add)


@page(DECIDE)
@require_POST
def lesson_act(request: Any, lesson_id: int, act: str) -> HttpResponse:
    """act: done or remove."""
    at = timezone.now()
    if act == "done":
        lessons.lesson_done(actor=request.actor, lesson_id=lesson_id, on=timezone.localdate(), at=at)
        messages.success(request, _("已标为完成。"))
    else:
        lessons.lesson_remove(actor=request.actor, lesson_id=lesson_id, at=at)
        messages.success(request, _("已删除，操作日志中可查。"))
    return redirect(reverse("frontdesk:complaint_analysis") + "#lessons")


def ratio(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "—"


def asked_month(request: Any, at: datetime) -> date:
    """First day of ?month=2026-11, this month without one. Raises Invalid on anything else."""
    text = request.GET.get("month", "")
    if not text:
        return at.astimezone(ZoneInfo(request.actor.time_zone)).date().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Invalid("frontdesk.month", "month", value=text) from error


def _following(request: Any, month: date, at: datetime) -> date | None:
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after if after <= at.astimezone(ZoneInfo(request.actor.time_zone)).date() else None


def standings(request: Any, standing: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": "?" if code == "open" else f"?standing={code}", "active": code == standing}
        for code, label in STANDINGS
    ]


def _charts(found: reads.Analysis) -> dict[str, Any]:
    months = [f"{month:%m}" + _("月") for month, _count in found.trend]
    return {
        "trend": {
            "tooltip": {"trigger": "axis"},
            "grid": {"left": 36, "right": 12, "top": 20, "bottom": 24},
            "xAxis": {"type": "category", "data": months},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"name": _("投诉"), "type": "line", "tone": "red", "data": [count for _month, count in found.trend], "areaStyle": {"opacity": 0.12}}],
        },
        "classes": _bars(found.classes),
        "causes": _bars(found.causes),
        "places": _bars(found.places),
    }  # fmt: skip


def _bars(lines: tuple[tuple[str, rules.Share], ...]) -> dict[str, Any]:
    """Horizontal bars, the most on top, with the month before beside them."""
    shown = lines[:10][::-1]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 8},
        "grid": {"left": 8, "right": 24, "top": 28, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _one in shown]},
        "series": [
            {"name": _("本月"), "type": "bar", "tone": "blue", "barMaxWidth": 14, "data": [one.count for _name, one in shown]},
            {"name": _("上月"), "type": "bar", "tone": "slate", "barMaxWidth": 14, "data": [one.before for _name, one in shown]},
        ],
    }  # fmt: skip
