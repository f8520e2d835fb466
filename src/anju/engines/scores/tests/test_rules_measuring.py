"""Values, bands and sums, by property."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.engines.scores.contracts import Band, Better, Evidence, Observation, Part, Unit
from anju.engines.scores.rules import freezing, measuring
from anju.kernel.errors import Conflict, Invalid

# A busy machine makes drawing slow, which says nothing about the rules.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

COUNTS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
OBSERVATIONS = COUNTS.map(lambda pair: Observation(pair[0], pair[1], (Part("a", "甲", *pair),)))


@PATIENT
@given(st.lists(OBSERVATIONS, max_size=8))
def test_communities_add_up_and_their_percentages_do_not(listed):
    total = measuring.added(listed)
    assert total.numerator == sum(one.numerator for one in listed)
    assert total.denominator == sum(one.denominator for one in listed)
    value = measuring.value_of(Unit.PERCENT, total)
    assert (value is None) == (total.denominator == 0)
    if listed:
        assert total.parts[0].denominator == total.denominator


def test_a_small_community_does_not_weigh_as_much_as_a_large_one():
    large, small = Observation(90, 100), Observation(0, 1)
    assert measuring.value_of(Unit.PERCENT, measuring.added([large, small])) == Fraction(9000, 101)


@given(OBSERVATIONS, st.sampled_from(Better), st.integers(0, 100), st.integers(0, 100))
def test_a_better_value_never_stands_in_a_worse_band(seen, better, target, warn):
    order = [Band.BAD, Band.WARN, Band.GOOD]
    sign = 1 if better is Better.HIGHER else -1
    if sign * warn > sign * target:
        with pytest.raises(Invalid):
            measuring.check_bands(better=better, target=Fraction(target), warn=Fraction(warn))
        return
    value = measuring.value_of(Unit.PERCENT, seen)
    if value is None:
        return
    bands = [
        order.index(measuring.band_of(one, better=better, target=Fraction(target), warn=Fraction(warn)))
        for one in (value, value + sign)
    ]
    assert bands == sorted(bands)


@pytest.mark.parametrize(
    ("value", "band"),
    [(Fraction(50), Band.GOOD), (Fraction(499999, 10000), Band.WARN), (Fraction(40), Band.WARN), (Fraction(39), Band.BAD), (None, Band.NONE)],
)  # fmt: skip
def test_the_limits_of_a_band_are_inside_it(value, band):
    assert measuring.band_of(value, better=Better.HIGHER, target=Fraction(50), warn=Fraction(40)) is band


def test_two_thirds_are_not_sixty_six_point_sixty_seven_percent():
    value = measuring.value_of(Unit.PERCENT, Observation(2, 3))
    assert value == Fraction(200, 3)
    assert measuring.band_of(value, better=Better.HIGHER, target=Fraction(6667, 100), warn=None) is Band.BAD


def test_nothing_measured_is_no_zero_but_a_plain_number_is():
    assert measuring.value_of(Unit.PERCENT, Observation()) is None
    assert measuring.value_of(Unit.NUMBER, Observation()) == 0
    assert measuring.band_of(Fraction(3), better=Better.LOWER, target=None, warn=None) is Band.PLAIN


def test_a_month_that_runs_is_not_over():
    measuring.check_over(date(2026, 10, 1), date(2026, 11, 1))
    with pytest.raises(Conflict, match=r"scores\.month\.open"):
        measuring.check_over(date(2026, 12, 1), date(2026, 12, 31))
    assert measuring.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert measuring.months_until(date(2027, 1, 9), 3) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]


@given(COUNTS, st.lists(st.text(max_size=10), max_size=4))
def test_what_is_frozen_comes_back_as_it_was(pair, labels):
    seen = Observation(*pair, (Part("k", "类别", *pair),), tuple(Evidence(one, "/x/") for one in labels))
    back = freezing.thawed(
        *pair, freezing.parts_kept(seen), freezing.evidence_kept(seen), seen.total_evidence
    )
    assert (back.numerator, back.denominator, back.parts, back.evidence) == (*pair, seen.parts, seen.evidence)
    assert back.total_evidence == len(labels)
