"""Workbooks for tests, written by hand so that they may be wrong in every way."""

from __future__ import annotations

import io

import xlsxwriter

GOOD = {
    "小区": [("小区编号", "小区名称"), ("CH", "翠湖花园")],
    "楼栋单元": [("小区编号", "楼栋编号", "单元编号"), ("CH", "1", None), ("CH", "1", "1"), ("CH", "1", "2")],
    "房屋": [
        ("小区编号", "楼栋编号", "单元编号", "楼层编号", "房号", "登记面积", "用途"),
        ("CH", "1", "1", "1", "101", 88.5, "住宅"),
        ("CH", "1", "1", "1", "102", 90, None),
        ("CH", "1", "2", None, "101", None, "商铺"),
    ],
    "停车场": [("小区编号", "停车场编号", "名称"), ("CH", "P1", "地下车库")],
    "车位": [
        ("小区编号", "停车场编号", "车位号", "权属", "充电桩"),
        ("CH", "P1", "A01", "产权车位", "是"),
        ("CH", "P1", "A02", None, None),
    ],
    "公共区域与设备间": [
        ("小区编号", "楼栋编号", "停车场编号", "类型", "编号", "名称", "标记", "使用高峰期"),
        ("CH", None, None, "出入口", "E", "东门", None, None),
        ("CH", "1", None, "公共区域", "L", "大堂", "保洁", "07:00-09:00"),
        ("CH", None, "P1", "设备间", "W", "水泵房", "机房,供水", None),
    ],
}


def book(sheets: dict[str, list[tuple]], merged: dict[str, str] | None = None) -> bytes:
    """merged: sheet → range. A cell that begins with = is written as a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(line, column, value)
            if merged and name in merged:
                page.merge_range(merged[name], "合并")
    return out.getvalue()


def changed(sheet: str, row: int, column: int, value: object) -> dict[str, list[tuple]]:
    """The good workbook with another value in one cell; row 1 is the first below the headings."""
    copy = {name: [list(one) for one in rows] for name, rows in GOOD.items()}
    copy[sheet][row][column] = value
    return {name: [tuple(one) for one in rows] for name, rows in copy.items()}
