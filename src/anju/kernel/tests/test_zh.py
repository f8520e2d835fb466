"""Numbers as they are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel import zh


@pytest.mark.parametrize(
    ("said", "value"),
    [("十二", 12), ("一百零五", 105), ("二〇", 20), ("两千", 2000), ("三万五千", 35_000), ("贰佰叁拾", 230), ("万", 10_000)],
)
def test_numerals_are_read(said, value):
    assert zh.numeral(said) == value


@pytest.mark.parametrize("said", ["", "12", "十a", "半", "第一"])
def test_what_is_no_numeral_is_none(said):
    assert zh.numeral(said) is None


@given(st.text(alphabet="零一二三四五六七八九", min_size=1, max_size=9))
def test_signs_in_a_row_are_digits(said):
    assert zh.numeral(said) == int("".join(str(zh.DIGITS[sign]) for sign in said))
