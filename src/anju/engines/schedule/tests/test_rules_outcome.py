from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from anju.engines.schedule.rules.outcome import (
    ClockLimits,
    EvidenceAsk,
    EvidenceGiven,
    Outcome,
    Skip,
    SlotFacts,
    SubmissionFacts,
    Timing,
    WorkState,
    settle,
    time_of_doing,
    timing,
)
from anju.kernel.errors import Invalid

OPENS = datetime(2026, 11, 21, tzinfo=UTC)
SLOT = SlotFacts(OPENS, OPENS + timedelta(hours=8), OPENS + timedelta(hours=12))
ASKING = replace(SLOT, evidence=EvidenceAsk(qr=True, photos=2, people=2))
FULL = EvidenceGiven(scanned=True, photos=2, people=frozenset({1, 2}))
END = OPENS + timedelta(days=5)

minutes = st.integers(-300, 1200).map(lambda n: timedelta(minutes=n))
given_evidence = st.builds(
    EvidenceGiven,
    scanned=st.booleans(),
    photos=st.integers(0, 3),
    people=st.frozensets(st.integers(1, 3)),
    checklist_complete=st.booleans(),
)
submissions = st.builds(
    lambda done, waited, given: SubmissionFacts(
        OPENS + done, OPENS + done + timedelta(minutes=waited), given
    ),
    minutes,
    st.integers(-30, 6000),
    given_evidence,
)
slots = st.sampled_from([SLOT, ASKING])
skips = st.none() | minutes.map(lambda after: Skip("rain", OPENS + after))
moments = st.integers(-100, 8000).map(lambda n: OPENS + timedelta(minutes=n))


def sent(hours, given=FULL, waited=timedelta(0)):
    done_at = OPENS + timedelta(hours=hours)
    return SubmissionFacts(done_at, done_at + waited, given)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, Timing.EARLY),
        (-0.1, Timing.IN_TIME),
        (0, Timing.IN_TIME),
        (7.99, Timing.IN_TIME),
        (8, Timing.LATE),
        (11.99, Timing.LATE),
        (12, Timing.MADE_UP),
    ],
)
def test_where_a_submission_lies(hours, expected):
    assert timing(SLOT, sent(hours)) is expected


@pytest.mark.parametrize(
    ("done", "state", "late", "in_time"),
    [
        ([1], WorkState.DONE, False, True),
        ([9], WorkState.DONE, True, False),
        ([9, 1], WorkState.DONE, False, True),
        ([13], WorkState.MISSED, False, False),
        ([-1], WorkState.MISSED, False, False),
        ([], WorkState.MISSED, False, False),
    ],
)
def test_what_a_slot_becomes(done, state, late, in_time):
    outcome = settle(SLOT, [sent(hours) for hours in done], END)
    assert (outcome.state, outcome.late, outcome.in_time) == (state, late, in_time)


def test_before_due_it_is_open_then_overdue_then_missed():
    assert settle(SLOT, [], SLOT.due_at - timedelta(seconds=1)) == Outcome(WorkState.TODO)
    assert settle(SLOT, [], SLOT.due_at) == Outcome(WorkState.TODO, late=True)
    assert settle(SLOT, [], SLOT.closes_at) == Outcome(WorkState.MISSED)


def test_made_up_work_is_kept_on_record_and_stays_missed():
    outcome = settle(SLOT, [sent(30), sent(20)], END)
    assert outcome.state is WorkState.MISSED
    assert outcome.made_up_at == OPENS + timedelta(hours=20)
    assert outcome.done_at is None


def test_work_done_in_time_without_a_network_is_in_time_when_it_arrives():
    offline = sent(2, waited=timedelta(hours=20))
    assert settle(SLOT, [offline], OPENS + timedelta(hours=15)).state is WorkState.MISSED
    assert settle(SLOT, [offline], END).in_time


@pytest.mark.parametrize(
    ("waited", "counts_from", "trusted"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=72), timedelta(0), True),
        (timedelta(hours=73), timedelta(hours=73), False),
        (-timedelta(minutes=5), -timedelta(minutes=5), True),
        (-timedelta(minutes=6), -timedelta(minutes=6), False),
    ],
)
def test_how_far_a_phone_clock_is_believed(waited, counts_from, trusted):
    assert time_of_doing(sent(2, waited=waited)) == (OPENS + timedelta(hours=2) + counts_from, trusted)


def test_an_untrusted_time_is_no_proof_where_the_time_is_asked():
    asking = replace(SLOT, evidence=EvidenceAsk(time=True))
    fast = sent(3, waited=-timedelta(hours=1))
    outcome = settle(asking, [fast], END)
    assert (outcome.in_time, outcome.proven, outcome.lacking) == (True, False, ("time",))
    assert settle(asking, [fast], END, ClockLimits(ahead=timedelta(hours=2))).proven


def test_one_guard_alone_does_not_prove_a_night_round_of_two():
    alone = replace(FULL, people=frozenset({1}))
    outcome = settle(ASKING, [sent(1, alone)], END)
    assert (outcome.in_time, outcome.proven, outcome.lacking) == (True, False, ("people",))


@pytest.mark.parametrize(
    ("ask", "given", "lacking"),
    [
        (EvidenceAsk(), EvidenceGiven(), ()),
        (EvidenceAsk(qr=True), EvidenceGiven(), ("qr",)),
        (EvidenceAsk(photos=2), EvidenceGiven(photos=1), ("photos",)),
        (EvidenceAsk(position=True), EvidenceGiven(), ("position",)),
        (EvidenceAsk(position=True, within_m=50), EvidenceGiven(distance_m=50.5), ("position",)),
        (EvidenceAsk(position=True, within_m=50), EvidenceGiven(distance_m=50.0), ()),
        (EvidenceAsk(), EvidenceGiven(checklist_complete=False), ("checklist",)),
        (EvidenceAsk(qr=True, photos=1, people=2), EvidenceGiven(), ("qr", "photos", "people")),
    ],
)
def test_what_is_lacking(ask, given, lacking):
    assert ask.lacking(given) == lacking


