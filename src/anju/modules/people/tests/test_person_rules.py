"""Shares over time, identity numbers and names, by property."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.identity_card import identity_check_digit
from anju.modules.people.contracts import IdKind, PersonKind, Share
from anju.modules.people.rules.identities import born_on, checked_number, masked_number
from anju.modules.people.rules.names import clean_name, similar_names, sort_name
from anju.modules.people.rules.shares import Holding, check_whole, checked_share, held_on, largest_held

DAY = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
shares = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda two: Share(min(two), max(two)))


@st.composite
def holdings(draw):
    start = draw(st.none() | days)
    end = draw(
        st.none() | days.filter(lambda day: start is None or day > start)
        if start != DAY + timedelta(60)
        else st.none()
    )
    return Holding(start, end, draw(shares))  # fmt: skip


@given(st.lists(holdings(), max_size=8))
def test_the_largest_sum_is_what_looking_at_every_day_finds(held):
    every = [DAY + timedelta(days=n) for n in range(-1, 62)]
    assert largest_held(held)[0] == max(held_on(held, day) for day in every)


@given(st.lists(holdings(), max_size=8))
def test_a_home_is_never_held_by_more_than_the_whole(held):
    most, day = largest_held(held)
    if most > 1:
        with pytest.raises(Invalid) as refused:
            check_whole(held)
        assert refused.value.params["on"] == day
    else:
        check_whole(held)


@given(shares, st.integers(1, 50))
def test_a_share_is_kept_in_lowest_terms(share, times):
    written = Share(share.numerator * times, share.denominator * times)
    kept = checked_share(written)
    assert Fraction(*kept) == Fraction(*share) and kept == checked_share(kept)


@pytest.mark.parametrize("share", [Share(0, 1), Share(2, 1), Share(1, 0), Share(-1, 2), Share(1, 10_001)])
def test_a_share_outside_the_home_is_refused(share):
    with pytest.raises(Invalid):
        checked_share(share)


@given(st.dates(date(1930, 1, 1), date(2025, 12, 31)), st.integers(0, 999))
def test_an_identity_card_gives_its_birthday_and_is_masked(born, order):
    body = f"110105{born:%Y%m%d}{order:03d}"
    number = body + identity_check_digit(body)
    read = checked_number(
        IdKind.IDENTITY_CARD, f" {number[:6]} {number[6:].lower()}", PersonKind.NATURAL, DAY
    )
    assert read == number and born_on(IdKind.IDENTITY_CARD, read) == born
    shown = masked_number(IdKind.IDENTITY_CARD, read)
    assert shown == f"110{'*' * 11}{number[14:]}"


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place, shift):
    number = "11010519491231002X"
    wrong = (
        number[:place]
        + str((int(number[place]) + shift) % 10 if number[place] != "X" else shift)
        + number[place + 1 :]
    )
    with pytest.raises(Invalid) as refused:
        checked_number(IdKind.IDENTITY_CARD, wrong, PersonKind.NATURAL, DAY)
    assert wrong not in str(refused.value)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        (IdKind.PASSPORT, "E12345678", "E1*****78"),
        (IdKind.TRAVEL_PERMIT, "H12345678", "H1*****78"),
        (IdKind.CREDIT_CODE, "91110000600037341L", "91110000600037341L"),
    ],
)
def test_other_papers_are_masked_too(kind, number, shown):
    owner = PersonKind.COMPANY if kind is IdKind.CREDIT_CODE else PersonKind.NATURAL
    assert masked_number(kind, checked_number(kind, number, owner, DAY)) == shown


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("程远", "程远", True),
        ("程远", "程 远（租客）", True),
        ("沈若兰", "沈若岚", True),
        ("沈若兰", "沈若", True),
        ("王芳", "王强", False),
        ("程远", "何晴", False),
        ("悦安商贸有限公司", "悦安商贸", True),
        ("", "程远", False),
    ],
)
def test_names_that_may_be_one_persons(one, other, alike):
    assert similar_names(one, other) is alike
    assert similar_names(other, one) is alike


def test_names_are_cleaned_and_sorted_by_pinyin():
    assert clean_name("  沈 若　兰 ") == "沈若兰"
    assert clean_name("John  Smith") == "John Smith"
    assert sort_name("沈若兰") == "shen ruo lan"
