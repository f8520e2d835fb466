"""A dirty sheet of owners: columns named once, errors read by cell, mended, imported, taken back."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect

from anju.site.demo.estates import Estate, Tower, workbook

pytestmark = pytest.mark.browser
NEW = Estate("QS", "秋水苑", (Tower(1, 2, 6, 2), Tower(2, 1, 6, 2)), spaces=4)
ROWS = (
    # The heading of the names is one no program knows: the user has to say what it is.
    ("序号", "房产坐落", "甲方", "联络", "证件号码", "产权比例", "交房"),
    (1, "1-1-101", "苏远山、程佳音", "13811110001/13811110002", None, "各半", "2021/3/5"),
    (2, "01幢01单元0102室", "陆  川", 13811110003, "11010519491231002x", "100%", 44260),
    (3, "1栋2单元201", "杭州秋水文化（集团）有限公司", "0571-88881234", None, None, "20210305"),
    (4, "1#2-202", "顾念慈", "1381111000", None, "100%", "2021年3月5日"),
    (5, "9-1-101", "沈万里", "13811110005", None, None, "01/02/2021"),
    ("合计", None, None, None, None, None, None),
)


def sheet(path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["秋水苑业主信息登记表"])
    page.merge_cells("A1:G1")
    for row in ROWS:
        page.append(list(row))
    book.save(path)


def upload(page, demo, file) -> None:
    page.goto(demo.address + "/people/imports/")
    page.get_by_label("小区", exact=True).select_option(label="秋水苑")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator("h1")).to_have_text("每一列是什么")


def test_a_dirty_sheet_is_understood_mended_imported_and_taken_back(demo, visit, tmp_path):
    estate, wrong, right = tmp_path / "房产.xlsx", tmp_path / "业主.xlsx", tmp_path / "改好.xlsx"
    estate.write_bytes(workbook((NEW,), date(2020, 5, 1)))
    sheet(wrong)
    page = visit(demo, "admin", path="/estate/import/")
    page.set_input_files("input[type=file]", estate)
    page.locator("form[data-upload] button[type=submit]").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("main")).to_contain_text("已导入")

    upload(page, demo, wrong)
    expect(page.get_by_label("B 列 房产坐落 是")).to_have_value("room")
    page.get_by_label("C 列 甲方 是").select_option("")
    page.get_by_role("button", name="检查表格").click()
    expect(page.locator("main [role=alert]")).to_contain_text("哪一列是业主姓名")
    page.get_by_label("C 列 甲方 是").select_option("name")
    page.get_by_label("D 列 联络 是").select_option("phone")
    page.get_by_label("G 列 交房 是").select_option("since")
    page.get_by_role("button", name="检查表格").click()

    main = page.locator("main")
    expect(main).to_contain_text("有 3 处错误，没有写入任何数据")
    for cell, words in (("D6", "手机号应为 11 位"), ("B7", "没有 9 栋"), ("G7", "可以读成两个日期")):
        row = page.get_by_role("row").filter(has_text=cell)
        expect(row).to_contain_text(words)
    with page.expect_download() as got:
        page.get_by_role("link", name="下载标好问题的表格").first.click()
    got.value.save_as(right)
    book = openpyxl.load_workbook(right)
    cells = book.active
    assert cells["H2"].value == "导入检查" and "手机号应为 11 位" in cells["H6"].value
    cells["D6"], cells["B7"], cells["G7"] = "13811110004", "2-1-101", "2021-02-01"
    book.save(right)

    upload(page, demo, right)
    expect(main).to_contain_text("已按上次的对应填好")
    expect(page.get_by_label("C 列 甲方 是")).to_have_value("name")
    page.get_by_role("button", name="检查表格").click()
    expect(main).to_contain_text("检查通过，尚未写入")
    page.get_by_role("button", name="确认导入").click()
    expect(main).to_contain_text("已导入")
    page.goto(demo.address + "/people/persons/?q=程佳音")
    expect(page.locator("#rows")).to_contain_text("秋水苑 1栋1单元")

    page.goto(demo.address + "/people/imports/")
    page.get_by_role("link", name="改好.xlsx").first.click()
    page.get_by_role("button", name="撤回这次导入").click()
    page.locator("dialog[open], [role=alertdialog], [role=dialog]").get_by_role(
        "button", name="撤回这次导入"
    ).click()
    expect(main).to_contain_text("数据已恢复到导入之前")
    page.goto(demo.address + "/people/persons/?q=程佳音")
    expect(page.locator("main")).not_to_contain_text("秋水苑 1栋1单元")
