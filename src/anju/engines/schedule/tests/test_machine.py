"""The whole engine as a machine: whatever happens in whatever order, the promises of the engine hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anju.engines.schedule import facade
from anju.engines.schedule.contracts import Count, EvidenceAsk, Period, Recurrence, Tally
from anju.engines.schedule.models import DayTally, MonthTally, Occurrence, Round, StaleDay, Submission
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, TODAY, act, draft
from anju.foundation import actors, scope
from anju.kernel.errors import Conflict
from anju.kernel.interval import DateInterval

STATES = {"todo", "done", "missed", "skipped", "void"}
PLANS = (
    Recurrence(period=Period.DAY, times=2),
    Recurrence(period=Period.DAY, times=3),
    Recurrence(period=Period.NIGHT),
    Recurrence(period=Period.WEEK, times=2),
    Recurrence(period=Period.MONTH),
)
STEP = st.integers(1, 30).map(lambda hours: timedelta(hours=hours))


class Engine(RuleBasedStateMachine):
    org_id = 0
    keys = Bundle("keys")

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.scope = scope.enter(self.org_id)
        self.scope.__enter__()
        self.sources = factories.registered()
        self.sources.__enter__()
        self.boss = actors.root("机器", self.org_id)
        self.now = NOW
        self.home = factories.community()
        self.spots = tuple(factories.places(self.home, 2))
        self.team, self.people = factories.team(self.home, 3)
        self.plan = 0
        self.round = facade.round_create(actor=self.boss, draft=self.drafted(0), at=self.now)
        self.missed: set[int] = set()
        self.sent: dict[object, int] = {}
        self.honest: set[int] = set()
        self.activate()
        self.refresh()

    def teardown(self):
        if not hasattr(self, "atomic"):
            return
        try:
            if hasattr(self, "round"):
                self.refresh()
        finally:
            transaction.set_rollback(True)
            self.sources.__exit__(None, None, None)
            self.scope.__exit__(None, None, None)
            self.atomic.__exit__(None, None, None)

    def drafted(self, plan):
        return draft(
            self.home,
            recurrence=PLANS[plan],
            place_ids=self.spots,
            team_id=self.team,
            evidence=EvidenceAsk(photos=plan % 2),
        )

    def state(self):
        return Round.objects.get(pk=self.round).state

    def some(self, choice, **given):
        found = list(Occurrence.objects.filter(**given).order_by("pk")[:60])
        return found[choice % len(found)] if found else None

    @rule(step=STEP)
    def time_passes(self, step):
        self.now += step

    @rule()
    def materialise(self):
        until = facade.horizon_end(self.now)
        facade.materialise(community_id=self.home, until=until, at=self.now)
        assert facade.materialise(community_id=self.home, until=until, at=self.now) == 0

    @precondition(lambda self: self.state() in ("draft", "paused"))
    @rule()
    def activate(self):
        facade.round_activate(actor=self.boss, round_id=self.round, at=self.now)

    @precondition(lambda self: self.state() == "active")
    @rule()
    def pause(self):
        facade.round_pause(actor=self.boss, round_id=self.round, at=self.now)

    @precondition(lambda self: self.state() != "ended")
    @rule(plan=st.integers(0, len(PLANS) - 1))
    def change(self, plan):
        past = Occurrence.objects.filter(due_at__lte=self.now).exclude(state="void")
        before = dict(past.values_list("pk", "state"))
        void = set(Occurrence.objects.filter(state="void").values_list("pk", flat=True))
        facade.round_change(actor=self.boss, round_id=self.round, draft=self.drafted(plan), at=self.now)
        after = dict(Occurrence.objects.filter(pk__in=before).values_list("pk", "state"))
        assert after == before
        asked_again = Occurrence.objects.filter(pk__in=void).exclude(state="void")
        assert all((one.state, one.due_at > self.now) == ("todo", True) for one in asked_again)

    @precondition(lambda self: self.state() == "active")
    @rule(ends=st.sampled_from([False, False, False, True]))
    def end_rarely(self, ends):
        if ends:
            facade.round_end(actor=self.boss, round_id=self.round, at=self.now)
            assert not Occurrence.objects.filter(state="todo", due_at__gt=self.now).exists()

    @rule()
    def close(self):
        facade.close_due(at=self.now)
        assert not Occurrence.objects.filter(state="todo", closes_at__lte=self.now).exists()

    @rule(choice=st.integers(0, 1000), waited=st.integers(0, 90), target=keys)
    def send(self, choice, waited):
        done_at = self.now - timedelta(hours=waited)
        found = self.some(choice, opens_at__lte=done_at)
        if found is None:
            return None
        sent = act(found.pk, done_at)
        answer = facade.submit(actor=self.boss, staff_id=self.people[0], act=sent, photos={}, at=self.now)
        assert answer.status == "created"
        self.sent[sent.key] = found.pk
        if done_at < found.closes_at and waited <= 72:
            self.honest.add(found.pk)
        return sent

    @rule(sent=keys)
    def send_again(self, sent):
        if sent is not None:
            answer = facade.submit(actor=self.boss, staff_id=self.people[1], act=sent, photos={}, at=self.now)
            assert (answer.status, answer.occurrence_id) == ("duplicate", self.sent[sent.key])

    @rule(choice=st.integers(0, 1000))
    def skip(self, choice):
        found = self.some(choice, state="todo")
        if found is None:
            return
        try:
            facade.skip(actor=self.boss, occurrence_id=found.pk, reason="雨", at=self.now)
        except Conflict:
            assert found.closes_at <= self.now

    @rule(choice=st.integers(0, 1000))
    def take_a_skip_back(self, choice):
        found = self.some(choice, state="skipped")
        if found is None:
            return
        try:
            facade.skip_take_back(actor=self.boss, occurrence_id=found.pk, at=self.now)
        except Conflict as refused:
            over = self.state() != "active" or refused.code == "schedule.skip.round_over"
            assert found.closes_at <= self.now or over
        else:
            assert self.state() == "active" and found.closes_at > self.now

    @rule(choice=st.integers(0, 1000))
    def hand_over(self, choice):
        found = self.some(choice, state="todo", closes_at__gt=self.now)
        if found is not None:
            facade.hand_over(
                actor=self.boss, occurrence_ids=[found.pk], to_staff_id=self.people[2], at=self.now
            )

    @rule()
    def refresh(self):
        facade.refresh_all(at=self.now)
        assert not StaleDay.objects.exists()
        assert recounted() == {
            (row.round_id, row.on): counts(row) for row in DayTally.objects.all() if row.expected
        }
        months: dict[object, list[int]] = {}
        for row in DayTally.objects.all():
            cell = months.setdefault((row.round_id, row.on.replace(day=1)), [0] * 9)
            months[row.round_id, row.on.replace(day=1)] = [
                a + b for a, b in zip(cell, counts(row), strict=True)
            ]
        assert months == {(row.round_id, row.month): list(counts(row)) for row in MonthTally.objects.all()}

    @invariant()
    def every_occurrence_is_in_one_state_that_fits_its_facts(self):
        if not hasattr(self, "home"):
            return
        for row in Occurrence.objects.all():
            assert row.state in STATES
            assert (row.state == "done") == (row.done_at is not None)
            assert not (row.late or row.proven) or row.state == "done"
            assert row.made_up_at is None or row.state in ("missed", "skipped", "void")
            assert bool(row.reason) or row.state != "skipped"
            assert row.opens_at <= row.due_at <= row.closes_at
            assert row.state != "missed" or row.closes_at <= self.now

    @invariant()
    def what_was_missed_is_done_only_when_it_was_sent_as_done_in_its_slot(self):
        if not hasattr(self, "home"):
            return
        done = set(Occurrence.objects.filter(state="done").values_list("pk", flat=True))
        assert self.missed & done <= self.honest
        self.missed |= set(Occurrence.objects.filter(state="missed").values_list("pk", flat=True))
        gone = (
            self.missed - done - set(Occurrence.objects.filter(state="missed").values_list("pk", flat=True))
        )
        assert not gone

    @invariant()
    def live_counts_add_up_and_a_key_counts_once(self):
        if not hasattr(self, "home"):
            return
        days = DateInterval(TODAY.replace(month=1), TODAY.replace(year=2028))
        for count in facade.live_totals(("round_id",), days=days):
            tally = count.tally
            assert tally.expected == tally.done + tally.missed + tally.skipped + tally.pending
            assert tally.done == tally.in_time + tally.late
            assert tally.proven <= tally.done
        assert Submission.objects.count() == len(self.sent)

    @invariant()
    def a_slot_at_a_place_is_one_occurrence(self):
        if hasattr(self, "home"):
            rows = list(Occurrence.objects.values_list("round_id", "place_id", "slot"))
            assert len(rows) == len(set(rows))


def counts(row: DayTally | MonthTally | Tally) -> tuple[int, ...]:
    names = ("expected", "done", "in_time", "late", "proven", "missed", "skipped", "pending")
    return (*(getattr(row, name) for name in names), getattr(row, "findings", 0))


def recounted() -> dict[object, tuple[int, ...]]:
    days = DateInterval(TODAY.replace(month=1), TODAY.replace(year=2028))
    found: list[Count] = facade.live_totals(("round_id", "on"), days=days)
    return {each.key: (*counts(each.tally)[:-1], each.findings) for each in found}


@pytest.fixture
def machine(org):
    Engine.org_id = org.pk
    return Engine


def test_the_engine_keeps_its_promises_in_any_order(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
