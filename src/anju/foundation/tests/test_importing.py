from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.foundation.importing import (
    ImportColumn,
    ImportPage,
    ImportRefused,
    Sheet,
    Workbook,
    marked_copy,
    read_workbook,
    template_file,
)
from anju.foundation.importing.grid import column_index, column_letter
from anju.foundation.importing.package import MAX_BYTES
from anju.foundation.ui.messages import error_text, known_codes
from anju.foundation.ui.numbers import parse_chinese, parse_number
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


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (lambda: b"", "import.file_empty", "空"),
        (lambda: b"name,floor\n1,2", "import.not_xlsx", "XLSX"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.old_xls", "XLS"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "import.encrypted", "密码"),
        (lambda: b"PK\x03\x04" + b"\0" * 50, "import.broken", "损坏"),
        (lambda: b"PK" + b"\0" * MAX_BYTES, "import.file_too_large", "20 MB"),
        (lambda: zipped({"word/document.xml": "<x/>"}), "import.not_xlsx", "XLSX"),
        (lambda: zipped({"xl/workbook.bin": "x"}), "import.xlsb", "XLSB"),
        (lambda: zipped({"xl/workbook.xml": "<workbook><sheets>"}), "import.broken", "损坏"),
        (lambda: xlsx(["x"])[:-400], "import.broken", "损坏"),
        (lambda: xlsx(), "import.no_rows", "没有"),
        (lambda: xlsx([None, "   "]), "import.no_rows", "没有"),
        (lambda: xlsx(["1栋"], headings=["楼栋"]), "import.headings_missing", "房号、楼层"),
        (lambda: xlsx(["1栋"], headings=[*HEADINGS, "备注二"]), "import.headings_unknown", "备注二（H）"),
        (lambda: xlsx(["1栋"], headings=[*HEADINGS, "楼号"]), "import.headings_twice", "楼号（A、H）"),
        (lambda: xlsx(*([["1栋", str(n), 1] for n in range(51)])), "import.too_many_rows", "50"),
        (lambda: xlsx(["1栋"], also=lambda _b, s: s.merge_range("B3:C4", "x")), "import.merged", "B3:C4"),
        (lambda: xlsx(["1栋"], also=lambda _b, s: s.write_formula("C2", "=1+1", None, 2)), "import.formulas", "C2"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(content, code, says):
    with pytest.raises(ImportRefused) as refused:
        read_workbook(BOOK, content())
    assert code in [problem.code for problem in refused.value.problems]
    assert says in "".join(problem.message for problem in refused.value.problems)
    assert all("{" not in problem.message for problem in refused.value.problems)


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def test_all_faults_of_the_shape_are_told_at_once():
    def spoil(_book, sheet):
        sheet.merge_range("A4:A5", "1栋")
        for number in range(2, 10):
            sheet.write_formula(f"C{number}", "=ROW()")

    with pytest.raises(ImportRefused) as refused:
        read_workbook(BOOK, xlsx(["1栋"], headings=["楼栋", "房号", "楼层", "别的"], also=spoil))
    told = {problem.code: problem for problem in refused.value.problems}
    assert set(told) == {"import.headings_unknown", "import.merged", "import.formulas"}
    assert (
        told["import.formulas"].params["count"] == 8
        and "C2、C3、C4、C5、C6…" in told["import.formulas"].message
    )


def test_a_merged_title_above_the_headings_does_no_harm():
    def title(_book, sheet):
        sheet.merge_range("A1:C1", "房屋清单")

    result = read_workbook(
        BOOK, xlsx([], ["楼栋", "房号", "楼层"], ["1栋", "0102", 1], headings=None, also=title)
    )
    assert result.ok and result.row_count == 1


def test_a_document_type_in_a_part_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    with pytest.raises(ImportRefused) as refused:
        read_workbook(BOOK, zipped({"xl/workbook.xml": bomb}))
    assert refused.value.code == "import.broken"


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setattr("anju.foundation.importing.package.MAX_UNPACKED", 1 << 20)
    content = zipped({"xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": " " * (2 << 20)})
    with pytest.raises(ImportRefused) as refused:
        read_workbook(BOOK, content)
    assert refused.value.code == "import.too_much_inside"


def test_sheets_are_found_by_name_and_missing_ones_named():
    two = Workbook(
        title="t", sheets=(UNITS, Sheet(name="车位", columns=(ImportColumn(key="no", heading="车位号"),)))
    )
    with pytest.raises(ImportRefused) as refused:
        read_workbook(two, xlsx(["1栋", "0101", 1]))
    assert "车位" in str(refused.value.params["sheets"])
    lenient = Workbook(
        title="t",
        sheets=(
            UNITS,
            Sheet(name="车位", required=False, columns=(ImportColumn(key="no", heading="车位号"),)),
        ),
    )
    result = read_workbook(lenient, xlsx(["1栋", "0101", 1]))
    assert result.row_count == 1 and result.rows("车位") == []
    assert read_workbook(BOOK, xlsx(["1栋", "0101", 1], name="Sheet1")).row_count == 1


def test_hidden_rows_and_columns_without_heading_are_pointed_out():
    def spoil(_book, sheet):
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.write_string("J2", "散落")

    result = read_workbook(BOOK, xlsx(["1栋", "0101", 1], also=spoil))
    assert result.ok
    assert {warning.code for warning in result.warnings} == {"import.hidden_rows", "import.outside_headings"}
    assert any("J 列" in warning.message for warning in result.warnings)


def test_a_cell_that_shows_an_error_is_refused():
    def spoil(_book, _sheet):
        return None

    book = openpyxl.load_workbook(io.BytesIO(xlsx(["1栋", "0101", 1], also=spoil)))
    book.active["C2"].value, book.active["C2"].data_type = "#N/A", "e"
    file = io.BytesIO()
    book.save(file)
    result = read_workbook(BOOK, file.getvalue())
    assert [error.code for error in result.errors] == ["import.cell_fault"] and "#N/A" in result.errors[
        0
    ].message


def test_zeros_that_a_format_pads_and_the_calendar_of_old_macs_are_kept():
    def spoil(book, sheet):
        sheet.write_number("B2", 101, book.add_format({"num_format": "0000"}))

    assert read_workbook(BOOK, xlsx(["1栋", None, 1], also=spoil)).rows("units")[0]["no"] == "0101"
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("房屋")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["1栋", "0101", 1, None, date(2026, 1, 31)])
    assert read_workbook(BOOK, file.getvalue()).rows("units")[0]["handed_on"] == date(2026, 1, 31)


def test_files_of_another_writer_are_read_alike():
    book = openpyxl.Workbook()
    book.active.title = "房屋"
    for row in (HEADINGS, ["1栋", "0101", 3, 89.5, datetime(2026, 1, 31, 12, 30), "住宅", True]):  # noqa: DTZ001
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    result = read_workbook(BOOK, file.getvalue())
    assert list(result.rows("units")[0].values.values()) == [
        "1栋", "0101", 3, Decimal("89.50"), date(2026, 1, 31), "home", True,
    ]  # fmt: skip
    assert [warning.code for warning in result.warnings] == ["import.time_dropped"]


def test_the_template_has_all_that_helps_and_its_example_is_skipped():
    content = template_file(BOOK).read()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["房屋"]
    assert [cell.value for cell in sheet[1]] == ["楼栋*", "房号*", "楼层*", *HEADINGS[3:]]
    assert "必填" in sheet["A1"].comment.text and "已出租" in sheet["G1"].comment.text
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"F2:F51", "G2:G51"}
    assert sheet.freeze_panes == "A2" and "填写说明" in book.sheetnames
    with pytest.raises(ImportRefused) as untouched:
        read_workbook(BOOK, content)
    assert untouched.value.code == "import.no_rows"
    for index, value in enumerate(("1栋", "0101", 3), start=1):
        sheet.cell(3, index).value = value
    file = io.BytesIO()
    book.save(file)
    result = read_workbook(BOOK, file.getvalue())
    assert [row.number for row in result.rows("units")] == [3] and result.ok
    assert [(one.code, one.row) for one in result.warnings] == [("import.example_skipped", 2)]


