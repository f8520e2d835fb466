"""Site plans with pins, and patrol routes over them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import NotFound
from anju.modules.estate import forms
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries import browsing, places, records
from anju.modules.estate.services import plans as services
from anju.modules.estate.views.signs import photo_of

DOMAINS = (
    ("security", gettext_lazy("秩序维护")),
    ("fire", gettext_lazy("消防")),
    ("cleaning", gettext_lazy("保洁")),
    ("greening", gettext_lazy("绿化")),
    ("engineering", gettext_lazy("工程")),
    ("parking", gettext_lazy("停车")),
    ("other", gettext_lazy("其他")),
)


@page(PLACE_READ)
@require_safe
def plans(request: Any) -> HttpResponse:
    found = list(records.site_plans(request.actor, request.community_id))
    context = {
        "plans": found,
        "communities": browsing.names(plan.community_id for plan in found),
        "can_change": request.actor.can(PLACE_CHANGE),
    }
    return render(request, "estate/plans.html", context)


@page(PLACE_CHANGE)
@form_methods
def plan_new(request: Any) -> HttpResponse:
    choices = [(one.id, one.name) for one in places.communities(request.actor.reach(PLACE_CHANGE))]

    def add(data: dict[str, Any]) -> str:
        picture = photo_of(data["picture"])
        made = services.site_plan_add(
            actor=request.actor, community_id=data["community"], name=data["name"], picture=picture, at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("已上传"))
        return reverse("estate:plan", args=[made])

    initial = {"community": request.community_id}
    return form_page(
        request, partial(forms.PlanForm, communities=choices), "estate/plan_new.html", add, initial=initial
    )


@page(PLACE_READ)
@form_methods
def plan(request: Any, plan_id: int) -> HttpResponse:
    """The picture with its pins and routes; the form sets a pin by click or by numbers."""
    found = records.site_plan(request.actor, plan_id)
    pins = records.pins(request.actor, plan_id)

    def pin(data: dict[str, Any]) -> str:
        services.pin_set(
            actor=request.actor, place_id=data["place"], plan_id=plan_id, x=data["x"], y=data["y"], at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("已标注"))
        return reverse("estate:plan", args=[plan_id])

    can_change = request.actor.reach(PLACE_CHANGE).covers_community(found.community_id)
    pick = browsing.pick(request.actor, found.community_id, PLACE_CHANGE) if can_change else []
    context = {
        "plan": found,
        "pins": pins,
        "picture": _picture(found, pins, "id_spot" if can_change else ""),
        "routes": _routes(found, pins),
        "can_change": can_change,
    }
    form = partial(forms.PinForm, places=pick, size=(found.width, found.height))
    return form_page(
        request, form, "estate/plan.html", pin, context=context, initial={"place": request.GET.get("place")}
    )


def _picture(plan: Any, pins: list[Any], edit_field: str) -> dict[str, Any]:
    """The plan as the ui kit draws it: pins in the picture's pixels."""
    return {
        "image": reverse("file", args=[plan.picture.token]),
        "width": plan.width,
        "height": plan.height,
        "pins": [
            {
                "x": round(one.pin_x * plan.width / services.PERMILLE),
                "y": round(one.pin_y * plan.height / services.PERMILLE),
                "label": one.full_name,
                "href": reverse("estate:place", args=[one.pk]),
                "text": str(number),
            }
            for number, one in enumerate(pins, start=1)
        ],
        **({"edit_field": edit_field} if edit_field else {}),
    }


def _routes(plan: Any, pins: list[Any]) -> list[dict[str, Any]]:
    """Routes on this plan: their stops, and the line over those that are pinned, in permille."""
    spots = {one.pk: one for one in pins}
    rows = list(records.plan_routes(plan.pk))
    stops = records.stops_of([row.pk for row in rows])
    names = browsing.names(pk for found in stops.values() for pk in found)
    return [
        {
            "route": row,
            "stops": [names.get(pk, "") for pk in stops.get(row.pk, ())],
            "line": " ".join(
                f"{spots[pk].pin_x},{round(spots[pk].pin_y * plan.height / plan.width)}"
                for pk in stops.get(row.pk, ())
                if pk in spots
            ),
            "numbers": [
                (spots[pk].pin_x, round(spots[pk].pin_y * plan.height / plan.width), number)
                for number, pk in enumerate(stops.get(row.pk, ()), start=1)
                if pk in spots
            ],
            "unpinned": sum(pk not in spots for pk in stops.get(row.pk, ())),
        }
        for row in rows
    ]


@page(PLACE_CHANGE)
@require_POST
def pin_clear(request: Any, place_id: int) -> HttpResponse:
    place = places.visible_place(request.actor, place_id)
    services.pin_clear(actor=request.actor, place_id=place_id, at=timezone.now())
    messages.success(request, _("已取消标注"))
    after = (
        reverse("estate:plan", args=[place.site_plan_id]) if place.site_plan_id else reverse("estate:plans")
    )
    return HttpResponseRedirect(after)


@page(PLACE_CHANGE)
@require_POST
def plan_delete(request: Any, plan_id: int) -> HttpResponse:
    services.site_plan_delete(actor=request.actor, plan_id=plan_id, at=timezone.now())
    messages.success(request, _("已删除平面图"))
    return HttpResponseRedirect(reverse("estate:plans"))


@page(PLACE_CHANGE)
@form_methods
def route_edit(request: Any, plan_id: int, route_id: int | None = None) -> HttpResponse:
    found = records.site_plan(request.actor, plan_id)
    pick = browsing.pick(request.actor, found.community_id)
    initial: dict[str, Any] = {"domain": "security"}
    if route_id is not None:
        row = records.route(request.actor, route_id)
        if row.site_plan_id != plan_id:
            raise NotFound("estate.route.missing")
        initial = {"name": row.name, "domain": row.domain, "requirements": row.requirements}
        stops = records.stops_of([route_id]).get(route_id, ())
        initial |= {f"at_{pk}": number for number, pk in enumerate(stops, start=1)}

    def save(data: dict[str, Any]) -> str:
        draft = services.RouteDraft(
            community_id=found.community_id, name=data["name"], domain=data["domain"],
            requirements=data["requirements"], site_plan_id=plan_id, place_ids=data["place_ids"],
        )  # fmt: skip
        services.route_set(actor=request.actor, draft=draft, at=timezone.now(), route_id=route_id)
        messages.success(request, _("已保存路线"))
        return reverse("estate:plan", args=[plan_id])

    form = partial(forms.RouteForm, domains=DOMAINS, places=pick)
    context = {"plan": found, "route_id": route_id}
    return form_page(
        request, form, "estate/route_form.html", save, context=context, initial=initial, guarded=True
    )


@page(PLACE_CHANGE)
@require_POST
def route_delete(request: Any, route_id: int) -> HttpResponse:
    row = records.route(request.actor, route_id)
    services.route_delete(actor=request.actor, route_id=route_id, at=timezone.now())
    messages.success(request, _("已删除路线"))
    after = reverse("estate:plan", args=[row.site_plan_id]) if row.site_plan_id else reverse("estate:plans")
    return HttpResponseRedirect(after)
