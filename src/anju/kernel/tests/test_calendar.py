import json
from copy import deepcopy
from datetime import date, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.calendar import WorkCalendar, add_months, china, end_of_day, parse_year
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

CHINA = china()
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
DOCUMENT = json.loads(resources.files("anju.kernel").joinpath("holidays_cn.json").read_text(encoding="utf-8"))


def year(number):
    return DateInterval(date(number, 1, 1), date(number + 1, 1, 1))


@pytest.mark.parametrize(("number", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_workdays(number, workdays):
    assert CHINA.workdays_in(year(number)) == workdays


def test_the_months_of_2026_have_their_workdays():
    counts = [CHINA.workdays_in(DateInterval.month(2026, month)) for month in range(1, 13)]
    assert counts == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@pytest.mark.parametrize(("number", "statutory"), [(2024, 11), (2025, 13), (2026, 13)])
def test_a_year_has_its_statutory_holidays(number, statutory):
    found = [day for day in CHINA.statutory if day.year == number]
    assert len(found) == statutory
    assert all(CHINA.is_holiday(day) for day in found)


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        ("2024-02-10", False), ("2024-02-18", True), ("2024-10-12", True), ("2024-10-13", False),
        ("2025-01-26", True), ("2025-01-28", False), ("2025-10-08", False), ("2025-10-11", True),
        ("2026-01-02", False), ("2026-01-04", True), ("2026-02-28", True), ("2026-10-10", True),
        ("2026-11-21", False), ("2026-11-23", True),
    ],
)  # fmt: skip
def test_known_days(day, workday):
    assert CHINA.is_workday(date.fromisoformat(day)) is workday


def test_an_ordinary_weekend_is_no_holiday():
    assert not CHINA.is_holiday(date(2026, 11, 21))
    assert CHINA.holiday_name(date(2026, 10, 4)) == "国庆节"


def test_a_year_not_announced_has_only_weekends():
    assert not CHINA.is_known(date(2028, 1, 3))
    assert CHINA.is_workday(date(2028, 10, 2))
    assert not CHINA.is_workday(date(2028, 10, 1))


def test_thirty_days_that_end_in_the_national_holiday_end_after_it():
    deadline = CHINA.legal_period_end(date(2026, 9, 1), days=30)
    assert deadline == date(2026, 10, 8)
    assert end_of_day(deadline, ZoneInfo("Asia/Shanghai")).isoformat() == "2026-10-09T00:00:00+08:00"


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-11-23", {"days": 1}, "2026-11-24"),
        ("2026-11-20", {"days": 1}, "2026-11-23"),
        ("2026-01-31", {"months": 1}, "2026-02-28"),
        ("2026-08-31", {"months": 1}, "2026-09-30"),
        ("2024-02-29", {"years": 1}, "2025-02-28"),
        ("2026-09-30", {"workdays": 5}, "2026-10-13"),
        ("2026-09-29", {"workdays": 1}, "2026-09-30"),
    ],
)
def test_legal_periods(start, period, end):
    assert CHINA.legal_period_end(date.fromisoformat(start), **period) == date.fromisoformat(end)


@pytest.mark.parametrize("period", [{}, {"days": 1, "months": 1}, {"days": -3}, {"days": -3, "months": 1}])
def test_a_legal_period_has_one_unit(period):
    with pytest.raises(Invalid):
        CHINA.legal_period_end(date(2026, 1, 1), **period)


@given(days, st.integers(1, 60))
def test_adding_workdays_passes_exactly_that_many(day, count):
    reached = CHINA.add_workdays(day, count)
    after = DateInterval(day + timedelta(days=1), reached + timedelta(days=1))
    assert CHINA.is_workday(reached)
    assert CHINA.workdays_in(after) == count


@given(days, st.integers(1, 60))
def test_going_back_from_a_workday_undoes_going_on(day, count):
    start = CHINA.workday_on_or_after(day)
    assert CHINA.add_workdays(CHINA.add_workdays(start, count), -count) == start


@given(days)
def test_the_next_workday_is_the_nearest_after(day):
    following = CHINA.next_workday(day)
    between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
    assert following > day
    assert not any(map(CHINA.is_workday, between))
    assert CHINA.workday_on_or_before(day) <= day <= CHINA.workday_on_or_after(day)


@given(days, st.integers(-60, 60))
def test_months_later_is_the_same_day_or_the_last(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_later_year_can_be_announced_and_corrected():
    announced = parse_year(
        {
            "year": 2028,
            "source": "notice",
            "holidays": [
                {"name": "元旦", "first": "2027-12-31", "last": "2028-01-02", "statutory": ["2028-01-01"]}
            ],
            "workdays": ["2028-01-08"],
        }
    )
    extended = CHINA.with_year(announced)
    assert extended.is_known(date(2028, 5, 1))
    assert not extended.is_workday(date(2027, 12, 31))
    assert extended.is_workday(date(2028, 1, 8))
    corrected = extended.with_year(parse_year({"year": 2028, "source": "x", "holidays": [], "workdays": []}))
    assert not corrected.is_workday(date(2028, 1, 8))
    assert corrected.is_workday(date(2026, 10, 10))


def broken(path, value):
    document = deepcopy(DOCUMENT["years"][2])
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["year"], "2026", "year"),
        (["source"], " ", "source"),
        (["holidays"], None, "holidays"),
        (["holidays", 1], "春节", "holidays[1]"),
        (["holidays", 1, "name"], "", "holidays[1].name"),
        (["holidays", 1, "first"], "2026-02-30", "holidays[1].first"),
        (["holidays", 1, "last"], "2026-02-14", "holidays[1].last"),
        (["holidays", 1, "last"], "2026-03-14", "holidays[1].last"),
        (["holidays", 1, "first"], "2025-02-15", "holidays[1].first"),
        (["holidays", 1, "statutory"], ["2026-02-24"], "holidays[1].statutory"),
        (["holidays", 2, "first"], "2026-02-23", "holidays[2].last"),
        (["holidays", 0], {"name": "x", "first": "2026-02-23", "last": "2026-02-24", "statutory": []}, "holidays[1]"),
        (["workdays", 0], "2026-01-05", "workdays[0]"),
        (["workdays", 0], "2026-10-04", "workdays[0]"),
        (["workdays"], "2026-01-04", "workdays"),
    ],
)  # fmt: skip
def test_a_wrong_announcement_names_its_field(path, value, field):
    with pytest.raises(Invalid) as refused:
        parse_year(broken(path, value))
    assert refused.value.field == field


def test_a_calendar_without_any_workday_is_refused():
    with pytest.raises(Invalid):
        WorkCalendar(rest_days=frozenset(range(7)))
