"""Every field of a recurrence is said in words."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.contracts import DayWindow, HolidayRule, MonthDay, Period, Recurrence
from anju.modules.plans.queries import phrasing

DAYTIME = DayWindow(time(6), time(22))
SAID = [
    (Recurrence(period=Period.DAY), "每日 1 次"),
    (Recurrence(period=Period.DAY, times=2, windows=(DAYTIME,)), "每日 2 次（6:00–22:00）"),
    (Recurrence(period=Period.NIGHT, times=4), "每夜 4 次"),
    (Recurrence(period=Period.HOUR, every=2), "每 2 小时 1 次"),
    (Recurrence(period=Period.MINUTE, every=30), "每 30 分钟 1 次"),
    (Recurrence(period=Period.MONTH, every=2), "每 2 个月 1 次"),
    (Recurrence(period=Period.HALF_MONTH), "每半月 1 次"),
    (Recurrence(period=Period.QUARTER), "每季度 1 次"),
    (Recurrence(period=Period.HALF_YEAR), "每半年 1 次"),
    (Recurrence(period=Period.YEAR), "每年 1 次"),
    (Recurrence(period=Period.WEEK, weekdays=frozenset({2})), "每周 1 次（周三）"),
    (Recurrence(period=Period.WEEK, times=4, weekdays=frozenset({0, 3})), "每周 4 次（周一、周四各 2 次）"),
    (Recurrence(period=Period.WEEK, weekdays=frozenset(range(5))), "每周 5 次（周一至周五）"),
    (Recurrence(period=Period.MONTH, month_days=(-1, 15)), "每月 2 次（15日、月末）"),
    (Recurrence(period=Period.MONTH, month_days=(-3,)), "每月 1 次（倒数第 3 天）"),
    (Recurrence(period=Period.MONTH, months=frozenset({9, 3})), "每月 1 次（3月、9月）"),
    (
        Recurrence(period=Period.DAY, clock_times=(time(18), time(8, 30))),
        "每日 2 次（8:30、18:00）",
    ),
    (
        Recurrence(period=Period.DAY, windows=(DAYTIME,), excluded=(DayWindow(time(7), time(9)),)),
        "每日 1 次（6:00–22:00，避开 7:00–9:00）",
    ),
    (
        Recurrence(period=Period.NIGHT, windows=(DayWindow(time(22), time(6)),)),
        "每夜 1 次（22:00–次日 6:00）",
    ),
    (Recurrence(period=Period.DAY, windows=(DayWindow(time(18), time()),)), "每日 1 次（18:00–24:00）"),
    (
        Recurrence(period=Period.DAY, season=(MonthDay(11, 15), MonthDay(3, 15))),
        "每日 1 次（11月15日–次年3月15日）",
    ),
    (Recurrence(period=Period.DAY, season=(MonthDay(4, 1), MonthDay(9, 30))), "每日 1 次（4月1日–9月30日）"),
    (Recurrence(period=Period.DAY, workdays_only=True), "每日 1 次（仅工作日）"),
    (Recurrence(period=Period.DAY, holidays=HolidayRule.SKIP), "每日 1 次（节假日不做）"),
    (Recurrence(period=Period.WEEK, holidays=HolidayRule.MOVE_AFTER), "每周 1 次（遇节假日顺延）"),
    (Recurrence(period=Period.WEEK, holidays=HolidayRule.MOVE_BEFORE), "每周 1 次（遇节假日提前）"),
    (Recurrence(period=Period.DAY, holidays=HolidayRule.ONLY), "每日 1 次（仅节假日）"),
    (Recurrence(period=Period.ONCE, once_on=date(2026, 3, 15)), "2026-03-15 当天 1 次"),
    (
        Recurrence(period=Period.ONCE, once_on=date(2026, 3, 15), anchor=date(2026, 3, 1)),
        "2026-03-01 至 2026-03-15 之间 1 次",
    ),
    (Recurrence(period=Period.EVENT, event="snow"), "“降雪”触发后 24 小时内 1 次"),
    (
        Recurrence(period=Period.EVENT, event="电梯困人", times=2, event_within=timedelta(minutes=90)),
        "“电梯困人”触发后 90 分钟内 2 次",
    ),
    (
        Recurrence(period=Period.EVENT, event="rain", event_within=timedelta(days=3)),
        "“降雨”触发后 3 天内 1 次",
    ),
]


@pytest.mark.parametrize(("recurrence", "said"), SAID, ids=[said for _one, said in SAID])
def test_a_recurrence_is_said_as_people_say_it(recurrence, said):
    assert phrasing.sentence(recurrence) == said


@given(
    period=st.sampled_from([one for one in Period if one not in (Period.ONCE, Period.EVENT)]),
    every=st.integers(2, 20),
    times=st.integers(1, 9),
)
def test_every_period_says_its_numbers_and_leaves_no_placeholder(period, every, times):
    if period in (Period.MINUTE, Period.HOUR):
        times = 1
    said = phrasing.sentence(Recurrence(period=period, every=every, times=times))
    assert f"{every} " in said and f"{times} 次" in said and "%" not in said
