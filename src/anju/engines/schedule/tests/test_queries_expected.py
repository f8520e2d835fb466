"""What is expected of a person beyond the horizon is what is then made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import Period, Recurrence
from anju.engines.schedule.models import Occurrence
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, draft
from anju.kernel.interval import DateInterval

PLANS = (
    Recurrence(period=Period.DAY, times=2),
    Recurrence(period=Period.NIGHT, times=2),
    Recurrence(period=Period.HOUR, every=5),
    Recurrence(period=Period.WEEK, times=3),
    Recurrence(period=Period.MONTH, month_days=(15, -1)),
)


@given(
    plan=st.sampled_from(PLANS),
    places=st.integers(0, 7),
    size=st.integers(1, 4),
    named=st.booleans(),
    route=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_expected_is_what_is_made(home, boss, plan, places, size, named, route):
    with transaction.atomic():
        team, people = factories.team(home, size)
        spots = tuple(factories.places(home, places))
        given = {"staff_id": people[0]} if named else {"team_id": team}
        mode = "route" if route and spots else "each"
        number = facade.round_create(
            actor=boss, draft=draft(home, recurrence=plan, place_ids=spots, mode=mode, **given), at=NOW
        )
        facade.round_activate(actor=boss, round_id=number, at=NOW)
        first = facade.horizon_end(NOW)
        days = DateInterval(first, first + timedelta(days=14))
        expected = {one: facade.expected_of(one, days) for one in people}
        facade.materialise(community_id=home, until=days.end, at=NOW)
        rows = Occurrence.objects.filter(round_id=number, on__gte=first)
        made = {(row.opens_at, row.place_id, row.staff_id) for row in rows}
        own = {
            (work.opens_at, place, one)
            for one, found in expected.items()
            for work in found
            if not work.shared
            for place in (work.place_ids if mode == "each" and spots else (None,))
        }
        shared = {(work.opens_at, place) for found in expected.values() for work in found if work.shared
                  for place in (work.place_ids if mode == "each" and spots else (None,))}  # fmt: skip
        assert own <= made
        assert {(at, place) for at, place, _one in made} == {(at, place) for at, place, _one in own} | shared
        assert all(not facade.expected_of(one, days) for one in people)
        transaction.set_rollback(True)


@pytest.fixture
def post(home):
    department, _made = apps.get_model("people", "Department").objects.get_or_create(
        community_id=home, name="环境部", domain="cleaning"
    )
    return apps.get_model("people", "Position").objects.create(department=department, name="门岗")


def test_a_post_of_one_is_his_and_of_two_is_shared_and_others_have_none(home, boss, post):
    _team, people = factories.team(home, 3)
    staff = apps.get_model("people", "Staff").objects
    staff.filter(pk=people[0]).update(position=post)
    number = facade.round_create(actor=boss, draft=draft(home, position_id=post.pk), at=NOW)
    facade.round_activate(actor=boss, round_id=number, at=NOW)
    first = facade.horizon_end(NOW)
    days = DateInterval(first, first + timedelta(days=1))
    assert [one.shared for one in facade.expected_of(people[0], days)] == [False, False]
    assert facade.expected_of(people[2], days) == []
    staff.filter(pk=people[1]).update(position=post)
    assert [one.shared for one in facade.expected_of(people[1], days)] == [True, True]
    facade.round_pause(actor=boss, round_id=number, at=NOW)
    assert facade.expected_of(people[0], days) == [] == facade.expected_of(0, days)
