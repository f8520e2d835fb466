from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases.contracts import Budget, BudgetOffer, TimeBase, Unit
from anju.engines.cases.rules import clocks
from anju.engines.cases.rules.clocks import ALL_DAY, Frame, Run, Segment, Timing
from anju.kernel.calendar import china
from anju.kernel.errors import Conflict, Invalid
from anju.kernel.worktime import WorkHours

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkHours(((540, 720), (780, 1080)), workdays_only=True)
FRAME = Frame(china(), ZONE, OFFICE)
C, W = TimeBase.CALENDAR, TimeBase.WORK


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def due(budget, start, *pauses):
    timing = clocks.begun(start, clocks.hours_of(budget, FRAME), clocks.length_of(budget, start, FRAME))
    for begin, end in pauses:
        timing = clocks.paused(timing, begin, "等业主")
        timing = timing if end is None else clocks.resumed(timing, end)
    return clocks.due(timing, FRAME)


# Budgets as plans state them: 急修30分钟, 当日, 半天, 2个工作日, 8小时内答复 on office hours 9–12, 13–18.
CASES = [
    (Budget(30, Unit.MINUTES), "2026-03-10 23:50", "2026-03-11 00:20"),
    (Budget(0, Unit.DAYS), "2026-03-10 10:00", "2026-03-11 00:00"),
    (Budget(2, Unit.DAYS), "2026-03-13 10:00", "2026-03-16 00:00"),
    (Budget(1, Unit.HALF_DAYS), "2026-03-10 10:00", "2026-03-10 22:00"),
    (Budget(1, Unit.HALF_DAYS, W), "2026-03-10 10:00", "2026-03-10 15:00"),
    (Budget(8, Unit.HOURS, W), "2026-03-10 10:00", "2026-03-11 10:00"),
    (Budget(8, Unit.HOURS, W), "2026-03-13 17:00", "2026-03-16 17:00"),
    (Budget(8, Unit.HOURS, W), "2026-03-14 09:00", "2026-03-16 18:00"),
    (Budget(2, Unit.WORKDAYS), "2026-03-13 10:00", "2026-03-18 00:00"),
    (Budget(2, Unit.WORKDAYS, W), "2026-03-13 10:00", "2026-03-17 18:00"),
    # The days before the Spring Festival of 2026 (15–23 February off; 14 February, a Saturday, is worked).
    (Budget(1, Unit.WORKDAYS), "2026-02-13 16:00", "2026-02-15 00:00"),
    (Budget(1, Unit.WORKDAYS), "2026-02-14 16:00", "2026-02-25 00:00"),
    (Budget(4, Unit.HOURS, W), "2026-02-14 17:00", "2026-02-24 12:00"),
]


@pytest.mark.parametrize(("budget", "start", "expected"), CASES)
def test_a_budget_is_due_when_people_mean_it(budget, start, expected):
    assert due(budget, local(start)) == local(expected)


def test_a_pause_moves_the_due_time_by_what_it_took_of_counting_time():
    start = local("2026-03-10 10:00")
    # 11 to 14 takes two working hours, since nobody works from 12 to 13.
    pause = (local("2026-03-10 11:00"), local("2026-03-10 14:00"))
    assert due(Budget(8, Unit.HOURS, W), start, pause) == local("2026-03-11 12:00")
    assert due(Budget(2, Unit.HOURS), start, pause) == local("2026-03-10 15:00")


def test_nothing_is_due_while_a_clock_stands_and_what_was_due_before_stays_due():
    start = local("2026-03-10 10:00")
    assert due(Budget(2, Unit.HOURS), start, (local("2026-03-10 11:00"), None)) is None
    assert due(Budget(2, Unit.HOURS), start, (local("2026-03-10 13:00"), None)) == local("2026-03-10 12:00")


def test_a_clock_turns_only_as_it_can():
    timing = clocks.begun(local("2026-03-10 10:00"), ALL_DAY, None)
    later = local("2026-03-10 11:00")
    with pytest.raises(Conflict, match="not_running"):
        clocks.resumed(timing, later)
    stood = clocks.paused(timing, later, "等配件")
    with pytest.raises(Conflict, match="not_running"):
        clocks.paused(stood, later, "又等")
    with pytest.raises(Conflict, match="backwards"):
        clocks.resumed(stood, local("2026-03-10 10:30"))
    over = clocks.stopped(stood, local("2026-03-10 12:00"))
    assert (over.state, over.stopped) == (Run.STOPPED, local("2026-03-10 12:00"))
    with pytest.raises(Conflict, match="not_running"):
        clocks.stopped(over, local("2026-03-10 13:00"))


