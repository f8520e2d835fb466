from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import DayWindow, Period, Recurrence
from anju.engines.schedule.models import DayTally, Occurrence, Round, StaleDay
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, TODAY, draft
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

DAY = timedelta(days=1)


def running(boss, plan, at=NOW):
    number = facade.round_create(actor=boss, draft=plan, at=at)
    facade.round_activate(actor=boss, round_id=number, at=at)
    return number


def states(**given):
    return sorted(Occurrence.objects.filter(**given).values_list("state", flat=True))


def test_activating_makes_work_for_today_and_three_more_days_at_every_place(home, boss):
    spots = factories.places(home, 3)
    running(boss, draft(home, place_ids=tuple(spots)))
    days = set(Occurrence.objects.values_list("on", flat=True))
    assert days == {TODAY + n * DAY for n in range(4)}
    assert Occurrence.objects.filter(on=TODAY + DAY).count() == 6


def test_what_was_due_before_the_round_began_is_not_asked(home, boss):
    at = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    running(boss, draft(home), at=at)
    assert [each.due_at for each in Occurrence.objects.filter(on=TODAY)] == [
        datetime(2026, 3, 10, 16, tzinfo=UTC)
    ]


def test_a_round_begun_inside_a_month_takes_over_the_months_slot(home, boss):
    running(boss, draft(home, recurrence=Recurrence(period=Period.MONTH)))
    (found,) = Occurrence.objects.all()
    assert (found.slot, found.on, found.due_at) == (
        "2026-03-01#1",
        TODAY,
        datetime(2026, 3, 31, 16, tzinfo=UTC),
    )


def test_materialising_twice_makes_nothing_new_and_marks_nothing_stale(home, boss):
    running(boss, draft(home, place_ids=tuple(factories.places(home, 2))))
    until = TODAY + 10 * DAY
    assert facade.materialise(community_id=home, until=until, at=NOW) == 6 * 4
    StaleDay.objects.all().delete()
    assert facade.materialise(community_id=home, until=until, at=NOW) == 0
    Round.objects.update(materialised_until=TODAY)
    assert facade.materialise(community_id=home, until=until, at=NOW) == 0
    assert not StaleDay.objects.exists()


def test_a_route_is_one_occurrence_whatever_its_places(home, boss):
    running(boss, draft(home, mode="route", place_ids=tuple(factories.places(home, 5))))
    found = Occurrence.objects.filter(on=TODAY + DAY)
    assert [each.place_id for each in found] == [None, None]


def test_work_is_spread_evenly_and_a_place_keeps_its_person(home, boss):
    number, people = factories.team(home, 3)
    spots = factories.places(home, 6)
    running(boss, draft(home, place_ids=tuple(spots), team_id=number))
    facade.materialise(community_id=home, until=TODAY + 9 * DAY, at=NOW)
    owners = {
        place: set(Occurrence.objects.filter(place_id=place).values_list("staff_id", flat=True))
        for place in spots
    }
    assert all(len(each) == 1 for each in owners.values())
    counts = [Occurrence.objects.filter(staff_id=one).count() for one in people]
    assert max(counts) == min(counts) > 0


def test_turns_of_many_small_rounds_differ_by_one_job_at_most(home, boss):
    number, people = factories.team(home, 4)
    for n in range(6):
        running(boss, draft(home, title=f"巡查{n}", team_id=number, recurrence=Recurrence(period=Period.DAY)))
    counts = [Occurrence.objects.filter(staff_id=one).count() for one in people]
    assert sum(counts) == 24
    assert max(counts) - min(counts) <= 1


def test_peak_hours_of_a_place_move_its_slots_and_no_others(home, boss):
    busy, quiet = factories.places(home, 2)
    peaks = {busy: [DayWindow(time(0), time(12))]}
    with factories.registered(places=factories.place_source(peaks)):
        running(boss, draft(home, place_ids=(busy, quiet), recurrence=Recurrence(period=Period.DAY)))
    opens = dict(Occurrence.objects.filter(on=TODAY + DAY).values_list("place_id", "opens_at"))
    assert opens[busy] - opens[quiet] == timedelta(hours=12)


