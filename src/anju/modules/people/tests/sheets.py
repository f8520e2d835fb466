"""Workbooks for tests."""

from __future__ import annotations

import io

import xlsxwriter


def book(sheets: dict[str, list[tuple]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(line, column, value)
    return out.getvalue()
