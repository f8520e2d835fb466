"""Special services: the catalogue with its prices, vendors, families, settlement."""

from __future__ import annotations

from datetime import date
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

from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.kernel.money import Money
from anju.modules.frontdesk.forms import offers as forms
from anju.modules.frontdesk.forms.registering import NONE
from anju.modules.frontdesk.permissions import SERVICE_PRICE, SERVICE_READ, SERVICE_SETTLE
from anju.modules.frontdesk.queries import offers as queries
from anju.modules.frontdesk.reports import registers as prints
from anju.modules.frontdesk.services import offers as services
from anju.modules.frontdesk.tables.offers import OFFERS, SETTLEMENT, VENDORS
from anju.modules.frontdesk.views import registering as kit

VENDOR_FACTS = ("name", "contact", "phone", "families", "qualification", "qualified_until", "note", "active")


def _crumb() -> str:
    return _("特约服务")


def section(request: Any, active: str) -> list[dict[str, Any]]:
    """Second row of tabs: what belongs to special services."""
    found = (
        ("orders", _("订单"), "frontdesk:orders", SERVICE_READ),
        ("offers", _("项目与价格"), "frontdesk:offers", SERVICE_READ),
        ("families", _("服务分类"), "frontdesk:families", SERVICE_READ),
        ("listings", _("租售房源"), "frontdesk:listings", SERVICE_READ),
        ("vendors", _("服务商"), "frontdesk:vendors", SERVICE_PRICE),
        ("settlement", _("结算"), "frontdesk:settlement", SERVICE_SETTLE),
    )
    return [
        {"label": label, "href": reverse(name), "active": code == active}
        for code, label, name, right in found
        if request.actor.can(right)
    ]


def bars(request: Any, active: str) -> dict[str, Any]:
    return {"tabs": kit.tabs(request, "orders"), "section": section(request, active)}


@page(SERVICE_READ)
@require_safe
def offers(request: Any) -> HttpResponseBase:
    _at, today = kit.here(request.actor)
    rows = queries.offers(request.actor, today, request.community_id)
    context = {**bars(request, "offers"), "can_price": request.actor.can(SERVICE_PRICE)}
    return OFFERS.respond(request, rows, template="frontdesk/registers/offers.html", context=context)


@page(SERVICE_READ)
@require_safe
def offer(request: Any, offer_id: int) -> HttpResponse:
    _at, today = kit.here(request.actor)
    found = queries.offer(request.actor, offer_id, today)
    context = {
        "row": found,
        "prices": queries.prices(offer_id),
        "today": today,
        "can_price": request.actor.reach(SERVICE_PRICE).covers_community(found.community_id),
    }
    return render(request, "frontdesk/registers/offer.html", context)


@page(SERVICE_PRICE)
@form_methods
def offer_edit(request: Any, offer_id: int | None = None) -> HttpResponse:
    _at, today = kit.here(request.actor)
    known = queries.offer(request.actor, offer_id, today) if offer_id else None
    community = kit.community_here(request, SERVICE_PRICE)

    def save(data: dict[str, Any]) -> str:
        deposit, everywhere = data.pop("deposit"), data.pop("everywhere")
        own = known.community_id if known and known.community_id else community.id
        draft = services.OfferDraft(
            community_id=None if everywhere else own, deposit=deposit.minor if deposit else 0,
            vendor_id=data.pop("vendor"), team_id=data.pop("team"), **data,
        )  # fmt: skip
        made = services.offer_save(actor=request.actor, draft=draft, at=timezone.now(), offer_id=offer_id)
        messages.success(request, _("已保存"))
        return reverse("frontdesk:offer", args=[made])

    vendors = [*NONE, *((one.pk, one.name) for one in queries.vendors().order_by("name"))]
    form = partial(forms.OfferingForm, offers={"vendor": vendors, "team": kit.team_offer(community.id)})
    initial: dict[str, Any] = {"unit": _("次"), "family": "housekeeping"}
    if known:
        initial = {
            name: getattr(known, name) for name in ("code", "name", "family", "unit", "content", "active")
        }
        initial |= {
            "vendor": known.vendor_id, "team": known.team_id, "deposit": Money(known.deposit),
            "everywhere": known.community_id is None,
        }  # fmt: skip
    back = reverse("frontdesk:offer", args=[offer_id]) if offer_id else reverse("frontdesk:offers")
    context = kit.frame(
        request,
        _("服务项目"),
        back,
        _crumb(),
        community=None if known else community,
        permission=SERVICE_PRICE,
    )
    return form_page(request, form, kit.FORM, save, context=context, initial=initial, guarded=True)


