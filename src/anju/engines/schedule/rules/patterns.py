"""The slots of one service day as offsets from its local midnight."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from anju.engines.schedule.rules import windows
from anju.engines.schedule.rules.terms import CLOCK_WITHIN, EPOCH, LONGEST_GRACE, Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from anju.engines.schedule.contracts import Recurrence
    from anju.engines.schedule.rules.windows import Piece


class Part(NamedTuple):
    suffix: str
    sequence: int
    opens: timedelta
    due: timedelta
    closes: timedelta


Parts = tuple[Part, ...]


def grace_of(recurrence: Recurrence, length: timedelta) -> timedelta:
    """How long after due a slot of this length may still be done late."""
    if recurrence.grace is not None:
        return recurrence.grace
    return min(timedelta(minutes=length // timedelta(minutes=2)), LONGEST_GRACE)


@lru_cache(maxsize=4096)
def evenly(recurrence: Recurrence, count: int) -> Parts:
    """`count` equal shares of the day's allowed time."""
    return _parts(recurrence, windows.equal_parts(recurrence.allowed(), count))


@lru_cache(maxsize=4096)
def by_clock(recurrence: Recurrence, repeats: int = 1) -> Parts:
    """A slot at each clock time; each of them `repeats` times when listed days fall together."""
    allowed = recurrence.allowed()
    starts = sorted(
        minute for clock in recurrence.clock_times if (minute := windows.locate(allowed, clock)) is not None
    )
    within = recurrence.clock_within or CLOCK_WITHIN
    bounded = bool(recurrence.windows or recurrence.excluded)
    pieces = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        due = start + -(-within // timedelta(minutes=1))
        limits = [end for a, end in allowed if bounded and a <= start < end]
        if following is not None:
            limits.append(following)
        pieces += [(start, min([due, *limits]))] * repeats
    return _parts(recurrence, pieces)


def step_of(recurrence: Recurrence) -> int:
    """Minutes between two slots' blocks of an hourly or minutely recurrence."""
    return recurrence.every * (60 if recurrence.period is Period.HOUR else 1)


def stepped(recurrence: Recurrence, day: date) -> Parts:
    """Hourly and minutely slots of the day.

    Steps restart with every window. Without windows they run through the days from the anchor's midnight. A step
    cut short by the end of its window or by excluded hours counts when at least half of it is left; a window too
    short for that still gets one slot.
    """
    step = step_of(recurrence)
    if recurrence.windows:
        return _stepped_windows(recurrence)
    days = (day - (recurrence.anchor or EPOCH)).days
    return _stepped_through(recurrence, -days * windows.DAY % step)


@lru_cache(maxsize=4096)
def _stepped_windows(recurrence: Recurrence) -> Parts:
    step, allowed = step_of(recurrence), recurrence.allowed()
    pieces: list[Piece] = []
    for start, end in windows.daily_pieces(recurrence.windows, night=False):
        inside = [windows.clipped(allowed, a, min(a + step, end)) for a in range(start, end, step)]
        kept = [block for block in inside if 2 * windows.measure(block) >= step]
        pieces += _shares(
            recurrence, kept or [block for block in [windows.clipped(allowed, start, end)] if block]
        )
    return _parts(recurrence, pieces)


@lru_cache(maxsize=4096)
def _stepped_through(recurrence: Recurrence, offset: int) -> Parts:
    step = step_of(recurrence)
    last = offset + -(-(windows.DAY - offset) // step) * step
    whole = windows.without([(0, max(last, windows.DAY))], recurrence.excluded)
    blocks = [windows.clipped(whole, a, a + step) for a in range(offset, windows.DAY, step)]
    kept = [block for block in blocks if 2 * windows.measure(block) >= step]
    return _parts(recurrence, _shares(recurrence, kept))


def _shares(recurrence: Recurrence, blocks: list[list[Piece]]) -> list[Piece]:
    return [
        share
        for block in blocks
        for share in windows.equal_parts(block, min(recurrence.times, windows.measure(block)))
    ]


def _parts(recurrence: Recurrence, pieces: Iterable[Piece]) -> Parts:
    return tuple(_part(recurrence, sequence, *piece) for sequence, piece in enumerate(pieces, 1))


def _part(recurrence: Recurrence, sequence: int, start: int, end: int) -> Part:
    opens, due = timedelta(minutes=start), timedelta(minutes=end)
    return Part(f"#{sequence}", sequence, opens, due, due + grace_of(recurrence, due - opens))
