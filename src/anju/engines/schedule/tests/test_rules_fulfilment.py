import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.schedule.rules.fulfilment import (
    Comparator,
    PromiseState,
    Tally,
    combined,
    slack,
    state_of,
    tally,
)
from anju.engines.schedule.rules.outcome import Outcome, WorkState

IN_TIME = Outcome(WorkState.DONE, proven=True)
BARE = Outcome(WorkState.DONE, lacking=("qr",))
LATE = Outcome(WorkState.DONE, late=True, proven=True)
MISSED = Outcome(WorkState.MISSED)
SKIPPED = Outcome(WorkState.SKIPPED, reason="rain")
OPEN = Outcome(WorkState.TODO)

outcomes = st.lists(st.sampled_from([IN_TIME, BARE, LATE, MISSED, SKIPPED, OPEN]), max_size=12)
comparators = st.sampled_from(Comparator)
counts = st.none() | st.integers(0, 12)


@given(outcomes)
def test_a_tally_adds_up(found):
    total = tally(found)
    assert total.expected == len(found) == total.done + total.missed + total.skipped + total.pending
    assert total.done == total.in_time + total.late
    assert 0 <= total.proven <= total.done
    assert total.owed == total.expected - total.skipped
    assert total.settled == total.done + total.missed


@given(outcomes, outcomes)
def test_tallies_add_like_their_outcomes(left, right):
    assert tally(left) + tally(right) == tally(left + right)


@pytest.mark.parametrize(
    ("found", "comparator", "count", "state"),
    [
        ([IN_TIME, IN_TIME], Comparator.EQ, None, PromiseState.KEPT),
        ([IN_TIME, BARE], Comparator.EQ, None, PromiseState.UNPROVEN),
        ([IN_TIME, LATE], Comparator.EQ, None, PromiseState.BROKEN),
        ([IN_TIME, MISSED], Comparator.EQ, None, PromiseState.BROKEN),
        ([IN_TIME, MISSED, OPEN], Comparator.EQ, None, PromiseState.BROKEN),
        ([IN_TIME, OPEN], Comparator.EQ, None, PromiseState.PENDING),
        ([IN_TIME, SKIPPED], Comparator.EQ, None, PromiseState.KEPT),
        ([SKIPPED, SKIPPED], Comparator.EQ, None, PromiseState.UNPROVEN),
        ([], Comparator.EQ, None, PromiseState.UNPROVEN),
        ([IN_TIME, IN_TIME, MISSED], Comparator.GE, 2, PromiseState.KEPT),
        ([IN_TIME, LATE, MISSED], Comparator.GE, 2, PromiseState.BROKEN),
        ([IN_TIME, IN_TIME, OPEN], Comparator.GE, 2, PromiseState.KEPT),
        ([IN_TIME, OPEN, OPEN], Comparator.GE, 2, PromiseState.PENDING),
        ([IN_TIME, BARE, IN_TIME], Comparator.GE, 2, PromiseState.KEPT),
        ([IN_TIME, BARE], Comparator.GE, 2, PromiseState.UNPROVEN),
        ([IN_TIME], Comparator.GE, 2, PromiseState.BROKEN),
        ([IN_TIME, LATE], Comparator.LE, 2, PromiseState.KEPT),
        ([IN_TIME, LATE, LATE], Comparator.LE, 2, PromiseState.BROKEN),
        ([IN_TIME, OPEN], Comparator.LE, 2, PromiseState.PENDING),
        ([], Comparator.LE, 2, PromiseState.KEPT),
    ],
)
def test_states_of_a_promise(found, comparator, count, state):
    assert state_of(tally(found), comparator=comparator, count=count) is state


@given(outcomes, comparators, counts)
def test_broken_is_exactly_out_of_reach(found, comparator, count):
    total = tally(found)
    broken = state_of(total, comparator=comparator, count=count) is PromiseState.BROKEN
    assert broken == (slack(total, comparator=comparator, count=count) < 0)


@given(outcomes, counts, st.sampled_from([Comparator.EQ, Comparator.GE]))
def test_kept_means_proven_and_in_time(found, count, comparator):
    total = tally(found)
    if state_of(total, comparator=comparator, count=count) is PromiseState.KEPT:
        needed = total.owed if count is None or comparator is Comparator.EQ else count
        assert sum(outcome.in_time and outcome.proven for outcome in found) >= needed


@given(outcomes, comparators, counts, st.sampled_from([IN_TIME, LATE, MISSED, SKIPPED]))
def test_a_broken_promise_stays_broken_whatever_becomes_of_the_open_slots(found, comparator, count, fate):
    if state_of(tally(found), comparator=comparator, count=count) is PromiseState.BROKEN:
        settled = [fate if outcome is OPEN else outcome for outcome in found]
        excused = fate is SKIPPED and OPEN in found
        again = state_of(tally(settled), comparator=comparator, count=count)
        assert again is PromiseState.BROKEN or excused


@given(outcomes, comparators, counts)
def test_nothing_is_pending_once_all_is_settled(found, comparator, count):
    settled = [outcome for outcome in found if outcome is not OPEN]
    assert state_of(tally(settled), comparator=comparator, count=count) is not PromiseState.PENDING


def test_a_period_not_over_is_pending_even_without_slots():
    assert state_of(Tally(), over=False) is PromiseState.PENDING
    assert state_of(Tally(), comparator=Comparator.LE, count=1, over=False) is PromiseState.PENDING


@given(
    st.lists(st.sampled_from(PromiseState), max_size=6), st.lists(st.sampled_from(PromiseState), max_size=6)
)
def test_combining_in_steps_is_combining_at_once(left, right):
    if left and right:
        assert combined([combined(left), combined(right)]) is combined(left + right)
    assert combined(left + right) is combined(right + left)


def test_one_broken_round_breaks_the_promise():
    assert combined([PromiseState.KEPT, PromiseState.BROKEN, PromiseState.PENDING]) is PromiseState.BROKEN
    assert combined([PromiseState.KEPT, PromiseState.KEPT]) is PromiseState.KEPT
    assert combined([PromiseState.KEPT, PromiseState.UNPROVEN]) is PromiseState.UNPROVEN
    assert combined([]) is PromiseState.UNPROVEN
