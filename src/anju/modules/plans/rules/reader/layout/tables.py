"""Rows of a table as lines: cells in their columns, two-storey heads as one, layout frames opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BANNER = 30
_ITEM = re.compile(r"[(\uff08]?[一二三四五六七八九十\d]{1,3}[、.\uff0e)\uff09]|[①-⑳]")
_ENDED = re.compile(r"[。;\uff1b,\uff0c:\uff1a!\uff01?\uff1f、]\s*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """column, span: of the grid; lines: its paragraphs, none where it continues the cell above."""

    column: int
    span: int
    lines: tuple[str, ...]
    is_continued: bool

    @property
    def text(self) -> str:
        """The paragraphs on one line; an item of a list is parted from the one before by a stop it lacks."""
        joined = ""
        for line in self.lines:
            piece = re.sub(r"[\s\x1f]+", " ", line).strip()
            gap = "\uff1b" if joined and _ITEM.match(piece) and not _ENDED.search(joined) else " "
            joined = f"{joined}{gap}{piece}" if joined and piece else joined or piece
        return joined


@dataclass(frozen=True, slots=True)
class Row:
    """inner: lines of the tables inside its cells; is_head: repeated on every page."""

    cells: tuple[Cell, ...]
    inner: tuple[str, ...]
    is_head: bool


def is_plain(rows: Sequence[Row]) -> bool:
    """A frame around text and no table: one cell to a row."""
    return all(len(row.cells) <= 1 for row in rows)


def with_one_head(rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[str]]]:
    """Line and inner lines of every row; the storeys of a head are one line, column by column."""
    storeys = _storeys(rows)
    if storeys > 1:
        inner = [line for row in rows[:storeys] for line in row.inner]
        yield _head(rows[:storeys]), inner
    for row in rows[storeys if storeys > 1 else 0 :]:
        yield row_text(row), row.inner


def row_text(row: Row) -> str:
    """Cells by tab. A wide cell keeps the columns behind it in their places, unless it opens the row.

    A single short cell across the table ends in a tab: the heads of the columns hold on behind it.
    """
    if len(row.cells) == 1:
        lines = [line for line in row.cells[0].lines if line.strip()]
        banner = len(lines) == 1 and len(lines[0]) <= _BANNER and not row.inner
        return row.cells[0].text + "\t" if banner else "\n".join(lines)
    parts: list[str] = []
    for index, cell in enumerate(row.cells):
        parts.append(cell.text)
        if index and index < len(row.cells) - 1:
            parts.extend([""] * (cell.span - 1))
    line = "\t".join(parts)
    return line if line.strip() else ""


def _storeys(rows: Sequence[Row]) -> int:
    """Rows of the head: those a cell of the first row reaches down to, where another of it is split below."""
    if len(rows) < 3 or len(rows[0].cells) < 2 or all(cell.span == 1 for cell in rows[0].cells):
        return 1
    depth = 1
    while depth < len(rows) - 1 and depth < 3:
        below = rows[depth]
        reached = any(cell.is_continued for cell in below.cells)
        if not (reached or below.is_head) or any(re.search(r"\d", cell.text) for cell in below.cells):
            break
        depth += 1
    return depth


def _head(rows: Sequence[Row]) -> str:
    width = max(cell.column + cell.span for row in rows for cell in row.cells)
    heads: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.span):
                if cell.text and cell.text not in heads[column]:
                    heads[column].append(cell.text)
    return "\t".join("".join(texts) for texts in heads)
