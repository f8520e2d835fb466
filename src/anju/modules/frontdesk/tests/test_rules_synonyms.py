"""Things are found again under another name."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.frontdesk.rules import lost, synonyms

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WORDS = [word for group in synonyms.groups() for word in group]


def test_no_word_means_two_things_and_all_are_lower_case():
    assert [word for word, count in Counter(WORDS).items() if count > 1] == []
    assert all(word == word.lower() and word.strip() for word in WORDS)
    assert all(len(group) > 1 for group in synonyms.groups())


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=5).map("".join))
def test_what_stands_for_a_group_stands_for_itself(text):
    once = synonyms.canonical(text)
    for group in synonyms.groups():
        assert synonyms.canonical(group[0]) == group[0]
    assert len(once) <= 8 * max(1, len(text))


@pytest.mark.parametrize(
    ("found", "missed", "sort"),
    [
        ("皮夹", "钱包", "money"), ("AirPods", "蓝牙耳机", "phone"), ("伞", "雨伞", "umbrella"),
        ("门匙", "钥匙", "keys"), ("电话", "手机", "phone"), ("保温杯", "水杯", "other"),
    ],
)  # fmt: skip
def test_another_name_for_the_same_thing_is_a_match(found, missed, sort):
    made = lost.score(lost.Described(1, sort, found, AT), lost.Described(2, sort, missed, AT))
    assert made is not None and made.words and made.score >= 80


def test_things_of_one_sort_with_unlike_names_are_not_alike():
    assert lost.likeness("保温杯", "充电宝") == 0
    assert lost.likeness("项链", "戒指") == 0


def test_the_short_name_does_not_eat_into_the_long_one():
    assert synonyms.canonical("一把折叠伞和雨伞") == "一把雨伞和雨伞"
