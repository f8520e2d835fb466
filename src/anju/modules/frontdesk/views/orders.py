"""Orders of special services, and homes for rent or sale."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anju.engines.cases import facade as cases
from anju.foundation.ui.forms import form_page
from anju.foundation.web import form_methods
from anju.foundation.web.access import page
from anju.foundation.web.downloads import attachment
from anju.modules.frontdesk.forms import offers as forms
from anju.modules.frontdesk.forms.registering import NONE
from anju.modules.frontdesk.permissions import (
    SERVICE_DECIDE,
    SERVICE_OPEN,
    SERVICE_READ,
    SERVICE_WORK,
)
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import offers as queries
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.reports import registers as prints
from anju.modules.frontdesk.services import listings as listing_services
from anju.modules.frontdesk.services import orders as services
from anju.modules.frontdesk.tables.offers import LISTINGS, ORDERS
from anju.modules.frontdesk.views import registering as kit
from anju.modules.frontdesk.views.offers import bars


def _crumb() -> str:
    return _("特约服务")


def _here(order_id: int) -> str:
    return reverse("frontdesk:order", args=[order_id])


@page(SERVICE_READ)
@require_safe
def orders(request: Any) -> HttpResponseBase:
    rows = queries.orders(request.actor, request.community_id)
    context = {**bars(request, "orders"), "can_open": request.actor.can(SERVICE_OPEN)}
    return ORDERS.respond(request, rows, template="frontdesk/registers/orders.html", context=context)


@page(SERVICE_OPEN)
@form_methods
def order_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, SERVICE_OPEN)
    _at, today = kit.here(request.actor)

    def take(data: dict[str, Any]) -> str:
        how = data["consent_how"]
        draft = services.OrderDraft(
            community_id=community.id, customer=data["customer"], phone=data["phone"], words=data["words"],
            place_id=places.home_of(community.id, data["home"]), wanted_at=data["wanted_at"],
            lines=[services.LineDraft(*one) for one in data["lines"]],
            consent=services.Consent(data["customer"], how) if how else None,
        )  # fmt: skip
        key = f"form:{request.user.pk}:{data['key']}" if data["key"] else ""
        made = services.order_open(actor=request.actor, draft=draft, at=timezone.now(), key=key)
        messages.success(request, _("已下单 {number}").format(number=made.number))
        return _here(made.order_id)

    offered = queries.offered(community.id, today)
    lines = [
        (one.id, f"{one.family_name} · {one.name} {_price_words(one.price, one.unit)}") for one in offered
    ]
    context = kit.frame(
        request, _("特约服务下单"), reverse("frontdesk:orders"), _crumb(), community=community,
        permission=SERVICE_OPEN, submit=_("下单"),
    )  # fmt: skip
    return form_page(
        request,
        partial(forms.OrderForm, lines=lines),
        "frontdesk/registers/order_new.html",
        take,
        context=context,
        initial={"key": uuid4().hex},
    )


@page(SERVICE_READ)
@require_safe
def order(request: Any, order_id: int) -> HttpResponse:
    at = timezone.now()
    found = queries.order(request.actor, order_id)
    view = queries.order_case(request.actor, found, at)
    kind = cases.kind_of(view.row.kind)
    events = cases.history(actor=request.actor, case_id=found.case_id)
    context = {
        **bars(request, "orders"),
        "row": found,
        "view": view,
        "state": words.state_mark(view.row.kind, view.row.state),
        "lines": queries.lines(order_id),
        "amounts": {one.id: one.amount for one in view.items},
        "waiting": next((one for one in view.prices if one.answer is None), None),
        "ways": [one for one in kind.transitions if one.code in view.ways],
        "history": events,
        "hows": dict(forms.HOWS),
        "photos": [one for one in view.photos if one.role != "signature"],
        "signatures": [one for one in view.photos if one.role == "signature"],
        "may": {
            "work": request.actor.can(SERVICE_WORK) and view.row.closed_at is None,
            "decide": request.actor.can(SERVICE_DECIDE),
        },
    }
    return render(request, "frontdesk/registers/order.html", context)


@page(SERVICE_WORK)
@form_methods
def order_quote(request: Any, order_id: int, line_id: int) -> HttpResponse:
    found = queries.order(request.actor, order_id)

    def quote(data: dict[str, Any]) -> str:
        services.order_quote(
            actor=request.actor, line_id=line_id, price=_whole(data["price"]), at=timezone.now(),
            vendor_price=_whole(data["vendor_price"]),
        )  # fmt: skip
        messages.success(request, _("已报价，等客户答复"))
        return _here(order_id)

    title = _("{number} 报价").format(number=found.case.number)
    return form_page(
        request,
        forms.QuoteForm,
        kit.FORM,
        quote,
        context=kit.frame(request, title, _here(order_id), _crumb()),
    )


@page(SERVICE_WORK)
@form_methods
def order_consent(request: Any, order_id: int) -> HttpResponse:
    found = queries.order(request.actor, order_id)

    def answer(data: dict[str, Any]) -> str:
        agreed = data.pop("agreed")
        consent = services.Consent(**data)
        services.order_consent(
            actor=request.actor, order_id=order_id, agreed=agreed, consent=consent, at=timezone.now()
        )
        messages.success(request, _("已记下客户同意") if agreed else _("已记下客户不同意，订单结束"))
        return _here(order_id)

    title = _("{number} 客户答复价格").format(number=found.case.number)
    context = kit.frame(request, title, _here(order_id), _crumb())
    return form_page(
        request, forms.ConsentForm, kit.FORM, answer, context=context, initial={"by_name": found.customer}
    )


@page(SERVICE_DECIDE)
@form_methods
def order_vendor(request: Any, order_id: int) -> HttpResponse:
    found = queries.order(request.actor, order_id)

    def arrange(data: dict[str, Any]) -> str:
        services.order_arrange(
            actor=request.actor, order_id=order_id, vendor_id=data["vendor"], at=timezone.now()
        )
        messages.success(request, _("已交服务商"))
        return _here(order_id)

    offered = [*NONE, *((one.pk, one.name) for one in queries.vendors().filter(active=True).order_by("name"))]
    title = _("{number} 交服务商办理").format(number=found.case.number)
    context = kit.frame(request, title, _here(order_id), _crumb())
    form = partial(forms.OrderVendorForm, offers={"vendor": offered})
    return form_page(request, form, kit.FORM, arrange, context=context, initial={"vendor": found.vendor_id})


@page(SERVICE_READ)
@require_safe
def order_sheet(request: Any, order_id: int) -> HttpResponseBase:
    number, data = prints.order_sheet(actor=request.actor, order_id=order_id, at=timezone.now())
    return attachment(data, _("服务单 {number}").format(number=number), "pdf")


@page(SERVICE_READ)
@require_safe
def listings(request: Any) -> HttpResponseBase:
    _at, today = kit.here(request.actor)
    rows = queries.listings(request.actor, request.community_id)
    kind = "rent" if request.GET.get("of") == "rent" else "sale"
    averages = queries.asking_prices(request.actor, kind, today, request.community_id)
    context = {
        **bars(request, "listings"), "can_open": request.actor.can(SERVICE_OPEN), "kind": kind,
        "chart": _line(averages), "now": averages[-1], "before": averages[0],
    }  # fmt: skip
    return LISTINGS.respond(request, rows, template="frontdesk/registers/listings.html", context=context)


@page(SERVICE_OPEN)
@form_methods
def listing_new(request: Any) -> HttpResponse:
    community = kit.community_here(request, SERVICE_OPEN)

    def add(data: dict[str, Any]) -> str:
        place_id = places.home_of(community.id, data.pop("home"))
        assert place_id is not None
        draft = listing_services.ListingDraft(
            community_id=community.id, place_id=place_id, area=int(data.pop("area") * 100),
            price=data.pop("price").minor, **data,
        )  # fmt: skip
        made = listing_services.listing_add(actor=request.actor, draft=draft, at=timezone.now())
        messages.success(request, _("已挂牌"))
        return reverse("frontdesk:listing", args=[made])

    context = kit.frame(
        request,
        _("登记房源"),
        reverse("frontdesk:listings"),
        _("租售房源"),
        community=community,
        permission=SERVICE_OPEN,
    )
    return form_page(request, forms.ListingForm, kit.FORM, add, context=context, initial={"kind": "sale"})


@page(SERVICE_READ)
@form_methods
def listing(request: Any, listing_id: int) -> HttpResponse:
    """A listing; below, its new asking price."""
    found = queries.listing(request.actor, listing_id)

    def ask(data: dict[str, Any]) -> str:
        listing_services.listing_price(
            actor=request.actor, listing_id=listing_id, price=data["price"].minor, at=timezone.now()
        )
        messages.success(request, _("已调整"))
        return reverse("frontdesk:listing", args=[listing_id])

    may = request.actor.reach(SERVICE_OPEN).covers_community(found.community_id) and found.ended_on is None
    context = {"row": found, "asked": found.asked.order_by("-since"), "may": may}
    return form_page(request, forms.AskForm, "frontdesk/registers/listing.html", ask, context=context)


@page(SERVICE_OPEN)
@form_methods
def listing_end(request: Any, listing_id: int) -> HttpResponse:
    found = queries.listing(request.actor, listing_id)

    def end(data: dict[str, Any]) -> str:
        dealt = data["dealt_price"]
        listing_services.listing_end(
            actor=request.actor, listing_id=listing_id, state=data["state"], at=timezone.now(),
            dealt_price=dealt.minor if dealt else None,
        )  # fmt: skip
        messages.success(request, _("已记录"))
        return reverse("frontdesk:listing", args=[listing_id])

    title = _("{number} 改变状态").format(number=found.number)
    context = kit.frame(request, title, reverse("frontdesk:listing", args=[listing_id]), _("租售房源"))
    return form_page(
        request, forms.ListingEndForm, kit.FORM, end, context=context, initial={"state": found.state}
    )


def _whole(yuan: Decimal | None) -> int:
    return int((yuan or Decimal(0)) * 10_000)


def _price_words(price: int | None, unit: str) -> str:
    return _("（按报价）") if price is None else f"¥{Decimal(price) / 10_000:.2f}/{unit}"


def _line(averages: list[Any]) -> dict[str, Any]:
    return {
        "xAxis": {"type": "category", "data": [f"{one.month:%Y-%m}" for one in averages]},
        "yAxis": {"type": "value", "scale": True},
        "series": [
            {
                "type": "line", "tone": "blue", "name": _("元/平方米"), "connectNulls": True,
                "data": [None if one.per_m2 is None else one.per_m2 / 100 for one in averages],
            }
        ],
    }  # fmt: skip
