"""A new user imports his estate with three mistakes in the sheet, reads them, mends them, imports."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect

from anju.site.demo.estates import Estate, Tower, workbook

pytestmark = pytest.mark.browser
NEW = Estate("LH", "蓝湖小区", (Tower(1, 1, 6, 2), Tower(2, 1, 6, 2)), spaces=12)


def test_three_mistakes_are_named_by_row_and_column_and_nothing_is_half_imported(demo, visit, tmp_path):
    good = workbook((NEW,), date(2020, 5, 1))
    book = openpyxl.load_workbook(io.BytesIO(good))
    homes = book["房屋"]
    heads = {cell.value: cell.column for cell in homes[1]}
    homes.cell(3, heads["登记面积"]).value = "很大"
    homes.cell(5, heads["房号"]).value = None
    homes.cell(7, heads["交付日期"]).value = "2020-13-45"
    wrong, right = tmp_path / "错.xlsx", tmp_path / "对.xlsx"
    book.save(wrong)
    right.write_bytes(good)

    page = visit(demo, "admin", path="/estate/import/")
    page.set_input_files("input[type=file]", wrong)
    page.locator("form[data-upload] button[type=submit]").click()
    errors = page.locator("main table").first
    expect(page.locator("main")).to_contain_text("有 3 处错误，没有写入任何数据")
    for cell in ("3", "5", "7"):
        expect(errors).to_contain_text(cell)
    expect(errors).to_contain_text("登记面积")

    page.goto(demo.address + "/estate/communities/")
    expect(page.locator("main")).not_to_contain_text("蓝湖小区")

    page.goto(demo.address + "/estate/import/")
    page.set_input_files("input[type=file]", right)
    page.locator("form[data-upload] button[type=submit]").click()
    page.get_by_role("button", name="确认导入").click()
    page.goto(demo.address + "/estate/communities/")
    expect(page.locator("main")).to_contain_text("蓝湖小区")
    page.goto(demo.address + "/estate/units/?q=蓝湖小区")
    expect(page.locator("#rows")).to_contain_text("蓝湖小区")
