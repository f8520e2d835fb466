from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.engines.cases import facade
from anju.engines.cases.contracts import CaseDraft, PastCase, PastDeed, Reporter
from anju.engines.cases.models import ClockBudget
from anju.engines.cases.queries import sources, timing
from anju.engines.cases.services import clocks, feedback
from anju.engines.cases.tests import factories as made
from anju.foundation import actors
from anju.kernel.errors import Conflict, Forbidden, Invalid
from anju.kernel.interval import InstantInterval

NOW = made.NOW


def record(home, staff, after, *, late=False, closed=True):
    at = NOW - timedelta(days=30) + timedelta(hours=after)
    wait = made.minutes(150 if late else 40)
    deeds = [
        PastDeed(at=at + made.minutes(5), what="assigned", by="前台", staff_id=staff),
        PastDeed(at=at + wait, what="arrived", by="师傅", staff_id=staff),
        PastDeed(at=at + wait + made.minutes(30), what="finish", by="师傅"),
        PastDeed(at=at + wait + made.minutes(31), what="left", by="师傅", words="修好了"),
        PastDeed(at=at + wait + made.minutes(60), what="rated", stars=5),
        PastDeed(at=at + timedelta(days=1), what="close", by="前台"),
    ]
    draft = CaseDraft(
        kind="t_repair",
        community_id=home,
        title="水管滴水",
        reporter=Reporter(name="陈女士", phone="13800001234"),
    )
    return PastCase(draft=draft, opened_at=at, opened_by="前台", deeds=tuple(deeds if closed else deeds[:-1]))


def test_the_past_is_written_down_with_clocks_as_the_rules_would_have_them(home, boss):
    _team, (staff, _other) = made.team(home)
    records = [record(home, staff, after, late=after == 2) for after in range(4)]
    ids = facade.history_take_over(actor=boss, records=records)
    view = facade.case_view(actor=boss, case_id=ids[0], at=NOW)
    assert (view.row.state, view.row.number, view.rating) == ("closed", "TR2026-000001", 5)
    assert [one.code for one in facade.history(actor=boss, case_id=ids[0])] == [
        "opened", "assigned", "moved", "arrived", "moved", "moved", "left", "rated", "closed",
    ]  # fmt: skip
    clock = {one.code: one for one in view.clocks}["arrive"]
    assert (clock.state, clock.elapsed, clock.promise_id) == ("stopped", made.minutes(40), 7)
    found = facade.kept(7, InstantInterval(NOW - timedelta(days=40), NOW), at=NOW)
    assert (found.expected, found.in_time, found.late) == (4, 3, 1)
    frame = sources.bare_frame()
    for row in ClockBudget.objects.all():
        stored = (row.due_at, row.next_at, row.elapsed)
        clocks.project(row, timing.timings([row])[row.pk], (), frame, made.REPAIR)
        assert stored == (row.due_at, row.next_at, row.elapsed)


def test_draws_of_those_days_can_be_held_and_their_visits_told(home, boss):
    _team, (staff, _other) = made.team(home)
    ids = facade.history_take_over(actor=boss, records=[record(home, staff, after) for after in range(6)])
    assert feedback.returns_draw(at=NOW - timedelta(days=20)) == 3
    told = dict.fromkeys(ids, ("satisfied", ""))
    assert facade.returns_take_over(actor=boss, outcomes=told, after=timedelta(hours=9), by_name="前台") == 3
    rate = facade.return_rates(span=InstantInterval(NOW - timedelta(days=40), NOW))[0]
    assert (rate.settled, rate.drawn, rate.visited, rate.satisfied) == (6, 3, 3, 3)
    assert all(facade.draw_proven(one["id"]) for one in facade.draws("t_repair") if one["held_at"])


def test_what_does_not_end_or_has_no_such_deed_is_refused_whole(home, boss):
    _team, (staff, _other) = made.team(home)
    with pytest.raises(Invalid):
        facade.history_take_over(
            actor=boss, records=[record(home, staff, 0), record(home, staff, 1, closed=False)]
        )
    wrong = PastDeed(at=NOW, what="close")
    with pytest.raises(Conflict):
        facade.history_take_over(
            actor=boss,
            records=[PastCase(draft=made.draft(home), opened_at=NOW, opened_by="", deeds=(wrong,))],
        )
    assert not facade.cases(actor=boss).exists()


def test_who_may_not_decide_takes_nothing_over(home, org, boss):
    _team, (staff, _other) = made.team(home)
    with pytest.raises(Forbidden):
        facade.history_take_over(actor=actors.Actor(org.pk, "路人"), records=[record(home, staff, 0)])
    assert not facade.cases(actor=boss).exists()


def test_who_was_complained_of_in_the_past_does_not_see_it(home, boss):
    about, user_id = made.person_of(boss)
    _team, (staff, _other) = made.team(home, user_ids=(user_id,))
    told = record(home, staff, 0)
    barred = replace(told, draft=replace(told.draft, barred=(staff,)))
    (case_id,) = facade.history_take_over(actor=boss, records=[barred])
    assert facade.rows(facade.cases(actor=boss).filter(pk=case_id))
    assert not facade.rows(facade.cases(actor=about).filter(pk=case_id))
