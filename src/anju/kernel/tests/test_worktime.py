from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.calendar import china
from anju.kernel.errors import Invalid
from anju.kernel.interval import InstantInterval
from anju.kernel.worktime import WorkHours, due_at, worked

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkHours(((540, 720), (780, 1080)), workdays_only=True)
ALWAYS = WorkHours()
NIGHT = WorkHours(((1320, 1800),))
START = datetime(2026, 9, 1, tzinfo=UTC)

instants = st.integers(0, 90 * 24 * 60).map(lambda n: START + timedelta(minutes=n))
budgets = st.integers(0, 3000).map(lambda n: timedelta(minutes=n))
all_hours = st.sampled_from([OFFICE, ALWAYS, NIGHT])


@st.composite
def pauses(draw):
    starts = draw(st.lists(instants, max_size=4))
    return [InstantInterval(s, s + timedelta(minutes=draw(st.integers(1, 2000)))) for s in starts]


def due(opened, budget, hours=OFFICE, stops=()):
    return due_at(opened, budget, hours=hours, calendar=china(), zone=ZONE, pauses=stops)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@given(instants, budgets, all_hours, pauses())
def test_the_time_worked_until_due_is_the_budget(opened, budget, hours, stops):
    reached = due(opened, budget, hours, stops)
    assert reached >= opened
    if reached > opened:
        interval = InstantInterval(opened, reached)
        assert worked(interval, hours=hours, calendar=china(), zone=ZONE, pauses=stops) == budget


@given(instants, budgets, all_hours, pauses(), pauses())
def test_more_pauses_never_make_it_due_earlier(opened, budget, hours, some, more):
    assert due(opened, budget, hours, some + more) >= due(opened, budget, hours, some)


@given(instants, budgets, budgets)
def test_a_larger_budget_is_due_later(opened, one, other):
    assert due(opened, one + other) >= due(opened, one)


@pytest.mark.parametrize(
    ("opened", "minutes", "expected"),
    [
        ("2026-11-23T09:00", 60, "2026-11-23T10:00"),
        ("2026-11-23T11:30", 60, "2026-11-23T13:30"),
        ("2026-11-23T17:30", 60, "2026-11-24T09:30"),
        ("2026-11-20T17:30", 60, "2026-11-23T09:30"),
        ("2026-09-30T17:00", 120, "2026-10-08T10:00"),
        ("2026-11-23T09:00", 480, "2026-11-23T18:00"),
        ("2026-11-21T10:00", 0, "2026-11-23T09:00"),
    ],
)
def test_office_hours(opened, minutes, expected):
    assert due(at(opened), timedelta(minutes=minutes)) == at(expected)


def test_a_night_shift_runs_through_midnight():
    assert due(at("2026-11-21T23:00"), timedelta(hours=8), NIGHT) == at("2026-11-22T23:00")
    assert due(at("2026-11-22T03:00"), timedelta(hours=4), NIGHT) == at("2026-11-22T23:00")


def test_a_pause_stops_the_clock_and_an_open_one_holds_it():
    opened = at("2026-11-23T09:00")
    lunch = InstantInterval(at("2026-11-23T09:30"), at("2026-11-23T10:30"))
    waiting = InstantInterval(at("2026-11-23T09:30"))
    assert due(opened, timedelta(hours=1), stops=[lunch]) == at("2026-11-23T11:00")
    assert due(opened, timedelta(hours=1), stops=[waiting]) is None
    assert due(opened, timedelta(minutes=30), stops=[waiting]) == at("2026-11-23T09:30")


def test_a_day_with_a_clock_change_has_its_real_hours():
    berlin = ZoneInfo("Europe/Berlin")
    spring = InstantInterval(
        datetime(2026, 3, 29, tzinfo=berlin).astimezone(UTC),
        datetime(2026, 3, 30, tzinfo=berlin).astimezone(UTC),
    )
    assert worked(spring, hours=ALWAYS, calendar=china(), zone=berlin) == timedelta(hours=23)


@pytest.mark.parametrize(
    "spans", [(), ((60, 60),), ((600, 700), (650, 800)), ((0, 100), (1400, 1600)), ((-5, 10),)]
)
def test_hours_out_of_order_are_refused(spans):
    with pytest.raises(Invalid):
        WorkHours(spans)
