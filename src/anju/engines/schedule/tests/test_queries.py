from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import Period, Recurrence
from anju.engines.schedule.models import DayTally, MonthTally, Occurrence
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, TODAY, act, draft, hours
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound
from anju.kernel.interval import DateInterval

DAY = timedelta(days=1)
TODAY_SPAN = DateInterval(TODAY, TODAY + DAY)


def running(boss, plan, at=NOW - hours(10)):
    number = facade.round_create(actor=boss, draft=plan, at=at)
    facade.round_activate(actor=boss, round_id=number, at=at)
    return number


def titles(found):
    return sorted({each.title for each in found})


def test_a_person_sees_his_own_work_his_teams_and_his_posts_and_nobody_elses(home, boss):
    number, (one, two) = factories.team(home, 2)
    staff = apps.get_model("people", "Staff")
    department = staff.objects.get(pk=one).department
    post = apps.get_model("people", "Position").objects.create(department=department, name="保洁员")
    staff.objects.update(position=post)
    running(boss, draft(home, title="本人", staff_id=one))
    running(boss, draft(home, title="同事", staff_id=two))
    running(boss, draft(home, title="岗位", position_id=post.pk))
    running(boss, draft(home, title="无人", place_ids=()))
    given = running(boss, draft(home, title="班组", team_id=number))
    Occurrence.objects.filter(round_id=given).update(staff_id=None)
    today = facade.day_span(TODAY_SPAN)
    assert titles(facade.work_of(one, today)) == ["岗位", "本人", "班组"]
    assert titles(facade.work_of(two, today)) == ["同事", "岗位", "班组"]


def test_todays_work_holds_what_is_open_late_and_settled_and_not_what_comes_later(home, boss):
    _team, (one,) = factories.team(home, 1)
    running(boss, draft(home, title="日", staff_id=one))
    running(boss, draft(home, title="月", staff_id=one, recurrence=Recurrence(period=Period.MONTH)))
    running(boss, draft(home, title="下周", staff_id=one, active_from=TODAY + 2 * DAY))
    first = Occurrence.objects.filter(round__title="日", on=TODAY).earliest("due_at")
    facade.submit(actor=boss, staff_id=one, act=act(first.pk, NOW), photos={}, at=NOW)
    found = facade.work_of(one, facade.day_span(TODAY_SPAN))
    assert [(each.title, each.state) for each in found] == [("日", "done"), ("日", "todo"), ("月", "todo")]


def test_late_and_endangered_work(home, boss):
    running(boss, draft(home))
    first = Occurrence.objects.filter(on=TODAY).earliest("due_at")
    assert not facade.overdue(NOW).exists()
    assert not facade.in_danger(NOW).exists()
    soon = first.due_at - timedelta(minutes=30)
    assert [each.pk for each in facade.in_danger(soon)] == [first.pk]
    assert [each.pk for each in facade.overdue(first.due_at, community_id=home)] == [first.pk]
    assert not facade.overdue(first.closes_at).filter(pk=first.pk).exists()
    (view,) = facade.views(facade.overdue(first.due_at))
    assert [view.standing(at) for at in (first.opens_at - hours(1), NOW, first.due_at, first.closes_at)] == [
        "later", "open", "late", "missed",
    ]  # fmt: skip


def test_scanning_a_place_shows_the_open_work_there_and_the_routes_through_it(home, boss):
    _team, (one,) = factories.team(home, 1)
    here, there = factories.places(home, 2)
    running(boss, draft(home, title="此处", staff_id=one, place_ids=(here,)))
    running(boss, draft(home, title="别处", staff_id=one, place_ids=(there,)))
    running(boss, draft(home, title="路线", staff_id=one, mode="route", place_ids=(there, here)))
    assert titles(facade.open_at_place(here, staff_id=one, at=NOW)) == ["此处", "路线"]


def test_the_list_is_limited_by_all_that_is_given(home, boss):
    here, there = factories.places(home, 2)
    running(boss, draft(home, place_ids=(here, there)))
    running(boss, draft(home, domain="security", mode="route", place_ids=(here, there)))
    found = facade.occurrences(days=TODAY_SPAN, community_id=home, states=["todo"])
    assert found.count() == 6
    assert facade.occurrences(days=TODAY_SPAN, domain="security").count() == 2
    assert facade.occurrences(days=TODAY_SPAN, place_ids=[here]).count() == 4
    assert not facade.occurrences(reach=Reach(frozenset({"/0/"}), frozenset({0}))).exists()
    assert not facade.occurrences(reach=Reach.nowhere()).exists()
    assert len(facade.history_of_place(there, days=TODAY_SPAN)) == 4
    with CaptureQueriesContext(
        connection,
    ) as asked:
        facade.views(found[:50])
    assert len(asked) == 1


