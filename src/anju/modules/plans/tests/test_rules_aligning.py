from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.comparing import (
    Criterion,
    Numbered,
    Offer,
    Vague,
    align,
    differences,
    marked,
    score,
    tally,
)
from anju.modules.plans.rules.compiling import PromiseFacts


def facts(activity="清扫", thing="楼道", value=2, period="day", every=1, **more):
    base = {
        "domain": "cleaning", "activity": activity, "object": thing, "kind": "frequency", "value": Decimal(value),
        "unit": "times", "period": period, "every": every,
    }  # fmt: skip
    return PromiseFacts(**{**base, **more})


def limit(activity, thing, value, unit, **more):
    given = {
        "kind": "time_limit",
        "comparator": "le",
        "unit": unit,
        "period": None,
        "every": None,
        "domain": "repair",
    }
    return facts(activity, thing, value, **{**given, **more})


def offers(*plans):
    numbers = iter(range(1, 10_000))
    return [Offer([Numbered(next(numbers), one) for one in plan]) for plan in plans]


def only(rows):
    (row,) = rows
    return row


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        (facts("清扫", "楼道", 2), facts("打扫", "楼梯、走廊", 1), {0}),
        (facts("清扫", "楼道", 1, "day"), facts("保洁", "楼道", 10, "week"), {1}),
        (limit("到达现场", "急修", 30, "minutes"), limit("赶到", "应急维修", 1, "hours"), {0}),
        (limit("答复", "业主投诉", 3, "days"), limit("回复", "投诉", 24, "hours"), {1}),
        (facts("巡检", "配电室", 2), facts("巡查", "配电房", 1), {0}),
        (
            facts("夜间巡逻", "园区", 1, "hour", 2, domain="security"),
            facts("夜间巡查", "巡逻人员", 4, "night", domain="security"),
            set(),
        ),
        (facts("保养", "电梯", 1, "half_month"), facts("维护保养", "电梯", 1, "day", 15), set()),
    ],
)
def test_other_words_and_units_for_the_same_thing_stand_in_one_row(one, other, best):
    row = only(align(offers([one], [other])))
    assert row.best == best
    assert row.equal is (not best)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (facts("清扫", "楼道"), facts("清扫", "道路")),
        (facts("清扫", "楼道"), facts("消毒", "楼道")),
        (
            facts("巡逻", "园区", 4, "night", domain="security"),
            facts("巡逻", "园区", 3, "daytime", domain="security"),
        ),
        (facts("检查", "消防通道"), facts("检查", "楼道")),
        (limit("到达现场", "急修", 30, "minutes"), limit("到达现场", "投诉", 30, "minutes")),
    ],
)
def test_different_things_stand_in_rows_of_their_own(one, other):
    rows = align(offers([one], [other]))
    assert [row.sole for row in rows] == [0, 1]
    assert [row.best for row in rows] == [frozenset(), frozenset()]


def test_who_promises_nothing_is_told_from_who_stays_vague():
    plans = offers([facts()], [], [])
    plans[1] = Offer([], [Vague(7, "定期清扫楼道", "frequency_without_number")])
    row = only(align(plans))
    assert [cell.silent for cell in row.cells] == [False, False, True]
    assert row.cells[1].vague.id == 7
    totals = [tally([row], at) for at in range(3)]
    assert [(one.figures, one.vague, one.missing, one.sole) for one in totals] == [
        (1, 0, 0, 1),
        (0, 1, 1, 0),
        (0, 0, 1, 0),
    ]


def test_a_vague_word_beside_the_same_promise_with_a_figure_is_no_lack():
    plans = offers([facts()], [facts(value=1)])
    plans[1] = Offer(plans[1].promises, [Vague(7, "楼道定期清扫", "frequency_without_number")])
    rows = align(plans)
    assert len(rows) == 1
    assert rows[0].cells[1].vague is None


def test_a_rule_said_twice_in_one_plan_is_one_cell():
    row = only(align(offers([facts(), facts()], [facts(value=1)])))
    assert row.cells[0].more == (2,)
    assert tally([row], 0).figures == 2


