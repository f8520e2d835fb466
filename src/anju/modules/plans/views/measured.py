"""Promises that are measured, not scheduled: time limits by the cases behind them, shares by their indicator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.engines.cases.contracts import Kept
from anju.engines.scores import facade as scores
from anju.foundation.web import page
from anju.kernel.interval import DateInterval
from anju.modules.plans.permissions import FULFILMENT_READ, PROMISE_SETUP
from anju.modules.plans.queries import rates, time_limits, wording
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules.standing import PromiseLine, kept_in_time
from anju.modules.plans.services.rating import promise_measure
from anju.modules.plans.tables.fulfilment import CASES

SHOWN = 12
BY = ("kind", "place", "person")
INDICATORS_SHOWN = 9
BANDS = {"bad": 0, "warn": 1, "good": 2, "plain": 3, "none": 4}


def record(
    request: Any, *, row: Any, view: PromiseView, line: PromiseLine, days: DateInterval
) -> HttpResponseBase:
    """The page of one promise that is measured; `line` is its present month."""
    context = {
        "promise": view,
        "row": row,
        "line": line,
        "domain": wording.name(wording.DOMAINS, view.domain),
        "kind": wording.name(wording.KINDS, view.kind),
        "engine": wording.name(wording.ENGINES, view.engine),
        "may_choose": request.actor.can(PROMISE_SETUP),
    }
    if line.rate is not None:
        return render(request, "plans/fulfilment/share.html", {**context, "fitting": rates.fitting(view)})
    at = timezone.now()
    rows = time_limits.runs(
        actor=request.actor, reach=request.actor.reach(FULFILMENT_READ), promise_id=view.id,
        community_id=view.community_id, days=days, at=at,
    )  # fmt: skip
    months = time_limits.by_month(view.id, days=days, at=at, zone=request.actor.time_zone)
    return CASES.respond(
        request,
        rows,
        template="plans/fulfilment/limit.html",
        context={**context, "chart": _by_month(months), "in_time": kept_in_time(line.clock or Kept())},
    )


@page(PROMISE_SETUP)
@require_POST
def choose(request: Any, promise_id: int) -> HttpResponse:
    promise_measure(
        actor=request.actor, promise_id=promise_id, indicator=request.POST.get("indicator", ""),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("统计指标已更新"))
    return redirect("plans:promise_record", promise_id)


def limits_shown(request: Any, community_id: int, days: DateInterval, at: datetime) -> dict[str, Any]:
    """Response times and indicators for the page of a month."""
    by = request.GET.get("limits") if request.GET.get("limits") in BY else "kind"
    reach = request.actor.reach(FULFILMENT_READ)
    rows = time_limits.limits(by, reach=reach, community_id=community_id, days=days, at=at)
    overall = time_limits.overall(reach=reach, community_id=community_id, days=days, at=at)
    return {
        "limits": rows[:SHOWN],
        "limits_by": by,
        "limits_all": overall,
        "limits_share": kept_in_time(overall),
        "indicators": sorted(
            indicators_of(request.actor, community_id, days.start, at), key=lambda one: BANDS[one["band"]]
        )[:INDICATORS_SHOWN],
    }


def indicators_of(actor: Any, community_id: int, month: date, at: datetime) -> Sequence[dict[str, Any]]:
    """Indicators with something measured in a month; none for who may not read them."""
    if not actor.can(scores.INDICATOR_READ):
        return []
    if not actor.reach(scores.INDICATOR_READ).covers_community(community_id):
        return []
    lines = scores.overview(actor=actor, community_id=community_id, month=month, at=at, back=0)
    return [
        {
            "code": one.indicator.code,
            "name": one.indicator.name,
            "value": scores.shown(one.indicator, one.figure.value),
            "target": scores.shown(one.indicator, one.figure.target),
            "least": one.indicator.better.value == "higher",
            "has_target": one.figure.target is not None,
            "band": one.figure.band.value,
            "numerator": one.figure.observation.numerator,
            "denominator": one.figure.observation.denominator,
            "unit": one.indicator.unit.value,
        }
        for one in lines
        if one.figure.value is not None
    ]


def _by_month(months: Sequence[tuple[str, Kept]]) -> dict[str, Any]:
    def bars(name: str, tone: str, values: list[int]) -> dict[str, Any]:
        return {
            "type": "bar",
            "stack": "cases",
            "name": name,
            "tone": tone,
            "data": values,
            "barMaxWidth": 36,
        }

    return {
        "xAxis": {"type": "category", "data": [month for month, _kept in months]},
        "yAxis": {"type": "value", "minInterval": 1},
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "series": [
            bars(_("按时"), "green", [one.in_time for _month, one in months]),
            bars(_("超时"), "red", [one.late for _month, one in months]),
            bars(_("未到时限"), "blue", [one.open for _month, one in months]),
        ],
    }


__all__ = ["choose", "indicators_of", "limits_shown", "record"]
