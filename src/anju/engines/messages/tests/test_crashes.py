"""The worker dies after every step. What arrives at the other side is counted there, not here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from anju.engines.messages.contracts import Channel, Recipient
from anju.engines.messages.models import Delivery, Message
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.services import consequences, sending
from anju.engines.messages.services.adapters import ADAPTERS
from anju.engines.messages.tests.factories import (
    NOON,
    PLAIN,
    URGENT,
    Browser,
    Clock,
    configure,
    person,
    send,
    states,
    tell,
)
from anju.foundation import actors, scope
from anju.foundation.accounts.models import Organisation

CHECKOUT = Path(__file__).parents[5]


class PowerCut(BaseException):
    """No code of the house catches this one."""


class Power:
    """Fails at one named step: claimed, handed, sent or marked."""

    def __init__(self, monkeypatch, step):
        self.step = step
        self.monkeypatch = monkeypatch
        settle = consequences.settle

        def settled(*args, **more):
            if self.step == "sent":
                raise PowerCut
            settle(*args, **more)

        monkeypatch.setattr(consequences, "settle", settled)

    def adapters(self, channel):
        def send_it(call):
            if self.step == "claimed":
                raise PowerCut
            real = call.handing

            def handing():
                real()
                if self.step == "handed":
                    raise PowerCut

            from dataclasses import replace

            return ADAPTERS[channel](replace(call, handing=handing))

        return {channel: send_it}


def crash_and_recover(monkeypatch, channel, step):
    """The worker dies at `step`; another one comes after the lease and works on to the end."""
    clock, power = Clock(), Power(monkeypatch, step)
    with pytest.raises(PowerCut):
        send(channel, clock, adapters=power.adapters(channel))
    power.step = ""
    assert Delivery.objects.get(channel=channel).state == "sending"
    clock.forward(minutes=4)
    assert sending.recover(at=clock.at) == 0
    clock.forward(minutes=2)
    assert sending.recover(at=clock.at, draw=lambda: 0.0) == 1
    clock.forward(minutes=1)
    send(channel, clock)
    send(channel, clock)
    return Delivery.objects.get(channel=channel).state


@pytest.mark.parametrize(
    ("step", "arrived", "state"), [("claimed", 1, "sent"), ("handed", 0, "unsure"), ("sent", 1, "unsure")]
)
def test_a_letter_is_never_sent_twice(mail, org, monkeypatch, step, arrived, state):
    tell(person(email="li@home.example"))
    assert crash_and_recover(monkeypatch, Channel.EMAIL, step) == state
    assert len(mail.letters) == arrived


@pytest.mark.parametrize("step", ["claimed", "handed", "sent"])
def test_an_urgent_letter_always_arrives_and_a_second_copy_has_the_same_name(mail, org, monkeypatch, step):
    tell(person(email="li@home.example"), template=URGENT)
    assert crash_and_recover(monkeypatch, Channel.EMAIL, step) == "sent"
    names = {one[2].lower().split(b"message-id:")[1].split(b"\r\n")[0] for one in mail.letters}
    assert len(mail.letters) == (2 if step == "sent" else 1)
    assert len(names) == 1


@pytest.mark.parametrize("step", ["claimed", "handed", "sent"])
def test_an_sms_reaches_the_phone_exactly_once_where_the_provider_knows_requests(sms, org, monkeypatch, step):
    phones = {}

    def provider(asked):
        body = asked.json()
        phones.setdefault(body["request_id"], body["to"])
        return 200, '{"code": "ok", "id": "p"}', {}

    sms.judge = provider
    tell(person(phone="13800000001"))
    assert crash_and_recover(monkeypatch, Channel.SMS, step) == "sent"
    assert list(phones.values()) == ["13800000001"]


@pytest.mark.parametrize(
    ("step", "arrived", "state"), [("claimed", 1, "sent"), ("handed", 0, "unsure"), ("sent", 1, "unsure")]
)
def test_an_sms_is_never_paid_twice_where_he_does_not(sms, org, boss, monkeypatch, step, arrived, state):
    configure(boss, {channels.SMS_KEYED: False})
    tell(person(phone="13800000001"))
    assert crash_and_recover(monkeypatch, Channel.SMS, step) == state
    assert len(sms.asked) == arrived


@pytest.mark.parametrize("step", ["claimed", "handed", "sent"])
def test_a_browser_shows_a_push_once(http, outward, reader, monkeypatch, step):
    http.script = [(201, "", {})]
    browser = Browser(http.url, reader.pk)
    tell(Recipient.user(reader.pk))
    assert crash_and_recover(monkeypatch, Channel.WEB_PUSH, step) == "sent"
    assert len({browser.read(one.body)["tag"] for one in http.asked}) == 1


@pytest.mark.parametrize(
    ("step", "arrived", "state"), [("claimed", 1, "sent"), ("handed", 0, "unsure"), ("sent", 1, "unsure")]
)
def test_a_robot_speaks_once(robots, boss, monkeypatch, step, arrived, state):
    configure(boss, {channels.DINGTALK_URL: "", channels.FEISHU_URL: ""})
    tell(Recipient.group(None))
    assert crash_and_recover(monkeypatch, Channel.WECOM, step) == state
    assert len(robots.asked) == arrived


def test_a_worker_that_comes_back_from_the_dead_changes_nothing(mail, org):
    """It was silent longer than the lease, and another one has sent the letter meanwhile."""
    tell(person(email="li@home.example"), template=URGENT)
    clock = Clock()
    slow = []

    def asleep(call):
        if not slow:
            slow.append(call)
            clock.forward(minutes=6)
            sending.recover(at=clock.at, draw=lambda: 0.0)
            clock.forward(minutes=1)
            send(Channel.EMAIL, clock)
        return ADAPTERS[Channel.EMAIL](call)

    send(Channel.EMAIL, clock, adapters={Channel.EMAIL: asleep}, most=1)
    assert len(mail.letters) == 1
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("sent", 2)


def test_an_inbox_message_is_there_or_not_but_never_twice(reader):
    with pytest.raises(PowerCut), transaction.atomic():
        tell(Recipient.user(reader.pk))
        raise PowerCut
    assert Message.objects.count() == 0
    tell(Recipient.user(reader.pk))
    tell(Recipient.user(reader.pk))
    assert (Message.objects.count(), states()) == (1, ["sent"])


WORKER = """
import django; django.setup()
from django.utils import timezone
from anju.foundation import scope
from anju.engines.messages.services import sending
import anju.engines.messages.tests.factories
with scope.enter({org}):
    sending.send_due(channel="email", clock=timezone.now)
