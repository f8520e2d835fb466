"""Special services: families under the three sorts of service, prices with their days, what a vendor is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anju.kernel.errors import Invalid
from anju.kernel.quantity import Price

THOUSAND = 1000


class Sort(StrEnum):
    """常规性公共服务, 特约服务, 委托服务. Source: catalogue B CSR-15."""

    REGULAR = "regular"
    SPECIAL = "special"
    ENTRUSTED = "entrusted"


# Families by sort. Source: catalogue B CSR-05 (catalogue of services), CSR-15 (eight kinds of regular service),
# A CON-05 (errands), VAS-01 (agency), RPR-09 (repairs in the home beyond the free range).
FAMILIES: dict[str, Sort] = {
    "house": Sort.REGULAR,
    "equipment": Sort.REGULAR,
    "sanitation": Sort.REGULAR,
    "greening": Sort.REGULAR,
    "guards": Sort.REGULAR,
    "fire": Sort.REGULAR,
    "vehicles": Sort.REGULAR,
    "agency_public": Sort.REGULAR,
    "care": Sort.SPECIAL,
    "child": Sort.SPECIAL,
    "elderly": Sort.SPECIAL,
    "housekeeping": Sort.SPECIAL,
    "appliance": Sort.SPECIAL,
    "repair": Sort.SPECIAL,
    "decoration": Sort.SPECIAL,
    "car": Sort.SPECIAL,
    "catering": Sort.SPECIAL,
    "fitness": Sort.SPECIAL,
    "shopping": Sort.ENTRUSTED,
    "booking": Sort.ENTRUSTED,
    "taxi": Sort.ENTRUSTED,
    "business": Sort.ENTRUSTED,
    "house_agency": Sort.ENTRUSTED,
    "other": Sort.ENTRUSTED,
}
# Under which family a report to the front desk is filed when it is no order of a service.
FILED_BY_TRADE = {
    "water": "equipment", "drain": "equipment", "power": "equipment", "light": "equipment", "lift": "equipment",
    "intercom": "equipment", "fire": "fire", "door": "house", "wall": "house", "roof": "house", "appliance": "appliance",
}  # fmt: skip
FILED_BY_CLASS = {
    "common": "house", "parking": "vehicles", "security": "guards", "cleaning": "sanitation", "greening": "greening",
    "repair": "equipment",
}  # fmt: skip


def sort_of(family: str) -> Sort:
    """Raises Invalid (frontdesk.offer.family)."""
    found = FAMILIES.get(family)
    if found is None:
        raise Invalid("frontdesk.offer.family", "family")
    return found


def filed_under(kind: str, trade: str = "", complaint_class: str = "", family: str = "") -> str:
    """The family of service under which a case is filed (CSR-15): its own, by trade, by class, else public agency."""
    if family in FAMILIES:
        return family
    return FILED_BY_TRADE.get(trade) or FILED_BY_CLASS.get(complaint_class) or "agency_public"


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """A price from `valid_from` until before `valid_until`; None is open. price: 1/10,000 yuan a unit, None by quote."""

    valid_from: date
    valid_until: date | None
    price: int | None
    vendor_price: int = 0


def price_on(prices: Iterable[PriceSpan], on: date) -> PriceSpan | None:
    """The price in force on a day."""
    for one in prices:
        if one.valid_from <= on and (one.valid_until is None or on < one.valid_until):
            return one
    return None


def check_price(price: int | None, vendor_price: int, valid_from: date, valid_until: date | None) -> None:
    """Raises Invalid (frontdesk.price.negative, .vendor_more, .days)."""
    if (price is not None and price < 0) or vendor_price < 0:
        raise Invalid("frontdesk.price.negative", "price")
    if price is not None and vendor_price > price:
        raise Invalid("frontdesk.price.vendor_more", "vendor_price")
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid("frontdesk.price.days", "valid_until")


def amount(quantity: int, price: int) -> int:
    """Fen of a line: thousandths of a unit at 1/10,000 yuan, rounded half-up once. Source: rule CONV-04."""
    return Price(price).for_units(quantity, THOUSAND).minor


@dataclass(frozen=True, slots=True)
class SettledLine:
    """quantity: thousandths; vendor_price: 1/10,000 yuan a unit."""

    charged: int
    quantity: int
    vendor_price: int


def vendor_due(lines: Iterable[SettledLine]) -> int:
    """Fen a vendor is due for the lines of an order, each rounded once; never more than was charged for it."""
    return sum(min(one.charged, amount(one.quantity, one.vendor_price)) for one in lines)
