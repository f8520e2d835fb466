"""Deed and thing of a promise: short enough to head running work, whole words, carried where they are left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.reader import read_plan

from .test_reader_labels import commitments


def named(text):
    return [(one.activity, one.object) for one in commitments(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("旗杆、灯箱每周掸拭两次。", [("掸拭", "旗杆、灯箱")]),
        ("白蚁防治每季度一次。", [("白蚁防治", "")]),
        ("值班长每月打分一次。", [("打分", "值班长")]),
        ("零星活每月集中处理一次。", [("集中处理", "零星活")]),
        ("内庭白天巡逻三次、夜间巡逻四次。", [("白天巡逻", "内庭"), ("夜间巡逻", "内庭")]),
        ("蟑螂消杀每月进行一次,夏季每半月一次。", [("消杀", "蟑螂"), ("消杀", "蟑螂(夏季)")]),
        ("挡墙每季度检查一次,汛期每月检查一次。", [("检查", "挡墙"), ("检查", "挡墙(汛期)")]),
        ("北门每日开放14小时。", [("开放", "北门")]),
        ("应急灯每月试运行一次。", [("试运行", "应急灯")]),
        ("在岗人员每月培训一次。", [("培训", "在岗人员")]),
        ("纸屑每日捡拾一次。", [("捡拾", "纸屑")]),
        ("每周对水景池进行清洗一次。", [("清洗", "水景池")]),
        ("每季度召开一次商户座谈会。", [("召开商户座谈会", "")]),
        ("机房由维保单位每半月保养一次。", [("保养", "机房")]),
        ("漏水15分钟内到达现场,2小时内排除险情。", [("到达现场", "漏水"), ("排除", "险情")]),
        ("路灯、庭院灯完好率不低于97%。", [("完好率", "路灯、庭院灯")]),
        ("配备巡逻员6人、宿管员4人。", [("配备", "巡逻员"), ("配备", "宿管员")]),
        ("9月20日前完成连廊防水维修。", [("维修", "连廊防水")]),
        ("门禁记录保存60天。", [("保存", "门禁记录")]),
        ("道路、车场循环保洁,每日不少于3次。", [("循环保洁", "道路、车场")]),
    ],
)
def test_deed_and_thing_are_named_by_the_words_around_the_quantity(sentence, expected):
    assert named(sentence) == expected


def test_a_thing_left_out_is_taken_from_the_heading_and_never_is_the_clause_itself():
    found = named("第一章 绿化养护\n1、每年施肥两次。\n2、生长季每周浇水两次。")
    assert found == [("施肥", "绿化"), ("浇水", "绿化(生长季)")]


WORDS = st.sampled_from([
    "楼道", "电梯轿厢", "应急", "在岗员工", "的", "、", ",", "。", "每日", "每两个月", "夏季", "夜间", "清扫", "进行", "组织", "对", "由",
    "一次", "三次", "不少于", "2小时内", "到达", "完好率", "95%", "配备", "5人", "元/平方米·月", "2.1", "9月1日前", "完成", "(", ")", "保存", "30天",
])  # fmt: skip


@given(st.lists(WORDS, max_size=30).map("".join))
def test_labels_are_short_and_begin_and_end_with_words(text):
    for one in read_plan(PlanDocument(text, "txt")).commitments:
        assert len(one.activity) <= 8
        assert one.activity
        assert one.object[-1:] not in ("、", ",", "的")
        assert one.object[:1] not in ("、", ",", "的")
