"""Two connections at once: rivals meet at the exact line, and what each of them says stays true."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.races import rival, waiting_for_a_lock

from anju.engines.schedule import facade
from anju.engines.schedule.models import DayTally, Occurrence, StaleDay, Submission
from anju.engines.schedule.services import stale
from anju.engines.schedule.tests import factories
from anju.engines.schedule.tests.factories import NOW, TODAY, act, draft
from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running():
    """(organisation, actor, occurrence) committed, so that another connection sees them."""
    org = Organisation.objects.create(name="竞态物业")
    boss = actors.root("甲", org.pk)
    with scope.enter(org.pk), factories.registered(), transaction.atomic():
        home = factories.community()
        number = facade.round_create(actor=boss, draft=draft(home), at=NOW)
        facade.round_activate(actor=boss, round_id=number, at=NOW)
        facade.refresh_all(at=NOW)
        found = Occurrence.objects.filter(on=TODAY).order_by("due_at").first()
    with factories.registered():
        yield org.pk, boss, found


def test_one_key_from_two_connections_counts_once(running):
    org_id, boss, found = running
    sent = act(found.pk, NOW)

    def send():
        return facade.submit(actor=boss, staff_id=None, act=sent, photos={}, at=NOW).status

    with scope.enter(org_id):
        with transaction.atomic():
            first = send()
            race = rival(org_id, send)
            answers = race.__enter__()
            waiting_for_a_lock()
        race.__exit__(None, None, None)
        with transaction.atomic():
            assert (first, answers) == ("created", ["duplicate"])
            assert Submission.objects.count() == 1


def test_two_recounts_wait_for_each_other_and_the_second_finds_nothing(running):
    org_id, _boss, found = running
    with scope.enter(org_id):
        with transaction.atomic():
            stale.mark([(found.community_id, TODAY)])
        with transaction.atomic():
            assert facade.refresh_tallies(at=NOW) == 1
            race = rival(org_id, lambda: facade.refresh_tallies(at=NOW))
            answers = race.__enter__()
            waiting_for_a_lock()
        race.__exit__(None, None, None)
        assert answers == [0]


def test_a_change_during_a_recount_is_counted_by_the_next_one(running):
    org_id, boss, found = running
    sent = act(found.pk, NOW)

    def send():
        return facade.submit(actor=boss, staff_id=None, act=sent, photos={}, at=NOW).status

    with scope.enter(org_id):
        with transaction.atomic():
            stale.mark([(found.community_id, TODAY)])
        with transaction.atomic():
            facade.refresh_tallies(at=NOW)
            race = rival(org_id, send)
            answers = race.__enter__()
            waiting_for_a_lock()
        race.__exit__(None, None, None)
        with transaction.atomic():
            assert answers == ["created"]
            assert DayTally.objects.get(on=TODAY).done == 0
            assert facade.refresh_tallies(at=NOW) == 1
            assert DayTally.objects.get(on=TODAY).done == 1


def test_a_recount_leaves_days_that_somebody_is_changing(running):
    org_id, boss, found = running
    with scope.enter(org_id):
        with transaction.atomic():
            stale.mark([(found.community_id, TODAY)])
        with transaction.atomic():
            facade.submit(actor=boss, staff_id=None, act=act(found.pk, NOW), photos={}, at=NOW)
            with rival(org_id, lambda: facade.refresh_tallies(at=NOW)) as answers:
                pass
            assert answers == [0]
        with transaction.atomic():
            assert StaleDay.objects.count() == 1
            facade.refresh_all(at=NOW)
            assert DayTally.objects.get(on=TODAY).done == 1
            assert not StaleDay.objects.exists()
