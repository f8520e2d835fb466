"""Reading special services: what is offered at which price, orders, settlement, homes for rent or sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseView
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.kernel.interval import DateInterval
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import (
    FamilyName,
    Listing,
    Offer,
    OfferPrice,
    OrderLine,
    ServiceOrder,
    SortName,
    Vendor,
)
from anju.modules.frontdesk.permissions import SERVICE_READ, SERVICE_SETTLE
from anju.modules.frontdesk.queries.registers import or_everywhere, reached
from anju.modules.frontdesk.rules import agency
from anju.modules.frontdesk.rules.offers import FAMILIES
from anju.modules.people import facade as people


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a resident may order. price: 1/10,000 yuan a unit, None by quote; deposit: fen."""

    id: int
    code: str
    name: str
    family: str
    family_name: str
    sort_name: str
    content: str
    unit: str
    price: int | None
    deposit: int
    by_vendor: str


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family of service with what is offered and what was ordered in it."""

    code: str
    name: str
    sort: str
    offers: int
    orders: int
    amount: int


def offers(actor: Actor, on: date, community_id: int | None = None) -> QuerySet[Offer]:
    """Offers in reach with `price_now` (None by quote or without one) and `priced`: whether one holds today."""
    rows = or_everywhere(Offer.objects.select_related("vendor"), actor, SERVICE_READ, community_id)
    return _priced(rows, on)


def _priced(rows: QuerySet[Offer], on: date) -> QuerySet[Offer]:
    until = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    held = OfferPrice.objects.filter(until, offer_id=OuterRef("pk"), valid_from__lte=on)
    return rows.annotate(
        price_now=Subquery(held.values("price")[:1]), priced_from=Subquery(held.values("valid_from")[:1])
    )


def offer(actor: Actor, offer_id: int, on: date) -> Offer:
    """Raises NotFound."""
    found: Offer | None = offers(actor, on).filter(pk=offer_id).first()
    if found is None:
        raise NotFound("frontdesk.offer.missing")
    return found


def prices(offer_id: int) -> list[OfferPrice]:
    return list(OfferPrice.objects.filter(offer_id=offer_id).order_by("-valid_from"))


def offered(community_id: int, on: date) -> list[OfferView]:
    """What may be ordered in a community, in the order of the catalogue; for residents and the price sheet."""
    rows = Offer.objects.select_related("vendor").filter(
        Q(community_id=community_id) | Q(community_id__isnull=True), active=True
    )
    found = [
        OfferView(
            id=one.pk, code=one.code, name=one.name, family=one.family, family_name=str(one.get_family_display()),
            sort_name=str(one.get_sort_display()), content=one.content, unit=one.unit, price=one.price_now,
            deposit=one.deposit, by_vendor=one.vendor.name if one.vendor else "",
        )
        for one in _priced(rows, on)
        if one.priced_from is not None
    ]  # fmt: skip
    place = {code: at for at, code in enumerate(FamilyName.values)}
    return sorted(found, key=lambda one: (place[one.family], one.code))


def must_see(actor: Actor, community_id: int) -> None:
    """Raises Forbidden, NotFound (frontdesk.register.community)."""
    actor.require(SERVICE_READ)
    if not actor.reach(SERVICE_READ).covers_community(community_id):
        raise NotFound("frontdesk.register.community", "community_id")


def vendors() -> QuerySet[Vendor]:
    return Vendor.objects.annotate(offer_count=Count("offers", filter=Q(offers__active=True)))


def vendor(actor: Actor, vendor_id: int) -> Vendor:
    """Raises NotFound."""
    found: Vendor | None = vendors().filter(pk=vendor_id).first() if actor.can(SERVICE_READ) else None
    if found is None:
        raise NotFound("frontdesk.vendor.missing")
    return found


def orders(actor: Actor, community_id: int | None = None) -> QuerySet[ServiceOrder]:
    """Orders in reach with their cases, `place_name`, `staff_name` and `charged`: fen of the lines as they stand."""
    rows = reached(ServiceOrder.objects.select_related("case", "vendor"), actor, SERVICE_READ, community_id)
    rows = estate.with_place_names(rows)
    rows = people.with_staff_names(rows, "case__assignee_id")
    return rows.annotate(
        charged=Sum(
            "case__items__amount", filter=Q(case__items__charged=True, case__items__removed_at__isnull=True)
        )
    )


def order(actor: Actor, order_id: int) -> ServiceOrder:
    """Raises NotFound."""
    found: ServiceOrder | None = orders(actor).filter(pk=order_id).first()
    if found is None:
        raise NotFound("frontdesk.order.missing")
    return found


def order_of_case(actor: Actor, case_id: int) -> ServiceOrder:
    """Raises NotFound."""
    found: ServiceOrder | None = orders(actor).filter(case_id=case_id).first()
    if found is None:
        raise NotFound("frontdesk.order.missing")
    return found


def order_case(actor: Actor, row: ServiceOrder, at: datetime) -> CaseView:
    return cases.case_view(actor=actor, case_id=row.case_id, at=at)


def lines(order_id: int) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order_id=order_id).select_related("offer").order_by("pk"))


def lines_to_quote(order_id: int) -> list[int]:
    """Ids of the lines that have no price yet."""
    return list(
        OrderLine.objects.filter(order_id=order_id, price__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def price_asked(*, actor: Actor, order_id: int, at: datetime) -> bool:
    """Whether the customer has a price to answer. Raises NotFound."""
    view = order_case(actor, order(actor, order_id), at)
    return any(one.answer is None for one in view.prices)


def orders_of_home(place_id: int, limit: int = 20) -> list[ServiceOrder]:
    rows = ServiceOrder.objects.select_related("case").filter(place_id=place_id)
    return list(rows.order_by("-ordered_at", "-pk")[:limit])


def settlement(
    actor: Actor, month: date, community_id: int | None = None, vendor_id: int | None = None
) -> QuerySet[ServiceOrder]:
    """Orders of vendors that were done in a month: what customers owe and what the vendors are due."""
    span = DateInterval.month(month.year, month.month)
    rows = reached(ServiceOrder.objects.select_related("case", "vendor"), actor, SERVICE_SETTLE, community_id)
    rows = rows.filter(vendor__isnull=False, done_on__gte=span.start, done_on__lt=span.end)
    rows = rows if vendor_id is None else rows.filter(vendor_id=vendor_id)
    return estate.with_place_names(rows)


def settled_by_vendor(rows: QuerySet[ServiceOrder]) -> list[dict[str, Any]]:
    """One line a vendor: number of orders, charged, due (fen)."""
    grouped = rows.order_by().values("vendor_id", "vendor__name")
    made = grouped.annotate(orders=Count("pk"), charged=Sum("amount"), due=Sum("vendor_amount"))
    return list(made.order_by("vendor__name"))


def families(actor: Actor, month: date, community_id: int | None = None) -> list[FamilyRow]:
    """Every family of service (CSR-15) with its offers, and the orders taken in a month and what they come to."""
    span = DateInterval.month(month.year, month.month)
    on_offer = dict(
        or_everywhere(Offer.objects.filter(active=True), actor, SERVICE_READ, community_id)
        .order_by().values_list("family").annotate(n=Count("pk"))
    )  # fmt: skip
    taken = reached(ServiceOrder.objects.all(), actor, SERVICE_READ, community_id).filter(
        ordered_at__date__gte=span.start, ordered_at__date__lt=span.end
    )
    made = {
        family: (count, amount or 0)
        for family, count, amount in taken.order_by()
        .values_list("family")
        .annotate(n=Count("pk"), s=Sum("amount"))
    }
    labels, sorts = dict(FamilyName.choices), dict(SortName.choices)
    return [
        FamilyRow(code, str(labels[code]), str(sorts[sort]), on_offer.get(code, 0), *made.get(code, (0, 0)))
        for code, sort in FAMILIES.items()
    ]


def listings(actor: Actor, community_id: int | None = None) -> QuerySet[Listing]:
    rows = reached(Listing.objects.all(), actor, SERVICE_READ, community_id)
    return estate.with_place_names(rows)


def listing(actor: Actor, listing_id: int) -> Listing:
    """Raises NotFound."""
    found: Listing | None = listings(actor).filter(pk=listing_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def asking_prices(
    actor: Actor, kind: str, today: date, community_id: int | None = None, months: int = 12
) -> list[agency.MonthAverage]:
    """Average asked per m² in each of the last months, the oldest first (A VAS-02)."""
    firsts = [_month_back(today, back) for back in range(months - 1, -1, -1)]
    rows = reached(Listing.objects.filter(kind=kind), actor, SERVICE_READ, community_id)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=firsts[0])).prefetch_related("asked")
    known = [
        agency.Asked(
            one.area,
            one.listed_on,
            one.ended_on,
            sorted((each.since, each.price) for each in one.asked.all()),
        )
        for one in rows
    ]
    return agency.averages(known, firsts, today)


def _month_back(today: date, back: int) -> date:
    index = today.year * 12 + today.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)
