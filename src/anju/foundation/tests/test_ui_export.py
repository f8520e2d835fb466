from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.tests.ui_samples import Task
from anju.foundation.ui import export
from anju.foundation.ui.tables import ChoiceFilter, Column, Export, Table
from anju.kernel.money import Money


def sheet_of(values, excel_format=""):
    """Write a one-column spreadsheet and read it back with another library."""
    columns = [export.SheetColumn("值", lambda value: value, excel_format)]
    file, written = export.spool(columns, values, "表")
    assert written == len(values)
    return openpyxl.load_workbook(file).active


@pytest.mark.parametrize(
    ("value", "stands", "number_format"),
    [
        (7, 7, "General"),
        (Decimal("1.25"), 1.25, "General"),
        (date(2026, 1, 31), datetime(2026, 1, 31), "yyyy-mm-dd"),  # noqa: DTZ001
        (datetime(2026, 1, 31, 15, 30, tzinfo=UTC), datetime(2026, 1, 31, 23, 30), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001
        (time(8, 5), time(8, 5), "hh:mm"),
        (Money(123450), 1234.5, "#,##0.00"),
        (True, "是", "General"),
        (None, None, "General"),
        ("", None, "General"),
        ("安居", "安居", "General"),
        (430102199001011234, "430102199001011234", "General"),
        (float("nan"), "nan", "General"),
        (date(1850, 1, 1), "1850-01-01", "General"),
        (timedelta(hours=30), timedelta(hours=30), "[h]:mm:ss"),
    ],
)
def test_a_value_keeps_its_type(value, stands, number_format):
    cell = sheet_of([value])["A2"]
    assert (cell.value, cell.number_format) == (stands, number_format)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-1 层", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]
)
def test_text_that_looks_like_a_formula_stays_text_even_when_edited(text):
    cell = sheet_of([text])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_anything_but_itself(texts):
    sheet = sheet_of(texts)
    for line, text in enumerate(texts, start=2):
        assert (sheet.cell(line, 1).value or "") == text and sheet.cell(line, 1).data_type in ("s", "n")


def test_long_text_is_cut_and_not_lost():
    assert len(sheet_of(["长" * 40_000])["A2"].value) == 32_767


def test_a_full_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(export, "ROWS_PER_SHEET", 3)
    file, written = export.spool([export.SheetColumn("值", lambda value: value)], range(7), "表")
    book = openpyxl.load_workbook(file)
    assert (written, book.sheetnames) == (7, ["表", "表 2", "表 3"])
    assert [cell.value for cell in book["表 3"]["A"]] == ["值", 6]


def test_headings_stay_in_view_and_columns_fit_their_text():
    sheet = sheet_of(["短", "一段比较长的中文内容"])
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert 20 <= sheet.column_dimensions["A"].width <= 26


@pytest.mark.parametrize(
    ("title", "name"), [("a/b:c", "a b c"), ("'x'", "x"), ("", "Sheet"), ("长" * 40, "长" * 31)]
)
def test_a_sheet_name_is_one_excel_accepts(title, name):
    assert export.sheet_name(title) == name


TABLE = Table(
    name="test.export",
    columns=(
        Column(key="title", label="名称", sort="title"),
        Column(key="floor", label="楼层", export=lambda row: f"{row.floor}层"),
        Column(key="due_on", label="期限", hidden=True),
        Column(key="id", label="操作", export=False),
    ),
    filters=(ChoiceFilter(key="floor", label="楼层", choices=[(1, "一"), (2, "二")]),),
    default_sort="title",
    page_size=2,
    export=Export(title="任务清单", permission="test.task:export"),
)


def asked(url, *codes):
    request = RequestFactory().get(url)
    request.actor = SimpleNamespace(can=lambda permission: permission in codes)
    return request


def test_a_list_is_exported_whole_as_filtered_in_its_order_with_hidden_columns(
    tasks, django_assert_num_queries
):
    tasks.bulk_create(Task(title=f"T{9 - n}", floor=n % 2 + 1, due_on=date(2026, 1, 1)) for n in range(9))
    with django_assert_num_queries(1):
        response = TABLE.respond(
            asked("/?floor=2&export=xlsx", "test.task:export"), tasks.all(), template="none.html"
        )
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert rows[0] == ("名称", "楼层", "期限")
    assert [row[:2] for row in rows[1:]] == [(f"T{n}", "2层") for n in (2, 4, 6, 8)]
    assert rows[1][2] == datetime(2026, 1, 1)  # noqa: DTZ001
    assert "%E4%BB%BB%E5%8A%A1%E6%B8%85%E5%8D%95-20" in response["Content-Disposition"]


def test_who_may_not_export_neither_sees_the_link_nor_gets_the_file(tasks):
    assert TABLE.respond(asked("/?export=xlsx"), tasks.all(), template="none.html").status_code == 403
    assert TABLE.page(asked("/"), tasks.all()).export_url == ""
    assert "export=xlsx" in TABLE.page(asked("/", "test.task:export"), tasks.all()).export_url
    without = Table(name="t", columns=TABLE.columns)
    assert without.respond(asked("/?export=xlsx"), tasks.all(), template="none.html").status_code == 404


def test_an_export_is_told_to_whoever_writes_the_audit_entry(tasks):
    told = []
    tasks.bulk_create(Task(title="x", floor=1) for _ in range(3))
    table = Table(
        name="t",
        columns=TABLE.columns,
        export=Export(title="清单", on_export=lambda request, count: told.append((request.path, count))),
    )
    table.respond(asked("/list/?export=xlsx"), tasks.all(), template="none.html")
    assert told == [("/list/", 3)]
