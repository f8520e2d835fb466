"""Digests, erasure, and the work that nobody has to ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.engines.messages import facade, jobs
from anju.engines.messages.contracts import (
    Category,
    Channel,
    Contact,
    Recipient,
    RecipientKind,
    Template,
    Text,
)
from anju.engines.messages.models import Address, Delivery, Digest, Message, Preference, PushSubscription
from anju.engines.messages.queries import catalogue
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.services import digests, forgetting, inbox, sending
from anju.engines.messages.tests.factories import (
    NIGHT,
    NOON,
    URGENT,
    Browser,
    Clock,
    configure,
    person,
    prefer,
    send,
    states,
    tell,
    verified,
)
from anju.foundation import scope
from anju.foundation.accounts.models import Organisation
from anju.kernel.errors import Invalid


@pytest.fixture
def hourly(mail, org):
    prefer(person(), digest="hourly")
    return person(email="li@home.example")


def letters(mail):
    from email import message_from_bytes, policy

    return [message_from_bytes(one[2], policy=policy.default) for one in mail.letters]


def test_what_is_gathered_goes_out_as_one_letter(mail, hourly):
    clock = Clock()
    for number in range(3):
        tell(hourly, cause=str(number))
    assert send(Channel.EMAIL, clock) == 0
    clock.forward(hours=1)
    assert digests.close_due(at=clock.at) == 1
    send(Channel.EMAIL, clock)
    (found,) = letters(mail)
    assert found["subject"] == "您有 3 条新消息"
    assert found.get_content().count("有新事项：漏水") == 3
    assert states() == ["sent"] * 4
    assert digests.close_due(at=clock.at) == 0


def test_what_was_read_meanwhile_is_not_told_again(mail, reader):
    me = Recipient.user(reader.pk)
    prefer(me, digest="hourly")
    verified(me, Channel.EMAIL, "li@home.example")
    clock = Clock()
    for number in range(3):
        tell(me, cause=str(number))
    inbox.mark_read(user_id=reader.pk, message_ids=[Message.objects.earliest("pk").pk], at=NOON)
    clock.forward(hours=1)
    digests.close_due(at=clock.at)
    send(Channel.EMAIL, clock)
    assert letters(mail)[0]["subject"] == "您有 2 条新消息"


def test_a_digest_of_which_all_was_read_is_not_sent(mail, reader):
    me = Recipient.user(reader.pk)
    prefer(me, digest="hourly")
    verified(me, Channel.EMAIL, "li@home.example")
    tell(me)
    inbox.mark_all_read(user_id=reader.pk, at=NOON)
    digests.close_due(at=NOON + timedelta(hours=1))
    assert (Message.objects.count(), states(Channel.EMAIL)) == (1, ["dropped"])
    assert Digest.objects.get().closed_at is not None


def test_a_single_one_goes_out_as_itself_and_keeps_its_patience(mail, hourly):
    clock = Clock()
    tell(hourly)
    clock.forward(hours=1)
    digests.close_due(at=clock.at)
    mail.replies["RCPT"] = ["451 later", "250 ok"]
    send(Channel.EMAIL, clock)
    assert states() == ["queued"]
    clock.forward(minutes=1)
    send(Channel.EMAIL, clock)
    assert letters(mail)[0]["subject"] == "有新事项：漏水"


def test_urgent_news_wait_for_no_digest(mail, hourly):
    tell(hourly, template=URGENT)
    assert send(Channel.EMAIL, Clock()) == 1


def test_a_digest_is_closed_once_even_if_the_worker_dies_before_it_is_sent(mail, hourly):
    clock = Clock()
    for number in range(2):
        tell(hourly, cause=str(number))
    clock.forward(hours=1)
    digests.close_due(at=clock.at)
    digests.close_due(at=clock.at)
    assert Message.objects.filter(template="messages.digest").count() == 1


def test_a_digest_that_falls_into_the_night_waits_for_the_morning(sms, org):
    prefer(person(), digest="hourly", channels={"test.work": ["sms"]})
    tell(person(phone="13800000001"), at=NIGHT)
    assert Digest.objects.get().due_at == NIGHT + timedelta(hours=7, minutes=30)


# The house's own hours and languages


def test_a_person_s_own_hours_count_before_the_house_s(sms, org):
    from datetime import time

    prefer(person(), quiet_from=time(1), quiet_until=time(1))
    tell(person(phone="13800000001"), at=NIGHT)
    assert Delivery.objects.get().not_before == NIGHT


def test_a_community_may_have_hours_of_its_own(sms, org, boss, home):
    configure(boss, {channels.QUIET: "12:00-14:00"}, home)
    tell(person(phone="13800000001"), community_id=home)
    assert Delivery.objects.get().not_before == NOON + timedelta(hours=2)


def test_a_person_s_choice_of_language_counts_first(mail, org):
    prefer(person(), language="en")
    tell(person(email="li@home.example"))
    assert Message.objects.get().title == "New: 漏水"


def test_contacts_of_persons_are_asked_for_once_and_used(mail, org, monkeypatch):
    asked = []

    def contacts(ids):
        asked.append(set(ids))
        return {one: Contact(None, email=f"p{one}@home.example", name="住户") for one in ids}

    monkeypatch.setattr(catalogue, "_contacts", {RecipientKind.PERSON: contacts})
    tell([Recipient.person(1), Recipient.person(2)])
    assert asked == [{1, 2}]
    assert sorted(Delivery.objects.values_list("shown", flat=True)) == ["p***@home.example"] * 2


def test_an_address_the_person_verified_is_taken_before_the_one_on_file(mail, org, monkeypatch):
    monkeypatch.setattr(
        catalogue,
        "_contacts",
        {RecipientKind.PERSON: lambda ids: {7: Contact(None, email="old@home.example")}},
    )
    verified(Recipient.person(7), Channel.EMAIL, "new@home.example")
    tell(Recipient.person(7))
    assert Delivery.objects.get().address == "new@home.example"


# Declarations


def test_a_declaration_that_cannot_work_stops_the_program():
    words = {"zh-hans": {"": Text("标题")}, "en": {"": Text("Title")}}
    with pytest.raises(ValueError, match="unknown category"):
        facade.template(Template("x.y", "n", "no.such", words))
    with pytest.raises(ValueError, match="twice"):
        facade.category(Category("test.work", "另一个"))
    with pytest.raises(ValueError, match="twice"):
        facade.template(Template("test.plain", "n", "test.work", words))
    with pytest.raises(ValueError, match="registered already"):
        facade.register_communities(lambda reach: [])
    with pytest.raises(ValueError, match="registered already"):
        facade.register_contacts(RecipientKind.STAFF, lambda ids: {})


@pytest.mark.parametrize(
    "draft",
    [
        {"channels": {"test.work": ["pigeon"]}}, {"channels": {"no.such": []}}, {"channels": {}, "digest": "weekly"},
        {"channels": {}, "digest_hour": 24}, {"channels": {}, "language": "fr"}, {"channels": {}, "consents": ["test.work"]},
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused(org, draft):
    with pytest.raises(Invalid):
        facade.preference_save(
            kind=RecipientKind.PERSON, number=7, draft=facade.PreferenceDraft(**draft), at=NOON
        )
    assert Preference.objects.count() == 0


# Personal data


def full(mail, reader):
    me = Recipient.user(reader.pk)
    prefer(me, consents={"test.ads": "2026-11-01"}, channels={"test.work": ["email"]})
    verified(me, Channel.EMAIL, "li@home.example")
    Browser("http://127.0.0.1:9", reader.pk)
    tell(me)
    send(Channel.EMAIL, Clock())
    return me


def test_a_person_gets_a_copy_of_all_that_is_kept(mail, outward, reader):
    full(mail, reader)
    copy = facade.recipient_export(kind=RecipientKind.USER, number=reader.pk)
    assert copy["messages"][0]["body"] == "请处理漏水。"
    assert {"channel": "email", "address": "li@home.example", "state": "sent"} in copy["messages"][0][
        "channels"
    ]
    assert copy["addresses"][0]["value"] == "li@home.example"
    assert copy["preference"]["consents"] == ["test.ads"]
    assert copy["devices"] == ["Chrome"]


def test_a_person_can_be_taken_out(mail, outward, reader):
    full(mail, reader)
    tell(Recipient.user(reader.pk), cause="2")
    facade.recipient_forget(kind=RecipientKind.USER, number=reader.pk)
    for row in Message.objects.all():
        assert (row.title, row.body, row.params, row.recipient_name) == ("", "", "", "")
    assert set(Delivery.objects.values_list("address", "shown")) == {("", "")}
    assert (Address.objects.count(), Preference.objects.count(), PushSubscription.objects.count()) == (
        0,
        0,
        0,
    )
    send(Channel.EMAIL, Clock())
    assert len(mail.letters) == 1


def test_words_past_their_time_are_cleared_and_the_record_stays(mail, org):
    tell(person(email="li@home.example"))
    send(Channel.EMAIL, Clock())
    assert forgetting.forget_old(at=NOON + timedelta(days=729)) == 0
    assert forgetting.forget_old(at=NOON + timedelta(days=731)) == 1
    row = Delivery.objects.get()
    assert (row.address, row.shown, row.state, row.message.params) == ("", "", "sent", "")
    assert forgetting.forget_old(at=NOON + timedelta(days=731)) == 0


def test_the_words_of_a_code_are_cleared_after_days(mail, reader):
    facade.address_add(
        kind=RecipientKind.USER, number=reader.pk, channel=Channel.EMAIL, value="li@home.example", at=NOON
    )
    assert forgetting.forget_old(at=NOON + timedelta(days=3)) == 1
    assert Message.objects.get().params == ""


def test_what_is_kept_of_a_message_is_not_readable_in_the_database(mail, outward, reader):
    full(mail, reader)
    with connection.cursor() as cursor:
        cursor.execute("select body, params from messaging_message")
        message = str(cursor.fetchall())
        cursor.execute(
            "select address, value, secret from messaging_delivery d, messaging_address, messaging_pushsubscription"
        )
        addresses = str(cursor.fetchall())
    assert "漏水" not in message
    assert "li@home.example" not in addresses and "/push/" not in addresses


# Jobs


def test_the_minute_s_round_sends_what_became_due_by_itself(mail, org):
    tell(person(email="li@home.example"))
    jobs.look_round(org_id=org.pk)
    assert len(mail.letters) == 1


def test_a_full_batch_asks_for_another_one(mail, org, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    monkeypatch.setattr(sending.send_due, "__kwdefaults__", {**sending.send_due.__kwdefaults__, "most": 2})
    for number in range(3):
        tell(person(number, email=f"p{number}@home.example"))
    ProcrastinateJob.objects.filter(task_name="messages.send").delete()
    jobs.send(org_id=org.pk, channel="email")
    assert len(mail.letters) == 2
    assert ProcrastinateJob.objects.filter(task_name="messages.send", status="todo").count() == 1


def test_each_organisation_is_looked_after(org):
    other = Organisation.objects.create(name="另一家")
    jobs.look_round_all(timestamp=0)
    asked = ProcrastinateJob.objects.filter(task_name="messages.look_round", status="todo")
    assert {one.args["org_id"] for one in asked} >= {org.pk, other.pk}
    jobs.forget(org_id=org.pk)


def test_a_job_of_one_organisation_sends_nothing_of_anothers(mail, org):
    other = Organisation.objects.create(name="另一家")
    tell(person(email="li@home.example"))
    jobs.send(org_id=other.pk, channel="email")
    assert mail.letters == []
    with scope.enter(other.pk):
        assert Delivery.objects.count() == 0


def test_the_proof_of_who_was_told(mail, org):
    tell(person(email="li@home.example"))
    assert not facade.was_told("cause:1")
    send(Channel.EMAIL, Clock())
    assert facade.was_told("cause:1")
    (way,) = facade.deliveries_of("cause:1")
    assert (way.channel, way.state, way.sent_at) == ("email", "sent", NOON)
