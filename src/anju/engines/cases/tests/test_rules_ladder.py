from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases.contracts import LadderStep, To
from anju.engines.cases.rules import clocks
from anju.engines.cases.rules.clocks import ALL_DAY, Frame, Run
from anju.engines.cases.rules.ladder import next_look, owed
from anju.kernel.calendar import china

START = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
FRAME = Frame(china(), ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(minutes=60)


def step(code="s", **given):
    return LadderStep(**{"code": code, "clock": "c", "to": To.MANAGER, "message": "m", **given})


LADDER = (
    step("warn", share=80),
    step("limit"),
    step("later", minutes=30),
    step("ring", share=0, minutes=5, every=10),
)


def after(minutes):
    return START + timedelta(minutes=minutes)


@dataclass
class Seen:
    """What is owed, and when to look again once that is fired."""

    owed: tuple
    following: datetime | None


def seen_at(steps, timing, fired, at):
    found = owed(steps, timing, fired, FRAME, at)
    known = {*fired, *((one.step.code, one.turn) for one in found)}
    return Seen(found, next_look(steps, timing, known, FRAME))


def codes(seen):
    return [(one.step.code, one.turn) for one in seen.owed]


def test_steps_come_at_their_share_of_the_budget_and_minutes_after_it():
    timing = clocks.begun(START, ALL_DAY, HOUR)
    steps = LADDER[:3]
    expected = [(47, [], 48), (48, [("warn", 0)], 60), (60, [("warn", 0), ("limit", 0)], 90)]
    for minute, known, following in expected:
        seen = seen_at(steps, timing, (), after(minute))
        assert (codes(seen), seen.following) == (known, after(following))
    seen = seen_at(steps, timing, {("warn", 0), ("limit", 0)}, after(90))
    assert (codes(seen), seen.owed[0].at, seen.following) == ([("later", 0)], after(90), None)


def test_a_warning_comes_before_the_limit():
    timing = clocks.begun(START, ALL_DAY, HOUR)
    seen = seen_at(LADDER[:2], timing, (), after(59))
    assert codes(seen) == [("warn", 0)] and seen.following == after(60)


def test_a_clock_that_stands_owes_only_what_was_due_before_it_stood():
    timing = clocks.paused(clocks.begun(START, ALL_DAY, HOUR), after(50), "等业主")
    seen = seen_at(LADDER[:3], timing, (), after(500))
    assert (codes(seen), seen.following) == ([("warn", 0)], None)


def test_a_step_after_the_limit_waits_for_the_clock_to_go_on():
    timing = clocks.paused(clocks.begun(START, ALL_DAY, HOUR), after(70), "等业主")
    assert codes(seen_at((LADDER[2],), timing, (), after(500))) == []
    going = clocks.resumed(timing, after(500))
    assert seen_at((LADDER[2],), going, (), after(500)).following == after(520)


def test_a_stopped_clock_owes_nothing():
    timing = clocks.stopped(clocks.begun(START, ALL_DAY, HOUR), after(70))
    seen = seen_at(LADDER, timing, (), after(500))
    assert (seen.owed, seen.following) == ((), None)


def test_a_ring_repeats_until_the_clock_stops_and_is_not_made_up_for():
    ring = (step("ring", share=0, every=1),)
    timing = clocks.begun(START, ALL_DAY, None)
    assert codes(seen_at(ring, timing, (), START)) == [("ring", 0)]
    assert seen_at(ring, timing, {("ring", 0)}, START).following == after(1)
    slept = seen_at(ring, timing, {("ring", 3)}, after(180))
    assert (codes(slept), slept.following) == ([("ring", 180)], after(181))
    assert codes(seen_at(ring, timing, {("ring", 180)}, after(180))) == []


def test_a_ring_rests_while_the_clock_stands():
    ring = (step("ring", share=0, every=10),)
    stood = clocks.paused(clocks.begun(START, ALL_DAY, None), after(15), "等")
    seen = seen_at(ring, stood, {("ring", 1)}, after(100))
    assert (seen.owed, seen.following) == ((), None)
    assert seen_at(ring, clocks.resumed(stood, after(100)), {("ring", 1)}, after(100)).following == after(105)


def test_without_a_budget_no_share_of_it_is_ever_owed():
    seen = seen_at(LADDER[:3], clocks.begun(START, ALL_DAY, None), (), after(10_000))
    assert (seen.owed, seen.following) == ((), None)


@given(
    st.integers(1, 600),
    st.lists(st.integers(1, 90), max_size=4),
    st.lists(st.integers(1, 120), min_size=1, max_size=30),
)
def test_however_often_one_looks_each_step_is_owed_once_and_none_is_left_out(length, gaps, looks):
    timing, at = clocks.begun(START, ALL_DAY, timedelta(minutes=length)), START
    for gap in gaps:
        at += timedelta(minutes=gap)
        timing = clocks.resumed(timing, at) if timing.state is Run.PAUSED else clocks.paused(timing, at, "等")
    if timing.state is Run.PAUSED:
        timing = clocks.resumed(timing, at + timedelta(minutes=1))
    fired, now, wake = set(), at, None
    for look in looks:
        now += timedelta(minutes=look)
        seen = seen_at(LADDER, timing, fired, now)
        again = set(codes(seen))
        assert not again & fired and all(one.at <= now for one in seen.owed)
        assert not again or wake is None or wake <= now
        fired |= again
        wake = seen_at(LADDER, timing, fired, now).following
        assert wake is None or wake > now
    late = clocks.due(timing, FRAME) + timedelta(minutes=32 + sum(gaps))
    seen = seen_at(LADDER, timing, fired, max(late, now))
    fired |= set(codes(seen))
    assert {("warn", 0), ("limit", 0), ("later", 0)} <= fired
