from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.modules.frontdesk.rules import knowing
from anju.modules.frontdesk.rules.knowing import Findable
from anju.modules.frontdesk.services.knowledge import spoken

QUESTIONS = ("物业费怎么收", "装修需要什么手续", "门禁卡怎么办理", "附近有没有医院", "停车月卡多少钱")
SHELF = [Findable(number, knowing.finder([one], spoken), 0) for number, one in enumerate(QUESTIONS)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("物业费", 0), ("wuyefei", 0), ("wyf", 0), ("请问装修要办啥手续", 1), ("zxxy", 1), ("门禁", 2), ("我想问一下门禁卡", 2),
        ("医院在哪", 3), ("停车月卡", 4), ("tcyk", 4),
    ],
)  # fmt: skip
def test_an_article_is_found_by_characters_pinyin_and_initials(typed, first):
    assert knowing.best(typed, SHELF)[0] == first


def test_of_two_that_fit_alike_the_more_used_comes_first():
    text = knowing.finder(["水费怎么交"], spoken)
    assert knowing.best("水费", [Findable(1, text, 2), Findable(2, text, 9)]) == [2, 1]


@given(st.text(max_size=80))
def test_searching_never_fails_and_stays_within_what_is_there(text):
    assert set(knowing.best(text, SHELF)) <= set(range(len(QUESTIONS)))


@given(st.sampled_from(QUESTIONS))
def test_every_article_is_found_by_its_own_question(question):
    assert QUESTIONS[knowing.best(question, SHELF)[0]] == question