PLAN = st.lists(
    st.builds(
        facts,
        activity=st.sampled_from(["清扫", "打扫", "消毒", "巡查", "修整", "值守"]),
        thing=st.sampled_from(["楼道", "楼梯", "道路", "绿篱", "配电室", "门口石狮", ""]),
        value=st.integers(1, 3),
        period=st.sampled_from(["day", "week", "night"]),
    ),
    max_size=10,
)


@given(st.lists(PLAN, min_size=1, max_size=4))
def test_every_promise_of_every_plan_stands_in_the_table_once(plans):
    given_offers = offers(*plans)
    rows = align(given_offers)
    for at, offer in enumerate(given_offers):
        seen = Counter(
            key
            for row in rows
            if row.cells[at].promise is not None
            for key in (row.cells[at].promise.id, *row.cells[at].more)
        )
        assert seen == Counter(one.id for one in offer.promises)
    for row in rows:
        assert all(row.cells[at].promise is not None for at in row.best)


@given(PLAN)
def test_a_plan_beside_itself_is_equal_everywhere(plan):
    rows = align(offers(plan, plan))
    assert all(row.equal for row in rows)
    assert not any(row.best for row in rows)


def test_three_plans_of_a_thousand_promises_compare_in_under_a_second():
    deeds = ["清扫", "冲洗", "擦拭", "消毒", "检查", "保养", "巡查", "修剪", "浇水", "更换"]
    things = [f"{place}{part}" for place in ("东区", "西区", "南区", "北区", "中区") for part in ("楼道", "道路", "大堂", "绿篱", "水泵", "路灯", "石桌", "灯箱", "坡道", "花架", "雨棚", "信报箱", "门头", "围栏", "台阶", "廊柱", "井圈", "铺装", "驳岸", "栈道")]  # fmt: skip
    plan = [facts(deed, thing, 1 + at % 3) for thing in things for at, deed in enumerate(deeds)]
    assert len(plan) == 1000
    worded = [facts(f"对{one.activity}", f"{one.object}等处", one.value) for one in plan]
    given_offers = offers(plan, worded, list(reversed(plan)))
    begun = time.process_time()
    rows = align(given_offers)
    spent = time.process_time() - begun
    assert spent < 1
    assert len(rows) < 1100


def test_points_are_shares_and_a_missing_figure_gives_no_total():
    plans = offers([facts(value=2), facts("冲洗", "道路", 1, "week")], [facts(value=1)])
    rows = align(plans)
    totals = [tally(rows, 0), tally(rows, 1)]
    criteria = [Criterion("promises", 50), Criterion("strictness", 30), Criterion("interview", 20)]
    first, second = score(totals, criteria, [{"interview": 80}, {}], rows)
    assert first.total == Fraction(100 * 50 + 100 * 30 + 80 * 20, 100)
    assert second.points == {"promises": 50, "strictness": 0, "interview": None}
    assert second.total is None


def test_the_lowest_price_has_all_points_and_twice_that_has_half():
    import dataclasses

    rows = align(offers([facts()], [facts()]))
    totals = [dataclasses.replace(tally(rows, at), price=price) for at, price in ((0, 20_000), (1, 40_000))]
    sheets = score(totals, [Criterion("price", 1)], [{}, {}], rows)
    assert [one.total for one in sheets] == [100, 50]


def test_a_promise_that_changed_its_place_is_said_to_have_moved():
    rows = [facts("清扫", "楼道"), facts("冲洗", "道路", 1, "week"), facts("擦拭", "扶手")]
    old = [Numbered(at, one) for at, one in enumerate(rows)]
    new = [Numbered(10, rows[1]), Numbered(11, rows[2]), Numbered(12, rows[0])]
    assert {one.after for one in differences(old, new) if one.moved} == {12}


@given(st.text("每日清扫2次两楼道，道路 ", max_size=30), st.text("每日清扫3次两楼道，道路 ", max_size=30))
def test_marked_sentences_keep_every_character(before, after):
    first, second = marked(before, after)
    assert "".join(one.text for one in first) == before
    assert "".join(one.text for one in second) == after
    if before == after:
        assert not any(one.changed for one in (*first, *second))


def test_only_the_figure_is_marked():
    first, second = marked("楼道每日清扫2次", "楼道每日清扫3次")
    assert [one.text for one in first if one.changed] == ["2次"] or [
        one.text for one in first if one.changed
    ] == ["2"]
    assert "3" in "".join(one.text for one in second if one.changed)
