"""Rules of safety: posts that clash, reports a dispute needs, lists that are checked, plans that are late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.rules import safety as rules

START = datetime(2026, 10, 1, tzinfo=UTC)
SHIFTS = st.tuples(st.integers(1, 2), st.integers(0, 12), st.integers(1, 6))


def duty_of(shift):
    staff, begin, length = shift
    starts = START + timedelta(hours=begin)
    return rules.Duty(staff, "岗", starts, starts + timedelta(hours=length))


@given(SHIFTS, SHIFTS)
def test_nobody_stands_at_two_posts_in_the_same_hour(mine, other):
    hours = set(range(mine[1], mine[1] + mine[2])) & set(range(other[1], other[1] + other[2]))
    found = rules.clashes(duty_of(mine), [duty_of(other)])
    assert bool(found) == (mine[0] == other[0] and bool(hours))


@given(
    st.sampled_from(list(rules.REPORTS)),
    st.sets(st.sampled_from(["community", "street", "district", "city"])),
)
def test_a_dispute_is_settled_only_when_every_tier_of_its_level_knows(level, told):
    missing = rules.reports_missing(level, told)
    assert set(missing) == set(rules.REPORTS[level]) - told
    if missing:
        with pytest.raises(Conflict, match=r"community\.dispute\.unreported"):
            rules.check_settled(level, told, 1)
    else:
        rules.check_settled(level, told, 1)
        with pytest.raises(Conflict, match=r"community\.dispute\.no_session"):
            rules.check_settled(level, told, 0)


@pytest.mark.parametrize("tier", ["community", "street"])
def test_a_serious_dispute_is_not_left_with_the_street(tier):
    rules.check_tier("ordinary", tier)
    with pytest.raises(Invalid, match=r"community\.dispute\.tier"):
        rules.check_tier("serious", tier)


@pytest.mark.parametrize(
    "text", ["119", "025-5550 0110", "+86 138 0000 0000", "(025)5550110"[1:].replace(")", "-")]
)
def test_telephones_of_bodies_are_taken_and_dialled(text):
    assert rules.phone(f" {text} ") == text
    assert set(rules.dialled(text)) <= set("+0123456789")


@pytest.mark.parametrize("text", ["", "门岗", "1" * 30, "119;rm"])
def test_what_is_no_telephone_is_refused(text):
    with pytest.raises(Invalid, match=r"community\.contact\.phone"):
        rules.phone(text)


def test_a_plan_counts_what_is_over_and_what_is_held_early():
    today = date(2026, 11, 21)
    plan = [
        (date(2026, 3, 1), True),
        (date(2026, 5, 1), False),
        (date(2026, 11, 1), False),
        (date(2026, 12, 1), True),
    ]
    assert rules.fulfilled(plan, today) == (3, 2)
    assert [rules.is_late(month, held, today) for month, held in plan] == [False, True, False, False]


@given(st.integers(0, 100))
def test_a_grade_never_rises_when_points_fall(score):
    letters = "ABCD"
    assert letters.index(rules.grade(score)) >= letters.index(rules.grade(100))
    if score:
        assert letters.index(rules.grade(score - 1)) >= letters.index(rules.grade(score))


def test_a_checklist_is_written_in_one_line_and_refuses_doubles():
    items = rules.checklist("着工装；佩戴工号牌;文明用语").items
    assert [one.label for one in items] == ["着工装", "佩戴工号牌", "文明用语"]
    for text in ("", "同；同", "长" * 61, "；".join(map(str, range(31)))):
        with pytest.raises(Invalid, match=r"community\.etiquette\.items"):
            rules.checklist(text)
