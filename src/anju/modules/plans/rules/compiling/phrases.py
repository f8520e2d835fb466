"""Days, hours and seasons that a sentence names beside its number."""

from __future__ import annotations

import re
from datetime import time

from anju.engines.schedule.contracts import DayWindow, HolidayRule, MonthDay

_WEEKDAYS = "一二三四五六日天"
_CLOCK = r"(?:[01]?\d|2[0-4])[::][0-5]\d"
_SPAN = re.compile(rf"({_CLOCK})\s*(?:-|—|~|～|至|到)+\s*(?:次日)?({_CLOCK})")
_TIME = re.compile(rf"(?<!\d){_CLOCK}")
# 每周一次 says how often, 每周一清扫 says when.
_WEEKDAY = re.compile(
    rf"(?:周|星期|礼拜)([{_WEEKDAYS}])(?:(至|到|-|—|~|、|和|及)(?:周|星期)?([{_WEEKDAYS}]))?(?![次个遍回轮趟至到\-~])"
)
_MONTH_DAY = re.compile(r"每月(\d{1,2})[日号]")
_MONTH = re.compile(r"(?<![\d个])(1[0-2]|[1-9])月(?!\d)")
_NIGHT = re.compile(r"夜间|夜里|夜晚|晚间|凌晨|深夜|夜班")
_DAY = re.compile(r"白天|日间|白班")
_MORNING_EVENING = re.compile(r"早[上晨间]?[和与及、,,]?[^,,。;;]{0,2}晚")
_SEASONS = (
    (re.compile(r"供暖期|采暖期|供热期|供暖季|采暖季"), (MonthDay(11, 15), MonthDay(3, 15))),
    (re.compile(r"汛期|雨季"), (MonthDay(6, 1), MonthDay(9, 30))),
    (re.compile(r"生长季|生长期"), (MonthDay(4, 1), MonthDay(10, 31))),
    (re.compile(r"冬季"), (MonthDay(12, 1), MonthDay(2, 29))),
    (re.compile(r"夏季"), (MonthDay(6, 1), MonthDay(8, 31))),
    (re.compile(r"春季"), (MonthDay(3, 1), MonthDay(5, 31))),
    (re.compile(r"秋季"), (MonthDay(9, 1), MonthDay(11, 30))),
)
_EVENTS = (
    ("snow", re.compile(r"雪后|降雪|下雪|扫雪|铲雪|积雪")),
    ("typhoon", re.compile(r"台风|大风")),
    ("rain", re.compile(r"雨后|暴雨|降雨|下雨")),
    ("frost", re.compile(r"霜冻|寒潮|冰冻|结冰|防冻")),
    ("heating_season", re.compile(r"供暖前|供热前|供暖期前|采暖前")),
    ("major_event", re.compile(r"重大活动|大型活动|重要活动|重大节日|节前|节日前|节假日前")),
)


def weekdays(text: str) -> frozenset[int]:
    """Named days of the week, 0 = Monday; a range counts every day in it."""
    found: set[int] = set()
    for match in _WEEKDAY.finditer(text):
        first = _number(match[1])
        last = _number(match[3]) if match[3] else first
        spread = match[2] in ("至", "到", "-", "—", "~")
        found.update(range(first, last + 1) if spread and first <= last else (first, last))
    return frozenset(found)


def month_day(text: str) -> int | None:
    """The named day of every month, -1 for its last; None where none is named, or one that no month has."""
    match = _MONTH_DAY.search(text)
    if match:
        return int(match[1]) if 1 <= int(match[1]) <= 31 else None
    if re.search(r"月底|月末", text):
        return -1
    return 1 if "月初" in text else None


def months(text: str) -> frozenset[int]:
    """Months in which something yearly happens."""
    if re.search(r"年底|年终|年末", text):
        return frozenset({12})
    if "年初" in text:
        return frozenset({1})
    return frozenset(int(match[1]) for match in _MONTH.finditer(text))


def clock_times(text: str) -> tuple[time, ...]:
    """Named times of day, in order, without those that bound a span."""
    plain = _SPAN.sub(" ", text)
    return tuple(sorted({_clock(match[0]) for match in _TIME.finditer(plain)}))


def hours(text: str) -> tuple[DayWindow, ...]:
    """Named spans of hours, as 8:00-18:00."""
    return tuple(DayWindow(_clock(match[1]), _clock(match[2])) for match in _SPAN.finditer(text))


def is_night(text: str) -> bool:
    return bool(_NIGHT.search(text)) and not _DAY.search(text)


def is_morning_and_evening(text: str) -> bool:
    return bool(_MORNING_EVENING.search(text))


def season(text: str) -> tuple[MonthDay, MonthDay] | None:
    """The usual dates of a named season; local dates differ, so the preview shows them for correction."""
    return next((span for pattern, span in _SEASONS if pattern.search(text)), None)


def event(text: str) -> str | None:
    """Code of the event that starts the work (PLN-09)."""
    return next((code for code, pattern in _EVENTS if pattern.search(text)), None)


def holiday_rule(text: str) -> HolidayRule:
    if re.search(r"节假日[^,,。;;]{0,4}提前|遇节假日提前", text):
        return HolidayRule.MOVE_BEFORE
    if re.search(r"(?:节假日|遇节)[^,,。;;]{0,4}顺延", text):
        return HolidayRule.MOVE_AFTER
    if re.search(r"(?:法定)?节假日除外|节假日不", text):
        return HolidayRule.SKIP
    return HolidayRule.AS_USUAL


def workdays_only(text: str) -> bool:
    return bool(re.search(r"每个?工作日", text))


def _number(character: str) -> int:
    return min(_WEEKDAYS.index(character), 6)


def _clock(text: str) -> time:
    hour, minute = re.split("[::]", text)
    return time(int(hour) % 24, int(minute))
