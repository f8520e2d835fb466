import pickle
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.money import CurrencyMismatch, Money, apportion, half_up

amounts = st.integers(-(10**12), 10**12).map(Money)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any)


@given(amounts, weights)
def test_parts_add_up_to_the_whole(total, given_weights):
    assert sum(part.minor for part in total.split(given_weights)) == total.minor


@given(amounts, weights)
def test_no_part_is_a_fen_away_from_its_exact_share(total, given_weights):
    for part, weight in zip(total.split(given_weights), given_weights, strict=True):
        assert abs(part.minor * sum(given_weights) - total.minor * weight) < sum(given_weights)


@given(st.integers(0, 10**9), weights)
def test_a_larger_weight_never_gets_less(total, given_weights):
    parts = apportion(total, given_weights)
    pairs = sorted(zip(given_weights, parts, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs) if a[0] < b[0])


def test_a_bill_is_split_over_areas_as_in_the_rule_book():
    parts = Money.of("12000.00").split([8950, 9012, 12034, 14407])
    assert [part.yuan for part in parts] == [Decimal(t) for t in ("2418.76", "2435.51", "3252.21", "3893.52")]


def test_a_roof_repair_is_split_over_its_stairwell():
    parts = Money.of("86400.00").split([8950, 8950, 12034, 12034, 12034, 14407])
    expected = ["11303.78", "11303.78", "15198.84", "15198.84", "15198.84", "18195.92"]
    assert [str(part.yuan) for part in parts] == expected


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0.005", 1),
        ("0.0049999", 0),
        ("-1.005", -101),
        ("12", 1200),
        ("1e3", 100_000),
        ("2.675", 268),
        ("1.004" + "9" * 40, 100),
    ],
)
def test_an_amount_is_rounded_half_up(text, minor):
    assert Money.of(text).minor == minor


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_up_is_the_nearest_whole_number(numerator, denominator):
    rounded = half_up(numerator, denominator)
    assert abs(2 * (rounded * denominator - numerator)) <= denominator
    assert half_up(-numerator, denominator) == -rounded


@pytest.mark.parametrize("wrong", [0.1, True, "twelve", "NaN", "Infinity"])
def test_what_is_no_exact_number_is_no_money(wrong):
    with pytest.raises(Invalid) as refused:
        Money.of(wrong)
    assert refused.value.field == "amount"


@pytest.mark.parametrize("wrong", [[], [0, 0], [-1, 2]])
def test_weights_that_divide_nothing_are_refused(wrong):
    with pytest.raises(Invalid):
        Money(100).split(wrong)


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatch) as refused:
        Money(1) + Money(1, "HKD")
    assert pickle.loads(pickle.dumps(refused.value)).params == {"left": "CNY", "right": "HKD"}


@given(amounts, amounts)
def test_sums_and_comparisons_are_those_of_the_fen(left, right):
    assert (left + right).minor == left.minor + right.minor
    assert (left - right) == left + -right
    assert (left < right) == (left.minor < right.minor)
    assert (left <= right) == (left.minor <= right.minor)


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.05", "壹元零伍分"),
        ("10.50", "壹拾元伍角整"),
        ("1234.50", "壹仟贰佰叁拾肆元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000", "壹拾万元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("12345678901234.56", "壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰玖拾万壹仟贰佰叁拾肆元伍角陆分"),
        ("-3", "负叁元整"),
    ],
)
def test_amounts_in_capitals(amount, capitals):
    assert Money.of(amount).in_capitals() == capitals


def read_capitals(text):
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}

    def whole(part):
        for name, unit in (("亿", 10**8), ("万", 10**4)):
            if name in part:
                high, _, low = part.rpartition(name)
                return whole(high) * unit + whole(low)
        total = digit = 0
        for character in part:
            if character in digits:
                digit = digits[character]
            else:
                total, digit = total + digit * units[character], 0
        return total + digit

    yuan, found, rest = text.partition("元")
    if not found:
        yuan, rest = "", text
    jiao, fen = rest.find("角"), rest.find("分")
    return (
        whole(yuan) * 100
        + (digits[rest[jiao - 1]] * 10 if jiao > 0 else 0)
        + (digits[rest[fen - 1]] if fen > 0 else 0)
    )


@given(st.integers(0, 10**17))
def test_capitals_read_back_as_the_amount(minor):
    assert read_capitals(Money(minor).in_capitals()) == minor


def test_capitals_end_where_the_banks_form_ends():
    with pytest.raises(Invalid):
        Money(10**18).in_capitals()
    with pytest.raises(Invalid):
        Money(100, "HKD").in_capitals()
