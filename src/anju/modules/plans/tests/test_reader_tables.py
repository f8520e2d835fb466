"""Staffing tables, whole rows or one cell to a line, and headings that stand inside a paragraph."""

from __future__ import annotations

import pytest

from .test_reader_labels import commitments, labels


def people(value):
    return ("headcount", "eq", value, "people", None, None)


def test_a_column_of_headcounts_is_read_row_by_row():
    text = (
        "一、编制\n序号\t岗位\t人数\t备注\n1\t值班长\t2\t两班\n2\t巡逻员\t9\t持证\n合计\t11\n二、其他\n无。"
    )
    assert labels(text) == [people(2), people(9), people(11)]
    assert [one.object for one in commitments(text)][:2] == ["值班长", "巡逻员"]


def test_a_table_of_other_numbers_holds_no_headcounts():
    assert labels("设备\t数量\t楼层\n水泵\t3\t2\n风机\t4\t1") == []


def test_a_role_above_its_number_is_a_headcount():
    text = "一、编制\n岗位\n人数\n宿管员\n6\n保洁员\n4\n二、要求\n服从调度。"
    assert labels(text) == [people(6), people(4)]
    assert [one.object for one in commitments(text)] == ["宿管员", "保洁员"]


def test_a_heading_ends_a_table_of_cells():
    text = "序号\n项目\n频次\n1大堂\n每日清扫两次\n二、巡查\n1、车库每周巡查一次。"
    assert [one.section for one in commitments(text)][-1] == "二1"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        (
            "工作安排如下。秩序管理1.门岗24小时值守。2.9月9日前完成岗亭翻新,做到外观整洁、标识齐全、物品摆放有序,并拍照留存备查。"
            "环境管理1.楼道每日清扫一次,做到地面干净、无纸屑烟头、无积水污渍,发现问题立即处理并向主管报告。2.垃圾桶每周清洗一次,保持桶身干净无异味,周边地面随时清理,做到垃圾不落地、污水不外流。",
            ["·秩序管理1", "·秩序管理2", "·环境管理1", "·环境管理2"],
        ),
    ],
)
def test_a_heading_without_a_label_inside_a_paragraph_makes_a_section(text, sections):
    assert [one.section for one in commitments(text)] == sections


def test_a_clock_time_cut_by_a_line_break_is_joined():
    lines = [
        "一、值守",
        "东门",
        "岗位6:",
        "00至22:",
        "00值守",
        ",",
        "西门",
        "岗",
        "位",
        "每班",
        "2人",
        ",",
        "夜间",
        "加强",
        "巡",
        "逻",
        "。",
    ]
    assert ("coverage", "eq", 16, "hours", "day", 1) in labels("\n".join(lines))