def test_the_detail_of_an_occurrence_out_of_reach_is_not_there(home, boss):
    running(boss, draft(home, instructions="先扫后拖"))
    found = Occurrence.objects.first()
    assert facade.occurrence(found.pk).instructions == "先扫后拖"
    with pytest.raises(NotFound):
        facade.occurrence(found.pk, reach=Reach(frozenset({"/0/"}), frozenset({0})))


def test_totals_from_tallies_equal_a_recount_over_any_span(home, boss):
    begun = NOW - timedelta(days=75)
    plan = draft(home, active_from=begun.date(), place_ids=tuple(factories.places(home, 2)))
    running(boss, plan, at=begun)
    running(boss, replace(plan, domain="security", title="巡逻"), at=begun)
    facade.materialise(community_id=home, until=TODAY + DAY, at=NOW)
    facade.close_due(at=NOW)
    for found in Occurrence.objects.filter(state="todo", opens_at__lte=NOW):
        facade.submit(actor=boss, staff_id=None, act=act(found.pk, NOW), photos={}, at=NOW)
    facade.refresh_all(at=NOW)
    for start, end in (
        (date(2026, 1, 1), date(2026, 3, 1)),
        (date(2026, 1, 7), date(2026, 3, 11)),
        (date(2026, 2, 3), date(2026, 2, 20)),
        (date(2026, 1, 31), date(2026, 2, 1)),
    ):
        days = DateInterval(start, end)
        live = {each.key: each for each in facade.live_totals(("round__domain",), days=days)}
        assert {each.key: each for each in facade.totals(("domain",), days=days)} == live
        by_month = facade.totals(("domain", "month"), days=days)
        assert sum(each.tally.expected for each in by_month) == sum(
            each.tally.expected for each in live.values()
        )
        by_day = facade.day_tallies(days=days)
        assert sum(each.tally.missed for each in by_day) == sum(each.tally.missed for each in live.values())
    assert DayTally.objects.count() > MonthTally.objects.count() >= 6


def test_a_whole_year_is_read_from_month_tallies_in_two_statements(home, boss):
    running(boss, draft(home))
    facade.refresh_all(at=NOW)
    with CaptureQueriesContext(connection) as asked:
        facade.totals(("community_id", "month"), days=DateInterval(date(2026, 1, 1), date(2027, 1, 1)))
    assert len(asked) == 1


def test_live_counts_by_domain_and_a_persons_record(home, boss):
    _team, (one,) = factories.team(home, 1)
    running(boss, draft(home, staff_id=one))
    first = Occurrence.objects.filter(on=TODAY).earliest("due_at")
    late = first.due_at + hours(1)
    facade.submit(actor=boss, staff_id=one, act=act(first.pk, late), photos={}, at=late)
    (count,) = facade.domain_counts(TODAY, community_id=home)
    assert (count.key, count.tally.expected, count.tally.late, count.tally.pending) == (
        ("cleaning",),
        2,
        1,
        1,
    )
    assert facade.staff_record(one, TODAY_SPAN) == count.tally


@pytest.mark.parametrize(
    ("paths", "communities", "whole", "inner"),
    [
        ({""}, None, None, set()),
        ({"/3/17/"}, {17}, {17}, set()),
        ({"/3/"}, {17, 18}, {17, 18}, set()),
        ({"/3/17/204/"}, {17}, set(), {"/3/17/204/"}),
        ({"/3/17/204/", "/3/18/"}, {17, 18}, {18}, {"/3/17/204/"}),
        ({"/3/17/204/", "/3/17/"}, {17}, {17}, set()),
        ({"/3/17/204/", "/3/"}, {17, 18}, {17, 18}, set()),
    ],
)
def test_a_reach_splits_into_whole_communities_and_places_inside_others(paths, communities, whole, inner):
    reach = Reach(frozenset(paths), None if communities is None else frozenset(communities))
    found = reach.limits()
    assert found == (None if whole is None else frozenset(whole), frozenset(inner))
