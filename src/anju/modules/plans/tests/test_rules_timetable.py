"""Hours of the timetable, and the hours and days that people type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.contracts import DayWindow, MonthDay
from anju.modules.plans.forms import fields
from anju.modules.plans.rules import timetable
from anju.modules.plans.rules.timetable import Nature

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 21)


def at(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("opens", "due", "hours"),
    [
        (at(6), at(8), {6, 7}),
        (at(6, 30), at(7, 1), {6, 7}),
        (at(22), at(6, day=DAY + timedelta(days=1)), {22, 23}),
        (at(22, day=DAY - timedelta(days=1)), at(6), {0, 1, 2, 3, 4, 5}),
        (at(6, day=DAY + timedelta(days=1)), at(8, day=DAY + timedelta(days=1)), set()),
        (at(20, day=DAY - timedelta(days=1)), at(0), set()),
    ],
)
def test_a_slot_touches_the_hours_it_has_a_part_of(opens, due, hours):
    assert timetable.hours_touched(opens, due, DAY, ZONE) == hours


@given(st.sets(st.integers(0, 23)))
def test_bare_spans_and_covered_hours_make_the_whole_day(covered):
    spans = timetable.bare_spans(covered)
    bare = {hour for start, end in spans for hour in range(start, end)}
    assert bare | covered == set(range(24)) and not bare & covered
    assert all(later[0] > earlier[1] for earlier, later in pairwise(spans))


@pytest.mark.parametrize(
    ("kind", "domain", "event", "nature"),
    [
        ("cleaning", "cleaning", False, Nature.ROUTINE),
        ("patrol", "security", False, Nature.INSPECTION),
        ("fire_check", "fire", False, Nature.INSPECTION),
        ("task", "cleaning", True, Nature.EMERGENCY),
        ("drill", "emergency", False, Nature.EMERGENCY),
    ],
)
def test_work_is_of_one_of_three_natures(kind, domain, event, nature):
    assert timetable.nature_of(kind=kind, domain=domain, after_event=event) is nature


def test_an_hour_with_several_natures_shows_the_most_urgent():
    assert timetable.mixed([Nature.ROUTINE, Nature.INSPECTION]) is Nature.INSPECTION
    assert timetable.mixed(list(Nature)) is Nature.EMERGENCY


CLOCK = st.times().map(lambda one: one.replace(second=0, microsecond=0, fold=0))


@given(st.lists(CLOCK, min_size=1, max_size=6, unique=True))
def test_clock_times_are_read_back_as_they_are_shown(times):
    field = fields.ClockTimesField()
    assert field.clean(field.prepare_value(tuple(sorted(times)))) == tuple(sorted(times))


@given(st.lists(st.builds(DayWindow, CLOCK, CLOCK), min_size=1, max_size=4))
def test_windows_are_read_back_as_they_are_shown(windows):
    field = fields.WindowsField()
    assert field.clean(field.prepare_value(tuple(windows))) == tuple(windows)


@given(st.builds(MonthDay, st.integers(1, 12), st.integers(1, 28)))
def test_days_of_a_year_are_read_back_as_they_are_shown(day):
    field = fields.MonthDayField()
    assert field.clean(field.prepare_value(day)) == day


@given(st.integers(0, 60 * 24 * 300))
def test_lengths_are_read_back_to_the_minute(minutes):
    length = timedelta(minutes=minutes)
    assert fields.MinutesField().clean(fields.MinutesField().prepare_value(length)) == length


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (fields.WindowsField, "6:00–22:00", (DayWindow(time(6), time(22)),)),
        (fields.WindowsField, "6点至12点，14点30分～24:00", (DayWindow(time(6), time(12)), DayWindow(time(14, 30), time()))),
        (fields.WindowsField, "22:00-次日6:00", (DayWindow(time(22), time(6)),)),
        (fields.ClockTimesField, "18:00 8：30", (time(8, 30), time(18))),
        (fields.MonthDaysField, "1日，15、月末", (1, 15, -1)),
        (fields.MonthDaysField, "倒数第 3 天", (-3,)),
        (fields.MonthDayField, "11月15日", MonthDay(11, 15)),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(field, text, value):
    assert field().clean(text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (fields.WindowsField, "早上"), (fields.WindowsField, "06:00-10:00 等"), (fields.WindowsField, "25:00-26:00"),
        (fields.ClockTimesField, "8"), (fields.MonthDaysField, "十五"), (fields.MonthDayField, "十一月"),
        (fields.HoursField, "-1"), (fields.HoursField, "99999"), (fields.HoursField, "nan"),
    ],
)  # fmt: skip
def test_what_is_not_surely_one_thing_is_refused(field, text):
    with pytest.raises(forms.ValidationError):
        field().clean(text)
