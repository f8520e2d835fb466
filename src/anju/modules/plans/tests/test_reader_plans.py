"""Whole readings: sections, collections of plans, quotes, what stays unread, scores."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.reader import read_plan, score, to_gold_json
from anju.modules.plans.rules.reader.gold import to_gold_list

from .test_reader_labels import commitments

FRAGMENTS = st.sampled_from([
    "每日", "每周", "每两个月", "一次", "两次", "3次", "清扫", "巡查", "24小时", "不少于", "95%", "三分之二", "3月15日前", "年底",
    "15分钟内到达", "保存30天", "2.5元/平方米·月", "一、", "(二)", "3.", "\n", "。", ",", ";", "\t", "序号", "完好率", "业主", "第一章",
    "方案1", "方案2", "目录", "问题", "措施", "`", "(jiān)", "每", "半", "双", "至", "-", "(", ")", "“", "…", "5", "0", "人", "名",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=40).map("".join))


@given(TEXTS)
def test_any_text_is_read_and_every_quote_is_an_exact_substring(text):
    reading = read_plan(PlanDocument(text, "txt"))
    for item in (*reading.commitments, *reading.unread):
        assert text[item.start : item.end] == item.quote
    for one in reading.commitments:
        assert one.quote.strip()
        assert (one.every is None) == (one.period is None)
        assert 0 < one.confidence <= 1
        assert one.value is None or one.value >= 0
    for clause in reading.clauses:
        assert text[clause.start : clause.end] == clause.text


@given(TEXTS)
def test_reading_is_deterministic(text):
    assert read_plan(PlanDocument(text, "txt")) == read_plan(PlanDocument(text, "txt"))


def test_sections_are_the_labels_of_the_text():
    text = (
        "第三章 承诺\n一、时效\n1、急修\n(1)漏水10分钟内到场。\n(2)停电5分钟内到场。\n2、普修2日内完成。\n"
        "(二)保洁\n3.1 楼内\n3.1.1楼道每日清扫一次。\n3.1.2 扶手每周擦拭一次。\n"
    )
    assert [one.section for one in commitments(text)] == [
        "第三章一1(1)",
        "第三章一1(2)",
        "第三章一2",
        "3.1.1",
        "3.1.2",
    ]


def test_a_collection_counts_its_plans_and_skips_its_preface():
    text = "小编整理了几篇方案,每天更新一次。\n安居方案1\n一、每日清扫一次。\n安居方案2\n一、每周清扫一次。\n"
    assert [(one.plan, one.period) for one in commitments(text)] == [(1, "day"), (2, "week")]


def test_a_table_of_contents_holds_no_promise():
    text = "目录\n第一章 门岗\n一、每日巡查一次\n第一章 门岗\n一、每日巡查两次\n"
    assert [one.value for one in commitments(text)] == [2]


def test_a_plan_in_one_paragraph_keeps_its_sections():
    text = (
        "工作计划 为提升质量制定本计划。"
        + "一、安全1、大门24小时值守。2、车库每两小时巡查一次。"
        + ("二、客服1、投诉一日内回复。2、满意率不低于92%。" + "三、说明各部门认真落实。" * 8)
    )
    assert [one.section for one in commitments(text)] == ["一1", "一2", "二1", "二2"]


def test_described_problems_are_no_promises_and_their_remedies_are():
    text = "一、秩序\n存在问题\n1)每天有车辆乱停。\n整改措施\n1)每天巡查车位。\n"
    (one,) = commitments(text)
    assert one.quote == "每天巡查车位"


def test_a_quote_that_stands_twice_is_extended_until_it_stands_once():
    text = "一、大堂扶手,每周擦拭一次。\n二、车库栏杆,每周擦拭一次。\n"
    for one in commitments(text):
        assert text.count(one.quote) == 1


def test_what_is_left_out_of_a_sentence_comes_from_the_part_before():
    first, second = commitments("化粪池每季度检查一次,每年清掏一次。")
    assert (first.object, first.activity) == ("化粪池", "检查")
    assert (second.object, second.activity) == ("化粪池", "清掏")


def test_the_heading_gives_the_field():
    text = "一、绿化养护\n1、每季度检查一次。\n二、消防管理\n1、每季度检查一次。\n"
    assert [one.domain for one in commitments(text)] == ["greening", "fire"]


def test_numbers_and_unnumbered_duties_that_were_not_read_are_listed():
    reading = read_plan(PlanDocument("一、定期清洗水池,及时排水。\n二、水压3公斤。\n", "txt"))
    assert [(item.section, item.reason) for item in reading.unread] == [
        ("一", "frequency_without_number"),
        ("一", "time_limit_without_number"),
        ("二", "loose_figure"),
    ]


def test_the_gold_shape_has_the_gold_keys_in_order_and_plain_numbers():
    (one,) = commitments("窗槽每月擦洗至少1.5次。") or commitments("门窗每月擦洗至少2次。")
    row = to_gold_json(one, number=7)
    assert list(row) == ["id", "plan", "section", "quote", "domain", "activity", "object", "kind", "comparator",
                         "value", "unit", "period", "every", "confidence"]  # fmt: skip
    assert row["id"] == "007"
    assert (row["comparator"], row["unit"], row["period"]) == ("ge", "times", "month")


def test_gold_ids_count_within_each_plan():
    text = "甲方案1\n每日清扫一次。\n每周消毒一次。\n甲方案2\n每月巡查一次。\n"
    rows = to_gold_list(commitments(text), document="900")
    assert [row["id"] for row in rows] == ["900-P1-001", "900-P1-002", "900-P2-001"]


def test_a_reading_scores_full_against_itself_and_less_when_a_field_differs():
    reading = read_plan(PlanDocument("甲楼每日清扫一次。\n乙楼每周清扫两次。\n丙楼完好率95%。\n", "txt"))
    rows = [to_gold_json(one) for one in reading.commitments]
    full = score(reading, rows).overall
    assert (full.precision, full.recall, full.f1) == (1, 1, 1)
    rows[1]["period"] = "month"
    partly = score(reading, rows)
    assert (partly.overall.right, partly.missed, partly.wrong) == (2, (1,), (1,))
    assert partly.per_kind["rate"].f1 == 1


def test_a_score_matches_one_to_one():
    reading = read_plan(PlanDocument("甲楼每日清扫一次。", "txt"))
    row = to_gold_json(reading.commitments[0])
    assert score(reading, [row, row]).overall.right == 1


def test_values_are_exact_decimals():
    (one,) = commitments("物业费2.35元/平方米·月。")
    assert one.value == Decimal("2.35")
