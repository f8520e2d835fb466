"""Steps of the ladder happen once: whenever the sweep runs, and wherever it dies."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from anju.engines.cases import facade
from anju.engines.cases.contracts import CaseChanged, StepsFired
from anju.engines.cases.models import Case, CaseEvent, ClockBudget, EscalationStep
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, minutes, move, opened
from anju.foundation import actors, outbox, scope
from anju.foundation.outbox.models import OutboxEvent


def fired(**given):
    return [
        (one.case_id, one.step, one.turn) for one in EscalationStep.objects.filter(**given).order_by("pk")
    ]


def steps(case_id):
    return [step for _case, step, _turn in fired(case_id=case_id)]


def test_a_warning_goes_out_before_the_limit_and_the_ladder_climbs_step_by_step(home, boss):
    case_id = opened(boss, home)
    expected = [
        (95, []),
        (96, ["warn"]),
        (119, ["warn"]),
        (120, ["warn", "late"]),
        (180, ["warn", "late", "late_60"]),
    ]
    for minute, known in expected:
        facade.sweep_due(at=NOW + minutes(minute))
        assert steps(case_id) == known
    assert facade.sweep_due(at=NOW + minutes(181)) == 0
    view = facade.steps_of(case_id)[1]
    assert (view.to, view.message, view.due_at, view.quote) == (
        "team_leader",
        "late",
        NOW + minutes(120),
        "2小时内到场",
    )
    assert CaseEvent.objects.filter(case_id=case_id, code="escalated").count() == 3


def test_a_sweep_that_was_away_fires_what_it_missed_once(home, boss):
    case_id = opened(boss, home)
    facade.sweep_due(at=NOW + timedelta(days=1))
    facade.sweep_due(at=NOW + timedelta(days=1))
    assert steps(case_id) == ["warn", "late", "late_60"]


def test_a_clock_that_stopped_or_stands_fires_nothing(home, boss):
    _team, people = factories.team(home)
    arrived, waiting = opened(boss, home), opened(boss, home)
    facade.visit_start(actor=boss, case_id=arrived, staff_id=people[0], at=NOW + minutes(60))
    facade.clocks_pause(actor=boss, case_id=waiting, reason="业主约明天", at=NOW + minutes(60))
    assert facade.sweep_due(at=NOW + minutes(500)) == 0
    facade.clocks_resume(actor=boss, case_id=waiting, at=NOW + minutes(500))
    facade.sweep_due(at=NOW + minutes(535))
    assert fired() == []
    facade.sweep_due(at=NOW + minutes(536))
    assert fired() == [(waiting, "warn", 0)]


def test_an_entrapment_rings_each_minute_until_somebody_takes_it_and_shows_the_line_of_the_law(home, boss):
    case_id = opened(boss, home, kind="t_lift")
    for minute in range(4):
        facade.sweep_due(at=NOW + minutes(minute))
    assert fired() == [(case_id, "ring", turn) for turn in range(4)]
    facade.sweep_due(at=NOW + minutes(30))
    assert fired()[-1] == (case_id, "ring", 30)
    move(boss, case_id, "take", NOW + minutes(31))
    facade.sweep_due(at=NOW + minutes(60))
    assert fired()[-1] == (case_id, "company", 0)
    law = facade.clock_views(case_ids=[case_id], at=NOW)[case_id][1]
    assert (law.source, law.due_at) == ("law", NOW + minutes(120))


def test_all_that_is_stored_about_clocks_can_be_derived_again(home, boss):
    _team, people = factories.team(home)
    ids = [opened(boss, home, at=NOW + minutes(n)) for n in range(6)]
    facade.visit_start(actor=boss, case_id=ids[0], staff_id=people[0], at=NOW + minutes(20))
    facade.clocks_pause(actor=boss, case_id=ids[1], reason="等", at=NOW + minutes(30))
    facade.clocks_pause(actor=boss, case_id=ids[2], reason="等", at=NOW + minutes(30), codes=["arrive"])
    facade.clocks_resume(actor=boss, case_id=ids[2], at=NOW + minutes(77))
    facade.sweep_due(at=NOW + minutes(100))
    names = ("pk", "due_at", "next_at", "paused", "stopped_at", "started_at")
    clocks = list(ClockBudget.objects.order_by("pk").values_list(*names))
    cases = list(Case.objects.order_by("pk").values_list("pk", "due_at"))
    assert facade.rederive_due() == (0, 0)
    ClockBudget.objects.filter(stopped_at=None).update(due_at=None, next_at=NOW, paused=False)
    Case.objects.update(due_at=None)
    assert facade.rederive_due()[1] > 0
    assert list(ClockBudget.objects.order_by("pk").values_list(*names)) == clocks
    assert list(Case.objects.order_by("pk").values_list("pk", "due_at")) == cases


def test_deriving_again_goes_on_where_it_left_off(home, boss):
    for _ in range(3):
        opened(boss, home)
    after, seen = 0, 0
    while True:
        after, _differed = facade.rederive_due(after=after, size=4)
        seen += 1
        if not after:
            break
    assert seen == 3


def test_one_event_names_all_steps_of_a_sweep(home, boss, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.on(StepsFired.code, "tests", lambda payload: None)
    ids = [opened(boss, home) for _ in range(3)]
    facade.sweep_due(at=NOW + minutes(96))
    (event,) = OutboxEvent.objects.all()
    told = facade.steps(event.payload["step_ids"])
    assert [(one.case_id, one.step) for one in told] == [(one, "warn") for one in ids]


def test_deeds_are_published_to_whoever_listens(home, boss, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.on(CaseChanged.code, "tests", lambda payload: None)
    opened(boss, home)
    (event,) = OutboxEvent.objects.all()
    assert (event.payload["what"], event.payload["shown"]) == ("opened", True)


class Killed(BaseException):
    """The worker is gone: nothing of it catches this."""


class KillAt:
    """Kill the worker before or after its n-th statement."""

    def __init__(self, statement, after):
        self.left, self.after = statement, after

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        answer = execute(sql, params, many, context)
        if self.left == 0:
            raise Killed
        return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
def test_a_worker_killed_at_any_statement_leaves_each_step_to_be_fired_exactly_once(after, monkeypatch):
    from anju.foundation.accounts.models import Organisation

    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.on(StepsFired.code, "tests", lambda payload: None)
    org = Organisation.objects.create(name="夜班物业")
    boss = actors.root("甲", org.pk)

    def sweep(at, kill=None):
        """Whether the sweep lived."""
        with scope.enter(org.pk):
            try:
                if kill is None:
                    facade.sweep_due(at=at)
                else:
                    with connection.execute_wrapper(kill):
                        facade.sweep_due(at=at)
            except Killed:
                connection.close()
                return False
        return True

    with factories.registered():
        with scope.enter(org.pk), transaction.atomic():
            home = factories.community()
            ids = [opened(boss, home) for _ in range(3)]
            lift = opened(boss, home, kind="t_lift")
        rounds = [NOW, NOW + minutes(96), NOW + minutes(130), NOW + minutes(200)]
        statements = 0
        for at in rounds:
            statement = 1
            while not sweep(at, KillAt(statement, after)):
                with scope.enter(org.pk), transaction.atomic():
                    assert not EscalationStep.objects.filter(fired_at=at).exists()
                statement += 1
            statements += statement
            assert sweep(at)
        with scope.enter(org.pk), transaction.atomic():
            often = Counter(fired())
            told = [one for event in OutboxEvent.objects.all() for one in event.payload["step_ids"]]
            pks = list(EscalationStep.objects.values_list("pk", flat=True))
    assert statements >= 36
    assert set(often.values()) == {1} and sorted(told) == sorted(pks)
    assert {one[1] for one in often if one[0] in ids} == {"warn", "late", "late_60"}
    assert [turn for case, step, turn in sorted(often) if (case, step) == (lift, "ring")] == [0, 96, 130, 200]
