"""Which indicator a promised share is about, and whether it is reached."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.engines.cases.contracts import Kept
from anju.modules.plans.rules import rating, standing
from anju.modules.plans.rules.standing import Rate, Standing

PATTERNS = {"any": (r"回访率",), "repair": (r"(?:维修|报修)[^，。]{0,6}回访率",), "time": (r"及时率",)}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("维修回访率", "维修回访率不低于90%"), "repair"),
        (("投诉办结后回访率", ""), "any"),
        (("", "报修及时率不低于95%，回访率不低于60%"), "any"),
        (("报修及时率", "报修及时率不低于95%，回访率不低于60%"), "time"),
        (("设备完好率", "设备完好率不低于98%"), None),
    ],
)
def test_the_longest_words_of_the_nearest_text_say_what_is_measured(texts, code):
    assert rating.matched(texts, PATTERNS) == code


@given(st.fractions(0, 100), st.integers(0, 100), st.sampled_from(["ge", "le", "eq"]), st.booleans())
def test_a_better_value_never_fails_where_a_worse_one_passes(value, asked, comparator, higher):
    least = comparator == "ge" or (comparator == "eq" and higher)
    step = 1 if least else -1
    now = rating.met(value, asked=Decimal(asked), comparator=comparator, higher=higher)
    better = rating.met(value + step, asked=Decimal(asked), comparator=comparator, higher=higher)
    assert better or not now


def test_a_share_per_thousand_answers_a_promise_in_per_cent():
    assert rating.met(Fraction(9), asked=Decimal(1), comparator="le", higher=False, scale=10)
    assert rating.met(Fraction(11), asked=Decimal(1), comparator="le", higher=False, scale=10) is False
    assert rating.met(None, asked=Decimal(1), comparator="le", higher=False) is None


def test_a_yearly_share_looks_back_twelve_months():
    assert [rating.months_of(one, None) for one in ("", "month", "quarter", "half_year", "year")] == [
        1,
        1,
        3,
        6,
        12,
    ]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.booleans())
def test_one_late_case_breaks_a_limit_and_none_at_all_says_nothing(in_time, late, running, over):
    found = standing.of_clock(Kept(in_time + late + running, in_time, late, running), over=over)
    if not in_time + late + running:
        assert found is Standing.IDLE
    elif late:
        assert found is Standing.BROKEN
    elif not over:
        assert found is Standing.PENDING
    else:
        assert found is (Standing.UNPROVEN if running else Standing.KEPT)


def test_a_share_is_decided_when_its_span_is_over():
    def rate(met):
        return Rate("x", "回访率", "50%", 1, 2, Fraction(50), met)

    assert standing.of_rate(rate(True), over=False) is Standing.PENDING
    assert standing.of_rate(rate(True), over=True) is Standing.KEPT
    assert standing.of_rate(rate(False), over=True) is Standing.BROKEN
    assert standing.of_rate(rate(None), over=True) is Standing.IDLE
