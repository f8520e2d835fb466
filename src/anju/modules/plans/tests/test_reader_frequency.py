"""How often: one sentence, what it must mean."""

from __future__ import annotations

import pytest

from .test_reader_labels import labels


def times(value: float, period: str, every: int = 1, comparator: str = "eq") -> tuple[object, ...]:
    return ("frequency", comparator, value, "times", period, every)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("单元门厅每日清扫两次。", [times(2, "day")]),
        ("果皮箱每天擦拭1遍。", [times(1, "day")]),
        ("扶手每日擦抹三次,每周消毒一次。", [times(3, "day"), times(1, "week")]),
        ("岗亭玻璃每星期擦洗一次。", [times(1, "week")]),
        ("景观水池每半个月换水1次。", [times(1, "half_month")]),
        ("外围道路每月至少冲洗两次。", [times(2, "month", comparator="ge")]),
        ("巡更记录每两周核对一次。", [times(1, "week", 2)]),
        ("雨水井每两个月清掏一次。", [times(1, "month", 2)]),
        ("配电柜每6个月除尘一次。", [times(1, "month", 6)]),
        ("外墙每三年清洗一次。", [times(1, "year", 3)]),
        ("水箱每半年清洗1次。", [times(1, "half_year")]),
        ("地下室每半小时巡逻一次。", [times(1, "minute", 30)]),
        ("围墙周界每2小时巡查一遍。", [times(1, "hour", 2)]),
        ("消防栓每季度试水不少于1次。", [times(1, "quarter", comparator="ge")]),
        ("投诉每月不超过2次。", [times(2, "month", comparator="le")]),
        ("绿地洒水:3次/周。", [times(3, "week")]),
        ("公共走廊一天两次拖洗。", [times(2, "day")]),
        ("中水池按规程半年清洗一次。", [times(1, "half_year")]),
        ("水景一年换水两次。", [times(2, "year")]),
        ("外围白天巡逻五次、夜间三次。", [times(5, "daytime"), times(3, "night")]),
        ("大堂每天早晚各吸尘一次。", [times(2, "day")]),
        ("泵房每周二、五检查一次。", [times(2, "week")]),
        ("沟渠每周清理1至2次。", [times(1, "week", comparator="ge"), times(2, "week", comparator="le")]),
        ("楼层每日3次巡视、其中1次入户敲门。", [times(3, "day"), times(1, "day")]),
        ("园区娱乐设施、座椅、灯杆、景墙及石材台阶等每周擦洗一次。", [times(1, "week")]),
        ("每月对避难走道、正压送风机和排烟阀进行一次测试。", [times(1, "month")]),
    ],
)  # fmt: skip
def test_a_number_and_a_period_make_a_frequency(sentence, expected):
    assert labels(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("保洁员每天清理烟灰盅。", times(1, "day")),
        ("主管每周抽查仪容仪表。", times(1, "week")),
        ("每日抽测泳池水温。", times(1, "day")),
        ("每天上午和下午对大堂进行除尘。", times(2, "day")),
        ("每周一召开班前会。", times(1, "week")),
        ("客服每月走访独居老人。", times(1, "month")),
        ("每年年底组织述职。", times(1, "year")),
        ("坚持安全日检制度。", times(1, "day")),
        ("落实周六大扫除制度。", times(1, "week")),
        ("季度性地开展防汛演练。", times(1, "quarter")),
        ("年终进行评比。", times(1, "year")),
        ("项目部编制年度培训计划。", times(1, "year")),
        ("制定设备三年更新规划。", times(1, "year", 3)),
        ("班组长隔日检查工具间。", times(1, "day", 2)),
    ],
)  # fmt: skip
def test_a_period_with_an_action_but_no_number_is_once(sentence, expected):
    assert labels(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "围栏虽每年都在油漆。",
        "巡逻由每小时一岗改为固定岗。",
        "将物业工作纳入年度工作计划。",
        "每一位员工都应持证。",
        "每户业主都是社区的一员。",
        "每次维修结束后清理现场。",
        "甲方每年可获得收益。",
    ],
)
def test_a_period_that_binds_nobody_is_no_frequency(sentence):
    assert labels(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("集水井半年一清,外窗一月一擦。", [times(1, "half_year"), times(1, "month")]),
        (
            "外围清扫每日不少于一次,夏季(6至9月)不少于两次。",
            [times(1, "day", 1, "ge"), times(2, "day", 1, "ge")],
        ),
        ("全年组织邻里活动不少于六场。", [times(6, "year", 1, "ge")]),
        ("岗亭巡视间隔不超过2小时。", [times(1, "hour", 2, "ge")]),
        ("部门每周例会、每月总结会形成纪要。", [times(1, "week"), times(1, "month")]),
        ("各站点每季度结束后整理档案。", []),
    ],
)
def test_shorthand_seasons_and_intervals(sentence, expected):
    assert labels(sentence) == expected
