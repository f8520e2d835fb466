"""Pages of the indicators."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.scores import forms
from anju.engines.scores.contracts import Figure, Indicator, Observation, Part, Unit
from anju.engines.scores.permissions import INDICATOR_FREEZE, INDICATOR_READ, TARGET_SET
from anju.engines.scores.queries import catalogue, figures
from anju.engines.scores.queries.wording import BANDS, shown
from anju.engines.scores.rules import measuring
from anju.engines.scores.services import freezing, targets
from anju.foundation.ui import export
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import Invalid

TREND = 12


@page(INDICATOR_READ)
@require_safe
def indicator_list(request: Any) -> HttpResponseBase:
    """Every indicator of a month, for the community chosen or all in reach together."""
    month, community_id = _month(request), _community(request)
    lines = figures.overview(actor=request.actor, community_id=community_id, month=month, at=timezone.now())
    if request.GET.get("export") == "xlsx":
        return _sheet(lines, month)
    names = figures.reached(request.actor, community_id)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in lines:
        groups.setdefault(str(one.indicator.group), []).append(_cell(one))
    counted = [one.figure.band.value for one in lines]
    context = {
        **_frame(request, month, community_id),
        "groups": groups,
        "bands": BANDS,
        "counts": {band: counted.count(band) for band in BANDS},
        "names": names,
        "frozen": figures.frozen_count([one.id for one in names], month),
        "owed": len(names) * len(lines),
        "may_freeze": request.actor.can(INDICATOR_FREEZE) and community_id is not None,
        "is_over": measuring.next_month(month) <= _today(request),
    }
    return render(request, "scores/indicators.html", context)


@page(INDICATOR_READ)
@require_safe
def indicator(request: Any, code: str) -> HttpResponse:
    """One indicator: its year, its communities, what it was counted from."""
    month, community_id, at = _month(request), _community(request), timezone.now()
    one = catalogue.indicator(code)
    names = figures.reached(request.actor, community_id)
    history = figures.trend(actor=request.actor, code=code, community_id=community_id, last=month, at=at, months=TREND)  # fmt: skip
    by_community = figures.figures(one, [name.id for name in names], month, at, evidence=False)
    figure = history[-1]
    context = {
        **_frame(request, month, community_id),
        "indicator": one,
        "figure": figure,
        "value": shown(one, figure.value),
        "target": shown(one, figure.target),
        "bands": BANDS,
        "chart": _chart(one, history),
        "rows": [
            {"name": name.name, "id": name.id, "figure": found, "value": shown(one, found.value)}
            for name, found in zip(names, by_community, strict=True)
        ],
        "parts": [(part, shown(one, _of_part(one, part))) for part in figure.observation.parts],
        "evidence": catalogue.veiled(request.actor, figure.observation).evidence,
        "evidence_total": figure.observation.total_evidence,
        "changes": [
            (earlier, later) for earlier, later in itertools.pairwise(history) if earlier.version != later.version
        ],
        "may_set": request.actor.can(TARGET_SET),
        "may_freeze": request.actor.can(INDICATOR_FREEZE),
    }  # fmt: skip
    return render(request, "scores/indicator.html", context)


@page(INDICATOR_READ)
@form_methods
def result(request: Any, result_id: int) -> HttpResponse:
    """A frozen month beside what it gives now; the form puts the new one in its place, with a reason."""
    found = figures.result(request.actor, result_id)
    one = catalogue.indicator(found.indicator)
    differs = figures.difference(actor=request.actor, result_id=result_id, at=timezone.now())

    def put(data: dict[str, Any]) -> str:
        made = freezing.result_replace(
            actor=request.actor, result_id=result_id, at=timezone.now(), reason=data["reason"]
        )
        messages.success(request, _("已按重算结果替换，原结果仍可查看"))
        return reverse("scores:result", args=[made])

    earlier = figures.replaced(
        actor=request.actor, code=one.code, community_id=found.community_id, month=found.month
    )
    context = {
        "result": found,
        "indicator": one,
        "community": {each.id: each.name for each in catalogue.communities()}.get(found.community_id, ""),
        "difference": differs,
        "before": shown(one, differs.before.value),
        "after": shown(one, differs.after.value),
        "earlier": [(row, shown(one, figures.of_result(one, row).value)) for row in earlier],
        "may_freeze": request.actor.can(INDICATOR_FREEZE) and found.replaced_at is None,
    }
    return form_page(request, forms.ReplaceForm, "scores/result.html", put, context=context)


@page(INDICATOR_FREEZE)
@require_POST
def freeze(request: Any) -> HttpResponse:
    month = _month(request, request.POST.get("month", ""))
    community_id = int(request.POST["community"]) if request.POST.get("community", "").isdigit() else 0
    made = freezing.month_freeze(
        actor=request.actor, community_id=community_id, month=month, at=timezone.now()
    )
    messages.success(request, _("已封存 %(count)s 项指标") % {"count": made})
    return redirect(f"{reverse('scores:indicators')}?month={month:%Y-%m}&community={community_id}")


@page(TARGET_SET)
@form_methods
def target(request: Any, code: str) -> HttpResponse:
    one = catalogue.indicator(code)
    community_id = _community(request)
    names = figures.reached(request.actor)
    scopes: list[tuple[str, Any]] = [("", _("全部小区"))] + [(str(each.id), each.name) for each in names]

    def put(data: dict[str, Any]) -> str:
        chosen = int(data["everywhere"]) if data["everywhere"] else None
        targets.target_set(
            actor=request.actor, code=code, community_id=chosen, target=data["target"], warn=data["warn"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("目标值已保存，已封存的月份不变"))
        return reverse("scores:indicator", args=[code])

    form = partial(forms.TargetForm, scopes=scopes)
    goal, warn = figures.bands(one, community_id)
    initial = {
        "target": _plain(goal), "warn": _plain(warn), "everywhere": str(community_id or ""),
    }  # fmt: skip
    return form_page(request, form, "scores/target.html", put, context={"indicator": one}, initial=initial)


def _month(request: Any, text: str | None = None) -> date:
    """First day of ?month=2026-10, this month without one; never one that has not begun. Raises Invalid."""
    said = request.GET.get("month", "") if text is None else text
    first = _today(request).replace(day=1)
    if not said:
        return first
    try:
        return min(date.fromisoformat(f"{said}-01"), first)
    except ValueError as error:
        raise Invalid("scores.month", "month", value=said) from error


def _community(request: Any) -> int | None:
    text = request.GET.get("community", "")
    if text.isdigit():
        return int(text)
    if text == "all":
        return None
    return int(request.community_id) if request.community_id else None


def _today(request: Any) -> date:
    return timezone.localtime(timezone.now(), ZoneInfo(request.actor.time_zone)).date()


def _frame(request: Any, month: date, community_id: int | None) -> dict[str, Any]:
    following = measuring.next_month(month)
    return {
        "month": month,
        "previous": measuring.months_until(month, 2)[0],
        "following": following if following <= _today(request) else None,
        "community_id": community_id,
        "communities": figures.reached(request.actor),
    }


def _cell(line: figures.Line) -> dict[str, Any]:
    values = [*(float(value) if value is not None else None for _day, value in line.frozen)]
    current = line.figure.value
    values.append(float(current) if current is not None else None)
    return {
        "indicator": line.indicator,
        "figure": line.figure,
        "value": shown(line.indicator, current),
        "target": shown(line.indicator, line.figure.target),
        "spark": _spark(values) if sum(one is not None for one in values) > 1 else "",
    }


def _spark(values: list[float | None]) -> str:
    """Points of a polyline in a box of 100 × 28."""
    known = [one for one in values if one is not None]
    low, high = min(known), max(known)
    step, range_ = 96 / max(len(values) - 1, 1), (high - low) or 1.0
    return " ".join(
        f"{2 + at * step:.1f},{25 - (one - low) / range_ * 22:.1f}" for at, one in enumerate(values) if one is not None
    )  # fmt: skip


def _chart(one: Indicator, history: list[Figure]) -> dict[str, Any]:
    digits = 0 if one.unit is Unit.NUMBER else 2
    values = [None if each.value is None else round(float(each.value), digits) for each in history]
    series: list[dict[str, Any]] = [
        {"type": "line", "name": str(one.name), "tone": "blue", "data": values, "connectNulls": False,
         "symbolSize": 8, "label": {"show": len(history) <= TREND, "position": "top", "fontSize": 11}},
    ]  # fmt: skip
    goals = [None if each.target is None else float(each.target) for each in history]
    if any(goal is not None for goal in goals):
        series.append(
            {"type": "line", "name": _("目标"), "tone": "green", "data": goals, "symbol": "none",
             "lineStyle": {"type": "dashed"}}
        )  # fmt: skip
    return {
        "xAxis": {"type": "category", "data": [f"{each.month:%Y-%m}" for each in history]},
        "yAxis": {"type": "value", "scale": one.unit is Unit.PERCENT},
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "series": series,
    }


def _of_part(one: Indicator, part: Part) -> Fraction | None:
    return measuring.value_of(one.unit, Observation(part.numerator, part.denominator))


def _plain(number: Fraction | None) -> Decimal | None:
    made = freezing.decimal_of(number)
    return None if made is None else made.normalize()


def _sheet(lines: list[figures.Line], month: date) -> HttpResponseBase:
    columns = [
        export.SheetColumn(_("类别"), lambda one: str(one.indicator.group)),
        export.SheetColumn(_("指标"), lambda one: str(one.indicator.name)),
        export.SheetColumn(_("结果"), lambda one: shown(one.indicator, one.figure.value)),
        export.SheetColumn(_("分子"), lambda one: one.figure.observation.numerator),
        export.SheetColumn(_("分母"), lambda one: one.figure.observation.denominator),
        export.SheetColumn(_("目标"), lambda one: shown(one.indicator, one.figure.target)),
        export.SheetColumn(_("结论"), lambda one: str(BANDS[one.figure.band.value][0])),
        export.SheetColumn(_("口径版本"), lambda one: one.figure.version),
        export.SheetColumn(_("封存时间"), lambda one: one.figure.frozen_at),
    ]
    name = _("服务指标%(month)s") % {"month": f"{month:%Y-%m}"}
    file, _count = export.spool(columns, lines, name)
    return export.download(file, name)
