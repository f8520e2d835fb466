from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from anju.foundation.importing import (
    ImportColumn,
    ImportRefused,
    Sheet,
    Workbook,
    marked_copy,
    read_workbook,
    template_file,
)
from anju.foundation.importing.package import MAX_BYTES
from anju.foundation.tests.importing_samples import BOOK, HEADINGS, UNITS, xlsx, zipped


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
