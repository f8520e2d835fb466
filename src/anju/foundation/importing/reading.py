"""Reading an uploaded spreadsheet against its declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from anju.foundation.importing.columns import ImportColumn, Sheet, Workbook, folded
from anju.foundation.importing.errors import FileProblem, ImportRefused
from anju.foundation.importing.grid import Grid, Value, column_letter, read_grid
from anju.foundation.importing.package import Package
from anju.foundation.importing.result import ImportResult, ImportRow, SheetRead
from anju.foundation.importing.values import Converter, Note, Refused, as_text, converter

HEADINGS_WITHIN = 10
NAMED = 5
LIST_SEPARATOR = "、"


def read_workbook(workbook: Workbook, content: bytes) -> ImportResult:
    """Check and type every row; nothing is written.

    Raises ImportRefused when the file or its shape is wrong: kind, size, sheets, headings, merged cells, formulas,
    number of rows. Faulty cells do not raise: they stand in `errors` of the result.
    """
    package = Package(content)
    parts = _match_sheets(workbook, package)
    result = ImportResult(workbook)
    problems: list[FileProblem] = []
    for sheet, name in parts:
        grid = read_grid(package, name, sheet.max_rows + HEADINGS_WITHIN + 1)
        found = _understand(sheet, grid, problems)
        if found is not None:
            result.sheets[sheet.name] = found
    if problems:
        raise ImportRefused.because(problems)
    for read in result.sheets.values():
        _read_rows(result, read)
    if not result.row_count:
        raise ImportRefused("import.no_rows")
    return result


def _match_sheets(workbook: Workbook, package: Package) -> list[tuple[Sheet, str]]:
    names = {folded(name): name for name in package.sheet_parts}
    if len(workbook.sheets) == 1 and len(names) == 1:
        return [(workbook.sheets[0], next(iter(names.values())))]
    found = [(sheet, names[folded(sheet.name)]) for sheet in workbook.sheets if folded(sheet.name) in names]
    missing = [sheet.name for sheet in workbook.sheets if sheet.required and folded(sheet.name) not in names]
    if missing:
        there = LIST_SEPARATOR.join(name for name in package.sheet_parts if name not in package.hidden_sheets)
        raise ImportRefused("import.sheet_missing", sheets=LIST_SEPARATOR.join(missing), there=there)
    return found


def _understand(sheet: Sheet, grid: Grid, problems: list[FileProblem]) -> SheetRead | None:
    """Find the headings and check the shape; whatever is wrong is added to `problems`."""
    before = len(problems)
    number, headings = _heading_row(sheet, grid)

    def problem(code: str, **params: object) -> None:
        problems.append(FileProblem(code, {"sheet": sheet.name, **params}))

    columns = _columns(sheet, headings, problem)
    last = max((row for row, _values in grid.rows), default=0)
    _check_shape(grid, number, last, problem)
    filled = sum(1 for row, _values in grid.rows if row > number)
    if grid.too_long or filled > sheet.max_rows:
        problem("import.too_many_rows", limit=sheet.max_rows)
    if len(problems) > before:
        return None
    return SheetRead(sheet, grid, columns, number)


def _heading_row(sheet: Sheet, grid: Grid) -> tuple[int, dict[int, str]]:
    """The row among the first that has most of the headings: people like to put a title above."""
    accepted = {text for column in sheet.columns for text in column.accepted_headings}
    best: tuple[int, int, dict[int, str]] = (0, 1, {})
    for number, values in grid.rows[:HEADINGS_WITHIN]:
        texts = {index: as_text(value) for index, value in values.items()}
        hits = sum(folded(text) in accepted for text in texts.values())
        if hits > best[0]:
            best = (hits, number, texts)
    if not best[0] and grid.rows:
        number, values = grid.rows[0]
        return number, {index: as_text(value) for index, value in values.items()}
    return best[1], best[2]


def _columns(sheet: Sheet, headings: Mapping[int, str], problem: Callable[..., None]) -> dict[str, int]:
    by_heading = {text: column for column in sheet.columns for text in column.accepted_headings}
    columns: dict[str, int] = {}
    unknown, twice = [], []
    for index, text in headings.items():
        column = by_heading.get(folded(text))
        if column is None:
            unknown.append(f"{text}（{column_letter(index)}）")
        elif column.key in columns:
            twice.append(f"{text}（{column_letter(columns[column.key])}、{column_letter(index)}）")
        else:
            columns[column.key] = index
    missing = [column.heading for column in sheet.columns if column.required and column.key not in columns]
    for code, found in (
        ("import.headings_missing", missing),
        ("import.headings_unknown", unknown),
        ("import.headings_twice", twice),
    ):
        if found:
            problem(code, headings=LIST_SEPARATOR.join(found))
    return columns


def _check_shape(grid: Grid, heading_row: int, last_row: int, problem: Callable[..., None]) -> None:
    merged = [
        text for text in grid.merges if heading_row <= _rows_of(text)[1] and _rows_of(text)[0] <= last_row
    ]
    if merged:
        problem("import.merged", ranges=_named(merged), count=len(merged))
    formulas = [cell for cell in grid.formulas if _rows_of(cell)[0] >= heading_row]
    if formulas:
        problem("import.formulas", cells=_named(formulas), count=len(formulas))


def _rows_of(reference: str) -> tuple[int, int]:
    numbers = [int(text) for text in re.findall(r"\d+", reference)] or [0]
    return numbers[0], numbers[-1]


def _named(found: list[str]) -> str:
    return LIST_SEPARATOR.join(found[:NAMED]) + ("…" if len(found) > NAMED else "")


def _read_rows(result: ImportResult, read: SheetRead) -> None:
    columns = [
        (column, read.columns[column.key], converter(column))
        for column in read.declared.columns
        if column.key in read.columns
    ]
    absent = {column.key: None for column in read.declared.columns if column.key not in read.columns}
    example = _example(read)
    _note_outside(result, read)
    for number, cells in read.grid.rows:
        if number <= read.heading_row:
            continue
        if example and _is_example(cells, example):
            result.note(read.declared.name, number, "import.example_skipped")
            continue
        row = _read_row(result, read, number, cells, columns)
        if row is not None:
            row.values.update(absent)
            read.rows.append(row)
    _check_unique(result, read)
    hidden = sorted(read.grid.hidden_rows.intersection(row.number for row in read.rows))
    if hidden:
        result.note(
            read.declared.name,
            hidden[0],
            "import.hidden_rows",
            rows=_named([str(one) for one in hidden]),
            count=len(hidden),
        )


def _read_row(
    result: ImportResult,
    read: SheetRead,
    number: int,
    cells: Mapping[int, Value],
    columns: list[tuple[ImportColumn, int, Converter]],
) -> ImportRow | None:
    """None for a row that has nothing below any heading."""
    values: dict[str, object] = {}
    row = ImportRow(read.declared.name, number, values)
    refused: list[tuple[str, str, Mapping[str, object]]] = []
    notes: list[tuple[str, Note]] = []
    filled = False
    for column, index, convert in columns:
        raw = cells.get(index)
        value = None
        if raw is not None:
            try:
                value, note = convert(raw)
                if note is not None:
                    notes.append((column.key, note))
                filled = filled or value is not None
            except Refused as refusal:
                refused.append((column.key, refusal.code, refusal.params))
                filled = True
                values[column.key] = None
                continue
        if value is None and column.required:
            refused.append((column.key, "import.required", {}))
        values[column.key] = value
    if not filled:
        return None
    for key, code, params in refused:
        result.refuse(row, key, code, **params)
    for key, note in notes:
        result.warn(row, key, note.code, **note.params)
    return row


def _note_outside(result: ImportResult, read: SheetRead) -> None:
    """Say once which columns hold something below a blank heading."""
    used = set(read.columns.values())
    below = [(number, cells) for number, cells in read.grid.rows if number > read.heading_row]
    lost = sorted({index for _number, cells in below for index in cells} - used)
    if lost:
        letters = LIST_SEPARATOR.join(column_letter(index) for index in lost)
        result.note(read.declared.name, read.heading_row, "import.outside_headings", columns=letters)


def _example(read: SheetRead) -> dict[int, str]:
    """Column index → text of the template's example row; {} for a sheet without one."""
    shown = {column.key: folded(column.example) for column in read.declared.columns if column.example != ""}
    return {index: shown.get(key, "") for key, index in read.columns.items()} if shown else {}


def _is_example(cells: Mapping[int, Value], example: Mapping[int, str]) -> bool:
    return all(folded(as_text(cells.get(index, ""))) == text for index, text in example.items())


def _check_unique(result: ImportResult, read: SheetRead) -> None:
    keys = read.declared.unique
    if not keys:
        return
    first: dict[tuple[object, ...], int] = {}
    for row in read.rows:
        identity = tuple(row.values[key] for key in keys)
        if None in identity:
            continue
        earlier = first.setdefault(identity, row.number)
        if earlier != row.number:
            result.refuse(row, keys[-1], "import.twice", row=earlier)
