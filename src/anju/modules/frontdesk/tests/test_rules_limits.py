from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases.contracts import TimeBase
from anju.modules.frontdesk.rules.house import applying, house_rows
from anju.modules.frontdesk.rules.limits import Basis, Words, budget_of, limits_of


def words(quote, value, unit, *, domain="repair", activity="", object="", kind="time_limit", comparator="le"):
    return Words(domain, activity, object, quote, kind, comparator, Decimal(str(value)), unit)


# (words, expected (kind, clock, amount, unit, severity from, to, fields)); one line for each limit of the catalogue.
READ = [
    (words("急修15分钟内到达现场", 15, "minutes", activity="到达现场"), [("repair", "arrive", 15, "minutes", 3, 4, {})]),
    (words("急修半小时内到达", 30, "minutes"), [("repair", "arrive", 30, "minutes", 3, 4, {})]),
    (words("一般维修当天完成", 1, "days", activity="完成"), [("repair", "finish", 0, "days", 1, 2, {})]),
    (words("马桶堵塞等紧急维修，10分钟内到达现场", 10, "minutes", activity="到达现场"), [("repair", "arrive", 10, "minutes", 3, 4, {})]),
    (words("简单维修不超过半天", 0.5, "days", activity="维修"), [("repair", "finish", 1, "half_days", 1, 4, {"simple": (True,)})]),
    (words("小修2个工作日内完成", 2, "workdays"), [("repair", "finish", 2, "workdays", 1, 4, {"simple": (True,)})]),
    (words("一般不超过7个工作日", 7, "workdays", activity="维修", object="其他维修按约定的时间完成"), [("repair", "finish", 7, "workdays", 1, 2, {})]),
    (words("其他公共部位3个工作日内处理完毕", 3, "workdays"), [("repair", "finish", 3, "workdays", 1, 2, {"area": ("public",)})]),
    (words("污水外溢）10分钟内到达现场", 10, "minutes", domain="engineering", object="公共部位影响生活"), [("repair", "arrive", 10, "minutes", 3, 4, {"area": ("public",)})]),
    (words("需购置配件的3个工作日内完成", 3, "workdays"), [("repair", "finish", 3, "workdays", 1, 4, {"parts": (True,)})]),
    (words("一般的半天内处理", 0.5, "days", domain="complaint", object="服务态度的投诉"), [("complaint", "finish", 1, "half_days", 1, 2, {"class": ("attitude",)})]),
    (words("严重的2天内处理", 2, "days", domain="complaint"), [("complaint", "finish", 2, "days", 3, 4, {})]),
    (words("礼宾助理15分钟内到达被投诉业主家中处理", 15, "minutes", domain="complaint"), [("complaint", "arrive", 15, "minutes", 1, 4, {"class": ("neighbour", "noise", "decoration")})]),
    (words("业主投诉8小时内答复处理", 8, "hours", domain="complaint", activity="答复处理"), [("complaint", "answer", 8, "hours", 1, 4, {}), ("complaint", "finish", 8, "hours", 1, 4, {})]),
    (words("重大投诉当天上报公司", 1, "days", domain="complaint", activity="上报"), [("complaint", "top", 0, "days", 3, 4, {})]),
    (words("不能立即答复的30分钟内答复", 30, "minutes", domain="customer_service", activity="答复"), [("enquiry", "answer", 30, "minutes", 1, 4, {})]),
    (words("最迟30分钟内答复", 30, "minutes", domain="customer_service", object="外部服务及价格的咨询"), [("enquiry", "answer", 30, "minutes", 1, 4, {"topic": ("outside",)})]),
    (words("30分钟内派人到现场确定价格", 30, "minutes", domain="customer_service"), [("enquiry", "arrive", 30, "minutes", 1, 4, {"topic": ("fees",)})]),
    (words("原则上不超过2个工作日", 2, "workdays", domain="customer_service", activity="完成", object="其他部门的手续、收费咨询"), [("enquiry", "answer", 2, "workdays", 1, 4, {"topic": ("department",)})]),
    (words("电梯困人时15分钟内到达", 15, "minutes", domain="engineering"), [("help", "arrive", 15, "minutes", 1, 4, {"danger": ("lift",)})]),
    (words("巡逻人员5分钟内到达现场", 5, "minutes", domain="security", activity="到达现场"), [("help", "arrive", 5, "minutes", 1, 4, {})]),
    (words("重大隐患24小时内处理", 24, "hours", domain="security"), [("hazard", "finish", 24, "hours", 3, 4, {})]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), READ, ids=lambda one: getattr(one, "quote", ""))
