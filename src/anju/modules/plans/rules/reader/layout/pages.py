"""A page as it lies before the eye: pieces of text and ruled lines with their places, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .tables import Row

WORD_GAP = 0.18
CELL_GAP = 1.0
_WIDE_GAP = 2.0


@dataclass(slots=True)
class Run:
    """Characters that follow each other on one line; edges[i]: left edge of text[i]."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    edges: tuple[float, ...]

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def split(self, cuts: Sequence[float]) -> list[Run]:
        """The pieces between vertical cuts, a character belonging where its left half lies."""
        pieces: list[Run] = []
        begin = 0
        bounds = (*self.edges, self.x1)
        for cut in sorted(cut for cut in cuts if self.x0 < cut < self.x1):
            end = next(
                (i for i in range(begin, len(self.text)) if (bounds[i] + bounds[i + 1]) / 2 > cut),
                len(self.text),
            )
            if end > begin:
                pieces.append(self._part(begin, end))
                begin = end
        if begin < len(self.text):
            pieces.append(self._part(begin, len(self.text)))
        return [piece for piece in pieces if piece.text.strip()]

    def _part(self, begin: int, end: int) -> Run:
        right = self.edges[end] if end < len(self.edges) else self.x1
        return Run(
            self.text[begin:end], self.edges[begin], right, self.top, self.bottom, self.edges[begin:end]
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line along an axis: x0 <= x1, top <= bottom, one of the pairs equal."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.bottom - self.top < self.x1 - self.x0


@dataclass(slots=True)
class Table:
    """A table with its rows read, in the place where it stands."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: list[Row]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Item = Run | Table


@dataclass(slots=True)
class Page:
    """pictured: share of the page that pictures cover, 0..1; certainty: of its character recognition, None for
    text of the file itself."""

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    certainty: float | None = None

    @property
    def characters(self) -> int:
        return sum(len(run.text) for run in self.runs)


def rows_of(items: Iterable[Item]) -> list[list[Item]]:
    """Items on one line together, lines from top to bottom, items from left to right; a table is its own line."""
    rows: list[list[Item]] = []
    last: Run | None = None
    for item in sorted(items, key=lambda one: (one.middle, one.x0)):
        if (
            isinstance(item, Run)
            and last
            and abs(item.middle - last.middle) < 0.5 * min(item.size, last.size)
        ):
            rows[-1].append(item)
            continue
        rows.append([item])
        last = item if isinstance(item, Run) else None
    for row in rows:
        row.sort(key=lambda one: one.x0)
    return rows


def cells_of(row: Sequence[Run]) -> list[Run]:
    """Pieces of a line that stand further apart than words do, each as one run."""
    cells: list[Run] = []
    for run in row:
        if cells and run.x0 - cells[-1].x1 < CELL_GAP * min(run.size, cells[-1].size):
            before = cells[-1]
            blank = " " if _is_word_gap(before, run) else ""
            edges = (*before.edges, *((before.x1,) if blank else ()), *run.edges)
            top, bottom = min(before.top, run.top), max(before.bottom, run.bottom)
            cells[-1] = Run(
                before.text + blank + run.text, before.x0, max(before.x1, run.x1), top, bottom, edges
            )
        else:
            cells.append(run)
    return cells


def line_text(row: Sequence[Run]) -> str:
    """A line of prose; a gap wider than two characters is kept as three blanks, save in a spaced-out title."""
    cells = cells_of(row)
    spaced_out = all(len(cell.text.strip()) == 1 for cell in cells)
    text = ""
    for index, cell in enumerate(cells):
        if index:
            gap = cell.x0 - cells[index - 1].x1
            text += "   " if gap >= _WIDE_GAP * cell.size and not spaced_out else " "
        text += cell.text
    return text.strip()


def _is_word_gap(before: Run, after: Run) -> bool:
    if before.text.endswith(" ") or after.text.startswith(" "):
        return False
    latin = before.text[-1:] < "\u2e80" and after.text[:1] < "\u2e80"
    return latin and after.x0 - before.x1 > WORD_GAP * after.size
