"""The template people download and fill in."""

from __future__ import annotations

import tempfile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from anju.foundation.importing.columns import ImportColumn, Sheet, Workbook
from anju.foundation.importing.grid import column_letter
from anju.foundation.ui.export import display_width, sheet_name

CHOICES_SHEET = "选项"
LONGEST_LIST = 255
NUMBER_FORMATS = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "int": "0",
    "decimal": "0.00",
    "choice": "@",
    "bool": "@",
}


def template_file(workbook: Workbook) -> IO[bytes]:
    """The workbook as an XLSX to fill in: headings with notes, drop-downs, an example row, a sheet of instructions.

    What it makes is read by `read_workbook` without complaint once rows are filled in.
    """
    file: IO[bytes] = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = _formats(book)
        sheets = [(sheet, book.add_worksheet(sheet_name(sheet.name))) for sheet in workbook.sheets]
        _instructions(book.add_worksheet(_("填写说明")), workbook, formats)
        choices = _Choices(book)
        for sheet, page in sheets:
            _fill(page, sheet, formats, choices)
    file.seek(0)
    return file


class _Choices:
    """A hidden sheet for lists longer than a validation rule may hold."""

    def __init__(self, book: Any) -> None:
        self._book, self._used = book, 0
        self._page: Worksheet | None = None

    def source(self, labels: list[str]) -> list[str] | str:
        if len(",".join(labels).encode()) <= LONGEST_LIST and not any("," in label for label in labels):
            return labels
        if self._page is None:
            self._page = self._book.add_worksheet(CHOICES_SHEET)
            self._page.hide()
        for row, label in enumerate(labels):
            self._page.write_string(row, self._used, label)
        letter = column_letter(self._used)
        self._used += 1
        return f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(labels)}"


def _formats(book: Any) -> dict[str, Format]:
    heading = {"bold": True, "border": 1, "border_color": "#B9C4D4", "valign": "vcenter", "text_wrap": True}
    made = {
        "required": book.add_format({**heading, "bg_color": "#DCE8FF", "font_color": "#1B4DB3"}),
        "optional": book.add_format({**heading, "bg_color": "#F3F5F8"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for kind, pattern in NUMBER_FORMATS.items():
        made[kind] = book.add_format({"num_format": pattern})
        made[f"example:{kind}"] = book.add_format(
            {"num_format": pattern, "italic": True, "font_color": "#8592A6"}
        )
    return made


def _fill(page: Worksheet, sheet: Sheet, formats: dict[str, Format], choices: _Choices) -> None:
    page.freeze_panes(1, 0)
    page.set_row(0, 24)
    for index, column in enumerate(sheet.columns):
        width = max(display_width(column.heading) + 4, display_width(str(column.example)) + 2, 10)
        page.set_column(index, index, min(width, 40), formats[column.kind])
        heading = f"{column.heading}*" if column.required else column.heading
        page.write_string(0, index, heading, formats["required" if column.required else "optional"])
        page.write_comment(0, index, _described(column), {"x_scale": 1.6, "y_scale": 1.2})
        if column.example != "":
            page.write_string(1, index, str(column.example), formats[f"example:{column.kind}"])
        _validation(page, index, column, sheet.max_rows, choices)


def _validation(page: Worksheet, index: int, column: ImportColumn, last: int, choices: _Choices) -> None:
    labels = (
        list(column.choices)
        if column.kind == "choice"
        else [_("是"), _("否")]
        if column.kind == "bool"
        else []
    )
    if labels:
        rule = {"validate": "list", "source": choices.source(labels), "error_type": "warning"}
        page.data_validation(1, index, last, index, rule)


def _described(column: ImportColumn) -> str:
    kinds = {
        "text": _("文字，最多 %(count)s 个字") % {"count": column.max_length},
        "int": _("整数"),
        "decimal": _("数字，最多 %(count)s 位小数") % {"count": column.places},
        "date": _("日期，例如 2026-01-31"),
        "choice": _("从下拉列表中选择"),
        "bool": _("是或否"),
    }
    parts = [_("必填") if column.required else _("选填"), kinds[column.kind], column.note]
    return "\n".join(str(part) for part in parts if part)


def _instructions(page: Worksheet, workbook: Workbook, formats: dict[str, Format]) -> None:
    page.set_column(0, 1, 18)
    page.set_column(2, 2, 8)
    page.set_column(3, 4, 40, formats["wrap"])
    page.write_string(0, 0, workbook.title, formats["title"])
    rules = [
        _("每行填一条记录；请不要修改列名，不要合并单元格，不要使用公式。"),
        _("带 * 的列必填。灰色斜体是示例行，导入时会自动跳过。"),
        _("导入前会先检查，全部正确后才能确认；有错时一行也不会写入。"),
    ]
    for line, text in enumerate(rules, start=2):
        page.write_string(line, 0, text)
    line = len(rules) + 3
    for index, text in enumerate((_("工作表"), _("列"), _("必填"), _("填写要求"), _("可选内容"))):
        page.write_string(line, index, text, formats["optional"])
    for sheet in workbook.sheets:
        for column in sheet.columns:
            line += 1
            offered = "、".join(column.choices)
            required = _("是") if column.required else ""
            cells = (sheet.name, column.heading, required, _described(column), offered)
            for index, text in enumerate(cells):
                page.write_string(line, index, str(text))