def test_a_promise_is_read_for_its_kind_clock_and_conditions(said, expected):
    found = [
        (one.kind, one.clock, one.budget.amount, one.budget.unit.value, one.severity_from, one.severity_to, one.fields)
        for one in limits_of(said)
    ]  # fmt: skip
    assert found == expected


@pytest.mark.parametrize(
    "quote",
    [
        "维修完成后24小时内回访",
        "客服电话铃响三声内接听，即10秒内应答",
        "生活垃圾日产日清",
        "公示不少于5个工作日",
    ],
)
def test_what_is_no_clock_of_a_case_is_left_alone(quote):
    assert limits_of(words(quote, 1, "days", domain="customer_service")) == ()


def test_a_rate_or_a_least_time_limits_nothing():
    assert limits_of(words("急修到场率95%", 95, "percent", kind="rate")) == ()
    assert limits_of(words("急修至少15分钟到场", 15, "minutes", comparator="ge")) == ()


def test_hours_and_half_days_count_as_the_project_says():
    half = words("简单维修不超过半天", 0.5, "days", activity="维修")
    assert limits_of(half)[0].budget.base is TimeBase.WORK
    assert limits_of(half, Basis(half_days=TimeBase.CALENDAR))[0].budget.base is TimeBase.CALENDAR
    eight = words("投诉8小时内答复", 8, "hours", domain="complaint")
    assert limits_of(eight, Basis(hours=TimeBase.WORK))[0].budget.base is TimeBase.WORK


_UNITS = st.sampled_from(["seconds", "minutes", "hours", "days", "workdays", "weeks", "months"])
_PARTS = st.sampled_from(
    ["急修", "一般", "投诉", "咨询", "到达现场", "完成", "答复", "处理", "公共部位", "小修", "重大", "困人", "隐患", "户内", "，"]
)  # fmt: skip


@given(
    st.lists(_PARTS, min_size=1, max_size=5).map("".join),
    st.decimals(min_value="0.1", max_value=400, places=1),
    _UNITS,
    st.sampled_from(["repair", "complaint", "customer_service", "security", "engineering", "other"]),
)
def test_whatever_is_read_is_a_limit_that_can_run_and_depends_on_nothing_else(quote, value, unit, domain):
    said = Words(domain, "", "", quote, "time_limit", "le", value, unit)
    found = limits_of(said)
    assert found == limits_of(said)
    assert len({(one.kind, one.clock) for one in found}) == len(found)
    for one in found:
        assert 1 <= one.severity_from <= one.severity_to <= 4
        assert one.budget.amount >= 1 or one.budget.unit.value == "days"
        assert any(one.holds(severity, _some(one.fields)) for severity in range(1, 5))


@given(
    st.decimals(min_value="0.1", max_value=100, places=1),
    st.decimals(min_value="0.1", max_value=100, places=1),
    _UNITS,
)
def test_a_longer_promise_never_becomes_a_shorter_budget(one, other, unit):
    short, long = sorted((one, other))
    if unit in ("workdays", "days") and (short % 1 == 0) != (long % 1 == 0):
        return
    budgets = [budget_of(words("内完成", value, unit), Basis()) for value in (short, long)]
    minutes = [_length(budget) for budget in budgets]
    assert minutes[0] <= minutes[1]


def test_of_the_house_only_the_most_special_row_counts_and_the_law_always():
    rows = house_rows()
    found = applying(rows, "repair", "finish", 3, {"simple": True})
    assert [one.code for one in found] == ["repair.finish.urgent"]
    trapped = applying(rows, "help", "arrive", 4, {"danger": "lift", "trapped": True})
    assert [one.code for one in trapped] == ["law.lift.arrive", "help.arrive"]
    assert [
        one.limit.budget.amount
        for one in applying(rows, "help", "finish", 4, {"danger": "lift", "trapped": True})
    ] == [120]
    assert applying(rows, "help", "finish", 4, {"danger": "fire"}) == []


def _some(fields):
    return {code: values[0] for code, values in fields.items()}


def _length(budget):
    weights = {"minutes": 1, "hours": 60, "half_days": 720, "days": 1440, "workdays": 1440}
    return budget.amount * weights[budget.unit.value]
