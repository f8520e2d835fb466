from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.plans.rules import reshaping
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.rereading import reread
from anju.modules.plans.rules.reshaping import Part

FACTS = PromiseFacts(
    domain="engineering", activity="检查、疏通", object="排水管道", kind="frequency", value=Decimal(1), unit="times",
    period="month", every=1,
)  # fmt: skip
TITLES = ["一、保洁服务"]
TEXT = "前言\n一、保洁服务\n1．楼道每日清扫2次，扶手每周擦拭1次。\n2．其他。\n"
CLAUSE = (TEXT.index("1．"), TEXT.index("2．"))


def span_of(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def halves(words: str, facts: PromiseFacts, text: str = TEXT) -> tuple[Part, Part]:
    return reshaping.halves(
        text, span_of(words, text), facts, lambda start, end: reread(text, TITLES, (start, end), (start, end))
    )


def test_marked_words_are_read_where_they_stand():
    found = reread(TEXT, TITLES, CLAUSE, span_of("扶手每周擦拭1次"))
    assert [(one.facts.object, one.facts.activity, one.facts.period) for one in found] == [
        ("扶手", "擦拭", "week")
    ]
    assert TEXT[found[0].start : found[0].end] == "扶手每周擦拭1次"
    assert found[0].facts.domain == "cleaning"


def test_marking_a_part_of_the_words_is_enough():
    assert [one.facts.value for one in reread(TEXT, TITLES, CLAUSE, span_of("清扫2次"))] == [2]


def test_words_that_say_nothing_are_read_as_nothing():
    assert reread(TEXT, TITLES, (0, 2), (0, 2)) == []


def test_a_list_of_deeds_with_one_number_becomes_two_deeds_with_that_number():
    text = "排水管道每月检查、疏通一次"
    first, second = halves(text, FACTS, text)
    assert (first.facts, second.facts) == (replace(FACTS, activity="检查"), replace(FACTS, activity="疏通"))
    assert text[first.start : first.end] == text[second.start : second.end] == text


def test_words_with_two_numbers_are_cut_between_them():
    words = "楼道每日清扫2次，扶手每周擦拭1次"
    first, second = halves(words, replace(FACTS, activity="清扫", object="楼道"))
    assert (TEXT[first.start : first.end], TEXT[second.start : second.end]) == tuple(words.split("，"))
    assert [(one.facts.value, one.facts.period) for one in (first, second)] == [(2, "day"), (1, "week")]


def test_what_cannot_be_divided_is_proposed_twice():
    facts = replace(FACTS, activity="清扫", object="楼道")
    first, second = halves("楼道每日清扫2次", facts)
    assert first == second
    assert first.facts == facts


@given(st.text("每日周清扫擦1次2两，、。 并", min_size=1, max_size=40))
def test_halves_never_leave_the_words_of_the_whole(words):
    for part in halves(words, FACTS, words):
        assert 0 <= part.start < part.end <= len(words)


def test_several_become_one_over_all_their_words():
    parts = [
        Part(5, 9, replace(FACTS, activity="检查", object="管道")),
        Part(9, 14, replace(FACTS, activity="疏通", object="管道")),
        Part(2, 6, replace(FACTS, activity="检查、清理", object="沟渠")),
    ]
    whole = reshaping.joined(parts)
    assert (whole.start, whole.end) == (2, 14)
    assert (whole.facts.activity, whole.facts.object) == ("检查、疏通、清理", "管道、沟渠")


@pytest.mark.parametrize(("origin", "at"), [(0, 0), (5, 4), (99, 8)])
def test_words_are_found_at_the_nearest_place(origin, at):
    assert reshaping.nearest("每日..每日..每日", "每日", (0, 10), origin) == (at, at + 2)
    assert reshaping.nearest("每日..每日..每日", "每月", (0, 10), origin) is None
