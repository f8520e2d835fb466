"""Codes as the other side gets them: the provider of SMS, the mail server; and nothing for a phone nobody knows."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from django.test import Client
from django.utils import timezone

from anju.engines.messages import facade
from anju.engines.messages.contracts import Channel, Recipient, RecipientKind
from anju.engines.messages.models import Address, Delivery
from anju.engines.messages.tests import factories as messages
from anju.engines.messages.tests.conftest import http, mail, outward, post_office, sms  # noqa: F401
from anju.modules.frontdesk.registrations.telling.templates import PARAMETERS
from anju.portals.resident.tests import factories
from anju.portals.resident.tests.factories import PHONE

NEWS = messages.template("test.resident_news", "news")


def test_the_code_goes_out_by_sms_and_opens_the_door(sms, boss, place):  # noqa: F811
    factories.living(boss, factories.person(boss), place)
    client = Client()
    client.post("/home/login/", {"phone": PHONE, "way": "code"})
    messages.send(Channel.SMS, timezone.now)
    (asked,) = [one.json() for one in sms.asked]
    assert asked["to"] == PHONE and asked["params"]["code"] in asked["text"]
    answer = client.post("/home/login/code/", {"code": asked["params"]["code"]})
    assert answer.headers["Location"] == "/home/"


def test_a_phone_nobody_knows_costs_no_sms(sms, boss, place):  # noqa: F811
    factories.living(boss, factories.person(boss), place)
    Client().post("/home/login/", {"phone": "13911112222", "way": "code"})
    messages.send(Channel.SMS, timezone.now)
    assert sms.asked == []


def test_an_address_for_mail_counts_once_its_code_came_back(mail, chen):  # noqa: F811
    assert chen.post("/home/me/email/", {"email": "nonsense"}).status_code == 422
    chen.post("/home/me/email/", {"email": "chen@example.com"})
    messages.send(Channel.EMAIL, timezone.now)
    found = messages.Address.objects.get()
    assert found.verified_at is None
    assert chen.post("/home/me/email/", {"code": "xxxxxx"}).status_code == 422
    letter = message_from_bytes(mail.letters[0][2], policy=policy.default)
    code = re.search(r"\b(\d{6})\b", letter.get_body(("plain",)).get_content())[1]
    chen.post("/home/me/email/", {"code": code})
    found.refresh_from_db()
    assert found.verified_at is not None


def test_what_a_resident_chose_on_his_phone_decides_how_he_is_told(chen, boss, place, mail):  # noqa: F811
    now = timezone.now()
    chen.post("/home/me/email/", {"email": "chen@example.com"})
    messages.send(Channel.EMAIL, timezone.now)
    (row,) = facade.addresses(RecipientKind.USER, chen.user.pk)
    Address.objects.filter(pk=row.pk).update(verified_at=now)
    assert "c***@example.com" in chen.get("/home/me/").content.decode()
    chen.post("/home/preferences/", {"digest": "daily", "ways-frontdesk.own": ["email"]})
    facade.notify(
        template="frontdesk.received", to=Recipient.person(chen.person_id), cause_key="case:1:received", at=now,
        params=dict.fromkeys(PARAMETERS, "1"),
    )  # fmt: skip
    told = Delivery.objects.filter(message__cause_key="case:1:received").exclude(channel="in_app")
    assert list(told.values_list("channel", "state", "shown")) == [("email", "gathered", "c***@example.com")]


def test_advertising_reaches_a_resident_who_agreed_on_his_phone_and_nobody_else(chen):
    def told():
        answer = facade.notify(
            template=NEWS.code, to=Recipient.person(chen.person_id), params={"what": "音乐会"},
            cause_key="concert", at=timezone.now(),
        )  # fmt: skip
        return answer.made, answer.withheld

    assert told() == ((), 1)
    chen.post("/home/preferences/", {"digest": "", "agree-news": "1"})
    assert len(told()[0]) == 1
