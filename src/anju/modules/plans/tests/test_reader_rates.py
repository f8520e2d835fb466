"""Shares, points, ages."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def rate(
    comparator: str, value: float, unit: str = "percent", period: str | None = None
) -> tuple[object, ...]:
    return ("rate", comparator, value, unit, period, 1 if period else None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("电梯完好率不低于97%。", [rate("ge", 97)]),
        ("灭火器完好率100%。", [rate("ge", 100)]),
        ("持证上岗率达到百分之九十八以上。", [rate("ge", 98)]),
        ("住户满意度≥92.5%。", [rate("ge", 92.5)]),
        ("员工流失率控制在15%以内。", [rate("le", 15)]),
        ("保持85%的景观灯正常亮灯。", [rate("ge", 85)]),
        ("按服务费标准的60%补贴。", [rate("eq", 60)]),
        ("须经三分之二以上业主同意。", [rate("ge", 66.67)]),
        ("反对的业主未超过三分之一。", [rate("le", 33.33)]),
        ("每季度业主满意率要达到88%以上。", [rate("ge", 88, period="quarter")]),
        ("安全事故发生率为零。", [rate("eq", 0)]),
        ("每逾期一日按应付款的万分之三支付违约金。", [rate("eq", 0.03, period="day")]),
        ("95分以上为优,80-95分为良。", [rate("ge", 95, "points"), rate("ge", 80, "points")]),
        ("门岗年龄在20至45周岁之间。", [rate("ge", 20, "years_old"), rate("le", 45, "years_old")]),
        ("秩序员限50岁以下。", [rate("le", 50, "years_old")]),
    ],
)
def test_rates(sentence, expected):
    assert labels(sentence) == expected


def test_a_share_of_places_is_coverage():
    assert labels("监控覆盖率不低于90%。") == [("coverage", "ge", 90, "percent", None, None)]
    assert labels("入户调查至少覆盖3/4户数以上。") == [("coverage", "ge", 75, "percent", None, None)]


def test_the_period_of_a_return_visit_rules_its_rate():
    found = labels("主任每月抽样回访,回访率不低于40%。")
    assert found == [("frequency", "eq", 1, "times", "month", 1), rate("ge", 40, period="month")]


@pytest.mark.parametrize(
    "sentence",
    [
        "调查显示满意的只占10%。",
        "入住率仅有三分之一。",
        "据统计,去年处理率达98%。",
        "员工要百分之百投入。",
        "到岗率不足95%的,扣分。",
    ],
)
def test_statistics_and_conditions_are_no_rates(sentence):
    assert labels(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("冬季室内温度不低于19℃。", [rate("ge", 19, "celsius")]),
        ("泳池水温保持26℃至28℃。", [rate("ge", 26, "celsius"), rate("le", 28, "celsius")]),
        ("草坪高度不超过6厘米。", [rate("le", 6, "cm")]),
        ("地库限速5公里/小时。", [rate("le", 5, "km_per_hour")]),
        ("夜间施工噪声不大于55分贝。", [rate("le", 55, "decibels")]),
        ("井深约3米。", []),
    ],
)
def test_thresholds_in_units_of_measure(sentence, expected):
    assert labels(sentence) == expected
