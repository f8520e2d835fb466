"""The visitors' book: who is inside, who is expected, in and out."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.forms import visitors as forms
from anju.modules.frontdesk.permissions import (
    VISITOR_ANNOUNCE,
    VISITOR_READ,
    VISITOR_REVEAL,
    VISITOR_SIGN,
)
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries import visitors as queries
from anju.modules.frontdesk.queries.phones import masked
from anju.modules.frontdesk.services import visitors as services
from anju.modules.frontdesk.tables.visitors import VISITS
from anju.modules.frontdesk.views import registering as kit

SPAN = 30


def _crumb() -> str:
    return _("访客")


def _here(visit_id: int) -> str:
    return reverse("frontdesk:visit", args=[visit_id])


@page(VISITOR_READ)
@require_safe
def visits(request: Any) -> HttpResponseBase:
    at, _today = kit.here(request.actor)
    rows = queries.visits(request.actor, at, request.community_id)
    context = {
        "tabs": kit.tabs(request, "visitors"),
        "inside": rows.filter(state="inside").count(),
        "late": rows.filter(late=True).count(),
        "expected": queries.expected(request.actor, at, request.community_id),
        "may_sign": request.actor.can(VISITOR_SIGN),
        "may_announce": request.actor.can(VISITOR_ANNOUNCE),
    }
    return VISITS.respond(request, rows, template="frontdesk/registers/visitors.html", context=context)


@page(VISITOR_SIGN)
@form_methods
def visit_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, VISITOR_SIGN)

    def sign_in(data: dict[str, Any]) -> str:
        draft = services.VisitDraft(
            community_id=community.id, place_id=places.home_of(community.id, data.pop("home")),
            department_id=data.pop("department"), gate_id=data.pop("gate"), **data,
        )  # fmt: skip
        services.visit_sign_in(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("{name} 已登记进入").format(name=draft.name))
        return reverse("frontdesk:visits")

    offers = {"gate": kit.gate_offer(community.id), "department": kit.department_offer(community.id)}
    context = kit.frame(
        request, _("登记访客"), reverse("frontdesk:visits"), _crumb(), community=community,
        permission=VISITOR_SIGN, submit=_("登记进入"),
    )  # fmt: skip
    initial = {"gate": _own_gate(request), "purpose": "guest"}
    return form_page(
        request, partial(forms.VisitForm, offers=offers), kit.FORM, sign_in, context=context, initial=initial
    )


@page(VISITOR_ANNOUNCE)
@form_methods
def visit_announce(request: Any) -> HttpResponse:
    community = kit.community_here(request, VISITOR_ANNOUNCE)
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)

    def announce(data: dict[str, Any]) -> str:
        place_id = places.home_of(community.id, data.pop("home"))
        if place_id is None:
            raise NotFound("frontdesk.register.place", "home")
        draft = services.AnnounceDraft(place_id=place_id, **data)
        made = services.visitor_announce(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("访客码 {code}").format(code=made.code))
        return _here(made.visit_id)

    context = kit.frame(
        request, _("预约访客"), reverse("frontdesk:visits"), _crumb(), community=community, permission=VISITOR_ANNOUNCE,
        submit=_("生成访客码"),
    )  # fmt: skip
    initial = {"valid_from": now, "valid_until": now + timedelta(hours=6), "purpose": "guest"}
    return form_page(request, forms.AnnounceForm, kit.FORM, announce, context=context, initial=initial)


@page(VISITOR_READ)
@require_safe
def visit_code_asked(request: Any) -> HttpResponse:
    """The box on the list: a code that was told leads to its page."""
    code = "".join(one for one in request.GET.get("code", "") if one.isdigit())
    if not code:
        messages.error(request, _("请输入六位访客码"))
        return redirect("frontdesk:visits")
    return redirect("frontdesk:visit_code", code=code)


@page(VISITOR_READ)
@require_safe
def visit_code(request: Any, code: str) -> HttpResponse:
    """Behind the QR code: the visit it belongs to."""
    try:
        found = queries.by_code(request.actor, code, timezone.now(), request.community_id)
    except NotFound:
        messages.error(request, _("没有这个访客码，或不属于您值守的小区。"))
        return redirect("frontdesk:visits")
    return HttpResponseRedirect(_here(found.pk))


@page(VISITOR_READ)
@require_safe
def visit(request: Any, visit_id: int) -> HttpResponse:
    at = timezone.now()
    found = queries.visit(request.actor, visit_id, at)
    return render(request, "frontdesk/registers/visit.html", _page(request, found, at))


@page(VISITOR_SIGN)
@require_POST
def visit_in(request: Any, visit_id: int) -> HttpResponse:
    form = forms.ArriveForm(request.POST, offers=_gates(request, visit_id))
    data = form.cleaned_data if form.is_valid() else {}
    services.visit_arrive(
        actor=request.actor, visit_id=visit_id, at=timezone.now(), gate_id=data.get("gate") or None,
        card=data.get("card", ""),
    )  # fmt: skip
    if data.get("gate"):
        request.session["gate"] = data["gate"]
    messages.success(request, _("已放行"))
    return redirect("frontdesk:visits")


@page(VISITOR_SIGN)
@require_POST
def visit_out(request: Any, visit_id: int) -> HttpResponse:
    form = forms.LeaveForm(request.POST, offers=_gates(request, visit_id))
    data = form.cleaned_data if form.is_valid() else {"card_returned": True}
    services.visit_sign_out(
        actor=request.actor, visit_id=visit_id, at=timezone.now(), gate_id=data.get("gate"),
        card_returned=data["card_returned"],
    )  # fmt: skip
    messages.success(request, _("已登记离开"))
    return redirect("frontdesk:visits")


@page(VISITOR_ANNOUNCE)
@form_methods
def visit_cancel(request: Any, visit_id: int) -> HttpResponse:
    found = queries.visit(request.actor, visit_id, timezone.now())
    if request.method != "POST":
        context = {
            "title": _("取消 {name} 的预约？").format(name=found.name), "text": _("访客码立刻失效，可以重新预约。"),
            "confirm": _("取消预约"), "back": _here(visit_id),
        }  # fmt: skip
        return render(request, "frontdesk/registers/sure.html", context)
    services.visit_cancel(actor=request.actor, visit_id=visit_id, at=timezone.now())
    messages.success(request, _("已取消"))
    return redirect("frontdesk:visits")


@page(VISITOR_REVEAL)
@require_POST
def visit_phone(request: Any, visit_id: int) -> HttpResponse:
    """The whole number, in place of the masked one."""
    at = timezone.now()
    phone = services.visit_phone(actor=request.actor, visit_id=visit_id, at=at)
    if request.headers.get("HX-Request") == "true":
        return render(request, "frontdesk/registers/_phone.html", {"phone": phone})
    found = queries.visit(request.actor, visit_id, at)
    return render(request, "frontdesk/registers/visit.html", {**_page(request, found, at), "revealed": phone})


@page(VISITOR_READ)
@require_safe
def visit_statistics(request: Any) -> HttpResponse:
    _at, today = kit.here(request.actor)
    first = today - timedelta(days=SPAN - 1)
    found = queries.statistics(request.actor, first, today, request.community_id)
    named = kit.names_of([key for key, _n in found.gates])
    context = {
        "tabs": kit.tabs(request, "visitors"),
        "found": found,
        "days": SPAN,
        "daily": _bars([f"{day:%m-%d}" for day, _n in found.days], [n for _day, n in found.days]),
        "hourly": _bars([f"{hour:02d}" for hour in range(24)], found.hours),
        "gates": [{"name": named.get(key or 0, _("没有写门")), "value": n} for key, n in found.gates],
        "purposes": [{"name": name, "value": n} for name, n in found.purposes],
    }
    return render(request, "frontdesk/registers/visit_statistics.html", context)


def _bars(names: list[str], values: list[int]) -> dict[str, Any]:
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "data": values, "tone": "blue"}],
    }


def _page(request: Any, found: Any, at: Any) -> dict[str, Any]:
    gates = kit.gate_offer(found.community_id)
    named = kit.names_of([found.place_id, found.gate_id, found.out_gate_id])
    departments = dict(kit.department_offer(found.community_id)) if found.department_id else {}
    can_announce = request.actor.can(VISITOR_ANNOUNCE)
    return {
        "visit": found,
        "at": at,
        "names": named,
        "department": departments.get(found.department_id, ""),
        "phone": masked(found.phone),
        "gates": gates,
        "gate": _own_gate(request),
        "open": found.state == "announced" and found.valid_from <= at < found.valid_until,
        "community_name": estate.place(found.community_id).name,
        "can": {
            "sign": request.actor.can(VISITOR_SIGN),
            "reveal": request.actor.can(VISITOR_REVEAL) and bool(found.phone),
            "cancel": can_announce and found.state == "announced",
        },
        "qr": services.visit_qr(found.code, str(request.build_absolute_uri("/")))
        if found.state == "announced" and can_announce
        else "",
    }


def _gates(request: Any, visit_id: int) -> dict[str, Any]:
    found = queries.visit(request.actor, visit_id, timezone.now())
    return {"gate": kit.gate_offer(found.community_id)}


def _own_gate(request: Any) -> int | None:
    """The gate at which this browser let somebody in last."""
    return request.session.get("gate")
