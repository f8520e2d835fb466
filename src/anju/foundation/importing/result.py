"""The outcome of a dry run: typed rows, what is wrong, what was read with a change. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.foundation.importing.columns import Sheet, Workbook
from anju.foundation.importing.errors import CellError
from anju.foundation.importing.grid import Grid, Value, column_letter
from anju.foundation.importing.values import as_text

MAX_LISTED = 2000


@dataclass(slots=True)
class ImportRow:
    """number: the row as Excel shows it. values: column key → typed value, None where empty or refused."""

    sheet: str
    number: int
    values: dict[str, Any]
    valid: bool = True

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(slots=True)
class SheetRead:
    """columns: column key → index in the file. heading_row: its number as Excel shows it."""

    declared: Sheet
    grid: Grid
    columns: Mapping[str, int]
    heading_row: int
    rows: list[ImportRow] = field(default_factory=list)
    _by_number: dict[int, dict[int, Value]] = field(default_factory=dict)

    def shown_at(self, number: int, index: int) -> str:
        """Text of a cell of the file."""
        if not self._by_number:
            self._by_number = dict(self.grid.rows)
        return as_text(self._by_number.get(number, {}).get(index, ""))


@dataclass(slots=True)
class ImportResult:
    """Errors and warnings in reading order; at most MAX_LISTED of each are kept, all are counted."""

    workbook: Workbook
    sheets: dict[str, SheetRead] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0

    @property
    def ok(self) -> bool:
        return self.error_count == 0

    @property
    def row_count(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets.values())

    def rows(self, name: str) -> list[ImportRow]:
        """Rows of a sheet by its key or name, faulty ones included (`valid` is False); [] when it was left out."""
        found = self.sheets.get(self.workbook.sheet(name).name)
        return found.rows if found else []

    def refuse(self, row: ImportRow, key: str, code: str, /, **params: object) -> None:
        """Add an error the caller found, such as a name that does not exist. key: column, or "" for the whole row."""
        row.valid = False
        self._add(self.errors, self._at(row, key, code, params))

    def warn(self, row: ImportRow, key: str, code: str, /, **params: object) -> None:
        self._add(self.warnings, self._at(row, key, code, params))

    def note(self, sheet: str, row: int, code: str, /, **params: object) -> None:
        """A warning about a sheet or a row that is not among the rows."""
        self._add(self.warnings, CellError(sheet, row, "", "", "", code, params))

    def _at(self, row: ImportRow, key: str, code: str, params: Mapping[str, object]) -> CellError:
        if not key:
            return CellError(row.sheet, row.number, "", "", "", code, params)
        read = self.sheets[row.sheet]
        index = read.columns.get(key)
        heading = read.declared.column(key).heading
        if index is None:
            return CellError(row.sheet, row.number, "", heading, "", code, params)
        shown = read.shown_at(row.number, index)
        return CellError(row.sheet, row.number, column_letter(index), heading, shown, code, params)

    def _add(self, kept: list[CellError], one: CellError) -> None:
        if kept is self.errors:
            self.error_count += 1
        else:
            self.warning_count += 1
        if len(kept) < MAX_LISTED:
            kept.append(one)