def test_a_pause_of_no_length_leaves_no_trace():
    start, then = local("2026-03-10 10:00"), local("2026-03-10 11:00")
    timing = clocks.resumed(clocks.paused(clocks.begun(start, ALL_DAY, None), then, "误按"), then)
    assert (timing.pauses, timing.started) == ([], start)
    at_once = clocks.paused(clocks.begun(start, ALL_DAY, timedelta(hours=1)), start, "夜间不派单")
    assert (at_once.started, clocks.due(at_once, FRAME)) == (start, None)


@pytest.mark.parametrize(("amount", "unit"), [(0, Unit.MINUTES), (-1, Unit.DAYS), (0, Unit.WORKDAYS)])
def test_a_budget_is_a_length(amount, unit):
    with pytest.raises(Invalid, match=r"cases\.budget\.amount"):
        Budget(amount, unit)


def test_the_tightest_offer_depends_on_when_it_starts():
    half_day = BudgetOffer(Budget(1, Unit.HALF_DAYS, W), 1, "半天")
    ten_hours = BudgetOffer(Budget(10, Unit.HOURS), 2, "10小时")
    both = [half_day, ten_hours]
    assert clocks.tightest(both, local("2026-03-10 09:00"), FRAME) is half_day
    assert clocks.tightest(both, local("2026-03-10 18:00"), FRAME) is ten_hours
    assert clocks.tightest([], local("2026-03-10 09:00"), FRAME) is None


def test_of_equal_offers_the_older_promise_is_named():
    offers = [BudgetOffer(Budget(60, Unit.MINUTES), one) for one in (None, 9, 4)]
    assert clocks.tightest(offers, local("2026-03-10 09:00"), FRAME).promise_id == 4


INSTANTS = st.integers(0, 60 * 24 * 40).map(lambda m: local("2026-02-01 00:00") + timedelta(minutes=m))
BUDGETS = st.builds(Budget, st.integers(1, 40), st.sampled_from(list(Unit)), st.sampled_from(list(TimeBase)))
GAPS = st.lists(st.integers(1, 2000), max_size=7)


def run_of(start, gaps, budget):
    """A clock that is paused and resumed in turn after these gaps."""
    timing = clocks.begun(start, clocks.hours_of(budget, FRAME), clocks.length_of(budget, start, FRAME))
    at = start
    for gap in gaps:
        at += timedelta(minutes=gap)
        timing = clocks.resumed(timing, at) if timing.state is Run.PAUSED else clocks.paused(timing, at, "等")
    return timing, at


@given(INSTANTS, GAPS, BUDGETS)
def test_segments_always_join_and_the_elapsed_time_at_the_due_time_is_the_budget(start, gaps, budget):
    timing, _at = run_of(start, gaps, budget)
    assert clocks.valid(timing.segments)
    due_at = clocks.due(timing, FRAME)
    if due_at is None:
        assert timing.state is Run.PAUSED
    else:
        assert clocks.elapsed(timing, due_at, FRAME) == timing.length
        before = due_at - timedelta(seconds=1)
        assert clocks.elapsed(timing, before, FRAME) <= timing.length


@given(INSTANTS, GAPS, BUDGETS)
def test_a_pause_never_makes_anything_due_sooner(start, gaps, budget):
    plain, _ = run_of(start, [], budget)
    stood, at = run_of(start, gaps, budget)
    if stood.state is Run.PAUSED:
        stood = clocks.resumed(stood, at + timedelta(minutes=1))
    assert clocks.due(stood, FRAME) >= clocks.due(plain, FRAME)


@given(INSTANTS, GAPS, BUDGETS, st.integers(0, 5000))
def test_a_stopped_clock_says_the_same_for_ever(start, gaps, budget, wait):
    timing, at = run_of(start, gaps, budget)
    stop = at + timedelta(minutes=wait)
    over = clocks.stopped(timing, stop)
    spent = clocks.elapsed(over, stop, FRAME)
    assert clocks.elapsed(over, stop + timedelta(days=30), FRAME) == spent
    assert timedelta() <= spent <= stop - start


@given(INSTANTS, st.integers(1, 30), st.integers(1, 30))
def test_more_workdays_are_never_due_sooner(start, one, more):
    few, many = (due(Budget(n, Unit.WORKDAYS), start) for n in (one, one + more))
    assert few < many


def test_segments_with_a_gap_are_not_valid():
    a, b, c = (local(f"2026-03-10 1{n}:00") for n in range(3))
    assert clocks.valid([Segment(a, b), Segment(b, c, True), Segment(c)])
    assert not clocks.valid([Segment(a, b), Segment(c)])
    assert not clocks.valid([])
    assert Timing((Segment(a),), ALL_DAY).state is Run.RUNNING
