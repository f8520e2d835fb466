"""Deadlines: dates, windows, days of the month."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def deadline(value: float | None, comparator: str = "le", unit: str = "date", period: str | None = None):
    return ("deadline", comparator, value, unit, period, 1 if period else None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("4月12日前完成门禁升级。", deadline(412)),
        ("十月十五日前提交名册。", deadline(1015)),
        ("2027年3月1日前移交档案。", deadline(20270301)),
        ("20xx年7月底前完成补签。", deadline(731)),
        ("10月份之前完成考核。", deadline(930)),
        ("11月中旬完成试压。", deadline(1120)),
        ("年底前全部更换灯具。", deadline(1231)),
        ("到“十五五”期末,完成全部加装。", deadline(20301231)),
        ("每年6月上旬前公布预算。", deadline(610, period="year")),
        ("每月25日前报送月报。", deadline(25, unit="day_of_month", period="month")),
        ("自9月1日起,统一清理僵尸车。", deadline(901, "ge")),
        ("摸底登记(3月1日—3月20日)。", deadline(320)),
        ("本月内完成外立面维修。", deadline(None)),
        ("确定后6月份整改到位。", deadline(630)),
    ],
)
def test_deadlines(sentence, expected):
    assert labels(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "(一)动员阶段(3月1日—3月20日)。",
        "20xx年5月6日",
        "业主小李于5月3日反映漏水。",
        "改造2001年底前建成的小区。",
        "7月份重点为防汛。",
    ],
)
def test_stages_signatures_and_histories_are_no_deadlines(sentence):
    assert labels(sentence) == []


def test_a_yearly_date_carries_to_the_next_sentence():
    text = "每年3月底前公示方案。5月底前报送清单。"
    assert labels(text) == [deadline(331, period="year"), deadline(531, period="year")]


def test_a_date_in_a_flattened_table_is_the_deadline_of_its_row():
    text = "序号\n项目\n完成时间\n1门岗\n礼仪培训\n5月20日\n2车库\n增设指示牌\n6月5日\n"
    assert labels(text) == [deadline(520), deadline(605)]
