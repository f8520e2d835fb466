"""The demo's meetings, groups, boxes and proposals: good and bad sides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from anju.site.demo import gatherings, persons, workforce
from anju.site.demo.estates import SMALL
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def told(boss):
    ids = built(boss, SMALL, NOW)
    persons.fill(boss, [ids[one.name] for one in SMALL], NOW)
    community = ids[SMALL[0].name]
    workforce.hire(boss, community, workforce.SMALL_CREWS, SMALL[0].code, NOW)
    gatherings.tell(boss, community, NOW)
    return community


def rows(name):
    return apps.get_model("community", name).objects


def test_the_story_has_good_and_bad_days(told):
    meetings = rows("Meeting")
    assert meetings.filter(state="held").count() == 2
    assert meetings.filter(state="cancelled").exclude(cancel_reason="").count() == 1
    assert meetings.filter(state="planned", starts_at__lt=NOW - timedelta(days=1)).count() == 1
    opinions = rows("MeetingOpinion")
    assert opinions.filter(improvement__reasonable=None).count() == 1
    assert opinions.filter(improvement__done_on__isnull=False, answered_at__isnull=False).count() == 1
    assert {one.building_ids[0] for one in rows("ChatGroup").all()} and rows("GroupMember").count() > 20
    posts = rows("GroupPost").filter(sort="question")
    assert [posts.filter(case__isnull=one).count() for one in (True, False)] == [1, 1]
    assert rows("BoxOpening").filter(letters=0).count() == 1 and rows("BoxLetter").count() == 3
    assert rows("OpinionBox").filter(openings__isnull=True).count() == 1
    proposals = rows("Proposal")
    assert (proposals.count(), proposals.filter(answered_at__isnull=True).count()) == (5, 2)
    assert proposals.filter(answered_at=None, case__due_at__lt=NOW).count() == 1


def test_letters_were_answered_but_for_one(told):
    letters = rows("BoxLetter").select_related("case")
    assert {one.case.kind: one.case.state for one in letters} == {
        "suggestion": "closed", "praise": "closed", "complaint": "assigned"
    }  # fmt: skip
    (late,) = (one.case for one in letters if one.case.kind == "complaint")
    assert late.due_at < NOW
