"""Ruled tables: lines that meet make a grid, a missing line between two fields makes them one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from .pages import Item, Page, Rule, Run, Table, line_text, rows_of
from .paragraphs import starts_item
from .tables import Cell, Row

_NEAR = 2.5
_MOST_RULES = 1_500


@dataclass(slots=True)
class Grid:
    """xs, ys: edges of its columns and rows; a cell is known by its upper left field."""

    xs: list[float]
    ys: list[float]
    level: list[Rule]
    upright: list[Rule]
    owner: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                self.owner[row, column] = self._owner(row, column)

    def holds(self, run: Run) -> bool:
        return (
            self.ys[0] - 1 <= run.middle <= self.ys[-1] + 1
            and self.xs[0] - _NEAR <= (run.x0 + run.x1) / 2 <= self.xs[-1] + _NEAR
        )

    def _owner(self, row: int, column: int) -> tuple[int, int]:
        if column and not self._parted(self.upright, self.xs[column], _mid(self.ys, row), upright=True):
            return self.owner[row, column - 1]
        if row and not self._parted(self.level, self.ys[row], _mid(self.xs, column), upright=False):
            return self.owner[row - 1, column]
        return row, column

    @staticmethod
    def _parted(rules: Iterable[Rule], at: float, across: float, *, upright: bool) -> bool:
        if upright:
            return any(abs(one.x0 - at) <= _NEAR and one.top - 1 <= across <= one.bottom + 1 for one in rules)
        return any(abs(one.top - at) <= _NEAR and one.x0 - 1 <= across <= one.x1 + 1 for one in rules)


def tables_of(page: Page) -> tuple[list[Item], list[Rule]]:
    """The page's items with every ruled table in the place of its runs, and the rules that make no table."""
    grids, loose = _grids(page.rules)
    items: list[Item] = []
    inside: dict[int, list[Run]] = {}
    for run in page.runs:
        index = next((i for i, grid in enumerate(grids) if grid.holds(run)), None)
        if index is None:
            items.append(run)
        else:
            inside.setdefault(index, []).append(run)
    for index, runs in inside.items():
        grid = grids[index]
        rows = _rows(grid, runs)
        if rows:
            items.append(Table(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], rows))
    return items, loose


def _grids(rules: Sequence[Rule]) -> tuple[list[Grid], list[Rule]]:
    level = _joined([rule for rule in rules[:_MOST_RULES] if rule.is_level], level=True)
    upright = _joined([rule for rule in rules[:_MOST_RULES] if not rule.is_level], level=False)
    groups = _meeting(level, upright)
    grids, loose = [], []
    for across, down in groups:
        xs = _edges([rule.x0 for rule in down] + [rule.x0 for rule in across] + [rule.x1 for rule in across])
        ys = _edges(
            [rule.top for rule in across] + [rule.top for rule in down] + [rule.bottom for rule in down]
        )
        inner = [rule for rule in down if xs[0] + _NEAR < rule.x0 < xs[-1] - _NEAR] if down else []
        if len(across) >= 2 and inner and len(xs) >= 3:
            grids.append(Grid(xs, ys, across, down))
        else:
            loose.extend(across)
    return grids, loose


def _joined(rules: list[Rule], *, level: bool) -> list[Rule]:
    """Pieces of one line as one rule."""
    rules.sort(key=lambda rule: (round(rule.top), rule.x0) if level else (round(rule.x0), rule.top))
    found: list[Rule] = []
    for rule in rules:
        last = found[-1] if found else None
        if last and level and abs(rule.top - last.top) <= 1.5 and rule.x0 <= last.x1 + _NEAR:
            found[-1] = Rule(min(last.x0, rule.x0), last.top, max(last.x1, rule.x1), last.top)
        elif last and not level and abs(rule.x0 - last.x0) <= 1.5 and rule.top <= last.bottom + _NEAR:
            found[-1] = Rule(last.x0, min(last.top, rule.top), last.x0, max(last.bottom, rule.bottom))
        else:
            found.append(rule)
    return found


def _meeting(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch or cross."""
    group = list(range(len(level) + len(upright)))

    def head(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            if (
                across.x0 - _NEAR <= down.x0 <= across.x1 + _NEAR
                and down.top - _NEAR <= across.top <= down.bottom + _NEAR
            ):
                group[head(j)] = head(i)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*level, *upright)):
        found.setdefault(head(index), ([], []))[0 if index < len(level) else 1].append(rule)
    return list(found.values())


def _edges(places: list[float]) -> list[float]:
    """Places closer than a line's width are one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 2 * _NEAR:
            found.append(place)
    return found


def _mid(edges: Sequence[float], index: int) -> float:
    return (edges[index] + edges[index + 1]) / 2


def _rows(grid: Grid, runs: list[Run]) -> list[Row]:
    texts: dict[tuple[int, int], list[Item]] = {}
    for run in runs:
        row = max(min(bisect_right(grid.ys, run.middle) - 1, len(grid.ys) - 2), 0)
        cuts = [rule.x0 for rule in grid.upright if rule.top - 1 <= run.middle <= rule.bottom + 1]
        for piece in run.split([cut for cut in cuts if run.x0 + 1 < cut < run.x1 - 1]):
            column = max(min(bisect_right(grid.xs, (piece.x0 + piece.x1) / 2) - 1, len(grid.xs) - 2), 0)
            texts.setdefault(grid.owner[row, column], []).append(piece)
    found = []
    for row in range(len(grid.ys) - 1):
        cells = []
        column = 0
        while column < len(grid.xs) - 1:
            owner = grid.owner[row, column]
            span = 1
            while column + span < len(grid.xs) - 1 and grid.owner[row, column + span] == owner:
                span += 1
            begins = owner[0] == row
            cells.append(Cell(column, span, cell_lines(texts.get(owner, [])) if begins else (), not begins))
            column += span
        found.append(Row(tuple(cells), (), False))
    return found if any(cell.text for row in found for cell in row.cells) else []


def cell_lines(items: Iterable[Item]) -> tuple[str, ...]:
    """Paragraphs of a cell: a line that reaches the right edge of its cell goes on in the next."""
    rows = [cast(list[Run], row) for row in rows_of(items)]
    right = max((row[-1].x1 for row in rows), default=0.0)
    found: list[str] = []
    open_ = False
    for row in rows:
        text = line_text(row)
        if found and open_ and not starts_item(text):
            blank = (
                " " if found[-1][-1:].isascii() and text[:1].isascii() and found[-1][-1:].isalpha() else ""
            )
            found[-1] += blank + text
        else:
            found.append(text)
        open_ = row[-1].x1 >= right - 1.2 * row[-1].size
    return tuple(found)
