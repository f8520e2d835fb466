"""Service grades: the test vectors of domain rules §5.1, and what must hold for any plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules import grading
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.grading.measuring import YEAR
from anju.modules.plans.rules.reader import read_document, read_plan
from anju.modules.plans.rules.templates import template

PACK = grading.standard("cpmi-2004")
PERIODS = st.sampled_from(sorted(YEAR))
GRADES = [grade for grade, _label in PACK.grades]


def promise(quote="重点部位巡逻", kind="frequency", unit="times", **given) -> PromiseFacts:
    values = {"domain": "security", "activity": "巡逻", "object": "重点部位", **given}
    return PromiseFacts(kind=kind, unit=unit, quote=quote, **values)


@cache
def promises_of(grade: int) -> dict[int, PromiseFacts]:
    reading = read_plan(read_document(template(f"grade-{grade}").text.encode(), "plan.txt"))
    return dict(enumerate(PromiseFacts.of(one) for one in reading.commitments))


def place(grade: int | None) -> int:
    return GRADES.index(grade) if grade is not None else len(GRADES)


@pytest.mark.parametrize(("lit", "grade"), [(285, 1), (284, 2), (270, 2), (269, 3), (240, 3), (239, None)])
def test_lamps_in_order_of_three_hundred(lit, grade):
    assert grading.grade_of(PACK, PACK.item("lamps"), grading.share(lit, 300)) == grade


@pytest.mark.parametrize(
    ("item", "facts", "grade"),
    [
        ("patrol", promise(value=Decimal(1), period="hour", every=1), 1),
        ("patrol", promise(value=Decimal(1), period="hour", every=2), 2),
        ("patrol", promise(value=Decimal(8), period="day", every=1), 3),
        ("patrol", promise(value=Decimal(7), period="day", every=1), None),
        ("common_parts", promise(value=Decimal(1), period="day", every=3), 2),
        ("common_parts", promise(value=Decimal(2), period="week", every=1), 3),
        ("handrails", promise(value=Decimal(2), period="week", every=1), 2),
        ("handrails", promise(value=Decimal(1), period="year", every=1), 3),
        ("tank_checked", promise(value=Decimal(1), period="month", every=2), 2),
        ("decoration", promise(value=Decimal(2)), 3),
        ("urgent_repair", promise(kind="time_limit", unit="minutes", comparator="le", value=Decimal(30)), 1),
        ("urgent_repair", promise(kind="time_limit", unit="hours", comparator="le", value=Decimal(1)), 2),
        ("urgent_repair", promise(kind="time_limit", unit="hours", comparator="le", value=Decimal(2)), 3),
        ("phone_hours", promise(kind="coverage", unit="hours", value=Decimal(16)), 2),
        ("lift_hours", promise(kind="coverage", unit="hours", value=Decimal(18)), 2),
        ("satisfaction", promise(kind="rate", unit="percent", comparator="ge", value=Decimal(75)), 2),
    ],
)
def test_what_a_promise_reaches(item, facts, grade):
    wanted = PACK.item(item)
    assert grading.grade_of(PACK, wanted, grading.amount_of(facts, wanted)) == grade


@pytest.mark.parametrize("grade", [1, 2, 3])
def test_the_plan_template_of_a_grade_reaches_just_that_grade(grade):
    assert grading.verdict(PACK, promises_of(grade)).grade == grade


def test_a_plan_without_promises_reaches_no_grade_and_names_what_is_lacking():
    found = grading.verdict(PACK, {})
    assert found.grade is None
    assert len(found.unanswered) == len(PACK.items)
    assert {one.item.code for one in found.rows if one.grade is not None} == {
        "urgent_repair", "cctv", "corridors_mopped", "lobby", "handrails",
    }  # fmt: skip


def test_an_upper_bound_is_no_promise_to_do_at_least_so_much():
    patrol = PACK.item("patrol")
    assert grading.amount_of(promise(value=Decimal(24), period="day", comparator="le"), patrol) is None
    late = promise(kind="time_limit", unit="minutes", comparator="ge", value=Decimal(30))
    assert grading.amount_of(late, PACK.item("urgent_repair")) is None


def test_an_exempt_item_holds_nothing_back():
    promises = {key: one for key, one in promises_of(1).items() if "客运电梯" not in one.quote}
    assert grading.verdict(PACK, promises).grade is None
    assert grading.verdict(PACK, promises, exempt=["lift_hours"]).grade == 1


def test_a_promise_chosen_by_hand_is_taken_though_its_words_do_not_fit():
    odd = replace(
        promise(value=Decimal(1), period="hour", every=1), quote="走一圈", activity="走", object="院子"
    )
    assert grading.verdict(PACK, {7: odd}).rows[9].promise is None
    chosen = grading.verdict(PACK, {7: odd}, chosen={"patrol": 7}).rows[9]
    assert (chosen.item.code, chosen.promise, chosen.grade) == ("patrol", 7, 1)


def test_half_of_the_work_done_halves_the_amount():
    patrol = PACK.item("patrol")
    whole = grading.amount_of(promise(value=Decimal(1), period="hour", every=1), patrol)
    half = grading.actually(whole, 45, 90)
    assert half.value == Fraction(8760, 2)
    assert grading.grade_of(PACK, patrol, half) == 2


@given(st.integers(1, 60), PERIODS, st.integers(1, 12), st.integers(1, 20))
def test_doing_more_never_lowers_the_grade(times, period, every, more):
    for item in PACK.items:
        if item.metric != "frequency":
            continue
        less = grading.amount_of(promise(value=Decimal(times), period=period, every=every), item)
        most = grading.amount_of(promise(value=Decimal(times + more), period=period, every=every), item)
        assert place(grading.grade_of(PACK, item, most)) <= place(grading.grade_of(PACK, item, less))


@given(st.integers(1, 60), PERIODS, st.integers(1, 12))
def test_twice_as_often_in_twice_as_long_is_the_same(times, period, every):
    patrol = PACK.item("patrol")
    one = grading.amount_of(promise(value=Decimal(times), period=period, every=every), patrol)
    two = grading.amount_of(promise(value=Decimal(2 * times), period=period, every=2 * every), patrol)
    assert one == two


@given(st.sets(st.sampled_from([one.code for one in PACK.items])))
def test_the_grade_is_that_of_the_worst_item_that_applies(exempt):
    found = grading.verdict(PACK, promises_of(2), exempt=exempt)
    counting = [place(one.grade) for one in found.rows if not one.exempt]
    assert place(found.grade) == max(counting, default=len(GRADES))


def test_better_grades_never_ask_for_less():
    for item in PACK.items:
        amounts = []
        for grade in GRADES:
            target = item.targets.get(grade)
            if target is None or (item.metric == "frequency" and target.period is None):
                continue
            yearly = YEAR[target.period] / target.every if target.period else Fraction(1)
            amounts.append(Fraction(target.value) * yearly)
        assert amounts == sorted(amounts, reverse=item.op == "ge")
