"""Answers, factors, samples and coverage, by property."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.modules.community.contracts import ItemDraft
from anju.modules.community.rules import campaigns, returns, surveys
from anju.modules.community.rules.surveys import Item

# A busy machine makes drawing slow, which says nothing about the rules.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WHOLE = Item(1, "scale", "overall", "总体")
CLEAN = Item(2, "scale", "cleaning", "保洁")
PARK = Item(3, "stars", "parking", "停车")
TEXT = Item(4, "text", "other", "建议", required=False)
ALL = [WHOLE, CLEAN, PARK, TEXT]
REPLIES = st.lists(
    st.fixed_dictionaries(
        {
            "1": st.sampled_from(surveys.SCALE),
            "2": st.sampled_from(["", *surveys.SCALE]),
            "3": st.sampled_from(["", "1", "2", "3", "4", "5"]),
        }
    ),
    max_size=12,
)


@PATIENT
@given(REPLIES)
def test_satisfied_never_exceeds_answered_and_counts_add_up(replies):
    for one in surveys.results(ALL, replies):
        assert 0 <= one.satisfied <= one.answered <= len(replies)
        assert sum(one.counts.values()) == (one.answered if one.item.kind != "text" else 0)
        assert one.rate is None or 0 <= one.rate <= 1


@PATIENT
@given(REPLIES)
def test_factors_lie_in_their_quadrant(replies):
    for one in surveys.factors(ALL, replies):
        assert -1 <= one.importance <= 1
        assert one.quadrant in ("improve", "keep", "later", "enough")
        assert one.item.id != WHOLE.id


def test_what_moves_the_whole_and_is_bad_comes_first():
    happy = {"1": "satisfied", "2": "satisfied", "3": "3"}
    sad = {"1": "dissatisfied", "2": "dissatisfied", "3": "3"}
    found = surveys.factors([WHOLE, CLEAN, PARK], [happy] * 4 + [sad] * 8)
    assert [one.item.text for one in found if one.importance == 1.0] == ["保洁"]
    assert surveys.factors([WHOLE, CLEAN], [happy] * 3) == []


def test_an_answer_must_be_one_of_the_choices_and_required_ones_must_be_there():
    assert surveys.checked(ALL, {"1": "fair", "2": "satisfied", "3": "4"}) == {
        "1": "fair",
        "2": "satisfied",
        "3": "4",
    }
    with pytest.raises(Invalid) as missing:
        surveys.checked(ALL, {"1": "fair", "2": "satisfied"})
    assert missing.value.field == "item_3"
    with pytest.raises(Invalid, match=r"community\.survey\.value"):
        surveys.checked(ALL, {"1": "great", "2": "fair", "3": "1"})


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "items"),
        ((ItemDraft(text=" "),), "item_text"),
        ((ItemDraft(text="选", kind="choice", choices=("一",)),), "item_choices"),
        ((ItemDraft(text="写", kind="text"),), "no_rating"),
    ],
)
def test_a_questionnaire_that_cannot_work_is_refused(items, code):
    with pytest.raises(Invalid, match=rf"community\.survey\.{code}"):
        surveys.check_items(items)


@PATIENT
@given(st.lists(st.text("0123456789abcdef", min_size=4, max_size=8), min_size=1, max_size=4),
       st.lists(st.integers(1, 999).map(lambda n: f"R{n}"), min_size=1, max_size=60, unique=True), st.integers(1, 100))  # fmt: skip
def test_the_monthly_sample_is_the_same_for_everybody_and_of_the_size_asked(revealed, numbers, percent):
    drawn = returns.monthly_sample(revealed, numbers, percent)
    assert drawn == returns.monthly_sample(list(reversed(revealed)), list(reversed(numbers)), percent)
    assert len(drawn) == -(-len(numbers) * percent // 100)
    assert set(drawn) <= set(numbers)


@PATIENT
@given(st.dictionaries(st.integers(1, 20), st.integers(1, 30), max_size=8), st.integers(1, 5))
def test_buildings_stay_together_and_nobody_gets_much_more(sizes, people):
    homes, at = {}, 1000
    for building, size in sizes.items():
        homes[building] = list(range(at, at + size))
        at += size
    whose = campaigns.shared_out(homes, list(range(1, people + 1)))
    assert set(whose) == {one for listed in homes.values() for one in listed}
    assert all(len({whose[one] for one in listed}) == 1 for listed in homes.values())


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 100))
def test_coverage_is_reached_exactly_when_enough_homes_were_visited(homes, visited, percent):
    found = campaigns.Coverage(max(homes, visited), visited, 0, percent)
    assert found.is_reached == (found.homes > 0 and visited >= found.needed)


def test_the_overall_rate_is_of_the_question_about_the_whole():
    found = surveys.results(ALL, [{"1": "satisfied", "2": "dissatisfied", "3": "1"}])
    assert surveys.overall(found) == (1, 1)
    assert surveys.overall(found[1:]) == (0, 2)
    assert found[0].rate == Fraction(1)
