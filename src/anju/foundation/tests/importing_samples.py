"""A workbook as an estate imports it, and files to read against it."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from anju.foundation.importing import ImportColumn, Sheet, Workbook
from anju.kernel.errors import Invalid


def no_dash(text):
    if "/" in text:
        raise Invalid("test.slash", value=text)


UNITS = Sheet(
    name="房屋",
    key="units",
    columns=(
        ImportColumn(key="building", heading="楼栋", required=True, example="1栋", aliases=("楼号",)),
        ImportColumn(key="no", heading="房号", required=True, example="0101", max_length=8, validate=no_dash),
        ImportColumn(
            key="floor", heading="楼层", kind="int", required=True, example=1, minimum=-5, maximum=99
        ),
        ImportColumn(key="area", heading="建筑面积", kind="decimal", example="89.50", units=("平",)),
        ImportColumn(key="handed_on", heading="交付日期", kind="date", example="2026-01-31"),
        ImportColumn(
            key="use", heading="用途", kind="choice", choices={"住宅": "home", "商铺": "shop"}, example="住宅"
        ),
        ImportColumn(key="let", heading="出租", kind="bool", note="已出租填“是”"),
    ),
    unique=("building", "no"),
    max_rows=50,
)
BOOK = Workbook(title="房屋导入", sheets=(UNITS,))
HEADINGS = [column.heading for column in UNITS.columns]


def xlsx(*rows, headings=HEADINGS, name="房屋", also=None):
    """An XLSX with headings in row 1 and rows below; `also(book, sheet)` spoils it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as book:
        sheet = book.add_worksheet(name)
        for line, row in enumerate([headings, *rows] if headings else rows):
            for index, value in enumerate(row):
                if value is not None:
                    sheet.write(line, index, value)
        if also:
            also(book, sheet)
    return file.getvalue()


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()
