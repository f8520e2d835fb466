from __future__ import annotations

from decimal import Decimal

import pytest

from anju.kernel.errors import NotFound
from anju.modules.plans.contracts import PlanDocument
from anju.modules.plans.rules.catalogue import SERVICE_GOALS, coverage
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.reader import read_plan
from anju.modules.plans.rules.templates import template, templates

GRADES = ("grade-1", "grade-2", "grade-3")
# Domain rules §5.1, row by row: words of the sentence, kind, comparator, unit, then per grade (value, period, every),
# None where the grade promises nothing.
ROWS = [
    ("服务电话", "coverage", "eq", "hours", ((24, "day", 1), (16, "day", 1), (8, "day", 1))),
    ("急修", "time_limit", "le", "minutes", ((30, None, None), (60, None, None), None)),
    ("业主满意度调查", "frequency", "ge", "times", ((1, "year", 1),) * 3),
    ("业主满意率", "rate", "ge", "percent", ((80, None, None), (75, None, None), (70, None, None))),
    ("单元门、楼梯、门窗", "frequency", "eq", "times", ((1, "day", 1), (1, "day", 3), (1, "week", 1))),
    ("装修现场每", "frequency", "eq", "times", ((1, "day", 1), (1, "day", 3), None)),
    ("客运电梯", "coverage", "eq", "hours", ((24, "day", 1), (18, "day", 1), (18, "day", 1))),
    ("完好率", "rate", "ge", "percent", ((95, None, None), (90, None, None), (80, None, None))),
    ("主出入口", "coverage", "eq", "hours", ((24, "day", 1),) * 3),
    ("重点部位", "frequency", "eq", "times", ((1, "hour", 1), (1, "hour", 2), (1, "hour", 3))),
    ("监控室", "coverage", "eq", "hours", ((24, "day", 1), (24, "day", 1), None)),
    ("生活垃圾", "frequency", "eq", "times", ((2, "day", 1), (1, "day", 1), (1, "day", 1))),
    ("道路、广场", "frequency", "eq", "times", ((2, "day", 1), (1, "day", 1), (1, "day", 1))),
    ("电梯厅、楼道", "frequency", "eq", "times", ((2, "day", 1), (1, "day", 1), (1, "day", 1))),
    ("拖洗1次", "frequency", "eq", "times", ((1, "week", 1), (1, "half_month", 1), None)),
    ("首层大堂", "frequency", "eq", "times", ((1, "day", 1), None, None)),
    ("楼梯扶手", "frequency", "eq", "times", ((1, "day", 1), (2, "week", 1), None)),
    ("玻璃", "frequency", "eq", "times", ((1, "week", 1), (1, "month", 1), (1, "quarter", 1))),
    ("灯具", "frequency", "eq", "times", ((1, "month", 1), (1, "quarter", 1), (1, "half_year", 1))),
    ("污水管道", "frequency", "eq", "times", ((1, "year", 1),) * 3),
    ("污水井", "frequency", "eq", "times", ((1, "month", 1), (1, "quarter", 1), (1, "half_year", 1))),
    ("化粪池", "frequency", "eq", "times", ((1, "month", 1), (1, "month", 2), (1, "quarter", 1))),
    ("清掏", "frequency", "eq", "times", ((1, "half_year", 1), (1, "year", 1), (1, "year", 1))),
]


def reading(code):
    return read_plan(PlanDocument(template(code).text, "txt"))


@pytest.fixture(scope="module")
def readings():
    return {one.code: reading(one.code) for one in templates()}


@pytest.mark.parametrize("grade", range(3), ids=GRADES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_our_reader_finds_every_figure_of_the_three_grades_in_our_own_plans(readings, row, grade):
    words, kind, comparator, unit, by_grade = row
    text = readings[GRADES[grade]].document.text
    found = {
        (one.kind, one.comparator, one.value, one.unit, one.period, one.every)
        for one in readings[GRADES[grade]].commitments
        if words in line_of(text, one.start)
    }
    wanted = by_grade[grade]
    if wanted is None:
        assert not any(one[0] == kind and one[3] == unit for one in found)
    else:
        value, period, every = wanted
        assert (kind, comparator, Decimal(value), unit, period, every) in found


def line_of(text, at):
    return text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)]


@pytest.mark.parametrize("code", [one.code for one in templates()])
def test_our_own_plans_leave_nothing_unread(readings, code):
    assert [one.quote for one in readings[code].unread] == []


@pytest.mark.parametrize("code", GRADES)
def test_a_grade_plan_promises_all_six_basic_services_and_all_goals(readings, code):
    facts = [PromiseFacts.of(one) for one in readings[code].commitments]
    assert [row.code for row in coverage(facts) if not row.covered] == []
    assert [row.code for row in coverage(facts, SERVICE_GOALS) if not row.covered] == []


@pytest.mark.parametrize(
    ("words", "kind", "value", "unit"),
    [
        ("住房情况每年复核", "frequency", 1, "times"),
        ("公示", "deadline", 7, "workdays"),
        ("15个工作日内答复", "time_limit", 15, "workdays"),
        ("租赁合同期限", "max_duration", 5, "years"),
        ("30天内办理备案", "time_limit", 30, "days"),
        ("租金台账", "frequency", 1, "times"),
        ("入户核查", "frequency", 1, "times"),
        ("空置", "max_duration", 6, "months"),
        ("过渡期", "max_duration", 2, "months"),
        ("承租家庭满意率", "rate", 95, "percent"),
        ("急修", "time_limit", 30, "minutes"),
    ],
)
def test_the_public_rental_plan_promises_what_the_rules_of_public_rental_ask(
    readings, words, kind, value, unit
):
    found = [one for one in readings["public-rental"].commitments if words in one.quote]
    assert (kind, Decimal(value), unit) in {(one.kind, one.value, one.unit) for one in found}


def test_an_unknown_template_is_not_found():
    with pytest.raises(NotFound):
        template("grade-9")
