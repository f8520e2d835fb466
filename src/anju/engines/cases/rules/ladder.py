"""Which steps of the ladder a clock owes by a moment, and when the next one will be owed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.engines.cases.contracts.kinds import LadderStep
from anju.engines.cases.rules.clocks import Frame, Run, Timing, instant_after, later
from anju.kernel.interval import InstantInterval

Fired = Collection[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Owed:
    """A step that is owed since `at`. turn: 0 for the first time, then one for every ring."""

    step: LadderStep
    turn: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    owed: tuple[Owed, ...]
    following: datetime | None


def first_instant(step: LadderStep, timing: Timing, frame: Frame) -> datetime | None:
    """When a step is owed for the first time; None without a budget to share, or behind an open pause."""
    if step.share == 0:
        return later(timing, timing.started, step.minutes)
    if timing.length is None:
        return None
    reached = instant_after(timing, timing.length * step.share / 100, frame)
    return None if reached is None else later(timing, reached, step.minutes)


def standing(
    steps: Sequence[LadderStep], timing: Timing, fired: Fired, frame: Frame, at: datetime
) -> Standing:
    """The steps owed at `at` that have not been fired, in the order they came due, and when to look again.

    A clock that is stopped owes nothing. Of the rings that were slept through only the last one is owed.
    """
    if timing.state is Run.STOPPED:
        return Standing((), None)
    owed: list[Owed] = []
    nexts: list[datetime] = []
    for step in steps:
        first = first_instant(step, timing, frame)
        if first is None:
            continue
        found, after = _turns(step, first, timing, fired, at)
        owed += found
        nexts += after
    return Standing(tuple(sorted(owed, key=lambda one: (one.at, one.step.code))), min(nexts, default=None))


def _turns(
    step: LadderStep, first: datetime, timing: Timing, fired: Fired, at: datetime
) -> tuple[list[Owed], list[datetime]]:
    if not step.every:
        if (step.code, 0) in fired:
            return [], []
        return ([Owed(step, 0, first)], []) if first <= at else ([], [first])
    if first > at:
        return [], [first]
    last = max((turn for code, turn in fired if code == step.code), default=-1)
    turn = _ran(timing, first, at) // timedelta(minutes=step.every)
    rung = later(timing, first, turn * step.every)
    following = later(timing, first, (turn + 1) * step.every)
    owed = [Owed(step, turn, rung)] if turn > last and rung is not None else []
    return owed, [] if following is None else [following]


def _ran(timing: Timing, start: datetime, end: datetime) -> timedelta:
    """Time between two instants in which the clock was not paused: rings rest with it."""
    if end <= start:
        return timedelta()
    ran = [InstantInterval(start, end)]
    for pause in timing.pauses:
        ran = [part for one in ran for part in one.without(pause)]
    return sum((one.length or timedelta() for one in ran), timedelta())