"""


def start_worker(org_id, port):
    """A real process with its own connections; whoever kills it gives it no time to do anything."""
    environment = {
        **os.environ, "ANJU_DATABASE_NAME": connection.settings_dict["NAME"], "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
        "DJANGO_SETTINGS_MODULE": "tests.settings", "ANJU_SMTP_HOST": "127.0.0.1", "ANJU_SMTP_PORT": str(port),
        "ANJU_SMTP_SECURITY": "", "ANJU_MAIL_FROM": "anju@company.example",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", WORKER.format(org=org_id)], env=environment, cwd=CHECKOUT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("verb", "letters", "state"),
    [("RCPT", 1, "sent"), ("DATA", 0, "unsure"), (".", 1, "unsure"), ("QUIT", 1, "unsure")],
)
def test_a_worker_process_killed_by_the_kernel_leaves_one_letter_at_most(mail, verb, letters, state):
    """The mail server itself kills the worker: before it knows the recipient, at DATA, after it took the letter, and
    after it said so but before that was written down.
    """
    org = Organisation.objects.create(name="断电物业")
    children = []

    def kill(said):
        if said == verb and children:
            os.kill(children[0].pid, signal.SIGKILL)
            children[0].wait()
            children.clear()

    with scope.enter(org.pk), transaction.atomic():
        tell(person(email="li@home.example"), at=NOON)
    mail.on = kill
    child = start_worker(org.pk, mail.port)
    children.append(child)
    assert child.wait(60) == -signal.SIGKILL
    mail.on = None
    with scope.enter(org.pk):
        with transaction.atomic():
            row = Delivery.objects.get()
            assert row.state == "sending"
            Delivery.objects.update(claimed_at=NOON, handed_at=row.handed_at and NOON)
        clock = Clock()
        clock.forward(minutes=6)
        sending.recover(at=clock.at, draw=lambda: 0.0)
        clock.forward(minutes=1)
        send(Channel.EMAIL, clock)
        with transaction.atomic():
            assert Delivery.objects.get().state == state
    assert len(mail.letters) == letters


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_send_nothing_twice(mail, settings):
    settings.EMAIL_TIMEOUT = 30
    org = Organisation.objects.create(name="两个工人")
    with scope.enter(org.pk), transaction.atomic():
        tell([person(number, email=f"p{number}@home.example") for number in range(1, 41)])

    def work():
        try:
            with scope.enter(org.pk):
                sending.send_due(channel=Channel.EMAIL, clock=Clock())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    with scope.enter(org.pk), transaction.atomic():
        left = list(
            Delivery.objects.exclude(state="sent").values_list("state", "error", "attempts", "handed_at")
        )
    assert left == []
    assert sorted(one[1][0] for one in mail.letters) == sorted(
        f"p{number}@home.example" for number in range(1, 41)
    )


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_network_is_waited_for(mail):
    org = Organisation.objects.create(name="不占事务")
    seen = []

    def watch(call):
        seen.append(connection.in_atomic_block)
        return ADAPTERS[Channel.EMAIL](call)

    with scope.enter(org.pk):
        with transaction.atomic():
            tell(person(email="li@home.example"), template=PLAIN)
        send(Channel.EMAIL, Clock(), adapters={Channel.EMAIL: watch})
    assert seen == [False]
    assert actors.root("x", org.pk).org_id == org.pk
