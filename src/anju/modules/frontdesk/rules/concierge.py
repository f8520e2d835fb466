"""Hours of concierges and how much of the week they cover a house (24 hours: 方案5 (一)1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

from anju.kernel.errors import Invalid

MINUTES_OF_WEEK = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Local hours on some weekdays (Monday 0). An end not after the start is on the next day; equal ones are 24 hours."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time

    def __post_init__(self) -> None:
        if any(one not in range(7) for one in self.weekdays):
            raise Invalid("frontdesk.hours.weekday", "weekdays")

    @property
    def length(self) -> int:
        """Minutes of one turn of duty."""
        return (_minute(self.ends) - _minute(self.starts) - 1) % 1440 + 1


def on_duty(hours: Hours, local: datetime) -> bool:
    """Whether a concierge with these hours is on duty at a local moment."""
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    return any((minute - begin) % MINUTES_OF_WEEK < hours.length for begin in _begins(hours))


def gaps(every: Iterable[Hours]) -> list[tuple[int, int]]:
    """Minutes of the week in which nobody is on duty, as half-open spans from Monday 00:00, in order."""
    covered = bytearray(MINUTES_OF_WEEK)
    for hours in every:
        for begin in _begins(hours):
            stop = begin + hours.length
            covered[begin : min(stop, MINUTES_OF_WEEK)] = b"\1" * (min(stop, MINUTES_OF_WEEK) - begin)
            if stop > MINUTES_OF_WEEK:
                covered[: stop - MINUTES_OF_WEEK] = b"\1" * (stop - MINUTES_OF_WEEK)
    return _spans(covered)


def share_covered(every: Iterable[Hours]) -> tuple[int, int]:
    """Minutes of the week that are covered, of how many."""
    open_minutes = sum(stop - start for start, stop in gaps(every))
    return MINUTES_OF_WEEK - open_minutes, MINUTES_OF_WEEK


def checked_weekdays(weekdays: Collection[int]) -> tuple[int, ...]:
    """Raises Invalid (frontdesk.hours.weekday) for none, or for what is no weekday."""
    if not weekdays or any(one not in range(7) for one in weekdays):
        raise Invalid("frontdesk.hours.weekday", "weekdays")
    return tuple(sorted(set(weekdays)))


def _begins(hours: Hours) -> list[int]:
    return [day * 1440 + _minute(hours.starts) for day in hours.weekdays]


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _spans(covered: bytearray) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = covered.find(0)
    while at != -1:
        stop = covered.find(1, at)
        stop = MINUTES_OF_WEEK if stop == -1 else stop
        found.append((at, stop))
        at = covered.find(0, stop) if stop < MINUTES_OF_WEEK else -1
    return found
