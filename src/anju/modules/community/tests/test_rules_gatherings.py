"""Plans of a year, lists that people paste, when a box is due, where a proposal stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel.errors import Invalid
from anju.modules.community.rules import groups, ideas, meetings, opinions
from anju.modules.frontdesk.rules import homes

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
AT = datetime(2026, 11, 10, tzinfo=UTC)


@given(DAYS, st.integers(1, 12), st.integers(1, 12))
def test_a_plan_has_its_days_in_order_that_many_months_apart(first, every, times):
    days = meetings.plan_days(first, every, times)
    assert days[0] == first and len(days) == times
    months = [one.year * 12 + one.month for one in days]
    assert [one - months[0] for one in months] == [n * every for n in range(times)]
    assert all(one.day <= first.day for one in days)


def test_the_last_of_a_month_stays_the_last_of_a_shorter_one():
    assert meetings.plan_days(date(2026, 11, 30), 3, 2) == [date(2026, 11, 30), date(2027, 2, 28)]
    for every, times in ((3, 0), (3, 13), (0, 2)):
        with pytest.raises(Invalid):
            meetings.plan_days(date(2026, 1, 1), every, times)


def test_a_planned_meeting_is_late_when_its_day_has_passed():
    today = date(2026, 11, 10)
    before, after = today - timedelta(days=1), today + timedelta(days=1)
    assert [meetings.standing("planned", one, today) for one in (before, today, after)] == [
        "late", "today", "planned",
    ]  # fmt: skip
    assert meetings.standing("held", before, today) == "held"


@given(
    st.lists(
        st.tuples(st.from_regex(r"[0-9]-[0-9]{3}", fullmatch=True), st.sampled_from(["王芳", "3栋 李", ""]))
    )
)
def test_every_line_with_words_is_read_with_its_number(rows):
    text = "\n".join(f" {room}，{name} \n" for room, name in rows)
    if not rows:
        with pytest.raises(Invalid, match=r"community\.lines\.none"):
            groups.lines_of(text)
        return
    found = groups.lines_of(text)
    assert [(one.room, one.name) for one in found] == rows
    assert [one.number for one in found] == [2 * n + 1 for n in range(len(rows))]


@given(DAYS, st.integers(1, 365))
def test_a_box_is_late_from_the_day_after_it_was_due(last, every):
    due = opinions.opening_due(last, every)
    assert not opinions.is_late(due, due)
    assert opinions.is_late(due, due + timedelta(days=1))


@pytest.mark.parametrize(
    ("decision", "dropped", "due_at", "expected"),
    [
        ("adopted", False, None, "adopted"),
        ("declined", False, AT - timedelta(days=1), "declined"),
        ("", False, AT - timedelta(seconds=1), "late"),
        ("", False, AT + timedelta(days=1), "open"),
        ("", True, None, "dropped"),
    ],
)
def test_a_proposal_stands_by_its_decision_and_its_limit(decision, dropped, due_at, expected):
    assert ideas.standing(decision, dropped=dropped, due_at=due_at, at=AT) == expected


NAMES = [(1, "3号楼2单元1502"), (2, "3号楼1单元1502"), (3, "5号楼1单元101")]


def test_many_texts_find_the_same_homes_as_one_by_one():
    texts = ["3-2-1502", "3-1502", "101", "9-101", ""]
    assert homes.found_all(texts, NAMES) == {one: homes.found(one, NAMES) for one in texts}
    assert homes.found_all(texts, NAMES)["3-2-1502"] == [1]
