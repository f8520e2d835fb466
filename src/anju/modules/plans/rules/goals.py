"""Goals: how urgent one is, and where it lies on a time line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OPEN = "open"
WIDTH = 1_000


class Urgency(StrEnum):
    """closed: no longer open; overdue: its last day is past; soon: within the days it asks to be reminded."""

    CLOSED = "closed"
    OVERDUE = "overdue"
    SOON = "soon"
    RUNNING = "running"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Bar:
    """A goal on the line, in thousandths of its width. done: the part that is done."""

    x: int
    width: int
    done: int


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    on: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """first and last: the days at both ends, half-open. now: where today is, None outside."""

    first: date
    last: date
    months: tuple[Mark, ...]
    now: int | None
    bars: tuple[Bar, ...]


def urgency(*, state: str, starts_on: date, due_on: date, remind_days: int, today: date) -> Urgency:
    """due_on is the last day that is in time: the goal is overdue from the day after."""
    if state != OPEN:
        return Urgency.CLOSED
    if today > due_on:
        return Urgency.OVERDUE
    if today + timedelta(days=remind_days) >= due_on:
        return Urgency.SOON
    return Urgency.AHEAD if today < starts_on else Urgency.RUNNING


def timeline(spans: Iterable[tuple[date, date, int]], today: date) -> Timeline | None:
    """spans: (first day, last day, per cent done). Whole months around all of them; None without any."""
    listed = list(spans)
    if not listed:
        return None
    first = min(start for start, _due, _done in listed).replace(day=1)
    last = _next_month(max(due for _start, due, _done in listed))
    days = (last - first).days
    bars = tuple(_bar(start, due, done, first, days) for start, due, done in listed)
    step = max(1, -(-_months(first, last) // 12))
    inside = first <= today < last
    return Timeline(first, last, _marks(first, last, step), _x(today, first, days) if inside else None, bars)


def _bar(start: date, due: date, done: int, first: date, days: int) -> Bar:
    left = _x(start, first, days)
    width = max(4, _x(due + timedelta(days=1), first, days) - left)
    return Bar(left, width, width * done // 100)


def _x(day: date, first: date, days: int) -> int:
    return (day - first).days * WIDTH // days


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _marks(first: date, last: date, step: int) -> tuple[Mark, ...]:
    days, found, day = (last - first).days, [], first
    while day < last:
        found.append(Mark(_x(day, first, days), day))
        for _each in range(step):
            day = _next_month(day)
    return tuple(found)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
