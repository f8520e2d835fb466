"""What became of a slot. What is late stays late; what is missed stays missed, even when it is made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from anju.engines.schedule.rules.checklist import (
    Checklist,
    ChecklistItem,
    Finding,
    ItemKind,
    Reading,
    Severity,
)
from anju.engines.schedule.rules.evidence import EvidenceAsk, EvidenceGiven

__all__ = [
    "Checklist", "ChecklistItem", "ClockLimits", "EvidenceAsk", "EvidenceGiven", "Finding", "ItemKind", "Outcome",
    "Reading", "Severity", "Skip", "SlotFacts", "SubmissionFacts", "Timing", "WorkState", "settle",
    "time_of_doing", "timing",
]  # fmt: skip


class WorkState(StrEnum):
    TODO = "todo"
    DONE = "done"
    MISSED = "missed"
    SKIPPED = "skipped"


class Timing(StrEnum):
    """Where a submission's time of doing lies in its slot; an early one belongs to no slot and counts nothing."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"
    MADE_UP = "made_up"


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """How far a phone's clock is believed.

    ahead: a time of doing after arrival by at most this is a clock running fast. offline: a submission may wait so
    long before it is sent. Beyond either the time of arrival counts and the time is not trusted. early: how long
    before a slot opens doing it still counts.
    """

    ahead: timedelta = timedelta(minutes=5)
    offline: timedelta = timedelta(hours=72)
    early: timedelta = timedelta(minutes=10)


LIMITS = ClockLimits()


@dataclass(frozen=True, slots=True)
class Skip:
    """Somebody decided at `at` that the slot need not be done, for a reason."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SlotFacts:
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    evidence: EvidenceAsk = field(default_factory=EvidenceAsk)
    skipped: Skip | None = None


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """done_at by the sender's clock, received_at by ours; both aware."""

    done_at: datetime
    received_at: datetime
    given: EvidenceGiven = field(default_factory=EvidenceGiven)


@dataclass(frozen=True, slots=True)
class Outcome:
    """State of a slot at a moment.

    late: done after due, or not done and due has passed. proven: done with all the evidence asked. lacking: what
    the best submission lacks. done_at: time of doing that counts. made_up_at: first doing after the slot closed.
    """

    state: WorkState
    late: bool = False
    proven: bool = False
    lacking: tuple[str, ...] = ()
    done_at: datetime | None = None
    made_up_at: datetime | None = None
    reason: str = ""

    @property
    def in_time(self) -> bool:
        return self.state is WorkState.DONE and not self.late


def time_of_doing(submission: SubmissionFacts, limits: ClockLimits = LIMITS) -> tuple[datetime, bool]:
    """The time that counts for a submission, and whether the sender's clock was believed."""
    waited = submission.received_at - submission.done_at
    if waited < timedelta():
        return submission.received_at, -waited <= limits.ahead
    if waited > limits.offline:
        return submission.received_at, False
    return submission.done_at, True


def timing(slot: SlotFacts, submission: SubmissionFacts, limits: ClockLimits = LIMITS) -> Timing:
    """Where the submission lies in the slot."""
    done_at, _ = time_of_doing(submission, limits)
    if done_at < slot.opens_at - limits.early:
        return Timing.EARLY
    if done_at < slot.due_at:
        return Timing.IN_TIME
    return Timing.LATE if done_at < slot.closes_at else Timing.MADE_UP


def settle(
    slot: SlotFacts, submissions: Iterable[SubmissionFacts], now: datetime, limits: ClockLimits = LIMITS
) -> Outcome:
    """What the slot has become by `now`.

    Submissions that arrived after `now` do not count yet; order and repetition do not matter. Doing it outweighs
    skipping it; a skip decided after the slot closed excuses nothing.
    """
    known = [each for each in submissions if each.received_at <= now]
    by_timing: dict[Timing, list[SubmissionFacts]] = {}
    for submission in known:
        by_timing.setdefault(timing(slot, submission, limits), []).append(submission)
    for when in (Timing.IN_TIME, Timing.LATE):
        if when in by_timing:
            return _done(slot, by_timing[when], limits, late=when is Timing.LATE)
    if slot.skipped and slot.skipped.at < slot.closes_at and slot.skipped.at <= now:
        return Outcome(WorkState.SKIPPED, reason=slot.skipped.reason)
    if now < slot.closes_at:
        return Outcome(WorkState.TODO, late=now >= slot.due_at)
    made_up = [time_of_doing(each, limits)[0] for each in by_timing.get(Timing.MADE_UP, [])]
    return Outcome(WorkState.MISSED, made_up_at=min(made_up, default=None))


def _done(slot: SlotFacts, submissions: list[SubmissionFacts], limits: ClockLimits, *, late: bool) -> Outcome:
    times = [time_of_doing(each, limits) for each in submissions]
    gaps = [
        slot.evidence.lacking(each.given, time_trusted=trusted)
        for each, (_, trusted) in zip(submissions, times, strict=True)
    ]
    lacking = min(gaps, key=lambda gap: (len(gap), gap))
    done_at = min(done_at for done_at, _ in times)
    return Outcome(WorkState.DONE, late=late, proven=not lacking, lacking=lacking, done_at=done_at)
