"""What may have changed between the writing of a message and its sending: the hour, the consent, the digest."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from anju.engines.messages.contracts import Channel, Contact, Recipient, RecipientKind
from anju.engines.messages.models import BoardNotice, Delivery, Digest, Message, Preference
from anju.engines.messages.queries import catalogue
from anju.engines.messages.queries import settings as channels
from anju.engines.messages.services import addresses, boards, digests
from anju.engines.messages.tests.factories import (
    ADS,
    LAW,
    NOON,
    PLAIN,
    URGENT,
    Clock,
    configure,
    person,
    prefer,
    send,
    states,
    tell,
    verified,
)

LATE = datetime(2026, 11, 21, 13, 59, 50, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
LI = "13800001111"


def letter(mail, number=-1) -> str:
    return mail.letters[number][2].decode()


def test_a_second_try_makes_no_noise_after_ten(sms, org):
    sms.script = [(503, "", {}), (200, '{"code": "ok", "id": "p-1"}', {})]
    clock = Clock(LATE)
    tell(person(phone=LI), at=LATE)
    send(Channel.SMS, clock)
    clock.forward(seconds=60)
    send(Channel.SMS, clock)
    assert (len(sms.asked), states(Channel.SMS)) == (1, ["queued"])
    assert Delivery.objects.get().not_before == MORNING
    clock.at = MORNING
    send(Channel.SMS, clock)
    assert states(Channel.SMS) == ["sent"]


def test_a_worker_that_was_down_in_the_evening_wakes_nobody(sms, org):
    tell(person(phone=LI), at=LATE)
    tell(person(8, phone="13800002222"), template=URGENT, at=LATE)
    send(Channel.SMS, Clock(LATE + timedelta(hours=2)))
    assert [one.json()["to"] for one in sms.asked] == ["13800002222"]


def test_a_letter_makes_no_noise_and_goes_at_night(mail, org):
    tell(person(email="li@home.example"), at=LATE)
    send(Channel.EMAIL, Clock(LATE + timedelta(hours=2)))
    assert len(mail.letters) == 1


def test_own_hours_chosen_after_the_message_was_written_count(sms, org):
    tell(person(phone=LI), at=NOON)
    prefer(person(), quiet_from=time(11), quiet_until=time(13))
    send(Channel.SMS, Clock(NOON))
    assert sms.asked == []
    assert Delivery.objects.get().not_before == NOON + timedelta(hours=1)


def agreed() -> Recipient:
    prefer(person(), consents={"test.ads": NOON.isoformat()}, channels={"test.ads": ["email"]})
    return person(email="li@home.example")


def test_advertising_stops_with_the_consent_also_what_waits_already(mail, org):
    tell(agreed(), template=ADS)
    Preference.objects.update(consents={})
    send(Channel.EMAIL, Clock())
    assert (mail.letters, states(Channel.EMAIL)) == ([], ["dropped"])
    assert Message.objects.get().failed_at is None


def test_a_digest_leaves_out_advertising_nobody_agrees_to_any_more(mail, org):
    to = agreed()
    Preference.objects.update(digest="hourly")
    tell(to, template=ADS, cause="ads")
    tell(to, cause="work")
    Preference.objects.update(consents={})
    clock = Clock(NOON + timedelta(hours=1))
    digests.close_due(at=clock.at)
    send(Channel.EMAIL, clock)
    assert len(mail.letters) == 1
    assert sorted(states(Channel.EMAIL)) == ["dropped", "sent"]


def test_advertising_in_a_digest_says_how_to_end_it(mail, org, settings):
    settings.PUBLIC_URL = "https://anju.example"
    to = agreed()
    Preference.objects.update(digest="hourly")
    tell(to, template=ADS, cause="ads")
    tell(to, cause="work")
    clock = Clock(NOON + timedelta(hours=1))
    digests.close_due(at=clock.at)
    send(Channel.EMAIL, clock)
    assert "List-Unsubscribe: <https://anju.example/messages/u/" in letter(mail).replace("\r\n ", "")


def test_a_digest_without_advertising_offers_nothing_to_end(mail, org, settings):
    settings.PUBLIC_URL = "https://anju.example"
    to = agreed()
    Preference.objects.update(digest="hourly")
    tell(to, cause="one")
    tell(to, cause="two")
    digests.close_due(at=NOON + timedelta(hours=1))
    send(Channel.EMAIL, Clock(NOON + timedelta(hours=1)))
    assert "List-Unsubscribe" not in letter(mail)


def test_what_is_written_for_a_digest_that_has_gone_out_goes_by_itself(mail, org):
    """The moment of the message lies before the digest's time, its transaction ends after the digest was closed."""
    prefer(person(), digest="hourly")
    due = NOON + timedelta(hours=1)
    Digest.objects.create(recipient_kind="person", recipient_id=7, channel="email", due_at=due, closed_at=due)
    tell(person(email="li@home.example"), at=due - timedelta(seconds=1))
    assert states(Channel.EMAIL) == ["queued"]
    send(Channel.EMAIL, Clock(due))
    assert len(mail.letters) == 1


@pytest.mark.parametrize("reply", ["554 5.7.1 no", "550 5.1.1 no such user"])
def test_a_code_that_proves_an_address_goes_there_or_nowhere(mail, sms, reader, reply):
    verified(Recipient.user(reader.pk), Channel.SMS, LI)
    mail.replies["RCPT"] = [reply]
    addresses.address_add(
        kind=RecipientKind.USER, number=reader.pk, channel=Channel.EMAIL, value="li@home.example", at=NOON
    )
    send(Channel.EMAIL, Clock())
    send(Channel.SMS, Clock())
    assert sms.asked == []
    assert not Delivery.objects.filter(channel="sms").exists()


def test_a_code_asked_for_at_night_comes_at_night(sms, reader):
    night = LATE + timedelta(hours=1)
    addresses.address_add(kind=RecipientKind.USER, number=reader.pk, channel=Channel.SMS, value=LI, at=night)
    send(Channel.SMS, Clock(night))
    assert [one.json()["to"] for one in sms.asked] == [LI]


def test_a_draft_is_printed_with_the_day_of_the_place(boss, home):
    """The morning of the 22nd in Shanghai is still the 21st in UTC."""
    draft = boards.NoticeDraft(title="停水", body="周三停水。")
    key = boards.notice_create(actor=boss, community_id=home, draft=draft, at=MORNING)
    row = BoardNotice.objects.get(pk=key)
    assert boards.sheet_data(row, "https://anju.example/")["day"] == "2026年11月22日"


def test_house_hours_of_the_community_count(sms, home, boss):
    configure(boss, {channels.QUIET: "12:00-14:00"}, community_id=home)
    tell(person(phone=LI), at=NOON - timedelta(minutes=1), community_id=home)
    send(Channel.SMS, Clock(NOON))
    assert sms.asked == []


@pytest.mark.parametrize(("template", "sent"), [(PLAIN, 0), (LAW, 1), (URGENT, 1)])
def test_who_declined_phone_and_mail_gets_there_only_what_must_arrive(sms, org, monkeypatch, template, sent):
    known = {7: Contact(None, LI, "", "", "李静", declined=True)}
    monkeypatch.setitem(catalogue._contacts, RecipientKind.PERSON, lambda numbers: known)
    tell(person(), template=template)
    tell(person(phone=LI), template=template, cause="named")
    send(Channel.SMS, Clock())
    assert len(sms.asked) == 2 * sent
    assert Message.objects.filter(failed_at__isnull=False).count() == 2 - 2 * sent
