from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.quantity import Area, Price


@given(st.integers(0, 10**9))
def test_an_area_reads_back_exactly(hundredths):
    area = Area(hundredths)
    assert Area.of(area.square_metres) == area == Area.of(str(area))


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_areas_add_exactly(left, right):
    assert (Area(left) + Area(right)).square_metres == Area(left).square_metres + Area(right).square_metres


@pytest.mark.parametrize(
    ("price", "area", "months", "fen"),
    [
        ("1.85", "89.50", 1, 16558),
        ("2.3", "120.34", 12, 332138),
        ("0.0001", "0.50", 1, 0),
        ("0.01", "0.50", 1, 1),
    ],
)
def test_a_price_per_area_is_rounded_once(price, area, months, fen):
    assert Price.of(price).for_area(Area.of(area), months).minor == fen


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 24))
def test_a_charge_is_within_half_a_fen_of_the_exact_product(price, area, months):
    exact = Decimal(price).scaleb(-4) * Decimal(area).scaleb(-2) * months
    assert abs(Price(price).for_area(Area(area), months).yuan - exact) <= Decimal("0.005")


def test_units_may_be_scaled():
    assert Price.of("2.8345").for_units(1234, scale=100).minor == 3498
    assert Price.of("0.5").for_units(3).minor == 150
    assert Price.of("3.1").yuan == Decimal("3.1000")


@pytest.mark.parametrize(
    "wrong", ["89.505", "89.50" + "0" * 40 + "1", 89.5, "-1", "large", "NaN", "Infinity", True]
)
def test_an_area_is_exact_or_refused(wrong):
    with pytest.raises(Invalid):
        Area.of(wrong)


def test_prices_sort_and_refuse_too_many_digits():
    assert Price.of("1.2") < Price.of("1.2001")
    with pytest.raises(Invalid) as refused:
        Price.of("0.00001")
    assert refused.value.code == "quantity.too_fine"
