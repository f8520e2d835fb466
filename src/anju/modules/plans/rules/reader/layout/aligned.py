"""A region as lines: rows of a table, ruled or only aligned, with their cells by tab; the rest as prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from .pages import Item, Rule, Run, Table, cells_of, line_text, rows_of
from .tables import Row, is_plain, with_one_head

LEAST_ROWS = 3
_APART = 0.5
_EDGE = 0.1


@dataclass(slots=True)
class Entry:
    """One line with its place; left, right: edges of the region it stands in. is_row: of a table; heads: its table's first line."""

    text: str
    x0: float
    x1: float
    left: float
    right: float
    size: float
    is_row: bool = False
    is_first_row: bool = False


Column = tuple[float, float]


def entries(region: list[Item], rules: Sequence[Rule]) -> list[Entry]:
    """Lines of one region from top to bottom. rules: level rules that part the rows of tables without uprights."""
    found = list(_lines(region, rules))
    prose = [entry for entry in found if entry.size and not entry.is_row]
    least = max(2, _EDGE * len(prose))
    for entry in sorted(prose, key=lambda one: -one.x1):
        if sum(abs(entry.x1 - other.x1) <= entry.size for other in prose) >= least:
            for other in prose:
                other.right = entry.x1
            break
    return found


def _lines(region: list[Item], rules: Sequence[Rule]) -> Iterator[Entry]:
    rows = rows_of(region)
    left, right = min(item.x0 for item in region), max(item.x1 for item in region)
    index = 0
    while index < len(rows):
        if isinstance(rows[index][0], Table):
            yield from _ruled(cast(Table, rows[index][0]), left, right)
            index += 1
            continue
        end, columns = _table_end(rows, index)
        if end > index:
            lines = [cells_of(cast(list[Run], row)) for row in rows[index:end]]
            for number, line in enumerate(_assembled(lines, columns, rules)):
                yield Entry(line, left, right, left, right, lines[0][0].size, True, not number)
            index = end
            continue
        runs = cast(list[Run], rows[index])
        text = line_text(runs)
        if text:
            yield Entry(text, runs[0].x0, runs[-1].x1, left, right, max(run.size for run in runs))
        index += 1


def _ruled(table: Table, left: float, right: float) -> Iterator[Entry]:
    if is_plain(table.rows):
        for row in table.rows:
            for line in row.cells[0].lines if row.cells else ():
                yield Entry(line, table.x0, table.x0, left, right, 0.0)
        return
    first = True
    for line, _ in with_one_head(_without_empty(table.rows)):
        if line.strip():
            yield Entry(line, left, right, left, right, 0.0, True, first)
            first = False


def _without_empty(rows: list[Row]) -> list[Row]:
    return [row for row in rows if any(cell.text or cell.is_continued for cell in row.cells)]


def _table_end(rows: list[list[Item]], start: int) -> tuple[int, list[Column]]:
    """End of the aligned table that begins with this row, and its columns; the start itself where none does."""
    columns: list[Column] = []
    counts: list[int] = []
    index = start
    while index < len(rows) and not isinstance(rows[index][0], Table):
        cells = cells_of(cast(list[Run], rows[index]))
        if not counts and len(cells) < 2:
            break
        wider = _merged([*columns, *((cell.x0, cell.x1) for cell in cells)], _APART * cells[0].size)
        if counts and (len(wider) < len(columns) or len(wider) > len(columns) + 2):
            break
        columns = wider
        counts.append(len(cells))
        index += 1
    while counts and counts[-1] < 2 and rows[index - 1][0].x0 < columns[1][0]:
        counts.pop()
        index -= 1
    several = sum(count >= 2 for count in counts)
    if several < LEAST_ROWS or several < 0.5 * len(counts):
        return start, []
    return index, columns


def _merged(spans: list[Column], apart: float) -> list[Column]:
    found: list[Column] = []
    for x0, x1 in sorted(spans):
        if found and x0 < found[-1][1] + apart:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _assembled(lines: list[list[Run]], columns: list[Column], rules: Sequence[Rule]) -> Iterator[str]:
    """Lines of text → rows of the table."""
    for group in _by_rules(lines, columns, rules) or _by_anchors(lines, columns):
        cells = [""] * len(columns)
        for line in group:
            for run in line:
                column = next(i for i, (x0, x1) in enumerate(columns) if x0 - 0.1 <= run.x0 <= x1 + 0.1)
                latin = (
                    cells[column][-1:].isalpha() and cells[column][-1:].isascii() and run.text[:1].isascii()
                )
                cells[column] += (" " if latin else "") + run.text.strip()
        yield "\t".join(cells)


def _by_rules(
    lines: list[list[Run]], columns: list[Column], rules: Sequence[Rule]
) -> list[list[list[Run]]] | None:
    """Lines between two rules as one row, where about every row has its rule."""
    top, bottom = lines[0][0].middle, lines[-1][0].middle
    width = columns[-1][1] - columns[0][0]
    cuts = sorted(
        rule.top
        for rule in rules
        if top < rule.top < bottom and rule.is_level and rule.x1 - rule.x0 >= 0.5 * width
    )
    anchors = sum(line[0].x0 < columns[1][0] for line in lines)
    if len(cuts) < 2 or len(cuts) < 0.6 * (anchors - 1):
        return None
    groups: list[list[list[Run]]] = [[] for _ in range(len(cuts) + 1)]
    for line in lines:
        groups[sum(cut < line[0].middle for cut in cuts)].append(line)
    return [group for group in groups if group]


def _by_anchors(lines: list[list[Run]], columns: list[Column]) -> list[list[list[Run]]]:
    """A line of one cell that is not in the first column belongs to the nearest row that begins there."""
    anchors = [i for i, line in enumerate(lines) if line[0].x0 < columns[1][0] or len(line) >= 2]
    groups: dict[int, list[list[Run]]] = {anchor: [] for anchor in anchors}
    for index, line in enumerate(lines):
        near = min(anchors, key=lambda anchor: (round(abs(lines[anchor][0].middle - line[0].middle)), anchor))
        groups[index if index in groups else near].append(line)
    return list(groups.values())
