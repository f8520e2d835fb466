"""A year of one community, expanded: 300 promises at the places they are for, 200 places in all.

Run: python bench/recurrence.py. The yardstick is a bare loop over dateutil's rrule that yields the same instants
without due times, keys, windows, seasons or holidays. Both run in this process, best of three.
"""

from __future__ import annotations

import time as clock
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dateutil import rrule

from anju.engines.schedule.contracts import DayWindow, HolidayRule, MonthDay, Period, Recurrence
from anju.engines.schedule.rules.recurrence import slots
from anju.kernel.calendar import china
from anju.kernel.interval import DateInterval

YEAR = DateInterval(date(2026, 1, 1), date(2027, 1, 1))
ZONE = ZoneInfo("Asia/Shanghai")
SERVICE = (DayWindow(time(6), time(22)),)
PEAKS = (DayWindow(time(7, 30), time(9)), DayWindow(time(17), time(19)))
PLACES = 200


def promises() -> list[tuple[Recurrence, int]]:
    """300 recurrences in the mixture of a first-grade service plan, with the number of places of each."""
    mixture = [
        (Recurrence(period=Period.DAY, times=2, windows=SERVICE, excluded=PEAKS), 60, 2),
        (Recurrence(period=Period.DAY, windows=SERVICE), 70, 2),
        (Recurrence(period=Period.DAY, workdays_only=True, windows=SERVICE), 20, 1),
        (Recurrence(period=Period.NIGHT, times=4), 6, 3),
        (Recurrence(period=Period.HOUR, every=2), 4, 4),
        (Recurrence(period=Period.WEEK, weekdays=frozenset({2}), holidays=HolidayRule.MOVE_AFTER), 30, 2),
        (Recurrence(period=Period.WEEK, times=2), 20, 2),
        (Recurrence(period=Period.HALF_MONTH), 15, 2),
        (Recurrence(period=Period.MONTH), 30, 3),
        (Recurrence(period=Period.MONTH, season=(MonthDay(11, 15), MonthDay(3, 15))), 5, 1),
        (Recurrence(period=Period.QUARTER), 20, 3),
        (Recurrence(period=Period.HALF_YEAR), 10, 3),
        (Recurrence(period=Period.YEAR), 10, 3),
    ]
    return [(recurrence, places) for recurrence, count, places in mixture for _ in range(count)]


def expand() -> int:
    count = 0
    calendar = china()
    for recurrence, places in promises():
        for _place in range(places):
            for _slot in slots(recurrence, YEAR, calendar=calendar, zone=ZONE):
                count += 1
    return count


def bare_rule(recurrence: Recurrence) -> rrule.rrule:
    start, until = datetime(2026, 1, 1, tzinfo=ZONE), datetime(2026, 12, 31, 23, 59, tzinfo=ZONE)
    hours = {"byminute": 0, "bysecond": 0}
    daily = {
        Period.DAY: {"byhour": [6, 14][: recurrence.times]},
        Period.NIGHT: {"byhour": [0, 2, 4, 22]},
    }
    if recurrence.period in daily:
        weekdays = range(5) if recurrence.workdays_only else None
        return rrule.rrule(
            rrule.DAILY, start, until=until, byweekday=weekdays, **daily[recurrence.period], **hours
        )
    if recurrence.period is Period.HOUR:
        return rrule.rrule(rrule.HOURLY, start, interval=recurrence.every, until=until)
    if recurrence.period is Period.WEEK:
        return rrule.rrule(rrule.WEEKLY, start, until=until, byweekday=[0, 3][: recurrence.times])
    if recurrence.period is Period.HALF_MONTH:
        return rrule.rrule(rrule.MONTHLY, start, until=until, bymonthday=[1, 16])
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}[recurrence.period]
    season = [1, 2, 11, 12] if recurrence.season else None
    return rrule.rrule(rrule.MONTHLY, start, interval=months, until=until, bymonth=season)


def expand_bare() -> int:
    count = 0
    for recurrence, places in promises():
        rule = bare_rule(recurrence)
        for _place in range(places):
            for _instant in rule:
                count += 1
    return count


def measure(run: Callable[[], int]) -> tuple[int, float, int]:
    """Occurrences, best processor seconds of three runs, peak bytes of a fourth."""
    seconds = []
    count = 0
    for _ in range(3):
        started = clock.process_time()
        count = run()
        seconds.append(clock.process_time() - started)
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, min(seconds), peak


def main() -> None:
    ours, theirs = measure(expand), measure(expand_bare)
    print(f"promises {len(promises())}, places {PLACES}, year {YEAR.start.year}")
    for name, (count, seconds, peak) in (("anju slots", ours), ("bare rrule", theirs)):
        rate = count / seconds
        print(
            f"{name}: {count:>8,} occurrences  {seconds:7.3f} s  {rate:>10,.0f} per second  peak {peak / 1024:8.1f} KiB"
        )
    rate_ratio = (ours[0] / ours[1]) / (theirs[0] / theirs[1])
    print(f"ratio of rates {rate_ratio:.2f}, of peak memory {ours[2] / theirs[2]:.2f}")


if __name__ == "__main__":
    main()
