"""The uploaded sheet again, wrong cells in red with the reason as a comment: correct it and upload it again."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from anju.foundation.importing.errors import CellError
from anju.foundation.importing.grid import column_index
from anju.foundation.importing.result import ImportResult, SheetRead
from anju.foundation.importing.template import NUMBER_FORMATS
from anju.foundation.importing.values import as_text
from anju.foundation.ui.export import sheet_name

RED = {"bg_color": "#FDEAE8", "font_color": "#AA231B", "border": 1, "border_color": "#D6392F"}


def marked_copy(result: ImportResult) -> IO[bytes]:
    """Values stand in the same cells as in the upload; errors of a whole row mark its first column."""
    file: IO[bytes] = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    by_sheet: dict[str, list[CellError]] = defaultdict(list)
    for error in result.errors:
        by_sheet[error.sheet].append(error)
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in NUMBER_FORMATS.items()}
        formats["heading"] = book.add_format({"bold": True, "bg_color": "#F3F5F8"})
        formats["red"] = book.add_format(RED)
        formats["red:date"] = book.add_format({**RED, "num_format": "yyyy-mm-dd"})
        for read in result.sheets.values():
            page = book.add_worksheet(sheet_name(read.declared.name))
            _write(page, read, by_sheet[read.declared.name], formats)
    file.seek(0)
    return file


def _write(page: Worksheet, read: SheetRead, errors: list[CellError], formats: dict[str, Any]) -> None:
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    first = min(read.columns.values(), default=0)
    for error in errors:
        index = column_index(error.column_letter) if error.column_letter else first
        reasons[error.row, index].append(error.message)
    kinds = {
        read.columns[column.key]: column.kind
        for column in read.declared.columns
        if column.key in read.columns
    }
    page.freeze_panes(read.heading_row, 0)
    for index, kind in kinds.items():
        page.set_column(index, index, 16, formats[kind])
    for number, cells in read.grid.rows:
        for index, value in cells.items():
            name = "heading" if number == read.heading_row else "red" if (number, index) in reasons else ""
            _cell(page, number - 1, index, value, formats, name or kinds.get(index, "text"))
    for (number, index), texts in reasons.items():
        page.write_comment(number - 1, index, "\n".join(texts), {"author": _("导入检查"), "x_scale": 1.5})
        if not read.shown_at(number, index):
            page.write_blank(number - 1, index, None, formats["red"])


def _cell(page: Worksheet, line: int, index: int, value: Any, formats: dict[str, Any], name: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | date | datetime):
        page.write_string(line, index, as_text(value), formats[name])
    elif isinstance(value, date):
        page.write_datetime(line, index, value, formats["red:date" if name == "red" else "date"])
    elif name == "text":
        page.write_string(line, index, as_text(value), formats[name])
    else:
        page.write_number(line, index, value, formats[name])
