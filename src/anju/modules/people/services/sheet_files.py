"""Foreign sheets as tables: XLSX with merged cells, formulas and hidden rows; CSV in the encodings of the country."""

from __future__ import annotations

import csv
import io
import re

from anju.foundation.importing import ImportRefused
from anju.foundation.importing.grid import Fault, Grid, LostDigits, column_index, read_grid
from anju.foundation.importing.grid import Value as GridValue
from anju.foundation.importing.package import MAX_BYTES, Package
from anju.modules.people.rules.sheets.layout import Area, Line, Table
from anju.modules.people.rules.sheets.values import Broken, Lost, Value

MAX_ROWS = 20_000
CSV_NAMES = (".csv", ".txt", ".tsv")
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
NEVER_COMPUTED = Broken("=")


def read_tables(name: str, content: bytes) -> list[Table]:
    """The visible sheets of a file that hold anything, in their order.

    Raises ImportRefused: no XLSX or CSV, too large, broken, locked, no rows, too many rows.
    """
    tables = [_csv(name, content)] if _is_csv(name, content) else _xlsx(content)
    filled = [one for one in tables if one.lines]
    if not filled:
        raise ImportRefused("import.no_rows")
    return filled


def _is_csv(name: str, content: bytes) -> bool:
    if not content:
        raise ImportRefused("import.file_empty")
    return name.lower().endswith(CSV_NAMES) and not content.startswith(b"PK")


def _xlsx(content: bytes) -> list[Table]:
    package = Package(content)
    names = [name for name in package.sheet_parts if name not in package.hidden_sheets]
    return [_table(read_grid(package, name, MAX_ROWS)) for name in names]


def _table(grid: Grid) -> Table:
    if grid.too_long:
        raise ImportRefused("import.too_many_rows", sheet=grid.name, limit=MAX_ROWS)
    computed: dict[int, set[int]] = {}
    for reference in grid.formulas:
        if found := _REFERENCE.fullmatch(reference):
            computed.setdefault(int(found[2]), set()).add(column_index(found[1]))
    lines = []
    for number, cells in grid.rows:
        own = computed.get(number, set())
        values: dict[int, Value] = {index: _value(value) for index, value in cells.items()}
        for index in own - values.keys():
            values[index] = NEVER_COMPUTED
        lines.append(Line(number, values, number in grid.hidden_rows, frozenset(own)))
    return Table(grid.name, lines, [area for text in grid.merges if (area := _area(text)) is not None])


def _value(value: GridValue) -> Value:
    if isinstance(value, Fault):
        return Broken(value.text)
    if isinstance(value, LostDigits):
        return Lost(value.text)
    return value


def _area(text: str) -> Area | None:
    found = _RANGE.fullmatch(text.replace("$", ""))
    if found is None:
        return None
    return Area(int(found[2]), column_index(found[1]), int(found[4]), column_index(found[3]))


def _csv(name: str, content: bytes) -> Table:
    if len(content) > MAX_BYTES:
        size = f"{len(content) / (1 << 20):.1f}"
        raise ImportRefused("import.file_too_large", size=size, limit=MAX_BYTES >> 20)
    text = _decoded(content)
    first = "\n".join(text.splitlines()[:20])
    separator = max(",;\t|", key=first.count)
    lines = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells: dict[int, Value] = {index: cell for index, cell in enumerate(row) if cell.strip()}
            if cells:
                lines.append(Line(number, {index: _bare(str(value)) for index, value in cells.items()}))
    except csv.Error as problem:
        raise ImportRefused("import.broken") from problem
    if len(lines) > MAX_ROWS:
        raise ImportRefused("import.too_many_rows", sheet=name, limit=MAX_ROWS)
    return Table("CSV", lines)


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused("import.broken")


def _bare(text: str) -> str:
    """Programs write ="0123" so that a spreadsheet keeps the zero."""
    found = re.fullmatch(r'="(.*)"', text.strip(), re.DOTALL)
    return found[1] if found else text
