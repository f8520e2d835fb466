"""People, things, occurrences, areas and money."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def count(value: float, unit: str, comparator: str = "eq", period: str | None = None):
    return ("count", comparator, value, unit, period, 1 if period else None)


def people(value: float, comparator: str = "eq"):
    return ("headcount", comparator, value, "people", None, None)


def amount(value: float, unit: str = "yuan", period: str | None = None, comparator: str = "eq"):
    return ("amount", comparator, value, unit, period, 1 if period else None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("东区配备保安员不少于18名。", [people(18, "ge")]),
        ("项目经理1人、工程主管1人、保洁员十二人。", [people(1), people(1), people(12)]),
        ("北门实行双岗。", [people(2)]),
        ("旺季增加花工2人。", [people(2)]),
        ("每个片区至少检查3次。", [count(3, "times", "ge")]),
        ("组织一次全面排查。", [count(1, "times")]),
        ("车位纠纷投诉不能超过5次。", [count(5, "times", "le")]),
        ("新员工岗前培训不少于16课时。", [count(16, "class_hours", "ge")]),
        ("每月走访业主不少于三十户。", [count(30, "households", "ge", "month")]),
        ("实行公司、片区、班组三级管理体系。", [count(3, "levels")]),
        ("改造分为修缮和重建两种类型。", [count(2, "types")]),
        ("今年改造老旧小区4个。", [count(4, "communities")]),
        ("高层物业费2.6元/平方米·月。", [amount(2.6, "yuan_per_m2", "month")]),
        ("商铺每月每平方米5元。", [amount(5, "yuan_per_m2", "month")]),
        ("违约金壹万伍仟元整(¥15000.00)。", [amount(15000)]),
        ("赔偿不低于20万元。", [amount(200000, comparator="ge")]),
        ("地面停车位150元/月。", [amount(150, period="month")]),
        ("绿化面积:3,600㎡。", [amount(3600, "m2")]),
    ],
)
def test_quantities(sentence, expected):
    assert labels(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "我公司成立于2005年,现有员工800人,管理面积200万平方米。",
        "根据国务院令第379号第三十五条执行。",
        "打造三优社区,坚持五个统一。",
        "小区位于长风路88号,距地铁3公里。",
        "参加会议的业主代表共35人。",
        "一车一位,一户一表。",
        "住户请走3号电梯。",
        "一次性投入大。",
    ],
)
def test_figures_that_describe_are_no_promises(sentence):
    assert labels(sentence) == []
