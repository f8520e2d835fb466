"""Half-open intervals: `start` is inside, `end` is the first day (or instant) outside; `end=None` is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Self, TypeVar

from anju.kernel.errors import Invalid

Point = TypeVar("Point", date, datetime)


@dataclass(frozen=True, slots=True)
class _HalfOpen(Generic[Point]):
    start: Point
    end: Point | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise Invalid("interval.empty", "end", start=self.start, end=self.end)

    def __contains__(self, point: Point) -> bool:
        return self.start <= point and (self.end is None or point < self.end)

    def covers(self, other: Self) -> bool:
        """Whether every point of `other` lies in this interval."""
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)

    def overlap(self, other: Self) -> Self | None:
        """What both intervals share, or None when they share nothing (touching ends share nothing)."""
        start = max(self.start, other.start)
        end = min((e for e in (self.end, other.end) if e is not None), default=None)
        return type(self)(start, end) if end is None or start < end else None

    def without(self, other: Self) -> list[Self]:
        """What is left of this interval when `other` is cut out: no, one or two intervals, in order."""
        shared = self.overlap(other)
        if shared is None:
            return [self]
        left: list[Self] = [type(self)(self.start, shared.start)] if self.start < shared.start else []
        if shared.end is None or (self.end is not None and shared.end >= self.end):
            return left
        return [*left, type(self)(shared.end, self.end)]

    @classmethod
    def merged(cls, intervals: Iterable[Self]) -> list[Self]:
        """The same points as the fewest intervals, in order; touching intervals become one."""
        result: list[Self] = []
        for interval in sorted(intervals, key=lambda each: each.start):
            last = result[-1] if result else None
            if last is None or (last.end is not None and last.end < interval.start):
                result.append(interval)
            elif last.end is not None and (interval.end is None or interval.end > last.end):
                result[-1] = cls(last.start, interval.end)
        return result


@dataclass(frozen=True, slots=True)
class DateInterval(_HalfOpen[date]):
    """Whole days. Raises Invalid("interval.empty") when no day is inside."""

    @classmethod
    def month(cls, year: int, month: int) -> DateInterval:
        """The calendar month."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @property
    def length(self) -> int | None:
        """Number of days; None when open."""
        return None if self.end is None else (self.end - self.start).days

    def days(self) -> Iterator[date]:
        """Every day in order; endless when the interval is open."""
        day = self.start
        while self.end is None or day < self.end:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InstantInterval(_HalfOpen[datetime]):
    """Aware instants. Raises Invalid("interval.naive") for a datetime without time zone."""

    def __post_init__(self) -> None:
        for name, point in (("start", self.start), ("end", self.end)):
            if point is not None and point.tzinfo is None:
                raise Invalid("interval.naive", name)
        if self.end is not None and self.end <= self.start:
            raise Invalid("interval.empty", "end", start=self.start, end=self.end)

    @property
    def length(self) -> timedelta | None:
        """Elapsed time between the ends; None when open."""
        return None if self.end is None else self.end - self.start
