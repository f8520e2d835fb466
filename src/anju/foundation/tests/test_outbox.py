from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.foundation import outbox, scope
from anju.foundation.accounts.models import Organisation
from anju.foundation.jobs import catalogue
from anju.foundation.outbox.models import OutboxDelivery, OutboxEvent
from anju.foundation.permissions.models import Role


@dataclass(frozen=True)
class RoundKept:
    code: ClassVar[str] = "test.round.kept"
    round_id: int
    on: date


@pytest.fixture
def listeners(monkeypatch):
    """Handlers of this test alone."""
    monkeypatch.setattr(outbox, "_handlers", {})
    heard: list[tuple[str, dict]] = []
    for name in ("first", "second"):
        outbox.on(RoundKept.code, name, lambda payload, name=name: heard.append((name, payload)))
    return heard


def waiting():
    """Of this test's organisation: jobs of tests that committed are not flushed with the tables."""
    jobs = ProcrastinateJob.objects.filter(
        task_name="foundation.deliver", status="todo", args__org_id=scope.current().home
    )
    return [dict(one.args) for one in jobs.order_by("id")]


def run(arguments):
    catalogue.deliver(**arguments)


def test_an_event_waits_for_each_of_its_handlers_and_reaches_it_once(org, listeners):
    outbox.publish(RoundKept(7, date(2026, 11, 21)))
    jobs = waiting()
    assert [one["handler"] for one in jobs] == ["first", "second"]
    for job in jobs + jobs:
        run(job)
    assert listeners == [
        ("first", {"round_id": 7, "on": "2026-11-21"}),
        ("second", {"round_id": 7, "on": "2026-11-21"}),
    ]
    assert OutboxDelivery.objects.count() == 2


def test_an_event_of_a_change_that_did_not_happen_is_never_delivered(org, listeners):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.publish(RoundKept(7, date(2026, 11, 21)))
        raise ZeroDivisionError
    assert waiting() == []
    assert OutboxEvent.objects.count() == 0


def test_a_handler_that_fails_leaves_nothing_and_gets_the_event_again(org, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    tries = []

    def clumsy(payload):
        Role.objects.create(name=f"次数 {len(tries)}")
        tries.append(payload)
        if len(tries) == 1:
            raise ZeroDivisionError

    outbox.on(RoundKept.code, "clumsy", clumsy)
    outbox.publish(RoundKept(1, date(2026, 11, 21)))
    (job,) = waiting()
    with pytest.raises(ZeroDivisionError):
        run(job)
    assert Role.objects.count() == 0
    assert OutboxDelivery.objects.count() == 0
    run(job)
    assert Role.objects.count() == 1
    assert len(tries) == 2


def test_an_event_nobody_listens_to_is_not_kept(org, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.publish(RoundKept(1, date(2026, 11, 21)))
    assert OutboxEvent.objects.count() == 0


def test_a_handler_that_was_taken_away_is_passed_over(org, listeners, monkeypatch):
    outbox.publish(RoundKept(1, date(2026, 11, 21)))
    jobs = waiting()
    monkeypatch.setattr(outbox, "_handlers", {})
    for job in jobs:
        run(job)
    assert listeners == []


def test_a_handler_works_in_the_organisation_of_the_event(org, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    seen = []
    outbox.on(RoundKept.code, "where", lambda payload: seen.append(scope.current().writes))
    outbox.publish(RoundKept(1, date(2026, 11, 21)))
    (job,) = waiting()
    with scope.enter(Organisation.objects.create(name="另一家").pk):
        run(job)
    assert seen == [org.pk]


def test_two_handlers_of_one_event_need_two_names(listeners):
    with pytest.raises(ValueError, match="already"):
        outbox.on(RoundKept.code, "first", print)


def test_old_events_are_forgotten_with_their_deliveries(org, listeners):
    outbox.publish(RoundKept(1, date(2026, 11, 21)))
    for job in waiting():
        run(job)
    catalogue.forget(org_id=org.pk)
    assert OutboxEvent.objects.count() == 1
    OutboxEvent.objects.update(at=datetime.now(UTC) - timedelta(days=31))
    catalogue.forget(org_id=org.pk)
    assert (OutboxEvent.objects.count(), OutboxDelivery.objects.count()) == (0, 0)


def test_nobody_hears_of_what_is_written_down_in_silence(org, listeners):
    with outbox.silence():
        outbox.publish(RoundKept(7, date(2026, 11, 21)))
    assert waiting() == []
    outbox.publish(RoundKept(8, date(2026, 11, 21)))
    assert len(waiting()) == 2


def test_at_once_delivers_at_the_end_of_the_block_and_leaves_no_job(org, listeners):
    with outbox.at_once():
        outbox.publish(RoundKept(7, date(2026, 11, 21)))
        assert listeners == []
    assert [name for name, _payload in listeners] == ["first", "second"]
    assert waiting() == []


def test_what_a_handler_publishes_is_delivered_at_once_too(org, listeners):
    outbox.on("test.first", "again", lambda payload: outbox.publish(RoundKept(8, date(2026, 11, 21))))

    @dataclass(frozen=True)
    class First:
        code: ClassVar[str] = "test.first"

    with outbox.at_once():
        outbox.publish(First())
    assert [payload["round_id"] for _name, payload in listeners] == [8, 8]
