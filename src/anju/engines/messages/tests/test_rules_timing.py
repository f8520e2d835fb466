from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.messages.contracts import Channel
from anju.engines.messages.rules import timing
from anju.engines.messages.rules.timing import PATIENT, URGENT, Limit, Quiet
from anju.kernel.errors import Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
QUIETS = st.builds(Quiet, HOURS, HOURS)
NIGHT = Quiet(time(22), time(7))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-21T21:59", "2026-11-21T21:59"),
        ("2026-11-21T22:00", "2026-11-22T07:00"),
        ("2026-11-21T23:59", "2026-11-22T07:00"),
        ("2026-11-22T00:00", "2026-11-22T07:00"),
        ("2026-11-22T06:59", "2026-11-22T07:00"),
        ("2026-11-22T07:00", "2026-11-22T07:00"),
    ],
)
def test_the_night_ends_in_the_morning(now, then):
    assert timing.awake_at(at(now), NIGHT, SHANGHAI) == at(then)


def test_a_rest_at_noon_ends_the_same_day():
    assert timing.awake_at(at("2026-11-21T13:00"), Quiet(time(12), time(14)), SHANGHAI) == at(
        "2026-11-21T14:00"
    )


@given(MOMENTS, QUIETS)
def test_waking_is_outside_the_quiet_hours_and_within_a_day(now, quiet):
    woken = timing.awake_at(now, quiet, SHANGHAI)
    assert not timing.is_quiet(woken, quiet, SHANGHAI)
    assert now <= woken < now + timedelta(days=1)
    assert timing.awake_at(woken, quiet, SHANGHAI) == woken


@given(MOMENTS, HOURS)
def test_equal_hours_are_no_quiet_hours(now, hour):
    assert not timing.is_quiet(now, Quiet(hour, hour), SHANGHAI)


def test_a_clock_that_is_put_forward_wakes_nobody_inside_the_quiet_hours():
    """In a zone with summer time the morning of the change comes an hour earlier by the sun, not by the clock."""
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 23, 30, tzinfo=berlin)
    woken = timing.awake_at(now, NIGHT, berlin)
    assert woken.astimezone(berlin).time() == time(7)


@pytest.mark.parametrize(
    "text", ["22-7", "22:00", "25:00-07:00", "22:00-07:00-08:00", "night", "22:00+08:00-07:00"]
)
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(Invalid):
        timing.parse_hours(text)


def test_no_hours_are_no_quiet_hours():
    assert timing.parse_hours(" ") == Quiet(time(0), time(0))
    assert timing.parse_hours("22:00-07:00") == NIGHT


@given(MOMENTS, st.integers(0, 23))
def test_a_digest_is_later_and_soon_enough(now, hour):
    daily = timing.digest_due(now, "daily", hour, SHANGHAI)
    assert now < daily <= now + timedelta(days=1)
    assert daily.astimezone(SHANGHAI).time() == time(hour)
    hourly = timing.digest_due(now, "hourly", hour, SHANGHAI)
    assert now < hourly <= now + timedelta(hours=1)
    assert hourly.minute == 0


@given(MOMENTS, MOMENTS, st.integers(0, 23))
def test_who_comes_before_a_digest_goes_out_is_in_it(one, other, hour):
    first, second = sorted((one, other))
    due = timing.digest_due(first, "daily", hour, SHANGHAI)
    assert (timing.digest_due(second, "daily", hour, SHANGHAI) == due) == (second < due)


DRAWS = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 60), DRAWS, st.sampled_from([PATIENT, URGENT]))
def test_waits_grow_to_a_limit_and_jitter_only_shortens_them(attempts, draw, patience):
    whole = timing.wait(attempts, patience, 0.0)
    assert whole / 2 <= timing.wait(attempts, patience, draw) <= whole <= patience.longest
    assert timing.wait(attempts + 1, patience, 0.0) >= whole


@given(
    MOMENTS, st.integers(1, 40), DRAWS, st.none() | st.floats(0, 10**6), st.sampled_from([PATIENT, URGENT])
)
def test_a_next_try_lies_ahead_and_within_patience(first, attempts, draw, asked, patience):
    now = first + timedelta(minutes=attempts)
    due = timing.next_try(
        attempts=attempts, at=now, first_at=first, patience=patience, draw=draw, asked=asked
    )
    if due is None:
        longest = timing.wait(attempts, patience, 0.0) + timedelta(seconds=asked or 0)
        assert attempts >= patience.attempts or now + longest > first + patience.age
    else:
        assert now < due <= first + patience.age
        assert asked is None or due >= now + timedelta(seconds=asked)


def test_patience_ends_with_the_attempts():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert timing.next_try(attempts=10, at=now, first_at=now, patience=PATIENT, draw=0.5) is None


LIMITS = st.lists(st.builds(Limit, st.integers(1, 6), st.integers(1, 600).map(float)), min_size=1, max_size=3)
PAST = st.lists(st.integers(0, 1200), max_size=30)


@given(PAST, LIMITS)
def test_one_more_at_the_free_moment_keeps_every_limit(ago, limits):
    now = datetime(2026, 11, 21, tzinfo=UTC)
    times = [now - timedelta(seconds=one) for one in ago]
    free = timing.free_at(times, limits, now)
    assert free >= now
    for limit in limits:
        inside = [one for one in times if one > free - timedelta(seconds=limit.seconds)]
        assert len(inside) < limit.most


@given(PAST, st.builds(Limit, st.integers(1, 6), st.integers(1, 600).map(float)))
def test_the_free_moment_is_the_first_one(ago, limit):
    now = datetime(2026, 11, 21, tzinfo=UTC)
    times = [now - timedelta(seconds=one) for one in ago]
    free = timing.free_at(times, [limit], now)
    if free > now:
        early = free - timedelta(microseconds=1)
        inside = [one for one in times if one > early - timedelta(seconds=limit.seconds)]
        assert len(inside) >= limit.most


def test_the_limits_of_the_robots_are_those_of_the_book():
    """domain-rules §10.9."""
    assert {
        Channel.WECOM: (Limit(20, 60),), Channel.DINGTALK: (Limit(20, 60),),
        Channel.FEISHU: (Limit(100, 60), Limit(5, 1)),
    } == timing.ROBOT_LIMITS  # fmt: skip
