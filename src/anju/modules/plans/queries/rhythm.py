"""A recurrence in words: how often, on which days, at which hours."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.schedule.contracts import DayWindow, HolidayRule, Period, Recurrence
from anju.modules.plans.queries import wording

WEEKDAYS = (lazy("周一"), lazy("周二"), lazy("周三"), lazy("周四"), lazy("周五"), lazy("周六"), lazy("周日"))
EVENTS = {
    "snow": lazy("降雪后"), "rain": lazy("降雨后"), "typhoon": lazy("台风大风时"), "frost": lazy("霜冻寒潮时"),
    "heating_season": lazy("供暖开始前"), "major_event": lazy("重大活动前"),
}  # fmt: skip


def says(recurrence: Recurrence) -> str:
    """One line, as 每日 2 次，06:00–20:00."""
    parts = [_how_often(recurrence), *_days(recurrence)]
    if recurrence.clock_times:
        parts.append("、".join(one.strftime("%H:%M") for one in recurrence.clock_times))
    elif recurrence.windows:
        parts.append(hours(recurrence.windows))
    return "，".join(part for part in parts if part)


def hours(windows: tuple[DayWindow, ...]) -> str:
    return "、".join(f"{_clock(one.start)}–{_clock(one.end, end=True)}" for one in windows)


def _how_often(recurrence: Recurrence) -> str:
    if recurrence.period is Period.ONCE and recurrence.once_on is not None:
        words = {"day": recurrence.once_on.isoformat()}
        return _("%(day)s前完成一次") % words if recurrence.anchor else _("%(day)s当天") % words
    if recurrence.period is Period.EVENT:
        return wording.name(EVENTS, recurrence.event)
    period = wording.name(wording.PERIODS, recurrence.period)
    words = {"every": recurrence.every, "period": period, "times": recurrence.promised}
    if recurrence.every == 1:
        return _("每%(period)s %(times)s 次") % words
    return _("每 %(every)s %(period)s %(times)s 次") % words


def _days(recurrence: Recurrence) -> list[str]:
    parts = ["、".join(str(WEEKDAYS[day]) for day in sorted(recurrence.weekdays))]
    if recurrence.month_days:
        days = [
            _("最后一天") if day == -1 else _("%(day)s日") % {"day": day} for day in recurrence.month_days
        ]
        parts.append("、".join(days))
    if recurrence.months:
        parts.append("、".join(_("%(month)s月") % {"month": month} for month in sorted(recurrence.months)))
    if recurrence.season:
        first, last = recurrence.season
        words = {"a": first.month, "b": first.day, "c": last.month, "d": last.day}
        parts.append(_("%(a)s月%(b)s日至%(c)s月%(d)s日") % words)
    if recurrence.workdays_only:
        parts.append(_("工作日"))
    rule = {
        HolidayRule.SKIP: _("节假日除外"), HolidayRule.MOVE_BEFORE: _("遇节假日提前"),
        HolidayRule.MOVE_AFTER: _("遇节假日顺延"), HolidayRule.ONLY: _("仅节假日"),
    }.get(recurrence.holidays, "")  # fmt: skip
    return [*parts, rule]


def _clock(value: time, *, end: bool = False) -> str:
    return "24:00" if end and value == time() else value.strftime("%H:%M")
