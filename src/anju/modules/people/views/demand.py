"""Demand statistics, and the new services that come of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.foundation.ui.export import SheetColumn, download, spool
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.modules.people.forms.care import DecisionForm, IdeaForm, TrialForm
from anju.modules.people.forms.offering import NONE
from anju.modules.people.permissions import IDEA_EDIT, PERSON_READ
from anju.modules.people.queries import demand as queries
from anju.modules.people.queries.need_kinds import NEED_KINDS
from anju.modules.people.reports import service_idea
from anju.modules.people.rules.demand import Demand, growing
from anju.modules.people.services import ideas as services
from anju.modules.people.tables.requests import IDEAS, NEEDS_LISTED
from anju.modules.people.views import offers
from anju.modules.people.views.person_requests import history

SPANS = (30, 90, 365)
TONES = ("blue", "teal", "green", "amber", "violet", "red", "slate")
MOST_PLACES = 12


@page(PERSON_READ)
@require_safe
def demand(request: Any) -> HttpResponseBase:
    """Needs of the last 30, 90 or 365 days: counts, trend, chart, sheet."""
    days = int(request.GET["days"]) if request.GET.get("days") in map(str, SPANS) else 90
    last = timezone.localdate()
    first = last - timedelta(days=days - 1)
    found = queries.demand(request.actor, request.community_id, first, last)
    if request.GET.get("export") == "xlsx":
        return _sheet(found, first, last)
    context = {
        "found": found,
        "first": first,
        "last": last,
        "kinds": [(NEED_KINDS.get(one.key, one.key), one) for one in found.kinds],
        "growing": [(NEED_KINDS.get(one.key, one.key), one) for one in growing(found)],
        "places": found.places[:MOST_PLACES],
        "chart": _chart(found),
        "spans": [
            {"label": _("%(n)s 天") % {"n": one}, "href": f"?days={one}", "active": one == days}
            for one in SPANS
        ],
        "days": days,
        "can_idea": request.actor.can(IDEA_EDIT),
    }
    return render(request, "people/demand.html", context)


def _chart(found: Demand) -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 8, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(found.months)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "type": "bar", "stack": "needs", "name": str(NEED_KINDS.get(kind, kind)), "data": list(row),
                "tone": TONES[place % len(TONES)], "barMaxWidth": 36,
            }
            for place, (kind, row) in enumerate(found.by_month.items())
        ],
    }  # fmt: skip


def _sheet(found: Demand, first: date, last: date) -> HttpResponseBase:
    """One row per kind: counts by month, the span before, change, how many were met."""
    months = [
        SheetColumn(month, lambda row, place=place: row["months"][place])
        for place, month in enumerate(found.months)
    ]
    columns = [
        SheetColumn(_("类型"), lambda row: row["kind"]), *months,
        SheetColumn(_("合计"), lambda row: row["one"].now), SheetColumn(_("上期"), lambda row: row["one"].before),
        SheetColumn(_("变化"), lambda row: row["one"].change, "0%"), SheetColumn(_("已落实"), lambda row: row["one"].done),
    ]  # fmt: skip
    rows = [
        {"kind": str(NEED_KINDS.get(one.key, one.key)), "one": one, "months": found.by_month.get(one.key, (0,) * len(found.months))}
        for one in found.kinds
    ]  # fmt: skip
    title = _("需求统计")
    file, _count = spool(columns, rows, title)
    return download(file, f"{title} {first} {last}")


@page(PERSON_READ)
@require_safe
def needs(request: Any) -> HttpResponse:
    rows = queries.needs(request.actor, request.community_id).select_related("place", "person")
    return NEEDS_LISTED.respond(request, rows, template="people/needs.html")


@page(PERSON_READ)
@require_safe
def ideas(request: Any) -> HttpResponse:
    rows = queries.ideas(request.actor, request.community_id)
    return IDEAS.respond(
        request, rows, template="people/ideas.html", context={"can": request.actor.can(IDEA_EDIT)}
    )


@page(PERSON_READ)
@require_safe
def idea(request: Any, idea_id: int) -> HttpResponse:
    row = queries.idea_of(request.actor, idea_id)
    context = {
        "row": row,
        "history": history("people.serviceidea", idea_id),
        "can": request.actor.reach(IDEA_EDIT).covers_community(row.community_id)
        and row.state in ("idea", "trial"),
        "over": bool(row.state == "trial" and row.trial_until and row.trial_until < timezone.localdate()),
    }
    return render(request, "people/idea.html", context)


@page(PERSON_READ)
@require_safe
def idea_print(request: Any, idea_id: int) -> HttpResponseBase:
    row = queries.idea_of(request.actor, idea_id)
    data = service_idea.as_pdf(request.actor, row, timezone.localdate())
    return attachment(data, f"{row.number} {row.title}", "pdf")


def _idea_form(request: Any) -> Any:
    offered = {
        "community": offers.community_offer(request, IDEA_EDIT),
        "staff": [*NONE, *offers.people(request)[1:]],
    }
    return partial(IdeaForm, offers=offered)


def _draft(data: dict[str, Any]) -> services.IdeaDraft:
    return services.IdeaDraft(community_id=data.pop("community"), staff_id=data.pop("staff"), **data)


@page(IDEA_EDIT)
@form_methods
def idea_new(request: Any) -> HttpResponse:
    def note(data: dict[str, Any]) -> str:
        made = services.idea_note(actor=request.actor, draft=_draft(data), at=timezone.now())
        messages.success(request, _("已记下设想"))
        return reverse("people:idea", args=[made])

    today = timezone.localdate()
    initial = {
        "community": request.community_id, "kind": request.GET.get("kind", "service"),
        "basis_from": today - timedelta(days=89), "basis_until": today,
    }  # fmt: skip
    context = {
        "title": _("提出设想"), "crumb": [(_("服务创新"), reverse("people:ideas"))], "back": reverse("people:ideas"),
        "text": _("保存时会数出这段时间里同类需求有多少条，作为依据。"),
    }  # fmt: skip
    return form_page(request, _idea_form(request), "people/form.html", note, context=context, initial=initial)


@page(IDEA_EDIT)
@form_methods
def idea_edit(request: Any, idea_id: int) -> HttpResponse:
    row = queries.idea_of(request.actor, idea_id)

    def change(data: dict[str, Any]) -> str:
        services.idea_change(actor=request.actor, idea_id=idea_id, draft=_draft(data), at=timezone.now())
        messages.success(request, _("已保存"))
        return reverse("people:idea", args=[idea_id])

    initial = {
        "title": row.title, "community": row.community_id, "kind": row.kind, "text": row.text, "staff": row.staff_id,
        "basis_from": row.basis_from, "basis_until": row.basis_until,
    }  # fmt: skip
    return form_page(
        request,
        _idea_form(request),
        "people/form.html",
        change,
        context=_frame(_("修改设想"), row),
        initial=initial,
        guarded=True,
    )


@page(IDEA_EDIT)
@form_methods
def idea_trial(request: Any, idea_id: int) -> HttpResponse:
    row = queries.idea_of(request.actor, idea_id)

    def begin(data: dict[str, Any]) -> str:
        services.trial_begin(
            actor=request.actor, idea_id=idea_id, draft=services.TrialDraft(**data), at=timezone.now()
        )
        messages.success(request, _("已开始试行"))
        return reverse("people:idea", args=[idea_id])

    today = timezone.localdate()
    initial = {
        "trial_from": row.trial_from or today, "trial_until": row.trial_until or today + timedelta(days=30),
        "trial_scope": row.trial_scope, "measure": row.measure,
    }  # fmt: skip
    return form_page(
        request, TrialForm, "people/form.html", begin, context=_frame(_("试行"), row), initial=initial
    )


@page(IDEA_EDIT)
@form_methods
def idea_decide(request: Any, idea_id: int) -> HttpResponse:
    row = queries.idea_of(request.actor, idea_id)

    def decide(data: dict[str, Any]) -> str:
        services.idea_decide(
            actor=request.actor,
            idea_id=idea_id,
            adopt=data["adopt"] == "yes",
            result=data["result"],
            at=timezone.now(),
        )
        messages.success(request, _("已记录结果"))
        return reverse("people:idea", args=[idea_id])

    initial = {"adopt": "yes" if row.state == "trial" else "no"}
    return form_page(
        request, DecisionForm, "people/form.html", decide, context=_frame(_("记录结果"), row), initial=initial
    )


def _frame(title: str, row: Any) -> dict[str, Any]:
    here = reverse("people:idea", args=[row.pk])
    return {
        "title": title,
        "crumb": [(_("服务创新"), reverse("people:ideas")), (row.number, here)],
        "back": here,
        "sub": row.title,
    }
