"""The return visits desk: the list, one call with its script, how draws were held, the month against the rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.engines.cases import facade as cases
from anju.engines.scores import facade as scores
from anju.foundation import registry
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods, page
from anju.foundation.web.downloads import attachment
from anju.kernel.errors import NotFound
from anju.modules.community import reports
from anju.modules.community.forms.campaigns import ReturnForm
from anju.modules.community.permissions import RETURN_MAKE, RETURN_READ, SAMPLE_DRAW
from anju.modules.community.queries import returns as queries
from anju.modules.community.queries.settings import SUPERVISOR_PERCENT
from anju.modules.community.services import returns as services
from anju.modules.community.tables.campaigns import RETURNS
from anju.modules.community.views import chosen_community, chosen_month, frame, local_today
from anju.modules.estate import facade as estate


@page(RETURN_READ)
@require_safe
def return_list(request: Any) -> HttpResponseBase:
    community_id = chosen_community(request, RETURN_READ)
    rows = queries.due(request.actor, request.community_id)
    at = timezone.now()
    first = local_today(request).replace(day=1)
    context = {
        "waiting": rows.count(),
        "overdue": rows.filter(due_at__lt=at).count(),
        "serious": rows.filter(case__severity__gte=3).count(),
        "rates": _rates(community_id, first) if community_id else [],
        "community": estate.place(community_id) if community_id else None,
    }
    return RETURNS.respond(request, rows, template="community/returns.html", context=context)


@page(RETURN_READ)
@form_methods
def return_visit(request: Any, return_id: int) -> HttpResponse:
    """One call: what it is about, what to say, what was answered."""
    row = queries.visit(request.actor, return_id)

    def record(data: dict[str, Any]) -> str:
        services.visit_record(
            actor=request.actor, return_id=return_id, outcome=data["outcome"], words=data["words"],
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("回访结果已登记"))
        return reverse("community:returns")

    context = {
        "visit": row,
        "case": row.case,
        "kind": queries.kind_names().get(row.case.kind, row.case.kind),
        "view": cases.case_view(actor=request.actor, case_id=row.case_id, at=timezone.now()),
        "case_url": reverse("frontdesk:case", args=[row.case_id]),
        "may_make": request.actor.can(RETURN_MAKE),
        "organisation": request.org.name,
    }
    return form_page(request, ReturnForm, "community/return.html", record, context=context)


@page(RETURN_READ)
@require_safe
def draw_list(request: Any) -> HttpResponse:
    return render(request, "community/draws.html", {"draws": queries.draws(request.actor)[:60]})


@page(RETURN_READ)
@require_POST
def draw_prove(request: Any, draw_id: int) -> HttpResponse:
    """Compute a draw again from its revealed secret."""
    if cases.draw_proven(draw_id):
        messages.success(request, _("重算一致：摘要、名单和抽中的事项都与公布的密钥相符"))
    else:
        messages.error(request, _("重算不一致，请联系系统管理员核查"))
    return redirect("community:draws")


@page(RETURN_READ)
@require_safe
def month(request: Any) -> HttpResponse:
    first = chosen_month(request)
    community_id = chosen_community(request, RETURN_READ)
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    sample = queries.sample(request.actor, community_id, first)
    known = queries.cases_by_number(request.actor, community_id, first) if sample else {}
    percent = int(registry.value(SUPERVISOR_PERCENT, community_id))
    end = scores.month_span(first).end
    context = {
        "community": estate.place(community_id),
        "month": first,
        "previous": (first - timedelta(days=1)).replace(day=1),
        "following": end.date() + timedelta(days=1) if end and end <= timezone.now() else None,
        "lines": queries.month(request.actor, community_id, first),
        "rates": _rates(community_id, first),
        "sample": sample,
        "sample_cases": [(one, known.get(one)) for one in sample.numbers] if sample else [],
        "proven": queries.sample_proven(sample, _percent_of(sample)) if sample else False,
        "percent": percent,
        "may_draw": request.actor.can(SAMPLE_DRAW) and sample is None and end and end <= timezone.now(),
    }
    return render(request, "community/returns_month.html", context)


@page(SAMPLE_DRAW)
@require_POST
def sample_draw(request: Any) -> HttpResponse:
    first = chosen_month(request)
    community_id = chosen_community(request, SAMPLE_DRAW)
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    added = services.sample_draw(
        actor=request.actor, community_id=community_id, month=first, at=timezone.now()
    )
    messages.success(request, _("已抽样，%(count)s 件加入待回访") % {"count": added})
    return redirect(f"{reverse('community:returns_month')}?community={community_id}&month={first:%Y-%m}")


@page(RETURN_READ)
@require_safe
def month_report(request: Any) -> HttpResponseBase:
    first = chosen_month(request)
    community_id = chosen_community(request, RETURN_READ)
    if community_id is None:
        raise NotFound("estate.place.missing", noun="community")
    lines = queries.month(request.actor, community_id, first)
    sample = queries.sample(request.actor, community_id, first)
    rates = [
        (one["name"], one["value"], one["counted"], one["target"], str(one["band"][0]))
        for one in _rates(community_id, first)
    ]
    data = reports.returns_month(
        frame(request, community_id), f"{first:%Y-%m}", rates, lines, sample.numbers if sample else []
    )
    return attachment(data, _("回访月报%(month)s") % {"month": f"{first:%Y-%m}"}, "pdf")


def _rates(community_id: int, first: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name": str(one.name),
            "value": scores.shown(one, figure.value),
            "counted": f"{figure.observation.numerator} / {figure.observation.denominator}",
            "target": f"≥ {scores.shown(one, figure.target)}" if figure.target is not None else "—",
            "band": scores.BANDS[figure.band.value],
        }
        for one, figure in queries.rates(community_id, first, timezone.now())
    ]


def _percent_of(row: Any) -> int:
    """The share a sample was drawn with, so that a later change of the setting disproves nothing."""
    size, chosen = len(row.population), len(row.numbers)
    return next(n for n in range(1, 101) if -(-size * n // 100) == chosen) if size else 100
