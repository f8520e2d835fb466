import json
from datetime import date, time, timedelta

import pytest
from hypothesis import given

from anju.engines.schedule.contracts import DayWindow, HolidayRule, MonthDay, Period, Recurrence
from anju.engines.schedule.tests.test_rules_recurrence import recurrences
from anju.kernel.errors import Invalid

DAYTIME = (DayWindow(time(8), time(18)),)


@given(recurrences())
def test_what_is_stored_reads_back_the_same(recurrence):
    stored = json.dumps(recurrence.to_json())
    assert Recurrence.from_json(json.loads(stored)) == recurrence


def test_the_stored_shape_is_stable():
    recurrence = Recurrence(
        period=Period.DAY,
        times=3,
        windows=DAYTIME,
        season=(MonthDay(11, 15), MonthDay(3, 15)),
        weekdays=frozenset({4, 1}),
        holidays=HolidayRule.SKIP,
        grace=timedelta(hours=1),
        anchor=date(2026, 1, 1),
    )
    assert recurrence.to_json() == {
        "v": 1,
        "period": "day",
        "times": 3,
        "windows": [["08:00", "18:00"]],
        "season": [[11, 15], [3, 15]],
        "weekdays": [1, 4],
        "holidays": "skip",
        "grace": 3600,
        "anchor": "2026-01-01",
    }


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "v"),
        ({"v": 2, "period": "day"}, "v"),
        ({"v": 1, "period": "fortnight"}, "period"),
        ({"v": 1, "period": "day", "colour": "red"}, "colour"),
        ({"v": 1, "period": "day", "times": "2"}, "times"),
        ({"v": 1, "period": "day", "times": True}, "times"),
        ({"v": 1, "period": "day", "windows": [["8", "x"]]}, "windows"),
        ({"v": 1, "period": "day", "windows": [["08:00"]]}, "windows"),
        ({"v": 1, "period": "once", "once_on": "2026-02-30"}, "once_on"),
        ({"v": 1, "period": "day", "weekdays": 3}, "weekdays"),
        ({"v": 1, "period": "day", "season": [[1, 1]]}, "season"),
        ({"v": 1, "period": "day", "workdays_only": 1}, "workdays_only"),
        ({"v": 1}, None),
    ],
)
def test_an_unreadable_document_names_its_field(document, field):
    with pytest.raises(Invalid) as refused:
        Recurrence.from_json(document)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"times": 0}, "times"),
        ({"every": 0}, "every"),
        ({"times": 1441}, "times"),
        ({"times": 700, "windows": (DayWindow(time(8), time(9)),)}, "times"),
        ({"grace": timedelta(minutes=-1)}, "grace"),
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"months": frozenset({0})}, "months"),
        ({"month_days": (0,)}, "month_days"),
        ({"month_days": (1, 1)}, "month_days"),
        ({"season": (MonthDay(2, 30), MonthDay(3, 1))}, "season"),
        ({"windows": (DayWindow(time(8, 0, 30), time(9)),)}, "windows"),
        ({"windows": (DayWindow(time(22), time(8)), DayWindow(time(6), time(10)))}, "windows"),
        ({"windows": DAYTIME, "excluded": (DayWindow(time(7), time(19)),)}, "excluded"),
        ({"windows": DAYTIME, "clock_times": (time(20),)}, "clock_times"),
        ({"clock_times": (time(8), time(8))}, "clock_times"),
        ({"clock_times": (time(8), time(9)), "times": 3}, "times"),
        ({"clock_within": timedelta(hours=1)}, "clock_within"),
        ({"once_on": date(2026, 1, 1)}, "once_on"),
        ({"event": "rain"}, "event"),
        ({"event_within": timedelta(hours=1)}, "event_within"),
        ({"holidays": HolidayRule.MOVE_AFTER}, "holidays"),
        ({"holidays": HolidayRule.ONLY, "workdays_only": True}, "holidays"),
        ({"every": 2, "weekdays": frozenset({1})}, "weekdays"),
        ({"period": Period.WEEK, "month_days": (1,)}, "month_days"),
        ({"period": Period.WEEK, "weekdays": frozenset({1, 3, 5}), "times": 2}, "times"),
        ({"period": Period.MONTH, "month_days": (1,), "weekdays": frozenset({1})}, "weekdays"),
        ({"period": Period.QUARTER, "month_days": (10,)}, "months"),
        ({"period": Period.HOUR, "clock_times": (time(8),)}, "clock_times"),
        ({"period": Period.HOUR, "times": 31}, "times"),
        ({"period": Period.HOUR, "every": 25, "windows": DAYTIME}, "every"),
        ({"period": Period.HOUR, "holidays": HolidayRule.MOVE_BEFORE}, "holidays"),
        ({"period": Period.NIGHT, "windows": (DayWindow(time(5), time(3)),)}, "windows"),
        ({"period": Period.ONCE}, "once_on"),
        ({"period": Period.ONCE, "once_on": date(2026, 1, 1), "anchor": date(2026, 1, 2)}, "anchor"),
        ({"period": Period.ONCE, "once_on": date(2026, 1, 1), "every": 2}, "every"),
        ({"period": Period.ONCE, "once_on": date(2026, 1, 1), "holidays": HolidayRule.SKIP}, "holidays"),
        ({"period": Period.ONCE, "once_on": date(2026, 1, 1), "workdays_only": True}, "workdays_only"),
        ({"period": Period.EVENT}, "event"),
        ({"period": Period.EVENT, "event": "a name far too long for a key"}, "event"),
        ({"period": Period.EVENT, "event": "rain", "event_within": timedelta(0)}, "event_within"),
    ],
)
def test_a_contradiction_names_its_field(options, field):
    with pytest.raises(Invalid) as refused:
        Recurrence(**{"period": Period.DAY, **options})
    assert refused.value.field == field
    assert refused.value.code.startswith("schedule.recurrence.")


@pytest.mark.parametrize(
    ("options", "promised"),
    [
        ({"period": Period.DAY, "times": 2}, 2),
        ({"period": Period.DAY, "clock_times": (time(8), time(20))}, 2),
        ({"period": Period.WEEK, "weekdays": frozenset({1, 4})}, 2),
        ({"period": Period.WEEK, "weekdays": frozenset({1, 4}), "times": 4}, 4),
        ({"period": Period.WEEK, "weekdays": frozenset({1, 4}), "clock_times": (time(8), time(20))}, 4),
        ({"period": Period.MONTH, "month_days": (1, 15)}, 2),
        ({"period": Period.QUARTER, "month_days": (10,), "months": frozenset({1, 4, 7, 10})}, 1),
        ({"period": Period.YEAR, "month_days": (10,), "months": frozenset({3, 9}), "times": 2}, 2),
    ],
)
def test_listed_days_and_clock_times_say_how_many_are_promised(options, promised):
    assert Recurrence(**options).promised == promised