@page(SERVICE_PRICE)
@form_methods
def offer_price(request: Any, offer_id: int) -> HttpResponse:
    _at, today = kit.here(request.actor)
    found = queries.offer(request.actor, offer_id, today)

    def save(data: dict[str, Any]) -> str:
        data.pop("by_quote")
        services.price_set(
            actor=request.actor, offer_id=offer_id, draft=services.PriceDraft(**data), at=timezone.now()
        )
        messages.success(request, _("价格已设定"))
        return reverse("frontdesk:offer", args=[offer_id])

    title = _("{name}：定价").format(name=found.name)
    context = kit.frame(request, title, reverse("frontdesk:offer", args=[offer_id]), _crumb())
    return form_page(request, forms.PriceForm, kit.FORM, save, context=context, initial={"valid_from": today})


@page(SERVICE_READ)
@require_safe
def price_sheet(request: Any) -> HttpResponseBase:
    """The public price sheet, A4 or A3."""
    community = kit.community_here(request, SERVICE_READ)
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    data = prints.price_sheet(actor=request.actor, community_id=community.id, paper=paper, at=timezone.now())
    return attachment(data, _("特约服务价目表 {name}").format(name=community.name), "pdf")


@page(SERVICE_READ)
@require_safe
def families(request: Any) -> HttpResponse:
    """Every family under its sort of service, with what is offered and what was ordered this month."""
    month = _month(request)
    rows = queries.families(request.actor, month, request.community_id)
    context = {**bars(request, "families"), "rows": rows, "month": month, "months": _months(request, month)}
    return render(request, "frontdesk/registers/families.html", context)


@page(SERVICE_PRICE)
@require_safe
def vendors(request: Any) -> HttpResponseBase:
    context = {**bars(request, "vendors")}
    return VENDORS.respond(
        request, queries.vendors(), template="frontdesk/registers/vendors.html", context=context
    )


@page(SERVICE_PRICE)
@form_methods
def vendor_edit(request: Any, vendor_id: int | None = None) -> HttpResponse:
    known = queries.vendor(request.actor, vendor_id) if vendor_id else None

    def save(data: dict[str, Any]) -> str:
        services.vendor_save(
            actor=request.actor, draft=services.VendorDraft(**data), at=timezone.now(), vendor_id=vendor_id
        )
        messages.success(request, _("已保存"))
        return reverse("frontdesk:vendors")

    initial = {name: getattr(known, name) for name in VENDOR_FACTS} if known else {}
    context = kit.frame(request, _("服务商"), reverse("frontdesk:vendors"), _("服务商"))
    return form_page(
        request, forms.VendorForm, kit.FORM, save, context=context, initial=initial, guarded=True
    )


@page(SERVICE_SETTLE)
@require_safe
def settlement(request: Any) -> HttpResponseBase:
    month = _month(request)
    rows = queries.settlement(request.actor, month, request.community_id)
    context = {
        **bars(request, "settlement"), "month": month, "months": _months(request, month),
        "vendors": queries.settled_by_vendor(rows),
    }  # fmt: skip
    return SETTLEMENT.respond(request, rows, template="frontdesk/registers/settlement.html", context=context)


def _month(request: Any) -> date:
    """The month asked for as YYYY-MM, else this one."""
    today = timezone.localdate()
    try:
        year, month = (int(part) for part in request.GET.get("month", "").split("-"))
        return date(year, month, 1)
    except ValueError:
        return today.replace(day=1)


def _months(_request: Any, chosen: date, count: int = 6) -> list[dict[str, Any]]:
    today = timezone.localdate()
    found = []
    for back in range(count - 1, -1, -1):
        index = today.year * 12 + today.month - 1 - back
        one = date(index // 12, index % 12 + 1, 1)
        found.append({"label": f"{one:%Y-%m}", "href": f"?month={one:%Y-%m}", "active": one == chosen})
    return found
