"""Two connections at once: rivals meet at the exact line, and what each of them says stays true."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from tests.races import rival, waiting_for_a_lock

from anju.engines.cases import facade
from anju.engines.cases.models import Case, CaseEvent, EscalationStep
from anju.engines.cases.tests import factories
from anju.engines.cases.tests.factories import NOW, draft, minutes, opened
from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation
from anju.kernel.errors import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    """(organisation, actor, community, team, its people) committed, so that another connection sees them."""
    org = Organisation.objects.create(name="竞态物业")
    boss = actors.root("甲", org.pk)
    with factories.registered():
        with scope.enter(org.pk), transaction.atomic():
            home = factories.community()
            team, people = factories.team(home)
        yield org.pk, boss, home, team, people


def at_once(org_id, first, second):
    """Let both run, the second waiting for the first; returns both answers."""
    with scope.enter(org_id):
        with transaction.atomic():
            answer = first()
            race = rival(org_id, second)
            answers = race.__enter__()
            waiting_for_a_lock()
        race.__exit__(None, None, None)
    return answer, answers[0]


def test_one_key_from_two_connections_opens_one_case(house):
    org_id, boss, home, _team, _people = house

    def open_it():
        return facade.case_open(actor=boss, draft=draft(home), at=NOW, key="k-1")

    first, second = at_once(org_id, open_it, open_it)
    assert (first.case_id, second.repeated) == (second.case_id, True)
    with scope.enter(org_id), transaction.atomic():
        assert Case.objects.count() == 1


def test_of_two_who_take_an_offer_at_once_one_has_it_and_the_other_is_told(house):
    org_id, boss, home, team, people = house
    with scope.enter(org_id), transaction.atomic():
        case_id = opened(boss, home)
        facade.case_offer(actor=boss, case_id=case_id, team_id=team, at=NOW)

    def take(person):
        try:
            facade.offer_take(actor=boss, case_id=case_id, staff_id=person, at=NOW)
        except Conflict as refused:
            return refused.code
        return "taken"

    answers = at_once(org_id, lambda: take(people[0]), lambda: take(people[1]))
    assert answers == ("taken", "cases.offer.gone")
    with scope.enter(org_id), transaction.atomic():
        assert Case.objects.get().assignee_id == people[0]


def test_a_sweep_neither_waits_for_nor_stops_whoever_changes_a_case(house):
    org_id, boss, home, _team, people = house
    with scope.enter(org_id), transaction.atomic():
        busy, idle = opened(boss, home), opened(boss, home)
    with scope.enter(org_id):
        with transaction.atomic():
            facade.visit_start(actor=boss, case_id=busy, staff_id=people[0], at=NOW + minutes(60))
            with rival(org_id, lambda: facade.sweep_due(at=NOW + minutes(100))) as answers:
                pass
        with transaction.atomic():
            assert answers == [1]
            assert list(EscalationStep.objects.values_list("case_id", "step")) == [(idle, "warn")]
            assert facade.sweep_due(at=NOW + minutes(100)) == 0


def test_two_sweeps_at_once_share_the_work_and_fire_nothing_twice(house):
    org_id, boss, home, _team, _people = house
    with scope.enter(org_id), transaction.atomic():
        ids = [opened(boss, home) for _ in range(3)]
    with scope.enter(org_id):
        with transaction.atomic():
            first = facade.sweep_due(at=NOW + minutes(100))
            with rival(org_id, lambda: facade.sweep_due(at=NOW + minutes(100))) as answers:
                pass
        with transaction.atomic():
            assert first + answers[0] == 3
            assert sorted(EscalationStep.objects.values_list("case_id", flat=True)) == ids


def test_numbers_taken_at_once_differ_and_leave_no_gap(house):
    org_id, boss, home, _team, _people = house

    def open_it():
        return facade.case_open(actor=boss, draft=draft(home), at=NOW).number

    assert at_once(org_id, open_it, open_it) == ("TR2026-000001", "TR2026-000002")
    with scope.enter(org_id), transaction.atomic():
        assert CaseEvent.objects.filter(code="opened").count() == 2


def test_two_hundred_who_report_at_once_each_open_one_case_though_all_send_twice(house):
    org_id, boss, home, _team, _people = house
    keys = [f"k-{n}" for n in range(200)]

    def send(part):
        try:
            for key in part:
                with scope.enter(org_id), transaction.atomic():
                    facade.case_open(actor=boss, draft=draft(home), at=NOW, key=key)
        finally:
            connection.close()

    parts = [keys[n::4] for n in range(4)] + [keys[::-1][n::4] for n in range(4)]
    threads = [threading.Thread(target=send, args=(part,)) for part in parts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    with scope.enter(org_id), transaction.atomic():
        assert sorted(Case.objects.values_list("key", flat=True)) == sorted(keys)
        numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"TR2026-{n:06}" for n in range(1, 201)]
