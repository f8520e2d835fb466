"""Needs counted: by kind, by building, by month, and what grew. Source: catalogue B:CRM-02."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# A kind with fewer needs than this in both spans says nothing about a trend.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Noted:
    """A need. place: name of the building or spot it is about. done: when it was met."""

    kind: str
    place: str
    on: date
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """now, before: counts in the span and in the one of the same length before it. change: None without a trend."""

    key: str
    now: int
    before: int
    done: int

    @property
    def change(self) -> float | None:
        if max(self.now, self.before) < LEAST or not self.before:
            return None
        return (self.now - self.before) / self.before


@dataclass(frozen=True, slots=True)
class Demand:
    """days: mean days until a need of the span was met, None without any. months: "2026-11" oldest first."""

    total: int
    before: int
    done: int
    days: float | None
    kinds: tuple[Trend, ...]
    places: tuple[tuple[str, int], ...]
    months: tuple[str, ...]
    by_month: dict[str, tuple[int, ...]]


def span_before(first: date, last: date) -> tuple[date, date]:
    """The span of the same length that ends the day before."""
    length = last - first
    end = date.fromordinal(first.toordinal() - 1)
    return end - length, end


def months_of(first: date, last: date) -> tuple[str, ...]:
    """Months touched by a span, oldest first."""
    count = (last.year - first.year) * 12 + last.month - first.month
    index = first.year * 12 + first.month - 1
    return tuple(f"{one // 12}-{one % 12 + 1:02}" for one in range(index, index + count + 1))


def counted(needs: Iterable[Noted], first: date, last: date) -> Demand:
    """Count needs noted in [first, last] and in the span before. Both days belong to the span."""
    begin, end = span_before(first, last)
    rows = list(needs)
    now = [one for one in rows if first <= one.on <= last]
    before = Counter(one.kind for one in rows if begin <= one.on <= end)
    kinds = Counter(one.kind for one in now)
    done = Counter(one.kind for one in now if one.done is not None)
    months = months_of(first, last)
    cells = Counter((one.kind, f"{one.on:%Y-%m}") for one in now)
    days = [(one.done - one.on).days for one in now if one.done is not None]
    return Demand(
        total=len(now),
        before=sum(before.values()),
        done=sum(done.values()),
        days=sum(days) / len(days) if days else None,
        kinds=tuple(
            Trend(kind, kinds[kind], before[kind], done[kind])
            for kind in sorted(kinds.keys() | before.keys(), key=lambda kind: (-kinds[kind], kind))
        ),
        places=tuple(
            sorted(
                Counter(one.place for one in now if one.place).items(), key=lambda pair: (-pair[1], pair[0])
            )
        ),
        months=months,
        by_month={kind: tuple(cells[kind, month] for month in months) for kind in kinds},
    )


def growing(demand: Demand) -> list[Trend]:
    """Kinds that grew by a fifth or more, strongest first: where a new service may be wanted."""
    found = [one for one in demand.kinds if one.change is not None and one.change >= 0.2]
    return sorted(found, key=lambda one: -(one.change or 0))