def test_choices_too_long_for_a_rule_stand_on_a_hidden_sheet():
    many = {f"第{number}号很长的选项名称": number for number in range(60)}
    column = ImportColumn(key="x", heading="甲", kind="choice", choices=many)
    book = openpyxl.load_workbook(
        template_file(Workbook(title="t", sheets=(Sheet(name="表", columns=(column,)),)))
    )
    assert book["选项"].sheet_state == "hidden" and book["选项"]["A60"].value == "第59号很长的选项名称"
    assert book["表"].data_validations.dataValidation[0].formula1 == "'选项'!$A$1:$A$60"


def test_the_marked_copy_is_the_same_sheet_with_reasons_and_can_be_corrected():
    rows = [["1栋", "0101", "顶楼"], ["1栋", None, 2, 89.5, date(2026, 1, 31)], ["1栋", "0103", 3]]
    result = read_workbook(BOOK, xlsx(*rows))
    book = openpyxl.load_workbook(marked_copy(result))
    sheet = book["房屋"]
    assert "不是数字" in sheet["C2"].comment.text and sheet["C2"].fill.fgColor.rgb == "FFFDEAE8"
    assert sheet["B3"].comment.text == "必填" and sheet["B3"].fill.fgColor.rgb == "FFFDEAE8"
    assert sheet["C4"].comment is None and sheet["E3"].value.date() == date(2026, 1, 31)
    sheet["C2"].value, sheet["B3"].value = 18, "0102"
    file = io.BytesIO()
    book.save(file)
    corrected = read_workbook(BOOK, file.getvalue())
    assert corrected.ok and [row["floor"] for row in corrected.rows("units")] == [18, 2, 3]


