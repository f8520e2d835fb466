"""Numerals in digits and characters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules.reader.numerals import chinese, number, percentage

from .test_reader_labels import labels


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_spoken_number_reads_back_as_itself(value):
    assert number(chinese(value)) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_thousands_read_back_as_themselves(value):
    assert number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("两", 2), ("双", 2), ("半", "0.5"), ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("壹拾贰万", 120000),
     ("三点五", "3.5"), ("3.5万", 35000), ("二〇二七", 2027), ("12,500.50", "12500.50"), ("叁佰陆拾伍万", 3650000)],
)  # fmt: skip
def test_numerals(text, value):
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "元", "abc", "第", "1.2.3"])
def test_what_is_no_numeral_has_no_value(text):
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("95%", 95), ("百分之九十五", 95), ("三分之二", "66.67"), ("2/3", "66.67"), ("1/2", 50), ("九成", 90), ("九成半", 95),
     ("千分之三", "0.3"), ("万分之五", "0.05"), ("5‰", "0.5")],
)  # fmt: skip
def test_percentages(text, value):
    assert percentage(text) == Decimal(value)


def test_a_capital_numeral_begins_with_a_capital_digit():
    assert number("叁佰捌拾肆万") == 3_840_000
    assert labels("果皮每日捡拾一次。") == [("frequency", "eq", 1, "times", "day", 1)]
    assert labels("合同总价为人民币贰拾万元整。") == [("amount", "eq", 200_000, "yuan", None, None)]
