"""How often, in words: a recurrence as the sentence a supervisor would say (每日 2 次（6:00–22:00）)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from anju.engines.schedule.contracts import DayWindow, EvidenceAsk, HolidayRule, MonthDay, Period, Recurrence

WEEKDAYS: tuple[Any, ...] = (
    lazy("周一"), lazy("周二"), lazy("周三"), lazy("周四"), lazy("周五"), lazy("周六"), lazy("周日"),
)  # fmt: skip
PERIODS: dict[Period, Any] = {
    Period.MINUTE: lazy("分钟"), Period.HOUR: lazy("小时"), Period.DAY: lazy("日"), Period.NIGHT: lazy("夜"),
    Period.WEEK: lazy("周"), Period.HALF_MONTH: lazy("半月"), Period.MONTH: lazy("月"),
    Period.QUARTER: lazy("季度"), Period.HALF_YEAR: lazy("半年"), Period.YEAR: lazy("年"),
    Period.ONCE: lazy("一次性"), Period.EVENT: lazy("事件触发"),
}  # fmt: skip
HOLIDAYS: dict[HolidayRule, Any] = {
    HolidayRule.AS_USUAL: lazy("节假日照常"), HolidayRule.SKIP: lazy("节假日不做"),
    HolidayRule.MOVE_BEFORE: lazy("遇节假日提前"), HolidayRule.MOVE_AFTER: lazy("遇节假日顺延"),
    HolidayRule.ONLY: lazy("仅节假日"),
}  # fmt: skip
EVENTS: dict[str, Any] = {
    "rain": lazy("降雨"), "snow": lazy("降雪"), "typhoon": lazy("台风大风"), "frost": lazy("霜冻寒潮"),
    "heating_season": lazy("供暖开始前"), "major_event": lazy("重大活动前"), "completion": lazy("完成率不达标"),
}  # fmt: skip
_EACH: dict[Period, Any] = {
    Period.MINUTE: lazy("每分钟"), Period.HOUR: lazy("每小时"), Period.DAY: lazy("每日"), Period.NIGHT: lazy("每夜"),
    Period.WEEK: lazy("每周"), Period.HALF_MONTH: lazy("每半月"), Period.MONTH: lazy("每月"),
    Period.QUARTER: lazy("每季度"), Period.HALF_YEAR: lazy("每半年"), Period.YEAR: lazy("每年"),
}  # fmt: skip
_SEVERAL: dict[Period, Any] = {
    Period.MINUTE: lazy("每 %(every)d 分钟"), Period.HOUR: lazy("每 %(every)d 小时"),
    Period.DAY: lazy("每 %(every)d 日"), Period.NIGHT: lazy("每 %(every)d 夜"),
    Period.WEEK: lazy("每 %(every)d 周"), Period.HALF_MONTH: lazy("每 %(every)d 个半月"),
    Period.MONTH: lazy("每 %(every)d 个月"), Period.QUARTER: lazy("每 %(every)d 个季度"),
    Period.HALF_YEAR: lazy("每 %(every)d 个半年"), Period.YEAR: lazy("每 %(every)d 年"),
}  # fmt: skip


def sentence(recurrence: Recurrence) -> str:
    """The whole of it: how often, then the details in brackets."""
    said = details(recurrence)
    if not said:
        return often(recurrence)
    return _("%(often)s（%(details)s）") % {"often": often(recurrence), "details": _("，").join(said)}


def often(recurrence: Recurrence) -> str:
    """每日 2 次, 每 2 个月 1 次, “降雪”触发后 24 小时内 1 次, 2026-03-15 前 1 次."""
    times = _times(recurrence.promised)
    if recurrence.period is Period.ONCE:
        day = recurrence.once_on.isoformat() if recurrence.once_on else ""
        if recurrence.anchor and recurrence.anchor != recurrence.once_on:
            return _("%(start)s 至 %(end)s 之间 %(times)s") % {
                "start": recurrence.anchor.isoformat(), "end": day, "times": times,
            }  # fmt: skip
        return _("%(day)s 当天 %(times)s") % {"day": day, "times": times}
    if recurrence.period is Period.EVENT:
        return _("“%(event)s”触发后 %(within)s内 %(times)s") % {
            "event": event_name(recurrence.event or ""),
            "within": span(recurrence.event_within or timedelta(hours=24)),
            "times": times,
        }
    return f"{_every(recurrence)} {times}"


def details(recurrence: Recurrence) -> list[str]:
    """What narrows it down: days, hours, seasons, what happens on holidays. Empty when nothing does."""
    parts: list[str] = []
    if recurrence.weekdays:
        parts.append(_weekdays(recurrence))
    if recurrence.month_days:
        days = sorted(recurrence.month_days, key=lambda day: (day < 0, day))
        parts.append(_listed(days, month_day))
    if recurrence.months:
        parts.append(_listed(sorted(recurrence.months), lambda month: _("%(month)d月") % {"month": month}))
    if recurrence.season:
        parts.append(_season(*recurrence.season))
    if recurrence.clock_times:
        parts.append(_listed(sorted(recurrence.clock_times), clock))
    if recurrence.windows:
        parts.append(_listed(sorted(recurrence.windows), window))
    if recurrence.excluded:
        parts.append(_("避开 %(hours)s") % {"hours": _listed(sorted(recurrence.excluded), window)})
    if recurrence.workdays_only:
        parts.append(_("仅工作日"))
    if recurrence.holidays is not HolidayRule.AS_USUAL:
        parts.append(str(HOLIDAYS[recurrence.holidays]))
    return parts


def evidence(ask: EvidenceAsk) -> list[str]:
    """What proof is asked, one phrase each; empty when nothing is."""
    parts: list[str] = []
    if ask.qr:
        parts.append(_("扫描位置标签"))
    if ask.photos:
        parts.append(_("照片 %(count)d 张") % {"count": ask.photos})
    if ask.time:
        parts.append(_("核对完成时间"))
    if ask.position:
        parts.append(_("定位在 %(metres)d 米内") % {"metres": ask.within_m})
    if ask.people > 1:
        parts.append(_("至少 %(count)d 人同行") % {"count": ask.people})
    return parts


def event_name(code: str) -> str:
    """The name of an event; one that people made up stands for itself."""
    return str(EVENTS.get(code, code))


def clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def window(hours: DayWindow) -> str:
    """6:00–22:00; an end at midnight is 24:00, one in the morning of the next day is said so."""
    start, end = hours
    if end == time():
        return f"{clock(start)}–24:00"
    if end <= start:
        return _("%(start)s–次日 %(end)s") % {"start": clock(start), "end": clock(end)}
    return f"{clock(start)}–{clock(end)}"


def month_day(day: int) -> str:
    """1日; 月末; 月末前第 2 天 for -2."""
    if day == -1:
        return _("月末")
    return _("倒数第 %(day)d 天") % {"day": -day} if day < 0 else _("%(day)d日") % {"day": day}


def span(length: timedelta) -> str:
    """24 小时, 90 分钟, 3 天."""
    minutes = int(length.total_seconds()) // 60
    if minutes % 1_440 == 0 and minutes > 1_440:
        return _("%(days)d 天") % {"days": minutes // 1_440}
    if minutes % 60 == 0:
        return _("%(hours)d 小时") % {"hours": minutes // 60}
    return _("%(minutes)d 分钟") % {"minutes": minutes}


def _every(recurrence: Recurrence) -> str:
    if recurrence.every == 1:
        return str(_EACH[recurrence.period])
    return str(_SEVERAL[recurrence.period]) % {"every": recurrence.every}


def _times(count: int) -> str:
    return ngettext("%(count)d 次", "%(count)d 次", count) % {"count": count}


def _weekdays(recurrence: Recurrence) -> str:
    days = sorted(recurrence.weekdays)
    named = _listed(days, lambda day: str(WEEKDAYS[day]))
    if days == [0, 1, 2, 3, 4]:
        named = _("周一至周五")
    each = recurrence.promised // len(days) if recurrence.period is Period.WEEK else 1
    return named if each < 2 else _("%(days)s各 %(times)s") % {"days": named, "times": _times(each)}


def _season(start: MonthDay, end: MonthDay) -> str:
    first, last = (_("%(month)d月%(day)d日") % {"month": one.month, "day": one.day} for one in (start, end))
    form = _("%(first)s–次年%(last)s") if end < start else _("%(first)s–%(last)s")
    return form % {"first": first, "last": last}


def _listed(items: Iterable[Any], say: Callable[[Any], str]) -> str:
    return _("、").join(say(one) for one in items)
