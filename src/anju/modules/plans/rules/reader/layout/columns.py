"""Reading order of a page: text in two or three columns is read column by column, what crosses them in its place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median

from .pages import Item, Run, Table, rows_of

LEAST_ROWS = 4
_BIN = 4.0
_MARGIN = 0.12
_NARROWEST = 7.0
_GUTTER = 0.7
_DEEPEST = 6
_INDENT = 2.8
_RAGGED = 1.6
_DENSE = 0.75


def regions(items: list[Item], known: list[float], depth: int = 0) -> list[list[Item]]:
    """Parts of a page in reading order. known: gutters of the pages before, added to."""
    rows = rows_of(items)
    found = _band(rows, known) if depth < _DEEPEST else None
    if found is None:
        return [items] if items else []
    first, last, gutter = found
    inside = [item for row in rows[first:last] for item in row]
    parts = (
        [item for row in rows[:first] for item in row],
        [item for item in inside if item.x1 <= gutter + 1],
        [item for item in inside if item.x1 > gutter + 1],
        [item for row in rows[last:] for item in row],
    )
    return [region for part in parts if part for region in regions(part, known, depth + 1)]


def _band(rows: list[list[Item]], known: list[float]) -> tuple[int, int, float] | None:
    """First row, end and gutter of the largest band of rows that stands in columns."""
    best: tuple[int, int, float] | None = None
    for gutter in _candidates(rows):
        for first, last in _uncrossed(rows, gutter):
            if best is not None and last - first <= best[1] - best[0]:
                continue
            if _are_columns([item for row in rows[first:last] for item in row], gutter, known):
                best = first, last, gutter
    if best is not None:
        known.append(best[2])
    return best


def _candidates(rows: list[list[Item]]) -> list[float]:
    """Places where fewer lines run than on both sides of them."""
    items = [item for row in rows for item in row]
    if len(items) < 2 * LEAST_ROWS:
        return []
    left, right = min(item.x0 for item in items), max(item.x1 for item in items)
    bins = max(int((right - left) / _BIN), 1) + 1
    steps = [0] * (bins + 1)
    for item in items:
        steps[int((item.x0 - left) / _BIN)] += 1
        steps[min(int((item.x1 - left) / _BIN) + 1, bins)] -= 1
    counts = list(accumulate(steps))[:bins]
    before = list(accumulate(counts, max))
    after = list(accumulate(reversed(counts), max))[::-1]
    dips = [
        i
        for i in range(int(bins * _MARGIN), int(bins * (1 - _MARGIN)))
        if min(before[i], after[i]) - counts[i] >= LEAST_ROWS
    ]
    found: list[float] = []
    while dips:
        group = [dips.pop(0)]
        while dips and dips[0] == group[-1] + 1:
            group.append(dips.pop(0))
        lowest = min(counts[i] for i in group)
        deepest = [i for i in group if counts[i] == lowest]
        found.append(left + (deepest[len(deepest) // 2] + 0.5) * _BIN)
    return found


def _uncrossed(rows: list[list[Item]], gutter: float) -> list[tuple[int, int]]:
    """Runs of rows of which nothing lies over the gutter, with enough of them on either side."""
    found = []
    first = 0
    for index, row in enumerate([*rows, []]):
        if row and not any(item.x0 < gutter - 1 and item.x1 > gutter + 1 for item in row):
            continue
        left = sum(any(item.x1 <= gutter + 1 for item in one) for one in rows[first:index])
        right = sum(any(item.x1 > gutter + 1 for item in one) for one in rows[first:index])
        if min(left, right) >= LEAST_ROWS:
            found.append((first, index))
        first = index + 1
    return found


def _are_columns(items: Sequence[Item], gutter: float, known: list[float]) -> bool:
    """Both sides are prose, that is filled to their edges, and no columns of cells."""
    sides = [[one for one in items if one.x1 <= gutter + 1], [one for one in items if one.x1 > gutter + 1]]
    size = median([one.size for one in items if isinstance(one, Run)] or [10.0])
    if any(max(one.x1 for one in side) - min(one.x0 for one in side) < _NARROWEST * size for side in sides):
        return False
    if min(one.x0 for one in sides[1]) - max(one.x1 for one in sides[0]) < _GUTTER * size:
        return False
    shares = sorted(_filled(side, size) for side in sides)
    is_known = any(abs(gutter - one) < 2 * _BIN for one in known)
    return (shares[1] >= 0.5 and shares[0] >= 0.25) or (is_known and shares[1] >= 0.3)


def _filled(side: Sequence[Item], size: float) -> float:
    """Share of the lines of a side that run, without wide gaps, from its left edge or an indent to its right edge."""
    rows = rows_of(side)
    left, right = min(one.x0 for one in side), max(one.x1 for one in side)
    full = 0
    for row in rows:
        covered = sum(item.x1 - item.x0 for item in row)
        begins, ends = row[0].x0 <= left + _INDENT * size, row[-1].x1 >= right - _RAGGED * size
        full += isinstance(row[0], Table) or (begins and ends and covered >= _DENSE * (right - row[0].x0))
    return full / len(rows)
