"""The stored shape of a recurrence: plain JSON, versioned, defaults left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from anju.engines.schedule.rules.terms import DayWindow, HolidayRule, MonthDay, Period
from anju.kernel.errors import Invalid

if TYPE_CHECKING:
    from anju.engines.schedule.contracts import Recurrence

VERSION = 1


def to_json(recurrence: Recurrence) -> dict[str, object]:
    document: dict[str, object] = {"v": VERSION}
    for field in fields(recurrence):
        value = getattr(recurrence, field.name)
        if field.name == "period" or value != field.default:
            document[field.name] = _plain(value)
    return document


def from_json(document: Mapping[str, object]) -> dict[str, Any]:
    if document.get("v") != VERSION:
        raise Invalid("schedule.recurrence.version", "v", value=document.get("v"))
    result: dict[str, Any] = {}
    for name, value in document.items():
        if name == "v":
            continue
        if name not in _READERS:
            raise Invalid("schedule.recurrence.unknown_field", name)
        try:
            result[name] = _READERS[name](value)
        except (TypeError, ValueError, AttributeError) as error:
            raise Invalid("schedule.recurrence.unreadable", name, value=value) from error
    return result


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not true or false")
    return value


def _clock(value: Any) -> time:
    return time.fromisoformat(_text(value))


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _seconds(value: Any) -> timedelta:
    return timedelta(seconds=_whole(value))


def _windows(value: Any) -> tuple[DayWindow, ...]:
    return tuple(DayWindow(_clock(start), _clock(end)) for start, end in _list(value))


def _season(value: Any) -> tuple[MonthDay, MonthDay]:
    (first_month, first_day), (last_month, last_day) = _list(value)
    return (
        MonthDay(_whole(first_month), _whole(first_day)),
        MonthDay(_whole(last_month), _whole(last_day)),
    )


def _list(value: Any) -> Iterable[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError("not a list")
    return value


_READERS: dict[str, Callable[[Any], object]] = {
    "period": Period,
    "times": _whole,
    "every": _whole,
    "anchor": _day,
    "clock_times": lambda value: tuple(map(_clock, _list(value))),
    "clock_within": _seconds,
    "weekdays": lambda value: frozenset(map(_whole, _list(value))),
    "month_days": lambda value: tuple(map(_whole, _list(value))),
    "months": lambda value: frozenset(map(_whole, _list(value))),
    "windows": _windows,
    "excluded": _windows,
    "workdays_only": _flag,
    "holidays": HolidayRule,
    "season": _season,
    "once_on": _day,
    "event": _text,
    "event_within": _seconds,
    "grace": _seconds,
}
