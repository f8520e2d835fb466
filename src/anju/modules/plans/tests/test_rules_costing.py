from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules import costing
from anju.modules.plans.rules.compiling import Adjustments, PromiseFacts
from anju.modules.plans.rules.costing import Allowances, Basis, Changed

LABOUR = costing.labour_on(date(2026, 11, 21))
NONE = Allowances(walk=0, preparation=0, leave_days=5, absence=3)
START = date(2026, 11, 21)


def facts(**given):
    base = {
        "domain": "cleaning", "activity": "清扫", "object": "楼道", "kind": "frequency", "value": Decimal(2),
        "unit": "times", "period": "day", "every": 1,
    }  # fmt: skip
    return PromiseFacts(**{**base, **given})


def post(words="门岗", hours=24, activity="值守", **more):
    return facts(
        domain="security", activity=activity, object=words, kind="coverage", value=Decimal(hours), unit="hours", **more
    )  # fmt: skip


def staff(words, count, **more):
    given = {"domain": "security", "activity": "配备", "period": None, "every": None, **more}
    return facts(
        object=words, kind="headcount", comparator="ge", value=Decimal(count), unit="people", **given
    )


def asked(*given, places=1, gates=1, chosen=None):
    return [
        costing.asked(key, one, start=START, places=lambda _rules: places, gates=gates, chosen=chosen)
        for key, one in enumerate(given)
    ]


def costed(*given, places=1, gates=1, allowances=NONE, **more):
    return costing.cost(
        asked(*given, places=places, gates=gates), labour=LABOUR, allowances=allowances, **more
    )


def test_a_post_of_24_hours_needs_as_many_people_as_the_rules_book_says():
    gross = costing.productive_hours(LABOUR, leave_days=0, absence=0)
    net = costing.productive_hours(LABOUR, leave_days=5, absence=3)
    assert (round(float(costing.relief_factor(gross)), 3), round(float(costing.relief_factor(net)), 3)) == (
        4.415,
        4.646,
    )
    assert costed(post()).roles[0].needed == 5


def test_the_labour_law_is_dated():
    assert costing.labour_on(date(2024, 12, 31)).workdays == 250
    assert costing.labour_on(date(2025, 1, 1)).workdays == 248
    assert costing.labour_on(date(1999, 1, 1)).workdays == 250


def test_an_hour_costs_the_month_over_its_paid_hours_and_a_holiday_three_times_that():
    assert round(float(costing.hourly_pay(LABOUR, 420_000)) / 100, 4) == 24.1379
    # 24 h x 13 days / 12 months x 24.1379 x 200 % above the ordinary pay
    assert costing.holiday_extra(LABOUR, Fraction(168), 420_000) == 125_517


def test_a_round_takes_its_times_its_places_its_minutes_and_the_ways_between():
    rounds = asked(facts(), places=6)
    minutes = rounds[0].minutes
    (load,) = costing.loads(rounds, allowances=Allowances(walk=2, preparation=5))
    assert load.hours == Fraction(14 * (6 * (minutes + 2) + 5), 60)
    assert (load.role, load.basis, load.places, load.times) == ("cleaner", Basis.ROUND, 6, 14)


def test_a_season_counts_for_its_part_of_the_year_and_in_full_at_its_peak():
    row = facts(
        domain="greening",
        activity="浇水",
        object="绿地",
        value=Decimal(1),
        period="week",
        quote="夏季每周浇水一次",
    )
    (load,) = costing.loads(asked(row), allowances=NONE)
    assert 0 < load.hours < load.peak
    assert load.role == "gardener"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (facts(kind="time_limit", value=Decimal(30), unit="minutes", period=None, every=None), "by_cases"),
        (facts(kind="rate", value=Decimal(95), unit="percent", period=None, every=None), "measured"),
        (facts(kind="amount", value=Decimal(2), unit="yuan", period=None, every=None), "money"),
        (facts(comparator="le"), "upper_limit"),
        (facts(value=Decimal(1), period=None, every=None, quote="雪后清扫一次", object="道路"), "after_event"),
        (post("电梯", activity="运行"), "runs_by_itself"),
        (facts(domain="heating", kind="coverage", object="小组手机", activity="开机", value=Decimal(24), unit="hours"), "runs_by_itself"),
        (staff("夜间巡逻", 2, quote="夜间由两人同行"), "together"),
        (staff("员工", 40, quote="总人数不少于40人"), "total"),
        (staff("业主代表", 5), "others"),
    ],
)  # fmt: skip
def test_what_no_work_follows_from_says_why_and_counts_nothing(row, reason):
    (load,) = costing.loads(asked(row), allowances=NONE)
    assert (load.basis, load.reason, load.hours, load.headcount) == (Basis.NONE, reason, 0, None)


