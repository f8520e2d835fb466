"""The code of a log-in as the provider of SMS gets it, and nothing for a phone that nobody knows."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from anju.engines.messages.contracts import Channel
from anju.engines.messages.tests import factories as messages
from anju.engines.messages.tests.conftest import http, outward, sms  # noqa: F401
from anju.portals.resident.tests import factories
from anju.portals.resident.tests.factories import PHONE


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
