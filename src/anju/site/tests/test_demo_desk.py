from __future__ import annotations

from datetime import UTC, datetime

import pytest

from anju.engines.cases import facade as cases
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceDraft, PlaceKind
from anju.modules.frontdesk import facade as frontdesk
from anju.site.demo import PASSWORD, desk, workforce

NOW = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)


@pytest.fixture
def garden(org, boss):
    made = estate.place_create(
        actor=boss, draft=PlaceDraft(kind=PlaceKind.COMMUNITY, code="YS", name="云杉苑"), at=NOW
    )
    block = estate.place_create(
        actor=boss, draft=PlaceDraft(kind=PlaceKind.BUILDING, code="1", parent_id=made.id), at=NOW
    )
    for number in ("101", "102"):
        estate.place_create(
            actor=boss, draft=PlaceDraft(kind=PlaceKind.UNIT, code=number, parent_id=block.id), at=NOW
        )
    workforce.hire(boss, made.id, workforce.CREWS, "YS", NOW)
    workforce.give_logins(boss, org, made.id, PASSWORD, NOW)
    return made


def test_two_weeks_at_a_desk_are_told_with_good_and_bad_days(boss, garden):
    desk.fill(boss, garden.id, NOW)
    by_kind = cases.counts(actor=boss, by=("kind", "state"))
    assert by_kind[("enquiry", "closed")] >= 5
    assert (
        sum(number for (_kind, state), number in by_kind.items() if state == "merged") == desk.BAD_CALLS - 1
    )
    assert [one.sort for one in frontdesk.phone_lines(garden.id)] == ["standard", "other", "supervisor"]
    assert all(one.due_at.date() >= NOW.date() for one in frontdesk.desk.backs_open())


def test_every_question_of_the_demo_finds_its_own_answer(boss, garden):
    told = desk.articles(boss, NOW.date(), NOW)
    lines = (desk.Path(desk.__file__).with_name("knowledge.txt")).read_text("utf-8").splitlines()
    assert told == len(lines) >= 60
    for line in lines:
        question = line.split("\t")[2]
        first = frontdesk.desk.answers(question, community_id=garden.id, on=NOW.date(), most=1)
        assert [one.question for one in first] == [question]