def test_nothing_counts_twice():
    rows = [
        facts(),
        facts(),
        post("出入口"),
        post("小区出入口", activity="值勤"),
        staff("保洁员", 12),
        staff("保洁员", 10),
    ]
    found = costing.loads(asked(*rows), allowances=NONE)
    assert [one.counts for one in found] == [True, False, True, False, True, False]
    assert found[1].shares_with == 0


def test_the_stricter_figure_of_one_post_counts_wherever_it_stands():
    found = costing.loads(asked(post(hours=12), post(hours=24)), allowances=NONE)
    assert [(one.basis, one.hours) for one in found] == [(Basis.INSIDE, 0), (Basis.POST, 168)]


def test_gates_that_are_named_are_posts_of_their_own_and_unnamed_ones_are_all_gates():
    found = costing.loads(asked(post("南门、东门"), post("西门", 16), gates=9), allowances=NONE)
    assert [(one.people, one.hours) for one in found] == [(2, 336), (1, 112)]
    (every,) = costing.loads(asked(post("各出入口"), gates=3), allowances=NONE)
    assert every.hours == 504


def test_patrols_lie_inside_the_hours_of_a_patrol_post():
    walk = facts(domain="security", activity="巡逻", object="园区", value=Decimal(1), period="hour", every=2)
    found = costing.loads(
        asked(walk, post("巡逻岗", activity="巡逻", quote="巡逻岗24小时值守")), allowances=NONE
    )
    assert (found[0].basis, found[0].shares_with, found[0].hours) == (Basis.INSIDE, 1, 0)


def test_promised_staff_is_never_fewer_than_promised():
    result = costed(facts(), staff("保洁员", 12), staff("秩序维护员", 16), post())
    needed = {one.role: (one.needed, one.promised) for one in result.roles}
    assert needed == {"cleaner": (12, 12), "guard": (16, 16)}


def test_money_needs_a_pay_and_says_whose_is_missing():
    result = costed(post(), facts(), pay={"guard": 420_000}, present={"guard": 3})
    assert result.unpaid == ("cleaner",)
    assert result.month == 5 * 420_000 + 125_517
    assert result.roles[0].gap == 2
    assert costed(facts()).month is None


def test_trying_something_out_changes_just_that():
    rows = [facts(), post()]
    result = costed(
        *rows, changes={0: Changed(minutes=Fraction(60), times=Fraction(7)), 1: Changed(people=0)}
    )
    assert [one.hours for one in result.loads] == [7, 0]


def test_a_held_promise_asks_for_nothing():
    (load,) = costing.loads(asked(facts(), chosen=Adjustments(held="等待验收")), allowances=NONE)
    assert (load.reason, load.hours) == ("held", 0)


PROMISES = st.lists(
    st.one_of(
        st.builds(facts, value=st.integers(1, 4).map(Decimal), period=st.sampled_from(["day", "week", "month", "year"]), object=st.sampled_from(["楼道", "道路", "大堂"])),
        st.builds(post, st.sampled_from(["门岗", "监控室", "东门", "巡逻岗"]), st.integers(1, 24)),
        st.builds(staff, st.sampled_from(["保洁员", "保安", "工程人员"]), st.integers(1, 30)),
    ),
    max_size=15,
)  # fmt: skip


@given(PROMISES, st.integers(1, 9))
def test_figures_of_roles_are_the_sums_of_their_promises(rows, places):
    result = costed(*rows, places=places, pay={"guard": 400_000, "cleaner": 300_000})
    for role in result.roles:
        behind = result.of(role.role)
        assert sum((one.hours for one in behind), Fraction(0)) == role.hours
        assert sum(one.headcount or 0 for one in behind) == role.promised
        assert role.needed >= role.promised
        assert role.needed >= role.exact > role.needed - 1 or role.needed == role.promised
    assert len(result.loads) == len(rows)
    assert sum((one.hours for one in result.loads), Fraction(0)) == result.hours


@given(PROMISES, PROMISES)
def test_more_promises_never_ask_for_less(rows, more):
    before, after = costed(*rows), costed(*rows, *more)
    for role in before.roles:
        found = next((one for one in after.roles if one.role == role.role), None)
        assert found is not None
        assert found.needed >= role.needed or "巡逻岗" in str(more)


@given(st.integers(0, 30), st.integers(0, 50))
def test_who_is_away_more_gives_less(leave, absence):
    hours = costing.productive_hours(LABOUR, leave_days=leave, absence=absence)
    assert 0 < hours <= 40
    assert math.isclose(float(costing.relief_factor(hours) * hours), 168)