def test_a_second_submission_may_bring_the_missing_proof_but_a_late_one_may_not():
    bare = sent(1, EvidenceGiven())
    assert settle(ASKING, [bare, sent(2)], END).proven
    assert settle(ASKING, [bare, sent(2)], END).done_at == bare.done_at
    assert not settle(ASKING, [bare, sent(9)], END).proven


def test_a_skip_excuses_only_before_the_slot_closes_and_only_what_was_not_done():
    skipped = replace(SLOT, skipped=Skip("snow", OPENS))
    too_late = replace(SLOT, skipped=Skip("forgot", SLOT.closes_at))
    assert settle(skipped, [], END) == Outcome(WorkState.SKIPPED, reason="snow")
    assert settle(skipped, [sent(1)], END).in_time
    assert settle(too_late, [], END).state is WorkState.MISSED


@given(slots, st.lists(submissions, max_size=5), moments, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(slot, given_submissions, now, random):
    shuffled = given_submissions + given_submissions[:2]
    random.shuffle(shuffled)
    assert settle(slot, shuffled, now) == settle(slot, given_submissions, now)


@given(slots, skips, st.lists(submissions, max_size=5), moments)
def test_an_outcome_is_consistent(slot, skipped, given_submissions, now):
    outcome = settle(replace(slot, skipped=skipped), given_submissions, now)
    done = outcome.state is WorkState.DONE
    assert (outcome.done_at is not None) == done
    assert outcome.proven == (done and not outcome.lacking)
    assert bool(outcome.reason) == (outcome.state is WorkState.SKIPPED)
    if done:
        assert outcome.late == (outcome.done_at >= slot.due_at)
        assert outcome.done_at < slot.closes_at
    if outcome.made_up_at is not None:
        assert outcome.state is WorkState.MISSED
        assert outcome.made_up_at >= slot.closes_at


@given(slots, skips, st.lists(submissions, max_size=5), moments, moments)
def test_what_does_not_arrive_later_changes_nothing_after_closing(
    slot, skipped, given_submissions, now, later
):
    slot = replace(slot, skipped=skipped)
    now, later = max(min(now, later), slot.closes_at), max(now, later, slot.closes_at)
    arrived = [each for each in given_submissions if each.received_at <= now]
    known_skip = slot if skipped is None or skipped.at <= now else replace(slot, skipped=None)
    assert settle(known_skip, arrived, later) == settle(known_skip, arrived, now)


class SlotLife(RuleBasedStateMachine):
    """Time passes, work is done and reported at once; the model remembers the one thing that may not change."""

    @initialize(slot=slots)
    def begin(self, slot):
        self.slot, self.now = slot, OPENS - timedelta(hours=2)
        self.sent: list[SubmissionFacts] = []
        self.first_in_time = self.first_late = self.first_after = self.skip_at = None

    @rule(passed=st.integers(1, 200))
    def wait(self, passed):
        self.now += timedelta(minutes=passed)

    @rule(given_evidence=given_evidence)
    def work(self, given_evidence):
        self.sent.append(SubmissionFacts(self.now, self.now, given_evidence))
        if self.now < self.slot.opens_at - timedelta(minutes=10):
            return
        if self.now < self.slot.due_at:
            self.first_in_time = self.first_in_time or self.now
        elif self.now < self.slot.closes_at:
            self.first_late = self.first_late or self.now
        else:
            self.first_after = self.first_after or self.now

    @rule()
    @precondition(lambda self: self.sent)
    def send_again(self):
        self.sent.append(self.sent[0])

    @rule()
    @precondition(lambda self: self.skip_at is None)
    def skip(self):
        self.skip_at = self.now
        self.slot = replace(self.slot, skipped=Skip("rain", self.now))

    @invariant()
    def the_slot_is_what_the_model_says(self):
        outcome = settle(self.slot, self.sent, self.now)
        if self.first_in_time:
            assert outcome.in_time
            assert outcome.done_at == self.first_in_time
        elif self.first_late:
            assert outcome.state is WorkState.DONE
            assert outcome.late
            assert outcome.done_at == self.first_late
        elif self.skip_at and self.skip_at < self.slot.closes_at:
            assert outcome.state is WorkState.SKIPPED
        elif self.now < self.slot.closes_at:
            assert outcome == Outcome(WorkState.TODO, late=self.now >= self.slot.due_at)
        else:
            assert outcome == Outcome(WorkState.MISSED, made_up_at=self.first_after)


SlotLife.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestSlotLife = SlotLife.TestCase


@given(
    st.builds(
        EvidenceAsk,
        qr=st.booleans(),
        photos=st.integers(0, 5),
        time=st.booleans(),
        position=st.booleans(),
        within_m=st.integers(1, 500),
        people=st.integers(1, 4),
    )
)
def test_what_is_asked_reads_back_the_same(ask):
    assert EvidenceAsk.from_json(ask.to_json()) == ask


@pytest.mark.parametrize(
    ("document", "field"),
    [({"qr": 1}, "qr"), ({"smell": True}, "smell"), ({"photos": 99}, "photos"), ({"people": 0}, "people")],
)
def test_a_wrong_ask_names_its_field(document, field):
    with pytest.raises(Invalid) as refused:
        EvidenceAsk.from_json(document)
    assert refused.value.field == field
