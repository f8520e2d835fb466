"""From outcomes to a promise kept, broken, unproven or still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from anju.engines.schedule.rules.outcome import Outcome, WorkState


class PromiseState(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNPROVEN = "unproven"
    PENDING = "pending"


class Comparator(StrEnum):
    EQ = "eq"
    GE = "ge"
    LE = "le"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of slots. expected = done + missed + skipped + pending; done = in_time + late; proven is part of done."""

    expected: int = 0
    done: int = 0
    in_time: int = 0
    late: int = 0
    proven: int = 0
    missed: int = 0
    skipped: int = 0
    pending: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))

    @property
    def owed(self) -> int:
        """Slots that had to be done: all but those skipped for a reason."""
        return self.expected - self.skipped

    @property
    def settled(self) -> int:
        """Owed slots whose outcome no longer changes."""
        return self.owed - self.pending


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count outcomes."""
    expected = in_time = late = proven = missed = skipped = pending = 0
    for outcome in outcomes:
        expected += 1
        if outcome.state is WorkState.DONE:
            in_time += not outcome.late
            late += outcome.late
            proven += outcome.proven
        elif outcome.state is WorkState.MISSED:
            missed += 1
        elif outcome.state is WorkState.SKIPPED:
            skipped += 1
        else:
            pending += 1
    return Tally(expected, in_time + late, in_time, late, proven, missed, skipped, pending)


def state_of(
    counts: Tally, *, comparator: Comparator = Comparator.EQ, count: int | None = None, over: bool = True
) -> PromiseState:
    """State of a promise over a period whose slots are counted.

    eq: every owed slot is done in time. ge: at least `count` are (default: every owed one), so that more slots
    than promised leave room for a miss. le: no more than `count` are done, whether in time or late; kept only once
    the period is `over`. Broken as soon as it can no longer be kept. Unproven when the number is reached but not
    with the evidence asked, and when everything was skipped or nothing was planned: nothing shows that it was kept.
    """
    if comparator is Comparator.LE:
        return _at_most(counts, counts.owed if count is None else count, over)
    needed = counts.owed if count is None or comparator is Comparator.EQ else count
    if counts.in_time + counts.pending < needed:
        return PromiseState.BROKEN
    open_still = counts.pending > 0 and (comparator is Comparator.EQ or counts.in_time < needed)
    if open_still or (counts.expected == 0 and not over):
        return PromiseState.PENDING
    # Late slots may be among the proven ones; only what is surely in time and proven counts.
    surely_proven = counts.proven - counts.late
    if counts.in_time == 0 or surely_proven < needed:
        return PromiseState.UNPROVEN
    return PromiseState.KEPT


def _at_most(counts: Tally, limit: int, over: bool) -> PromiseState:
    if counts.done > limit:
        return PromiseState.BROKEN
    return PromiseState.KEPT if over and not counts.pending else PromiseState.PENDING


def slack(counts: Tally, *, comparator: Comparator = Comparator.EQ, count: int | None = None) -> int:
    """How many open slots may still fail before the promise is broken; negative when it is."""
    if comparator is Comparator.LE:
        return (counts.owed if count is None else count) - counts.done
    needed = counts.owed if count is None or comparator is Comparator.EQ else count
    return counts.in_time + counts.pending - needed


def combined(states: Iterable[PromiseState]) -> PromiseState:
    """One state for a promise served by several rounds or over several periods.

    Broken when any is broken, else pending when any is, else unproven when any is or there is none, else kept.
    """
    found = set(states)
    for state in (PromiseState.BROKEN, PromiseState.PENDING, PromiseState.UNPROVEN):
        if state in found:
            return state
    return PromiseState.KEPT if found else PromiseState.UNPROVEN
