"""Last week's key items, repair statistics, leaking homes and defects left behind: pages, papers and sheets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases.contracts import CaseFilter
from anju.foundation.ui import export
from anju.foundation.ui.tables import Table
from anju.foundation.web import page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import case_list, ledgers
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_names import names_of
from anju.modules.frontdesk.reports import ledger_papers, papers
from anju.modules.frontdesk.tables import ledgers as tables
from anju.modules.frontdesk.tables.cases import community_of, standing_of
from anju.modules.frontdesk.views.complaints import asked_month, ratio, standings

READ = case_list.reading()


def _community(request: Any) -> tuple[int | None, str]:
    community_id = community_of(request)
    return community_id, estate.place(community_id).name if community_id else _("全部小区")


@page(READ)
@require_safe
def week(request: Any) -> HttpResponseBase:
    """?week= any day of it, last week without one; ?export=pdf or docx."""
    at = timezone.now()
    today = at.astimezone(ZoneInfo(request.actor.time_zone)).date()
    monday = _monday(request, today)
    community_id, community = _community(request)
    found = ledgers.week(request.actor, community_id, monday, at)
    form = request.GET.get("export", "")
    if form in ("pdf", "docx"):
        paper = ledger_papers.week_paper(found, organisation=request.org.name, community=community, at=at)
        return attachment(papers.as_form(paper, form), f"{paper.title}{monday:%Y-%m-%d}", form)
    context = {
        "found": found,
        "community": community,
        "sunday": monday + timedelta(days=6),
        "previous": monday - timedelta(days=7),
        "following": monday + timedelta(days=7) if monday + timedelta(days=7) <= today else None,
        "why": ledger_papers.WHY,
        "words": words,
    }
    return render(request, "frontdesk/complaints/week.html", context)


@page(READ)
@require_safe
def repairs(request: Any) -> HttpResponseBase:
    """?month=; ?export=xlsx, pdf or docx."""
    at = timezone.now()
    month = asked_month(request, at)
    community_id, community = _community(request)
    found = ledgers.repairs(request.actor, community_id, month, at)
    form = request.GET.get("export", "")
    name = _("%(community)s报修统计%(month)s") % {"community": community, "month": f"{month:%Y-%m}"}
    if form == "xlsx":
        file, _written = export.spool(*ledger_papers.repairs_rows(found), name)
        return export.download(file, name)
    if form in ("pdf", "docx"):
        paper = ledger_papers.repairs_paper(found, organisation=request.org.name, community=community, at=at)
        return attachment(papers.as_form(paper, form), name, form)
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    context = {
        "found": found,
        "community": community,
        "month": month,
        "previous": (month - timedelta(days=1)).replace(day=1),
        "following": after if after <= at.astimezone(ZoneInfo(request.actor.time_zone)).date() else None,
        "ratio": ratio,
    }
    return render(request, "frontdesk/complaints/repairs.html", context)


@page(READ)
@require_safe
def leaks(request: Any) -> HttpResponseBase:
    return _ledger(request, tables.LEAKS, ledgers.leaking(), _("渗水户台账"), "kind")


@page(READ)
@require_safe
def legacy(request: Any) -> HttpResponseBase:
    return _ledger(request, tables.LEGACY, ledgers.left_behind(), _("遗留问题账龄"), "defect")


def _ledger(request: Any, table: Table, what: Q, title: str, sort: str) -> HttpResponseBase:
    """?standing=; ?export=pdf or docx for all of it, xlsx for what the filters leave."""
    at, standing = timezone.now(), standing_of(request)
    community_id, community = _community(request)
    name = f"{community}{title}"
    form = request.GET.get("export", "")
    if form in ("pdf", "docx"):
        found = ledgers.ledger(request.actor, community_id, what, at, sort)
        names = names_of(request.actor, [one.row for one in found.lines])
        paper = ledger_papers.ledger_paper(found, names, title=name, organisation=request.org.name, at=at)
        return attachment(papers.as_form(paper, form), name, form)
    wanted = CaseFilter(
        community_id=community_id, kinds=("repair", "legacy"), standing="" if standing == "all" else standing
    )
    text = request.GET.get("q", "").strip()[:100]
    rows = case_list.listed(request.actor, wanted, text=text, at=at)
    rows = ledgers.lines(rows, what, ZoneInfo(request.actor.time_zone))
    context: dict[str, Any] = {"title": name, "standings": standings(request, standing)}
    if request.headers.get("HX-Request") != "true":
        found = ledgers.ledger(request.actor, community_id, what, at, sort)
        context |= {"found": found, "ages": ledger_papers.age_names(), "chart": _chart(found)}
    return table.respond(request, rows, template="frontdesk/complaints/ledger.html", context=context)


def _chart(found: ledgers.Ledger) -> dict[str, Any]:
    names = ledger_papers.age_names()
    tones = ("green", "blue", "amber", "amber", "red")
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 8},
        "grid": {"left": 8, "right": 24, "top": 30, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _ages in found.by_sort]},
        "series": [
            {"name": name, "type": "bar", "stack": "age", "tone": tones[n], "barMaxWidth": 18, "data": [ages[n] for _sort, ages in found.by_sort]}
            for n, name in enumerate(names)
        ],
    }  # fmt: skip


def _monday(request: Any, today: date) -> date:
    text = request.GET.get("week", "")
    try:
        day = date.fromisoformat(text) if text else today - timedelta(days=7)
    except ValueError as error:
        raise Invalid("frontdesk.day", "week", value=text) from error
    return day - timedelta(days=day.weekday())
