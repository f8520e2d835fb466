from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval, InstantInterval

days = st.dates(date(2020, 1, 1), date(2020, 2, 15))
intervals = st.builds(
    lambda day, n: DateInterval(day, None if n == 0 else day + timedelta(days=n)), days, st.integers(0, 20)
)


@given(intervals, intervals, days)
def test_a_day_is_in_the_overlap_when_it_is_in_both(left, right, day):
    shared = left.overlap(right)
    assert (day in left and day in right) == (shared is not None and day in shared)


@given(intervals, intervals, days)
def test_a_day_is_left_when_it_is_not_cut_out(left, right, day):
    assert any(day in part for part in left.without(right)) == (day in left and day not in right)


@given(st.lists(intervals, max_size=8), days)
def test_merged_intervals_hold_the_same_days_and_lie_apart(given_intervals, day):
    merged = DateInterval.merged(given_intervals)
    assert any(day in part for part in merged) == any(day in part for part in given_intervals)
    assert all(a.end is not None and a.end < b.start for a, b in pairwise(merged))


@given(intervals, intervals)
def test_an_interval_covers_another_when_nothing_is_left_of_it(left, right):
    assert left.covers(right) == (right.without(left) == [])


@pytest.mark.parametrize("length", [0, -1])
def test_an_empty_interval_is_refused(length):
    start = date(2026, 1, 1)
    with pytest.raises(Invalid) as refused:
        DateInterval(start, start + timedelta(days=length))
    assert refused.value.code == "interval.empty"


def test_months_have_their_lengths():
    lengths = [DateInterval.month(2024, month).length for month in range(1, 13)]
    assert lengths == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert len(list(DateInterval.month(2026, 2).days())) == 28


def test_instants_need_a_time_zone():
    aware = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        InstantInterval(aware, aware.replace(tzinfo=None) + timedelta(hours=1))
    assert refused.value.code == "interval.naive"
    assert InstantInterval(aware, aware + timedelta(hours=2)).length == timedelta(hours=2)
