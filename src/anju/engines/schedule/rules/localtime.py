"""Local wall time of a zone as UTC instants, fast where the zone keeps one offset."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


class LocalTime:
    """Turns (local day, offset from its midnight) into aware UTC instants."""

    __slots__ = ("_offset", "_year", "_zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._year = -1
        self._offset: timedelta | None = None

    def steady(self, start: date, end: date) -> bool:
        """Whether the zone keeps one offset over the days and the year after them."""
        offsets = {_constant_offset(self._zone, year) for year in range(start.year, end.year + 1)}
        return len(offsets) == 1 and None not in offsets

    def midnight(self, day: date) -> datetime | None:
        """The day's midnight, or None when the zone changes its offset in or near that year."""
        if day.year != self._year:
            self._year = day.year
            self._offset = _constant_offset(self._zone, day.year)
        if self._offset is None:
            return None
        return datetime(day.year, day.month, day.day, tzinfo=UTC) - self._offset

    def at(self, day: date, offset: timedelta) -> datetime:
        """The instant at which the wall clock shows the day's midnight plus `offset`."""
        wall = datetime.combine(day, time()) + offset
        return wall.replace(tzinfo=self._zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _constant_offset(zone: ZoneInfo, year: int) -> timedelta | None:
    # A slot may run into the next year, at most by a move and a night.
    first = datetime(year, 1, 1, tzinfo=zone)
    offsets = {(first + timedelta(days=n)).utcoffset() for n in range(-1, 410)}
    return offsets.pop() if len(offsets) == 1 else None
