"""The tree browser and the page of a place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.web.access import page
from anju.kernel.ids import grouped
from anju.modules.estate.contracts import PlaceKind
from anju.modules.estate.permissions import LABEL_PRINT, PLACE_CHANGE, PLACE_READ, SIGN_READ
from anju.modules.estate.queries import browsing, places, records
from anju.modules.estate.rules import hierarchy, peaks
from anju.modules.estate.rules.areas import area_text
from anju.modules.estate.rules.coordinates import coordinates_text
from anju.modules.estate.services.labels import qr_svg
from anju.modules.estate.views.addresses import label_address

ICONS = {
    "region": "map", "community": "building-community", "cluster": "buildings", "building": "building",
    "entrance": "door-enter", "floor": "stairs", "unit": "home", "public": "trees", "room": "bolt", "gate": "barrier-block",
    "post": "shield", "parking": "parking", "space": "car",
}  # fmt: skip
FIELD_LABELS = {
    "code": gettext_lazy("编号"), "name": gettext_lazy("名称"), "note": gettext_lazy("备注"), "tags": gettext_lazy("标记"), "peak_hours": gettext_lazy("使用高峰期"), "coordinates": gettext_lazy("坐标"), "path": gettext_lazy("上级"),
    "use": gettext_lazy("用途"), "state": gettext_lazy("状态"), "registered_area": gettext_lazy("登记面积"), "surveyed_area": gettext_lazy("实测面积"),
    "contract_area": gettext_lazy("合同面积"), "basis": gettext_lazy("计算依据"), "delivered_on": gettext_lazy("交付日期"), "property_code": gettext_lazy("不动产单元号"),
    "ownership": gettext_lazy("权属"), "charging": gettext_lazy("充电桩"), "kind": gettext_lazy("类型"), "plan": gettext_lazy("平面图"), "x": gettext_lazy("横向"), "y": gettext_lazy("纵向"),
}  # fmt: skip


def node_of(branch: browsing.Branch, current: int | None) -> dict[str, Any]:
    """A branch as the ui kit's tree draws it."""
    place = branch.place
    return {
        "label": place.name,
        "href": reverse("estate:place", args=[place.pk]),
        "icon": ICONS[place.kind],
        "count": branch.count or None,
        "open": branch.open and bool(branch.children),
        "active": place.pk == current,
        "children": [node_of(one, current) for one in branch.children],
        "load": reverse("estate:twigs", args=[place.pk]) if branch.count and not branch.children else "",
    }


def nodes_of(found: tuple[browsing.Branch, ...], current: int | None) -> list[dict[str, Any]]:
    """The tree from its tops, which are named in full: they may lie deep in it."""
    return [{**node_of(one, current), "label": one.place.full_name or one.place.name} for one in found]


@page(PLACE_READ)
@require_safe
def tree(request: Any) -> HttpResponse:
    found = browsing.branches(request.actor, None)
    return render(
        request,
        "estate/tree.html",
        {
            "nodes": nodes_of(found, None),
            "icons": ICONS,
            "can_create": request.actor.reach(PLACE_CHANGE).unlimited,
        },
    )


@page(PLACE_READ)
@require_safe
def twigs(request: Any, place_id: int) -> HttpResponse:
    parent = places.visible_place(request.actor, place_id)
    found = [node_of(one, None) for one in browsing.twigs(request.actor, parent)]
    return render(request, "estate/_twigs.html", {"nodes": found})


@page(PLACE_READ)
@require_safe
def place(request: Any, place_id: int) -> HttpResponse:
    actor = request.actor
    found = places.visible_place(actor, place_id)
    context = {
        "place": found,
        "nodes": nodes_of(browsing.branches(actor, found), found.pk),
        "children": browsing.twigs(actor, found),
        "crumb": crumb(actor, found.path),
        "icons": ICONS,
        "counts": places.kind_counts(found.path),
        "kinds": dict(browsing.PlaceKind.choices),
        "can_change": actor.can(PLACE_CHANGE, found.path),
        "addable": hierarchy.kinds_under(found.kind) if actor.can(PLACE_CHANGE, found.path) else [],
    }
    return render(request, "estate/place.html", context | _details(request, found))


def crumb(actor: Actor, path: str) -> list[tuple[str, str]]:
    """The way down to a place; what lies above the reader's reach is named and leads nowhere."""
    reach = actor.reach(PLACE_READ)
    return [
        (_("房产"), reverse("estate:tree")),
        *(
            (one.name, reverse("estate:place", args=[one.id]) if reach.covers(one.path) else "")
            for one in places.ancestors(path)
        ),
    ]


def _details(request: Any, found: Any) -> dict[str, Any]:
    unit = browsing.unit_of(found.pk) if found.kind == PlaceKind.UNIT else None
    return {
        "unit": unit,
        "unit_facts": _unit_facts(unit) if unit else [],
        "space": browsing.space_of(found.pk) if found.kind == PlaceKind.SPACE else None,
        "peaks": peaks.text_of(places.peak_hours([found.pk])[found.pk]),
        "own_peaks": bool(found.peak_hours),
        "spot": coordinates_text(found.latitude, found.longitude),
        "label": grouped(found.label),
        "can_print": request.actor.can(LABEL_PRINT, found.path),
        "history": _history(found.pk),
        "plan": records.site_plan(request.actor, found.site_plan_id) if found.site_plan_id else None,
        "signs": list(records.signs(request.actor).filter(place_id=found.pk)[:20])
        if request.actor.can(SIGN_READ)
        else [],
    }


def _unit_facts(unit: Any) -> list[tuple[Any, Any]]:
    return [
        (_("用途"), unit.get_use_display()),
        (_("使用状态"), unit.get_state_display()),
        (_("登记面积"), _metres(unit.registered_area)),
        (_("实测面积"), _metres(unit.surveyed_area)),
        (_("合同面积"), _metres(unit.contract_area)),
        (_("计算依据"), unit.get_basis_display()),
        (_("交付日期"), unit.delivered_on),
        (_("不动产单元号"), unit.property_code),
    ]


def _metres(area: int | None) -> str:
    return f"{area_text(area)} m²" if area is not None else ""


def _history(place_id: int) -> list[dict[str, Any]]:
    known = audit.actions()
    return [
        {
            "what": known[entry.action].label if entry.action in known else entry.action,
            "who": entry.actor_name,
            "at": entry.at,
            "body": entry.reason,
            "changes": [
                (FIELD_LABELS.get(name, name), _shown(entry.before.get(name)), _shown(entry.after.get(name)))
                for name in dict.fromkeys([*entry.before, *entry.after])
                if entry.before and name != "path"
            ],
        }
        for entry in browsing.history(place_id)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join("–".join(one) if isinstance(one, list) else str(one) for one in value)
    return "" if value is None else str(value)


@page(PLACE_READ)
@require_safe
def place_qr(request: HttpRequest, place_id: int) -> HttpResponse:
    """The QR code of a place as SVG."""
    found = places.visible_place(request.actor, place_id)  # type: ignore[attr-defined]
    response = HttpResponse(qr_svg(label_address(request, found.label)), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=3600"
    return response