def test_peak_hours_that_leave_no_time_do_not_cancel_the_promise(home, boss):
    (busy,) = factories.places(home, 1)
    peaks = {busy: [DayWindow(time(0), time(0))]}
    with factories.registered(places=factories.place_source(peaks)):
        running(boss, draft(home, place_ids=(busy,)))
    assert Occurrence.objects.filter(on=TODAY + DAY).count() == 2


def test_changing_a_running_round_keeps_the_past_and_makes_the_rest_anew(home, boss):
    number = running(boss, draft(home))
    later = NOW + DAY
    kept = set(Occurrence.objects.filter(due_at__lte=later).values_list("pk", flat=True))
    facade.round_change(
        actor=boss,
        round_id=number,
        draft=draft(home, recurrence=Recurrence(period=Period.DAY, times=3)),
        at=later,
    )
    assert set(Occurrence.objects.filter(pk__in=kept, state="todo").values_list("pk", flat=True)) == kept
    whole_day = Occurrence.objects.filter(on=TODAY + 2 * DAY, state="todo")
    assert [each.sequence for each in whole_day.order_by("opens_at")] == [1, 2, 3]
    assert not Occurrence.objects.filter(state="todo", due_at__gt=later, on__lt=TODAY + DAY).exists()


def test_a_change_of_words_only_touches_no_occurrence(home, boss):
    number = running(boss, draft(home))
    before = list(Occurrence.objects.order_by("pk").values_list("pk", "state", "opens_at"))
    StaleDay.objects.all().delete()
    facade.round_change(actor=boss, round_id=number, draft=draft(home, title="楼道保洁"), at=NOW + DAY)
    assert list(Occurrence.objects.order_by("pk").values_list("pk", "state", "opens_at")) == before
    assert not StaleDay.objects.exists()


def test_a_change_back_revives_the_same_occurrences(home, boss):
    number = running(boss, draft(home))
    rows = list(Occurrence.objects.order_by("pk").values_list("pk", "opens_at", "due_at"))
    facade.round_change(
        actor=boss, round_id=number, draft=draft(home, recurrence=Recurrence(period=Period.WEEK)), at=NOW
    )
    facade.round_change(actor=boss, round_id=number, draft=draft(home), at=NOW)
    todo = Occurrence.objects.filter(state="todo").order_by("pk").values_list("pk", "opens_at", "due_at")
    assert list(todo) == rows


def test_pausing_asks_nothing_and_resuming_does_not_ask_for_the_time_in_between(home, boss):
    number = running(boss, draft(home))
    facade.round_pause(actor=boss, round_id=number, at=NOW)
    assert set(states(due_at__gt=NOW)) == {"void"}
    back = NOW + 2 * DAY
    facade.round_resume(actor=boss, round_id=number, at=back)
    assert set(states(due_at__lte=back)) == {"void"}
    assert set(states(due_at__gt=back)) == {"todo"}


def test_ending_on_a_later_day_voids_from_that_day_and_ends_then(home, boss):
    number = running(boss, draft(home))
    facade.round_end(actor=boss, round_id=number, at=NOW, on=TODAY + 2 * DAY)
    assert set(states(on__gte=TODAY + 2 * DAY)) == {"void"}
    assert set(states(on__lt=TODAY + 2 * DAY)) == {"todo"}
    assert facade.end_expired(at=NOW) == 0
    assert facade.end_expired(at=NOW + 2 * DAY) == 1
    assert Round.objects.get(pk=number).state == "ended"
    with pytest.raises(Conflict):
        facade.round_activate(actor=boss, round_id=number, at=NOW)


def test_a_round_without_a_future_makes_nothing(home, boss):
    running(boss, draft(home, active_from=TODAY + 30 * DAY))
    assert not Occurrence.objects.exists()
    facade.materialise(community_id=home, until=TODAY + 31 * DAY, at=NOW + 28 * DAY)
    assert states() == ["todo", "todo"]