def test_a_caller_adds_what_only_the_database_knows():
    result = read_workbook(BOOK, xlsx(["9栋", "0101", 1]))
    row = result.rows("units")[0]
    result.refuse(row, "building", "test.unknown_building", value="9栋")
    result.refuse(row, "", "test.row")
    assert [(error.cell, error.value) for error in result.errors] == [("A2", "9栋"), ("2", "")]
    assert not result.ok and not row.valid


def test_errors_are_all_counted_but_not_all_kept(monkeypatch):
    monkeypatch.setattr("anju.foundation.importing.result.MAX_LISTED", 3)
    result = read_workbook(BOOK, xlsx(*([["1栋", str(number), "x"] for number in range(10)])))
    assert len(result.errors) == 3 and result.error_count == 10


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


@pytest.fixture
def importing(pages):
    """An import page over a store in memory; `applied` gets the rows."""
    (pages / "import_page.html").write_text('<main id="main">{% include "ui/import.html" %}</main>')
    store, applied = {}, []

    def keep(_request, content, name):
        store[name] = content
        return name

    def apply(_request, result):
        applied.append([row.values for row in result.rows("units")])
        return "/done/"

    def check(_request, result):
        for row in result.rows("units"):
            if row["building"] == "9栋":
                result.refuse(row, "building", "import.not_a_choice", value="9栋", choices="1栋")

    page = ImportPage(
        workbook=BOOK, template="import_page.html", keep=keep, kept=lambda _request, token: store.get(token),
        apply=apply, check=check, counts=lambda _request, result: [("房屋", result.row_count)],
    )  # fmt: skip

    def ask(method="get", data=None, url="/import/"):
        response = page.respond(getattr(RequestFactory(), method)(url, data or {}))
        body = (
            response.content.decode() if isinstance(response, HttpResponse) and not response.streaming else ""
        )
        return response, body

    ask.store, ask.applied = store, applied
    return ask


def upload(content, name="房屋.xlsx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return {"file": SimpleUploadedFile(name, content)}


def token_in(body):
    import html
    import re

    return html.unescape(re.search(r'name="token" value="([^"]+)"', body)[1])


def test_a_good_sheet_is_checked_first_and_written_only_on_confirmation(importing):
    response, body = importing("post", upload(xlsx(["1栋", "0101", 1], ["1栋", "0102", "2层"])))
    assert (
        response.status_code == 200
        and "尚未写入" in body
        and "确认导入 2 行" in body
        and "按数字 2 读取" in body
    )
    assert importing.applied == []
    response, _body = importing("post", {"token": token_in(body)})
    assert (response.status_code, response["Location"]) == (303, "/done/")
    assert [row["floor"] for row in importing.applied[0]] == [1, 2]


def test_a_faulty_sheet_cannot_be_confirmed_and_comes_back_marked(importing):
    response, body = importing("post", upload(xlsx(["9栋", "0101", 1], ["1栋", "0102", "<b>"])))
    assert response.status_code == 422 and "有 2 处错误" in body and "C3" in body and "&lt;b&gt;" in body
    assert 'name="token"' not in body
    marked_url = body.split('href="/import/?marked=')[1].split('"')[0]
    marked, _body = importing(url=f"/import/?marked={marked_url}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content)))["房屋"]
    assert sheet["A2"].comment and sheet["C3"].comment
    assert importing.applied == []


def test_what_changed_between_check_and_confirmation_is_checked_again(importing):
    _response, body = importing("post", upload(xlsx(["1栋", "0101", 1])))
    importing.store["房屋.xlsx"] = xlsx(["9栋", "0101", 1])
    response, body = importing("post", {"token": token_in(body)})
    assert response.status_code == 422 and "不在可选范围内" in body and importing.applied == []


@pytest.mark.parametrize("data", [{"token": "forged"}, {"token": "x:y"}, {}])
def test_a_forged_or_missing_upload_is_answered_in_words(importing, data):
    response, body = importing("post", data)
    assert response.status_code == 422 and "没有写入任何数据" in body and importing.applied == []


def test_a_file_that_is_no_spreadsheet_is_answered_in_words(importing):
    response, body = importing("post", upload(b"%PDF-1.7", "x.xlsx"))
    assert response.status_code == 422 and "这不是 XLSX 表格" in body
    assert importing.store == {}


def test_the_page_hands_out_the_template(importing):
    response, _body = importing(url="/import/?template=xlsx")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).sheetnames[0] == "房屋"
    _response, body = importing()
    assert "下载模板" in body and 'type="file"' in body
