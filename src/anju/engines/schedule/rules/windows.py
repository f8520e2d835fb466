"""Minutes of a service day: the allowed time, and its division into equal parts.

A service day is counted in minutes from its local midnight and may run past 1440 (a night belongs to its evening).
A piece is a half-open (start, end) pair of such minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import pairwise

Piece = tuple[int, int]

DAY = 1440
_NOON = 720


def minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def daily_pieces(windows: Iterable[tuple[time, time]], *, night: bool) -> list[Piece]:
    """The windows of one service day, merged and in order.

    A window whose end is not after its start crosses midnight; on a night's service day a window that starts
    before noon belongs to the morning after.
    """
    pieces = []
    for opens, closes in windows:
        start, end = minute(opens), minute(closes)
        if end <= start:
            end += DAY
        shift = DAY if night and start < _NOON else 0
        pieces.append((start + shift, end + shift))
    return merged(pieces)


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    result: list[Piece] = []
    for start, end in sorted(pieces):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def without(pieces: Sequence[Piece], excluded: Iterable[tuple[time, time]]) -> list[Piece]:
    """The pieces minus hours excluded on every day, so also on the mornings a night runs into."""
    left = list(pieces)
    for opens, closes in excluded:
        start, end = minute(opens), minute(closes)
        if end <= start:
            end += DAY
        for shift in (-DAY, 0, DAY):
            left = [part for piece in left for part in _cut(piece, start + shift, end + shift)]
    return left


def _cut(piece: Piece, start: int, end: int) -> list[Piece]:
    parts = ((piece[0], min(piece[1], start)), (max(piece[0], end), piece[1]))
    return [part for part in parts if part[0] < part[1]]


def clipped(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    cut = ((max(a, start), min(b, end)) for a, b in pieces)
    return [piece for piece in cut if piece[0] < piece[1]]


def measure(pieces: Iterable[Piece]) -> int:
    return sum(end - start for start, end in pieces)


def equal_parts(pieces: Sequence[Piece], count: int) -> list[Piece]:
    """Divide the allowed minutes into `count` consecutive shares that differ by at most a minute.

    A share opens and ends inside the allowed time and may span a gap. count must not exceed the minutes.
    """
    total = measure(pieces)
    cuts = [index * total // count for index in range(count + 1)]
    return [(_opening(pieces, a), _ending(pieces, b)) for a, b in pairwise(cuts)]


def _opening(pieces: Sequence[Piece], position: int) -> int:
    for start, end in pieces:
        if position < end - start:
            return start + position
        position -= end - start
    raise ValueError("position beyond the allowed time")


def _ending(pieces: Sequence[Piece], position: int) -> int:
    for start, end in pieces:
        if position <= end - start:
            return start + position
        position -= end - start
    raise ValueError("position beyond the allowed time")


def locate(pieces: Sequence[Piece], clock: time) -> int | None:
    """The minute of the service day at which the clock shows this time inside the allowed time, if it does."""
    for candidate in (minute(clock), minute(clock) + DAY):
        if any(start <= candidate < end for start, end in pieces):
            return candidate
    return None
