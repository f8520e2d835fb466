"""Making and changing places."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.kernel.errors import NotFound
from anju.modules.estate import forms
from anju.modules.estate.contracts import PlaceDraft, PlaceKind, SpaceFacts, UnitFacts
from anju.modules.estate.permissions import PLACE_CHANGE
from anju.modules.estate.queries import browsing, places
from anju.modules.estate.rules import hierarchy, peaks
from anju.modules.estate.rules.areas import area_text
from anju.modules.estate.rules.layout import Layout
from anju.modules.estate.services import communities
from anju.modules.estate.services import places as services
from anju.modules.estate.services import units as unit_services
from anju.modules.estate.views.tree import crumb


def _place_url(place_id: int) -> str:
    return reverse("estate:place", args=[place_id])


@page(PLACE_CHANGE)
@form_methods
def place_new(request: Any) -> HttpResponse:
    parent_id = request.GET.get("parent", "")
    parent = (
        places.visible_place(request.actor, int(parent_id))
        if parent_id.isascii() and parent_id.isdigit()
        else None
    )
    request.actor.require(PLACE_CHANGE, parent.path if parent else "")
    names = dict(browsing.PlaceKind.choices)
    kinds = [(one.value, names[one.value]) for one in hierarchy.kinds_under(parent.kind if parent else None)]

    def create(data: dict[str, Any]) -> str:
        draft = PlaceDraft(
            **{**data, "kind": PlaceKind(data["kind"])}, parent_id=parent.pk if parent else None
        )
        made = services.place_create(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已新建“%(name)s”") % {"name": made.full_name})
        if made.kind == PlaceKind.UNIT:
            return reverse("estate:unit_edit", args=[made.id])
        return _place_url(made.id)

    return form_page(
        request,
        partial(forms.PlaceForm, kinds=kinds),
        "estate/form.html",
        create,
        context=_frame(request, _("新建下级") if parent else _("新建位置"), parent),
        initial={"kind": request.GET.get("kind", "")},
    )


@page(PLACE_CHANGE)
@form_methods
def place_edit(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)

    def change(data: dict[str, Any]) -> str:
        data["coordinates"] = data["coordinates"] or (None, None)
        services.place_change(
            actor=request.actor, place_id=place_id, change=services.PlaceChange(**data), at=timezone.now()
        )
        messages.success(request, _("已保存"))
        return _place_url(place_id)

    initial = {
        "code": place.code,
        "name": place.name,
        "note": place.note,
        "tags": ", ".join(place.tags),
        "peak_hours": peaks.text_of(peaks.from_json(place.peak_hours)),
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    context = _frame(request, _("修改"), place)
    return form_page(
        request, forms.PlaceForm, "estate/form.html", change, context=context, initial=initial, guarded=True
    )


@page(PLACE_CHANGE)
@form_methods
def place_move(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)
    free = place.kind in (PlaceKind.COMMUNITY, PlaceKind.REGION)
    parents = browsing.parents_for(request.actor, place.kind, None if free else place.community_id)
    top = None in hierarchy.UNDER[PlaceKind(place.kind)]

    def move(data: dict[str, Any]) -> str:
        services.place_move(
            actor=request.actor, place_id=place_id, parent_id=data["parent"], at=timezone.now()
        )
        messages.success(request, _("已移动"))
        return _place_url(place_id)

    return form_page(
        request,
        partial(forms.MoveForm, parents=[one for one in parents if one[0] != place_id], top=top),
        "estate/form.html",
        move,
        context=_frame(request, _("移动到别处"), place),
        initial={"parent": place.parent_id},
    )


@page(PLACE_CHANGE)
@form_methods
def place_close(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)

    def close(data: dict[str, Any]) -> str:
        services.place_close(actor=request.actor, place_id=place_id, reason=data["reason"], at=timezone.now())
        messages.success(request, _("已停用"))
        return _place_url(place_id)

    context = _frame(request, _("停用"), place) | {
        "text": _("它和下面的全部位置都会停用，记录都会保留，随时可以恢复。")
    }
    return form_page(request, forms.ReasonForm, "estate/form.html", close, context=context)


@page(PLACE_CHANGE)
@require_POST
def place_reopen(request: Any, place_id: int) -> HttpResponse:
    services.place_reopen(actor=request.actor, place_id=place_id, at=timezone.now())
    messages.success(request, _("已恢复使用"))
    return HttpResponseRedirect(_place_url(place_id))


@page(PLACE_CHANGE)
@form_methods
def place_delete(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)
    if request.method != "POST":
        return render(request, "estate/delete.html", _frame(request, _("删除"), place))
    services.place_delete(actor=request.actor, place_id=place_id, at=timezone.now())
    messages.success(request, _("已删除“%(name)s”") % {"name": place.full_name})
    return HttpResponseRedirect(_place_url(place.parent_id) if place.parent_id else reverse("estate:tree"))


@page(PLACE_CHANGE)
@form_methods
def unit_edit(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)
    unit = browsing.unit_of(place_id)
    if unit is None:
        raise NotFound("estate.place.missing")

    def change(data: dict[str, Any]) -> str:
        facts = UnitFacts(**data)
        unit_services.unit_change(actor=request.actor, place_id=place_id, facts=facts, at=timezone.now())
        messages.success(request, _("已保存"))
        return _place_url(place_id)

    initial = {name: getattr(unit, name) for name in forms.UnitForm.base_fields}
    for name in ("registered_area", "surveyed_area", "contract_area"):
        initial[name] = area_text(initial[name])
    context = _frame(request, _("房屋信息"), place)
    return form_page(
        request, forms.UnitForm, "estate/form.html", change, context=context, initial=initial, guarded=True
    )


@page(PLACE_CHANGE)
@form_methods
def space_edit(request: Any, place_id: int) -> HttpResponse:
    place = _changeable(request, place_id)
    space = browsing.space_of(place_id)
    if space is None:
        raise NotFound("estate.place.missing")

    def change(data: dict[str, Any]) -> str:
        facts = SpaceFacts(**data)
        unit_services.space_change(actor=request.actor, place_id=place_id, facts=facts, at=timezone.now())
        messages.success(request, _("已保存"))
        return _place_url(place_id)

    initial = {"ownership": space.ownership, "charging": space.charging}
    context = _frame(request, _("车位信息"), place)
    return form_page(
        request, forms.SpaceForm, "estate/form.html", change, context=context, initial=initial, guarded=True
    )


@page(PLACE_CHANGE)
@form_methods
def community_new(request: Any) -> HttpResponse:
    regions = browsing.parents_for(request.actor, PlaceKind.COMMUNITY, None)

    def create(data: dict[str, Any]) -> str:
        layout = Layout(*(data[name] for name in ("buildings", "entrances", "floors", "homes")))
        draft = communities.CommunityDraft(
            code=data["code"], name=data["name"], region_id=data["region"], note=data["note"], layout=layout
        )
        made = communities.community_create(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已新建“%(name)s”") % {"name": made.name})
        return _place_url(made.id)

    return form_page(
        request, partial(forms.CommunityForm, regions=regions), "estate/community_new.html", create
    )


def _changeable(request: Any, place_id: int) -> Any:
    """The place, when the actor may see and change it. Raises NotFound, Forbidden."""
    place = places.visible_place(request.actor, place_id)
    request.actor.require(PLACE_CHANGE, place.path)
    return place


def _frame(request: Any, title: str, place: Any) -> dict[str, Any]:
    """What the frame of a form about a place shows."""
    way = [(_("房产"), reverse("estate:tree"))]
    if place is not None:
        way = [*crumb(request.actor, place.path), (place.name, _place_url(place.pk))]
    return {
        "title": title,
        "place": place,
        "crumb": way,
        "back": _place_url(place.pk) if place is not None else reverse("estate:tree"),
    }
