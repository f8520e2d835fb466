"""Share of time and place covered."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def cover(value: float | None, unit: str | None, period: str | None, comparator: str = "eq"):
    return ("coverage", comparator, value, unit, period, 1 if period else None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("东门岗24小时执勤。", [cover(24, "hours", "day")]),
        ("值班室二十四小时有人接听电话。", [cover(24, "hours", "day")]),
        ("服务台周一至周五09:00-17:30开放。", [cover(5, "days", "week"), cover(8.5, "hours", "day")]),
        ("营业厅上午8点半至下午5点接待。", [cover(8.5, "hours", "day")]),
        ("夜岗22:00至次日6:00值守。", [cover(8, "hours", "day")]),
        ("前台全年365天接待。", [cover(365, "days", "year")]),
        ("楼栋管家服务实现全覆盖。", [cover(100, "percent", None)]),
        ("对金库实行夜间不间断巡查。", [cover(None, None, "night")]),
        ("5月至8月份培训不间断。", [cover(4, "months", None)]),
    ],
)
def test_coverage(sentence, expected):
    assert labels(sentence) == expected


def test_24_hours_as_a_limit_is_no_coverage():
    assert labels("投诉24小时内回复。") == [("time_limit", "le", 24, "hours", None, None)]


def test_a_cover_that_is_missing_is_no_promise():
    assert labels("目前监控未实现全覆盖。") == []
