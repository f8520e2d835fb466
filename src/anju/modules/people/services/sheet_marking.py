"""The uploaded sheet again, wrong cells marked and a column of remarks behind it: correct it and upload it again."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from anju.foundation.importing.grid import column_letter
from anju.foundation.ui.export import sheet_name
from anju.foundation.ui.messages import error_text
from anju.modules.people.models import PersonImport
from anju.modules.people.rules.sheets.layout import REMARKS_HEADING, Table, find_heads, unmerged
from anju.modules.people.rules.sheets.values import Value, shown
from anju.modules.people.services.person_import_reading import tables_of

RED = {"bg_color": "#FDEAE8", "font_color": "#AA231B", "border": 1, "border_color": "#D6392F"}
AMBER = {"bg_color": "#FFF4DC"}
DAY = "yyyy-mm-dd"
Remarks = Mapping[int, Sequence[Mapping[str, Any]]]


def marked_sheet(row: PersonImport) -> IO[bytes]:
    """All sheets of the file, values in the same cells; the checked one with remarks. Raises ImportRefused."""
    file: IO[bytes] = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    remarks: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for one in row.remarks:
        remarks[one["row"]].append(one)
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {
            (mark, dated): book.add_format({**look, **({"num_format": DAY} if dated else {})})
            for mark, look in (("", {}), ("error", RED), ("warning", AMBER))
            for dated in (False, True)
        }
        for table in tables_of(row):
            page = book.add_worksheet(sheet_name(table.name))
            _write(page, table, remarks if table.name[:80] == row.sheet else {}, formats)
    file.seek(0)
    return file


def remark_text(one: Mapping[str, Any]) -> str:
    """The sentence of a stored remark in the reader's language."""
    return error_text(one["code"], one["params"])


def _write(page: Worksheet, table: Table, remarks: Remarks, formats: Mapping[tuple[str, bool], Any]) -> None:
    last = max((index for line in table.lines for index in line.cells), default=0) + 1
    heads = find_heads(unmerged(table))
    for line in table.lines:
        marks = _marks(remarks.get(line.number, ()))
        for index, value in line.cells.items():
            _cell(page, line.number - 1, index, value, formats[marks.get(index, ""), isinstance(value, date)])
        for index, mark in marks.items():
            if index not in line.cells:
                page.write_blank(line.number - 1, index, None, formats[mark, False])
    for area in table.merges:
        _merge(page, table, area.top, area.left, (area.bottom, area.right), formats["", False])
    if not remarks:
        return
    page.set_column(last, last, 60)
    if heads is not None:
        page.write_string(heads.last - 1, last, REMARKS_HEADING, formats["", False])
        page.freeze_panes(heads.last, 0)
    for number, found in remarks.items():
        if number:
            mark = "error" if any(one["error"] for one in found) else "warning"
            page.write_string(number - 1, last, _said(found), formats[mark, False])


def _marks(found: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    marks: dict[int, str] = {}
    for one in found:
        if one["index"] is not None and marks.get(one["index"]) != "error":
            marks[one["index"]] = "error" if one["error"] else "warning"
    return marks


def _said(found: Sequence[Mapping[str, Any]]) -> str:
    parts = []
    for one in sorted(found, key=lambda one: not one["error"]):
        where = "" if one["index"] is None else f"{column_letter(one['index'])}{one['row']} "
        level = "" if one["error"] else _("（提示）")
        parts.append(f"{where}{level}{remark_text(one)}")
    return "；".join(parts)


def _merge(page: Worksheet, table: Table, top: int, left: int, end: tuple[int, int], look: Any) -> None:
    line = next((line for line in table.lines if line.number == top), None)
    value = line.cells.get(left) if line is not None else None
    if (top, left) != end and end[1] - left < 200:
        page.merge_range(top - 1, left, end[0] - 1, end[1], "", look)
        if value is not None:
            _cell(page, top - 1, left, value, look)


def _cell(page: Worksheet, line: int, index: int, value: Value, look: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | date | datetime):
        page.write_string(line, index, shown(value), look)
    elif isinstance(value, date):
        page.write_datetime(line, index, value, look)
    else:
        page.write_number(line, index, value, look)
