from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.contracts import PromiseState, Tally
from anju.modules.plans.rules.standing import (
    DayLine,
    PromiseLine,
    Rollup,
    Standing,
    endangered,
    in_time_share,
    line,
    proven_share,
    rolled_up,
)

FACTS = {
    "id": 1,
    "number": "P1-001",
    "section": "三(五)2",
    "title": "清扫楼道",
    "quote": "…",
    "domain": "cleaning",
    "kind": "frequency",
    "engine": "schedule",
}


@st.composite
def tallies(draw):
    in_time, late, missed, skipped, pending = (draw(st.integers(0, 50)) for _ in range(5))
    done = in_time + late
    return Tally(
        done + missed + skipped + pending,
        done,
        in_time,
        late,
        draw(st.integers(0, done)),
        missed,
        skipped,
        pending,
    )


@st.composite
def lines(draw):
    return PromiseLine(
        draw(st.integers(1, 99)),
        "P1-001",
        "一",
        "巡查",
        "…",
        draw(st.sampled_from(["cleaning", "security", "greening"])),
        "frequency",
        "schedule",
        draw(tallies()),
        draw(st.sampled_from(Standing)),
        draw(st.integers(-3, 5)),
    )


@given(st.lists(lines(), max_size=30))
def test_a_roll_up_loses_no_promise_and_no_time(found):
    rows = rolled_up(found, {})
    assert sum(one.promises for one in rows) == len(found)
    assert sum(one.tally.expected for one in rows) == sum(one.tally.expected for one in found)
    for standing in Standing:
        assert sum(one.count(standing) for one in rows) == sum(one.standing is standing for one in found)


@given(st.lists(lines(), max_size=30))
def test_the_domain_with_most_broken_promises_comes_first(found):
    broken = [one.count(Standing.BROKEN) for one in rolled_up(found, {})]
    assert broken == sorted(broken, reverse=True)


@given(tallies())
def test_shares_lie_between_nothing_and_everything_and_are_silent_without_work(counts):
    for share, base in ((in_time_share(counts), counts.settled), (proven_share(counts), counts.done)):
        assert (share is None) == (base == 0)
        assert share is None or 0 <= share <= 1


@given(st.lists(lines(), max_size=30))
def test_only_open_promises_are_in_danger_and_the_closest_come_first(found):
    listed = endangered(found)
    assert all(one.standing is Standing.PENDING for one in listed)
    assert [one.slack for one in listed] == sorted(one.slack for one in listed)
    assert all(one in listed for one in found if one.standing is Standing.PENDING and one.slack <= 0)


def test_a_promise_whose_engine_does_not_run_is_waiting_whatever_its_counts_say():
    found = line(facts=FACTS, counts=Tally(3, 3, 3, 0, 3), waiting=True, state=PromiseState.KEPT, slack=0)
    assert found.standing is Standing.WAITING


def test_the_kept_share_leaves_out_what_nothing_can_be_said_of():
    states = {Standing.KEPT: 3, Standing.BROKEN: 1, Standing.WAITING: 10, Standing.PENDING: 2}
    assert Rollup("a", "a", Tally(), states).kept_share == 0.75
    assert Rollup("a", "a", Tally(), {Standing.WAITING: 4}).kept_share is None


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        (Tally(), 0),
        (Tally(expected=2, pending=2), 5),
        (Tally(expected=2, skipped=2), 0),
        (Tally(expected=200, done=200, in_time=200), 4),
        (Tally(expected=100, done=97, in_time=96, late=1, missed=3), 3),
        (Tally(expected=100, done=90, in_time=90, missed=10), 2),
        (Tally(expected=100, done=60, in_time=60, missed=40), 1),
    ],
)
def test_the_level_of_a_day(counts, level):
    assert DayLine(date(2026, 11, 2), counts).level == level
