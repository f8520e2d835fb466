from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.clock import FixedClock, SystemClock
from anju.kernel.errors import Invalid
from anju.kernel.zh import SpokenDuration, spoken


def test_a_fixed_clock_stands_until_advanced():
    clock = FixedClock(datetime(2026, 11, 21, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert clock.now() == clock.now() == datetime(2026, 11, 21, tzinfo=UTC)
    assert clock.advance(timedelta(hours=1)) == clock.now() == datetime(2026, 11, 21, 1, tzinfo=UTC)


def test_a_fixed_clock_never_runs_backwards_and_knows_its_zone():
    with pytest.raises(Invalid):
        FixedClock(datetime(2026, 11, 21, tzinfo=UTC)).advance(-timedelta(seconds=1))
    with pytest.raises(Invalid):
        FixedClock(datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None))


def test_the_system_clock_is_aware():
    assert SystemClock().now().tzinfo is UTC


@given(st.integers(-(10**6), 10**6))
def test_a_spoken_length_loses_less_than_a_minute(seconds):
    said = spoken(timedelta(seconds=seconds))
    minutes = said.days * 1440 + said.hours * 60 + said.minutes
    assert 0 <= abs(seconds) - minutes * 60 < 60
    assert said.over == (seconds < 0)


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (SpokenDuration(0, 2, 10), (("hour", 2), ("minute", 10))),
        (SpokenDuration(3, 0, 10), (("day", 3),)),
        (SpokenDuration(3, 4, 10), (("day", 3), ("hour", 4))),
        (SpokenDuration(0, 0, 0), (("minute", 0),)),
    ],
)
def test_the_two_largest_units_are_said(said, parts):
    assert said.parts == parts
