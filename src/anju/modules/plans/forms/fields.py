"""Fields that read hours, days and lengths of time the way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import DayWindow, MonthDay

_BETWEEN = re.compile(r"[\s、,，;；]+")
_CLOCK = re.compile(r"(\d{1,2})[:：.点](\d{2})?分?")
_SPAN = re.compile(
    r"(\d{1,2}[:：.点]\d{0,2}分?)\s*(?:[-–—~～至到])\s*(?:次日)?\s*(\d{1,2}[:：.点]\d{0,2}分?)"
)
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LAST = {"月末", "月底", "最后一天", "last"}
_FROM_END = re.compile(r"倒数第\s*(\d{1,2})\s*天")
_DAY = re.compile(r"(-?\d{1,2})\s*[日号]?")


def read_clock(text: str) -> time:
    """8:00, 08:00, 8点30分; 24:00 is midnight. Raises ValueError."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    return time() if (hour, minute) == (24, 0) else time(hour, minute)


class _TextField(forms.Field):
    """A line of text read into a value; what is shown again is the value in its plain form."""

    default_error_messages = {"invalid": _("无法识别，请按示例填写。")}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.read(str(value).strip())
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.show(value)

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        raise NotImplementedError


class ClockTimesField(_TextField):
    """08:00、14:00 → a tuple of times."""

    def read(self, text: str) -> tuple[time, ...]:
        return tuple(sorted({read_clock(one) for one in _BETWEEN.split(text) if one}))

    def show(self, value: Iterable[time]) -> str:
        return "、".join(f"{one:%H:%M}" for one in value)


class WindowsField(_TextField):
    """06:00-12:00、14:00-22:00 → a tuple of windows; an end not after its start is on the next day."""

    def read(self, text: str) -> tuple[DayWindow, ...]:
        found = tuple(DayWindow(read_clock(start), read_clock(end)) for start, end in _SPAN.findall(text))
        if not found or _BETWEEN.sub("", _SPAN.sub("", text)):
            raise ValueError(text)
        return found

    def show(self, value: Iterable[DayWindow]) -> str:
        return "、".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in value)


class MonthDaysField(_TextField):
    """1、15、月末 → (1, 15, -1)."""

    def read(self, text: str) -> tuple[int, ...]:
        joined = re.sub(r"(倒数第)\s+|\s+(天)", r"\1\2", text)
        return tuple(dict.fromkeys(self._day(one) for one in _BETWEEN.split(joined) if one))

    def _day(self, text: str) -> int:
        if text in _LAST:
            return -1
        from_end, plain = _FROM_END.fullmatch(text), _DAY.fullmatch(text)
        if from_end is not None:
            return -int(from_end[1])
        if plain is None:
            raise ValueError(text)
        return int(plain[1])

    def show(self, value: Iterable[int]) -> str:
        return "、".join("月末" if day == -1 else str(day) for day in value)


class MonthDayField(_TextField):
    """11-15, 11月15日 → MonthDay(11, 15)."""

    def read(self, text: str) -> MonthDay:
        found = _MONTH_DAY.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return MonthDay(int(found[1]), int(found[2]))

    def show(self, value: MonthDay) -> str:
        return f"{value.month:02}-{value.day:02}"


class _LengthField(forms.FloatField):
    """A number of units → a length of time, at most a year."""

    unit = timedelta(hours=1)

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=timedelta(days=366) / self.unit, **options)

    def clean(self, value: Any) -> timedelta | None:
        number = super().clean(value)
        return None if number is None else timedelta(minutes=round(number * self.unit.total_seconds() / 60))

    def prepare_value(self, value: Any) -> Any:
        return f"{value / self.unit:g}" if isinstance(value, timedelta) else value


class HoursField(_LengthField):
    pass


class MinutesField(_LengthField):
    unit = timedelta(minutes=1)
