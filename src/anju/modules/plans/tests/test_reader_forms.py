"""Rarer forms: adverbs of period, lists under one period, quarters of an hour, tenths, what was and no longer is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.reader.numerals import chinese, percentage

from .test_reader_labels import commitments, labels


def times(value, period, every=1, comparator="eq"):
    return ("frequency", comparator, value, "times", period, every)


def limit(value, unit, comparator="le"):
    return ("time_limit", comparator, value, unit, None, None)


def lasting(value, unit, comparator="eq"):
    return ("max_duration", comparator, value, unit, None, None)


def rate(value, comparator="ge", period=None):
    return ("rate", comparator, value, "percent", period, 1 if period else None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("果皮箱逐日刷洗。", [times(1, "day")]),
        ("水表按月抄录。", [times(1, "month")]),
        ("灭火器月月点检。", [times(1, "month")]),
        ("废品逢周六外运。", [times(1, "week")]),
        ("绿地逢周二、周五浇灌。", [times(2, "week")]),
        ("发电机逢单月试车。", [times(1, "month", 2)]),
        ("调度会按双月召开。", [times(1, "month", 2)]),
        ("花箱一年四换。", [times(4, "year")]),
        ("厅堂一日三扫。", [times(3, "day")]),
        ("走廊每日一扫。", [times(1, "day")]),
        ("楼层垃圾朝晚两收。", [times(2, "day")]),
        ("外廊冬季修剪一次。", [times(1, "year")]),
        ("应急灯放电试验周期为三个月。", [times(1, "month", 3)]),
        ("技能比武每年春秋两季各办一场。", [times(2, "year")]),
        ("代收水费每月5日、20日各结算一次。", [times(2, "month")]),
        ("座谈会每年上下半年各一次。", [times(1, "half_year")]),
        ("分析报告每季度一份。", [times(1, "quarter")]),
        ("草坪全年修剪十次、施肥三次、打药不少于四次。",
         [times(10, "year"), times(3, "year"), times(4, "year", 1, "ge")]),
        ("实行三级质检:班组长日检、主管周检、公司月检。",
         [times(1, "day"), times(1, "week"), times(1, "month")]),
    ],
)  # fmt: skip
def test_periods_without_every(sentence, expected):
    assert labels(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    ["物业费按季预交。", "按月租金的两倍计算。", "服务水平逐年提高。", "上半年已组织检查。", "按年龄分组。"],
)
def test_no_period_is_read_where_none_binds(sentence):
    assert not [label for label in labels(sentence) if label[0] == "frequency"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("险情一刻钟到场。", [limit(15, "minutes")]),
        ("坏灯次日换新。", [limit(1, "days")]),
        ("小修不隔夜。", [limit(1, "days")]),
        ("一般问题七天销号。", [limit(7, "days")]),
        ("逾期第五天电话提醒。", [limit(5, "days")]),
        ("空房修整时间以十天为限。", [limit(10, "days")]),
        ("其余报修不迟于三日。", [limit(3, "days")]),
        ("装修垃圾滞留不超过4小时。", [lasting(4, "hours", "le")]),
        ("每课不短于45分钟。", [lasting(45, "minutes", "ge")]),
        ("报价自开标之日起90日内有效。", [lasting(90, "days")]),
        ("录像保存期由30天延长到90天。", [("retention", "ge", 90, "days", None, None)]),
        ("同一问题一个月内重复出现的加倍扣款。", []),
        ("使用年限超过15年的电梯须评估。", []),
    ],
)
def test_lengths_of_time(sentence, expected):
    assert labels(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("收缴率达九成六以上。", [rate(96)]),
        ("旧欠压降四成。", [rate(40, "eq")]),
        ("累计不得突破本金的两成。", [rate(20, "le")]),
        ("能耗较上年压缩百分之七。", [rate(7, "eq")]),
        ("去年满意率为88%,今年须达92%。", [rate(92)]),
    ],
)
def test_shares(sentence, expected):
    assert labels(sentence) == expected


@given(st.integers(1, 9), st.integers(0, 9))
def test_tenths_are_percent(tenths, ones):
    text = chinese(tenths) + "成" + (chinese(ones) if ones else "")
    assert percentage(text) == tenths * 10 + ones


def test_the_cell_in_front_of_the_office_describes_a_problem():
    table = "\n".join(
        ["序号", "检查项目", "存在问题", "责任部门", "整改措施", "完成期限", "1监控室", "录像保存30天以上",
         "录像仅存18天", "秩序部", "扩容硬盘", "7月15日"]
    )  # fmt: skip
    assert labels(table) == [
        ("retention", "ge", 30, "days", None, None),
        ("deadline", "le", 715, "date", None, None),
    ]


def test_what_is_done_may_stand_in_the_next_clause():
    (one,) = commitments("合同终止之日起7日内,乙方应撤出全部人员。")
    assert (one.activity, one.object) == ("撤出", "全部人员")


def test_a_change_is_the_deed_of_its_share():
    (one,) = commitments("历年旧欠压降四成。")
    assert (one.activity, one.object) == ("压降", "历年旧欠")
