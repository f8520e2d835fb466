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


def first_instant(step: LadderStep, timing: Timing, frame: Frame) -> datetime | None:
    """When a step is owed for the first time; None without a budget to share, or behind an open pause."""
    if step.share == 0:
        return later(timing, timing.started, step.minutes)
    if timing.length is None:
        return None
    reached = instant_after(timing, timing.length * step.share / 100, frame)
    return None if reached is None else later(timing, reached, step.minutes)


def owed(
    steps: Sequence[LadderStep], timing: Timing, fired: Fired, frame: Frame, at: datetime
) -> tuple[Owed, ...]:
    """The steps owed at `at` that have not been fired, in the order they came due.

    A clock that is stopped owes nothing. Of the rings that were slept through only the last one is owed.
    """
    if timing.state is Run.STOPPED:
        return ()
    found = (_owed(step, timing, fired, frame, at) for step in steps)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.at, one.step.code)))


def next_look(steps: Sequence[LadderStep], timing: Timing, fired: Fired, frame: Frame) -> datetime | None:
    """When the first step that has not been fired is owed; None when there is none, or a pause holds them off."""
    if timing.state is Run.STOPPED:
        return None
    found = (_unfired(step, timing, fired, frame) for step in steps)
    return min((one for one in found if one is not None), default=None)


def _owed(step: LadderStep, timing: Timing, fired: Fired, frame: Frame, at: datetime) -> Owed | None:
    first = first_instant(step, timing, frame)
    if first is None or first > at:
        return None
    if not step.every:
        return None if (step.code, 0) in fired else Owed(step, 0, first)
    turn = _ran(timing, first, at) // timedelta(minutes=step.every)
    rung = later(timing, first, turn * step.every)
    return None if rung is None or turn <= _last_turn(step, fired) else Owed(step, turn, rung)


def _unfired(step: LadderStep, timing: Timing, fired: Fired, frame: Frame) -> datetime | None:
    first = first_instant(step, timing, frame)
    turn = _last_turn(step, fired) + 1
    if first is None or (turn and not step.every):
        return None
    return later(timing, first, turn * step.every)


def _last_turn(step: LadderStep, fired: Fired) -> int:
    return max((turn for code, turn in fired if code == step.code), default=-1)


def _ran(timing: Timing, start: datetime, end: datetime) -> timedelta:
    """Time between two instants in which the clock was not paused: rings rest with it."""
    if end <= start:
        return timedelta()
    ran = [InstantInterval(start, end)]
    for pause in timing.pauses:
        ran = [part for one in ran for part in one.without(pause)]
    return sum((one.length or timedelta() for one in ran), timedelta())