def test_every_step_of_a_round_is_audited(home, boss):
    number = running(boss, draft(home))
    facade.round_pause(actor=boss, round_id=number, at=NOW, reason="停水")
    facade.round_resume(actor=boss, round_id=number, at=NOW)
    facade.round_end(actor=boss, round_id=number, at=NOW)
    found = (
        AuditEntry.objects.filter(subject_type="schedule.round")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert [each.split(".")[-1] for each in found] == ["created", "activated", "paused", "resumed", "ended"]


def test_a_place_of_another_community_is_refused(home, boss):
    (elsewhere,) = factories.places(factories.community("别处"), 1)
    with pytest.raises(Invalid) as caught:
        facade.round_create(actor=boss, draft=draft(home, place_ids=(elsewhere,)), at=NOW)
    assert caught.value.field == "place_ids"
    assert not Round.objects.exists()


def test_without_the_right_a_round_is_forbidden_and_out_of_reach_it_is_not_there(home, org, boss):
    other = factories.community("别处")
    number = running(boss, draft(home))
    stranger = Actor(org.pk, "生人")
    neighbour = Actor(
        org.pk,
        "邻居",
        grants={"schedule.round:plan": Reach(frozenset({f"/{other}/"}), frozenset({other}))},
    )
    with pytest.raises(Forbidden):
        facade.round_pause(actor=stranger, round_id=number, at=NOW)
    with pytest.raises(NotFound):
        facade.round_pause(actor=neighbour, round_id=number, at=NOW)
    with pytest.raises(NotFound):
        facade.round_create(actor=neighbour, draft=draft(home), at=NOW)
    assert Round.objects.get(pk=number).state == "active"


def test_a_reach_inside_a_community_covers_only_rounds_that_lie_in_it(home, org, boss):
    inside, outside = factories.places(home, 2)
    reach = Reach(frozenset({f"/{home}/{inside}/"}), frozenset({home}))
    local = Actor(org.pk, "楼管", grants={"schedule.round:plan": reach})
    mine = running(boss, draft(home, place_ids=(inside,)))
    both = running(boss, draft(home, place_ids=(inside, outside)))
    other = running(boss, draft(home, place_ids=(outside,)))
    facade.round_pause(actor=local, round_id=mine, at=NOW)
    with pytest.raises(Forbidden):
        facade.round_pause(actor=local, round_id=both, at=NOW)
    with pytest.raises(NotFound):
        facade.round_pause(actor=local, round_id=other, at=NOW)
    assert {each.place_id for each in facade.occurrences(reach=reach).exclude(round_id=mine)} == {inside}


def test_an_event_makes_its_work_once(home, boss):
    rain = Recurrence(period=Period.EVENT, event="rain", event_within=timedelta(hours=4))
    number = running(boss, draft(home, recurrence=rain, place_ids=tuple(factories.places(home, 2))))
    assert facade.events_of(home) == ["rain"]
    assert not Occurrence.objects.exists()
    assert facade.start_event(actor=boss, community_id=home, event="rain", happened_at=NOW) == 2
    assert facade.start_event(actor=boss, community_id=home, event="rain", happened_at=NOW) == 0
    assert facade.start_event(actor=boss, community_id=home, event="snow", happened_at=NOW) == 0
    assert {each.due_at for each in Occurrence.objects.filter(round_id=number)} == {NOW + timedelta(hours=4)}


def test_a_round_comes_back_as_it_was_drafted(home, boss):
    plan = draft(home, place_ids=tuple(factories.places(home, 3)), mode="route", minutes=45)
    number = facade.round_create(actor=boss, draft=plan, at=NOW)
    assert facade.round_view(number).draft == plan
    assert replace(plan, title="x") != plan


def test_a_day_without_occurrences_has_no_tally(home, boss):
    running(boss, draft(home))
    facade.refresh_all(at=NOW)
    assert not DayTally.objects.filter(on=date(2026, 3, 1)).exists()
