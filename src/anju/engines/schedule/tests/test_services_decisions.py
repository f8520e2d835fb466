"""Taking a skip back, and events that start and stop work, in some places or everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import Period, Recurrence
from anju.engines.schedule.models import Occurrence, StaleDay
from anju.engines.schedule.permissions import WORK_ASSIGN, WORK_SKIP
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, act, draft, hours
from anju.foundation.actors import Actor
from anju.foundation.audit.models import AuditEntry
from anju.foundation.permissions import Reach
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound

RAIN = Recurrence(period=Period.EVENT, event="rain", event_within=timedelta(hours=4))


@pytest.fixture
def skipped(home, boss):
    """(round, its open occurrence, skipped)"""
    number = running(boss, draft(home), at=NOW - hours(4))
    found = Occurrence.objects.filter(round_id=number, opens_at__lte=NOW, due_at__gt=NOW).get()
    facade.skip(actor=boss, occurrence_id=found.pk, reason="下雨", at=NOW)
    return number, found


def running(boss, plan, at=NOW):
    number = facade.round_create(actor=boss, draft=plan, at=at)
    facade.round_activate(actor=boss, round_id=number, at=at)
    return number


def take_back(actor, found, at=NOW):
    facade.skip_take_back(actor=actor, occurrence_id=found.pk, at=at)


def limited(boss, permission, community_id, path):
    reach = Reach(frozenset({path}), frozenset({community_id}))
    return Actor(boss.org_id, "某人", grants={permission.code: reach})


def test_a_skip_taken_back_is_work_again_and_both_stay_in_the_audit(skipped, boss):
    _number, found = skipped
    StaleDay.objects.all().delete()
    take_back(boss, found)
    found.refresh_from_db()
    assert (found.state, found.reason) == ("todo", "")
    assert StaleDay.objects.filter(on=found.on).exists()
    told = AuditEntry.objects.filter(subject_id=found.pk, action__startswith="schedule.work.")
    acts = list(told.order_by("id").values_list("action", "before"))
    assert [name for name, _before in acts] == ["schedule.work.skipped", "schedule.work.skip_taken_back"]
    assert acts[1][1] == {"state": "skipped", "reason": "下雨"}
    answer = facade.submit(actor=boss, staff_id=None, act=act(found.pk, NOW), photos={}, at=NOW)
    assert answer.state == "done"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda boss, number, found: take_back(boss, found), "schedule.skip.not_skipped"),
        (lambda boss, number, found: facade.round_pause(actor=boss, round_id=number, at=NOW), "schedule.skip.round_over"),
        (lambda boss, number, found: facade.round_end(actor=boss, round_id=number, at=NOW), "schedule.skip.round_over"),
        (
            lambda boss, number, found: facade.round_change(
                actor=boss,
                round_id=number,
                draft=replace(facade.round_view(number).draft, recurrence=Recurrence(period=Period.WEEK)),
                at=NOW,
            ),
            "schedule.skip.round_over",
        ),
    ],
)  # fmt: skip
def test_a_skip_is_not_taken_back_once_nobody_asks_for_the_work(skipped, boss, spoil, code):
    number, found = skipped
    spoil(boss, number, found)
    with pytest.raises(Conflict) as refused:
        take_back(boss, found)
    assert refused.value.code == code


def test_a_skip_is_not_taken_back_after_its_slot_closed(skipped, boss):
    _number, found = skipped
    take_back(boss, found, at=found.closes_at - timedelta(seconds=1))
    facade.skip(actor=boss, occurrence_id=found.pk, reason="雪", at=NOW)
    with pytest.raises(Conflict) as refused:
        take_back(boss, found, at=found.closes_at)
    assert refused.value.code == "schedule.skip.closed"


def test_who_may_not_skip_there_may_not_take_a_skip_back(skipped, boss):
    _number, found = skipped
    with pytest.raises(Forbidden):
        take_back(Actor(boss.org_id, "某人"), found)
    with pytest.raises(NotFound):
        take_back(limited(boss, WORK_SKIP, 0, "/0/"), found)


def start(boss, home, places=None, at=NOW):
    return facade.start_event(actor=boss, community_id=home, event="rain", happened_at=at, place_ids=places)


def test_an_event_in_some_places_starts_what_is_done_there(home, boss):
    one, two, three = factories.places(home, 3)
    each = running(boss, draft(home, recurrence=RAIN, place_ids=(one, two)))
    route = running(boss, draft(home, recurrence=RAIN, place_ids=(two, three), mode="route"))
    whole = running(boss, draft(home, recurrence=RAIN))
    assert start(boss, home, [one]) == 2
    made = set(Occurrence.objects.values_list("round_id", "place_id"))
    assert made == {(each, one), (whole, None)}
    assert start(boss, home, [two, 0]) == 2
    assert set(Occurrence.objects.values_list("round_id", "place_id")) == {*made, (each, two), (route, None)}
    assert start(boss, home) == 0


def test_an_event_that_is_over_leaves_what_was_due_and_voids_the_rest(home, boss):
    twice = replace(RAIN, times=2, event_within=timedelta(hours=4))
    number = running(boss, draft(home, recurrence=twice, place_ids=tuple(factories.places(home, 2))))
    assert start(boss, home) == 4
    done = Occurrence.objects.order_by("due_at", "pk").first()
    facade.submit(actor=boss, staff_id=None, act=act(done.pk, NOW), photos={}, at=NOW)
    later = NOW + hours(3)
    assert stop(boss, home, later) == 2
    assert sorted(Occurrence.objects.values_list("state", flat=True)) == ["done", "todo", "void", "void"]
    (run,) = facade.event_runs(home, since=date(2026, 3, 1), at=later)
    assert (run.event, run.happened_at, run.round_ids) == ("rain", NOW, (number,))
    assert (run.made, run.done, run.void, run.open) == (4, 1, 2, 0)
    assert (run.started_by, run.stopped_by) == (boss.name, boss.name)
    with pytest.raises(Conflict):
        stop(boss, home, later)


def stop(actor, home, at, reason="雨停"):
    return facade.stop_event(
        actor=actor, community_id=home, event="rain", happened_at=NOW, reason=reason, at=at
    )


def test_an_event_is_stopped_only_with_a_reason_and_within_reach(home, boss):
    running(boss, draft(home, recurrence=RAIN))
    start(boss, home)
    with pytest.raises(Invalid):
        stop(boss, home, NOW, reason=" ")
    with pytest.raises(Forbidden):
        stop(Actor(boss.org_id, "某人"), home, NOW)
    with pytest.raises(NotFound):
        stop(limited(boss, WORK_ASSIGN, 0, "/0/"), home, NOW)
    assert Occurrence.objects.get().state == "todo"


def test_running_rounds_stand_under_the_event_they_wait_for(home, boss):
    running(boss, draft(home, title="乙", recurrence=RAIN))
    running(boss, draft(home, title="甲", recurrence=RAIN))
    running(boss, draft(home, title="平日"))
    facade.round_create(actor=boss, draft=draft(home, recurrence=replace(RAIN, event="snow")), at=NOW)
    found = facade.rounds_after(home)
    assert {event: [one.draft.title for one in each] for event, each in found.items()} == {
        "rain": ["乙", "甲"]
    }
    assert facade.event_runs(home, since=date(2026, 1, 1), at=NOW) == []
