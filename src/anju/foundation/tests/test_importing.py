from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.importing import (
    ImportColumn,
    ImportRefused,
    Sheet,
    Workbook,
    marked_copy,
    read_workbook,
)
from anju.foundation.importing.grid import column_index, column_letter
from anju.foundation.tests.importing_samples import BOOK, HEADINGS, UNITS, xlsx
from anju.foundation.ui.messages import error_text, known_codes
from anju.foundation.ui.numbers import parse_chinese, parse_number


def read_one(**values):
    """Read one row in which just these cells differ from a good one."""
    row = {"building": "1栋", "no": "0102", "floor": 1, **values}
    result = read_workbook(BOOK, xlsx([row.get(column.key) for column in UNITS.columns]))
    return result.rows("units")[0], result


@pytest.mark.parametrize(
    ("key", "cell", "value", "note"),
    [
        ("building", "  1栋\u3000", "1栋", None),
        ("building", "1\u200b栋\xa0", "1栋", None),
        ("building", 7, "7", None),
        ("building", 7.5, "7.5", None),
        ("floor", 3, 3, None),
        ("floor", "3", 3, "import.number_from_text"),
        ("floor", "３", 3, "import.number_from_text"),
        ("floor", "第3层", 3, "import.number_from_text"),
        ("floor", "第十二层", 12, "import.number_from_text"),
        ("floor", "负2层", -2, "import.number_from_text"),
        ("floor", "-2", -2, "import.number_from_text"),
        ("area", 89.5, Decimal("89.50"), None),
        ("area", 0.1 + 0.2, Decimal("0.30"), None),
        ("area", "1,200", Decimal("1200.00"), "import.number_from_text"),
        ("area", "89.5㎡", Decimal("89.50"), "import.number_from_text"),
        ("area", "８９．５平", Decimal("89.50"), "import.number_from_text"),
        ("area", 89.567, Decimal("89.57"), "import.rounded"),
        ("handed_on", date(2026, 1, 31), date(2026, 1, 31), None),
        ("handed_on", "2026-01-31", date(2026, 1, 31), None),
        ("handed_on", "2026/1/31", date(2026, 1, 31), "import.day_from_text"),
        ("handed_on", "2026年1月31日", date(2026, 1, 31), "import.day_from_text"),
        ("handed_on", "20260131", date(2026, 1, 31), "import.day_from_text"),
        ("handed_on", 46053, date(2026, 1, 31), "import.day_from_serial"),
        ("use", "商铺", "shop", None),
        ("use", " 住 宅 ", "home", None),
        ("use", "home", "home", None),
        ("use", None, None, None),
        ("let", "是", True, None),
        ("let", True, True, None),
        ("let", "N", False, None),
        ("let", 0, False, None),
    ],
)
def test_what_is_surely_meant_is_read_and_a_change_is_noted(key, cell, value, note):
    row, result = read_one(**{key: cell})
    assert result.errors == []
    assert row[key] == value and type(row[key]) is type(value)
    assert [warning.code for warning in result.warnings] == ([note] if note else [])


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("building", None, "import.required"),
        ("building", " \u3000", "import.required"),
        ("building", date(2026, 3, 1), "import.date_in_text"),
        ("building", 430102199001011234, "import.digits_lost"),
        ("no", "123456789", "import.too_long"),
        ("no", "1/2", "test.slash"),
        ("floor", "三楼半", "import.not_a_number"),
        ("floor", "B1", "import.not_a_number"),
        ("floor", "1,2", "import.not_a_number"),
        ("floor", "12/3", "import.not_a_number"),
        ("floor", 1.5, "import.not_whole"),
        ("floor", 100, "import.out_of_range"),
        ("floor", True, "import.not_a_number"),
        ("area", date(2026, 1, 1), "import.not_a_number"),
        ("area", "89.567", "import.too_many_places"),
        ("area", "1e5", "import.not_a_number"),
        ("handed_on", "2026-02-30", "import.not_a_day"),
        ("handed_on", "01/02/2026", "import.not_a_day"),
        ("handed_on", 5, "import.not_a_day"),
        ("handed_on", "很久以前", "import.not_a_day"),
        ("use", "车库", "import.not_a_choice"),
        ("let", "也许", "import.not_yes_or_no"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place_and_reason(key, cell, code):
    row, result = read_one(**{key: cell})
    assert [error.code for error in result.errors] == [code]
    error = result.errors[0]
    index = [column.key for column in UNITS.columns].index(key)
    assert (error.sheet, error.cell, error.heading) == ("房屋", f"{'ABCDEFG'[index]}2", HEADINGS[index])
    assert not row.valid and row[key] is None and not result.ok


def test_every_code_of_the_import_has_a_sentence_whose_places_are_filled():
    codes = {
        value
        for module in ("reading", "values", "package", "page")
        for value in _codes(f"anju.foundation.importing.{module}")
    }
    assert len(codes) > 30 and codes <= known_codes()
    for cell in ("三楼半", 100, 1.5):
        _row, result = read_one(floor=cell)
        assert "{" not in result.errors[0].message and str(cell) in result.errors[0].message


def _codes(module):
    import importlib
    import inspect
    import re

    return re.findall(r'"(import\.[a-z_]+)"', inspect.getsource(importlib.import_module(module)))


def test_two_rows_of_the_same_thing_name_each_other():
    result = read_workbook(BOOK, xlsx(["1栋", "0101", 2], ["1栋", "0102", 1], ["1栋", "0101", 2]))
    assert [(error.cell, error.code, error.params) for error in result.errors] == [
        ("B4", "import.twice", {"row": 2})
    ]
    assert "第 2 行" in result.errors[0].message


def test_blank_rows_are_passed_over_and_numbers_stay_those_of_the_sheet():
    result = read_workbook(BOOK, xlsx(["1栋", "0101", 2], [], [None, "  "], ["1栋", "0102", 1]))
    assert [row.number for row in result.rows("房屋")] == [2, 5]
    assert result.ok


def test_headings_may_be_renamed_moved_starred_and_stand_below_a_title():
    rows = [["某小区房屋清单"], ["楼 层*", "楼号", "房号*"], [2, "1栋", "0101"]]
    result = read_workbook(BOOK, xlsx(*rows, headings=None))
    row = result.rows("units")[0]
    assert (row["floor"], row["building"], row["no"], row["area"]) == (2, "1栋", "0101", None)
    assert row.number == 3


CELLS = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(-1e9, 1e9) | st.text(max_size=9) | st.dates(
    date(1900, 3, 1), date(2199, 12, 31)
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_rows_are_typed_or_refused(rows):
    try:
        result = read_workbook(BOOK, xlsx(*rows))
    except ImportRefused as refused:
        assert refused.code == "import.no_rows"
        return
    kinds = {"text": str, "int": int, "decimal": Decimal, "date": date, "choice": str, "bool": bool}
    for row in result.rows("units"):
        for column in UNITS.columns:
            value = row[column.key]
            assert value is None or type(value) is kinds[column.kind]
            assert not (row.valid and column.required and value is None)
    assert all(error.message and 2 <= error.row <= len(rows) + 1 for error in result.errors)
    assert openpyxl.load_workbook(marked_copy(result)).sheetnames == ["房屋"]


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_a_number_is_read_back_however_it_is_written(number, places):
    value = Decimal(number).scaleb(-places)
    wide = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    for text in (f"{value:f}", f"{value:,f}", f" {value:,f} ".translate(wide)):
        assert parse_number(text) == value


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read(number):
    assert parse_chinese(_in_chinese(number)) == number


def _in_chinese(number):
    if not number:
        return "零"
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text


@pytest.mark.parametrize(
    "text", ["", "1,2", "1,23,456", "1e5", "0x1", "--1", "1 2", "一", "9" * 40, ".", "²"]
)
def test_what_is_no_number_is_none(text):
    assert parse_number(text) is None


@given(st.integers(0, 16_383))
def test_column_letters_and_indexes_are_inverse(index):
    assert column_index(f"{column_letter(index)}7") == index


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ImportColumn(key="a", heading="甲", kind="choice"),
        lambda: ImportColumn(key="a", heading="甲", choices={"x": 1}),
        lambda: Sheet(
            name="s", columns=(ImportColumn(key="a", heading="甲"), ImportColumn(key="b", heading="甲 *"))
        ),
        lambda: Sheet(name="s", columns=(ImportColumn(key="a", heading="甲"),), unique=("b",)),
        lambda: Workbook(title="t", sheets=(UNITS, UNITS)),
    ],
)
def test_a_declaration_that_cannot_work_fails_at_import(wrong):
    with pytest.raises(ValueError, match=r"column|sheet|workbook"):
        wrong()


def test_an_unknown_code_is_named_so_that_it_can_be_reported():
    assert "test.nobody_knows" in error_text("test.nobody_knows")
