from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.catalogue import BASIC_SERVICES, SERVICE_GOALS, coverage
from anju.modules.plans.rules.comparing import Change, Numbered, compare, differences
from anju.modules.plans.rules.compiling import PromiseFacts


def facts(**given):
    base = {
        "domain": "security", "activity": "巡查", "object": "重点部位", "kind": "frequency", "value": Decimal(1),
        "unit": "times", "period": "hour", "every": 2,
    }  # fmt: skip
    return PromiseFacts(**{**base, **given})


def plain(kind, value, unit, comparator="eq"):
    return facts(kind=kind, value=Decimal(value), unit=unit, comparator=comparator, period=None, every=None)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (facts(), facts(every=1), Change.TIGHTENED),
        (facts(), facts(every=3), Change.LOOSENED),
        (facts(period="week", every=1), facts(period="month", every=1), Change.LOOSENED),
        (plain("time_limit", 30, "minutes"), plain("time_limit", 1, "hours"), Change.LOOSENED),
        (plain("time_limit", 60, "minutes"), plain("time_limit", 30, "minutes"), Change.TIGHTENED),
        (plain("rate", 95, "percent", "ge"), plain("rate", 90, "percent", "ge"), Change.LOOSENED),
        (plain("rate", 5, "percent", "le"), plain("rate", 3, "percent", "le"), Change.TIGHTENED),
        (plain("retention", 15, "days"), plain("retention", 1, "months"), Change.TIGHTENED),
        (plain("max_duration", 4, "hours", "le"), plain("max_duration", 6, "hours", "le"), Change.LOOSENED),
        (plain("amount", 2, "yuan_per_m2"), plain("amount", 3, "yuan_per_m2"), Change.CHANGED),
        (facts(), facts(), Change.SAME),
        (plain("headcount", 2, "people"), plain("headcount", 2, "people", "ge"), Change.CHANGED),
    ],
)
def test_stricter_means_stricter_for_the_one_who_promises(before, after, change):
    assert compare(before, after) is change


FACTS = st.builds(
    facts,
    activity=st.sampled_from(["巡查", "清扫"]),
    object=st.sampled_from(["道路", "楼 道", "楼道"]),
    value=st.integers(1, 3).map(Decimal),
    period=st.sampled_from(["hour", "day"]),
)
VERSION = st.lists(FACTS, max_size=12)


@given(VERSION, VERSION)
def test_every_promise_of_both_versions_stands_in_the_comparison_once(old, new):
    rows = differences(
        [Numbered(n, one) for n, one in enumerate(old)], [Numbered(n, one) for n, one in enumerate(new)]
    )
    assert sorted(row.before for row in rows if row.before is not None) == list(range(len(old)))
    assert sorted(row.after for row in rows if row.after is not None) == list(range(len(new)))


@given(VERSION)
def test_a_version_does_not_differ_from_itself(version):
    rows = [Numbered(n, one) for n, one in enumerate(version)]
    assert Counter(row.change for row in differences(rows, rows)) == (
        {Change.SAME: len(rows)} if rows else {}
    )


def test_blanks_inside_words_are_no_difference():
    assert facts(object="楼 道").identity == facts(object="楼道").identity


def test_a_sentence_that_changed_only_its_figure_is_compared_though_its_words_hold_the_figure():
    old = facts(kind="time_limit", activity="急修60分钟内到达", object="", value=Decimal(60), unit="minutes",
                period=None, every=None, quote="急修60分钟内到达现场")  # fmt: skip
    new = facts(kind="time_limit", activity="急修30分钟内到达", object="", value=Decimal(30), unit="minutes",
                period=None, every=None, quote="急修30分钟内到达现场")  # fmt: skip
    (row,) = differences([Numbered(1, old)], [Numbered(2, new)])
    assert (row.change, row.before, row.after) == (Change.TIGHTENED, 1, 2)


def covered(services, *given):
    return [row.code for row in coverage(given, services) if row.covered]


def test_the_six_basic_services_and_which_of_them_lack_a_plan():
    assert covered(BASIC_SERVICES) == []
    assert covered(BASIC_SERVICES, facts(domain="cleaning")) == []
    both = (facts(domain="cleaning"), facts(domain="greening"))
    assert covered(BASIC_SERVICES, *both) == ["green_and_clean"]
    assert covered(BASIC_SERVICES, facts(domain="engineering", object="房屋共用部位")) == [
        "building_repair",
        "facilities",
    ]
    assert covered(BASIC_SERVICES, facts(domain="other", object="业主档案")) == ["archives"]


def test_service_goals_are_found_by_domain_or_by_words():
    assert covered(SERVICE_GOALS, facts(domain="cleaning", object="垃圾分类投放点")) == [
        "cleaning",
        "refuse_sorting",
    ]
    assert covered(SERVICE_GOALS, facts(domain="culture")) == ["activities"]
