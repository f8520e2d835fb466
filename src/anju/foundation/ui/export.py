"""Spreadsheets of any length: rows are written as they are read, into a file on disk, never all in memory."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from anju.kernel.money import Money

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2000
ROWS_PER_SHEET = 1_048_575
LONGEST_TEXT = 32_767
SAFE_INTEGER = 10**15
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
DATE_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}
MONEY_FORMAT = "#,##0.00"
WIDEST, NARROWEST = 48, 8


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """value: what a row puts here; excel_format: number format, "" chooses by the type of the value."""

    heading: str
    value: Callable[[Any], Any]
    excel_format: str = ""


class SheetWriter:
    """Writes rows below a frozen heading; starts a further sheet when one is full.

    Text that a spreadsheet might read as a formula is stored as text and marked so (quote prefix), so that neither
    opening nor editing the cell runs it, and its characters stay as they were.
    """

    def __init__(self, book: xlsxwriter.Workbook, title: str, columns: Sequence[SheetColumn]) -> None:
        self.book, self.title, self.columns = book, title, columns
        self.written = 0
        self._formats: dict[tuple[str, bool], Format] = {}
        self._heading = book.add_format(
            {"bold": True, "bg_color": "#F4F6FA", "bottom": 1, "valign": "vcenter"}
        )
        self._sheet, self._line, self._count = self._start_sheet(1)

    def _start_sheet(self, number: int) -> tuple[Worksheet, int, int]:
        sheet = self.book.add_worksheet(sheet_name(self.title, number))
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 22)
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, max(NARROWEST, display_width(column.heading) + 4))
            sheet.write_string(0, index, column.heading, self._heading)
        if self.columns:
            sheet.autofilter(0, 0, 0, len(self.columns) - 1)
        return sheet, 1, number

    def format(self, pattern: str, quoted: bool = False) -> Format:
        found = self._formats.get((pattern, quoted))
        if found is None:
            properties: dict[str, Any] = {"num_format": pattern} if pattern else {}
            found = self.book.add_format({**properties, "quote_prefix": True} if quoted else properties)
            self._formats[pattern, quoted] = found
        return found

    def set_widths(self, rows: Sequence[Sequence[Any]]) -> None:
        """Fit the columns to sample rows. Only before the first row is written."""
        for index, column in enumerate(self.columns):
            widths = [display_width(_plain(values[index])) for values in rows]
            width = max([display_width(column.heading) + 2, *widths]) + 2
            self._sheet.set_column(index, index, min(WIDEST, max(NARROWEST, width)))

    def write(self, values: Sequence[Any]) -> None:
        if self._line > ROWS_PER_SHEET:
            self._sheet, self._line, self._count = self._start_sheet(self._count + 1)
        for index, value in enumerate(values):
            self._cell(index, value, self.columns[index].excel_format)
        self._line += 1
        self.written += 1

    def _cell(self, index: int, value: Any, pattern: str) -> None:
        if isinstance(value, Promise):
            value = str(value)
        if isinstance(value, Money):
            value, pattern = value.yuan, pattern or MONEY_FORMAT
        if value is None or value == "":
            return
        sheet, line = self._sheet, self._line
        if isinstance(value, bool):
            sheet.write_string(line, index, _("是") if value else _("否"))
        elif _is_exact_number(value):
            sheet.write_number(line, index, value, self.format(pattern) if pattern else None)
        elif isinstance(value, (datetime, date, time, timedelta)):
            self._moment(index, value, pattern)
        else:
            text = str(value)[:LONGEST_TEXT]
            risky = text.startswith(FORMULA_STARTS)
            sheet.write_string(line, index, text, self.format("@", quoted=True) if risky else None)

    def _moment(self, index: int, value: datetime | date | time | timedelta, pattern: str) -> None:
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value)
        pattern = pattern or DATE_FORMATS.get(type(value), "[h]:mm:ss")
        if isinstance(value, date) and value.year < 1900:
            self._sheet.write_string(self._line, index, value.isoformat())
        else:
            self._sheet.write_datetime(self._line, index, value, self.format(pattern))


def spool(columns: Sequence[SheetColumn], rows: Iterable[Any], title: str) -> tuple[IO[bytes], int]:
    """Write all rows to an unnamed temporary file and return it, rewound, with the number of rows."""
    file: IO[bytes] = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    options = {"constant_memory": True, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title})
        writer = SheetWriter(book, title, columns)
        sample: list[list[Any]] | None = []
        for row in rows:
            values = [column.value(row) for column in columns]
            if sample is None:
                writer.write(values)
                continue
            sample.append(values)
            if len(sample) == 100:
                _flush(writer, sample)
                sample = None
        if sample is not None:
            _flush(writer, sample)
    file.seek(0)
    return file, writer.written


def in_chunks(queryset: QuerySet[Any]) -> Iterator[Any]:
    """Rows of a query, fetched a chunk at a time."""
    return queryset.iterator(chunk_size=CHUNK)


def download(file: IO[bytes], title: str, on: date | None = None) -> FileResponse:
    """Answer with a spreadsheet named after its title and day."""
    day = on or timezone.localdate()
    return FileResponse(
        file, as_attachment=True, filename=f"{title}-{day:%Y%m%d}.xlsx", content_type=CONTENT_TYPE
    )


def sheet_name(title: str, number: int = 1) -> str:
    """A name Excel accepts: no []:*?/\\, no apostrophe at the ends, at most 31 characters."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip().strip("'") or "Sheet"
    suffix = f" {number}" if number > 1 else ""
    return kept[: 31 - len(suffix)] + suffix


def display_width(text: str) -> int:
    """Width in Latin characters; Chinese ones count double."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _is_exact_number(value: Any) -> bool:
    """Whether a spreadsheet keeps all digits: it has fifteen; longer numbers (cards, accounts) go out as text."""
    return (
        isinstance(value, (int, float, Decimal)) and math.isfinite(value) and abs(float(value)) < SAFE_INTEGER
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return "0000-00-00 00:00"
    return "" if value is None else str(value)


def _flush(writer: SheetWriter, sample: Sequence[Sequence[Any]]) -> None:
    writer.set_widths(sample)
    for values in sample:
        writer.write(values)
