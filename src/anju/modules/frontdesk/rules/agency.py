"""Homes offered for rent or sale: what is asked per square metre, month by month (物业保值增值)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval
from anju.kernel.money import half_up


@dataclass(frozen=True, slots=True)
class Asked:
    """One listing. area: 1/100 m². prices: (from day, fen), in order. ended_on: the first day off the market."""

    area: int
    listed_on: date
    ended_on: date | None
    prices: Sequence[tuple[date, int]]

    def price_on(self, on: date) -> int | None:
        """Fen asked at the end of a day, None while it is not offered."""
        if on < self.listed_on or (self.ended_on is not None and on >= self.ended_on):
            return None
        known = [fen for since, fen in self.prices if since <= on]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class MonthAverage:
    """per_m2: fen asked per m², all that is asked by all the area; None where nothing was offered."""

    month: date
    offered: int
    per_m2: int | None


def check(area: int, fen: int) -> None:
    """Raises Invalid (frontdesk.listing.area, .price)."""
    if area <= 0:
        raise Invalid("frontdesk.listing.area", "area")
    if fen <= 0:
        raise Invalid("frontdesk.listing.price", "price")


def averages(listings: Iterable[Asked], months: Sequence[date], today: date) -> list[MonthAverage]:
    """Average asking price of each month (its first day), by what was offered on its last day (today for this month)."""
    known = list(listings)
    found = []
    for month in months:
        end = DateInterval.month(month.year, month.month).end
        assert end is not None
        last = min(end - timedelta(days=1), today)
        offered = [(one.area, price) for one in known if (price := one.price_on(last)) is not None]
        area = sum(one for one, _price in offered)
        asked = sum(price for _area, price in offered)
        found.append(MonthAverage(month, len(offered), half_up(asked * 100, area) if area else None))
    return found
