"""Ordering a service and letting a visitor in, each for the own home only."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from anju.engines.cases.models import Case
from anju.modules.frontdesk import facade as frontdesk
from anju.portals.resident.tests import factories


def announce(client, **data):
    return client.post(
        "/home/visitors/announce/", {"name": "林先生", "hours": "4", "key": factories.key(), **data}
    )


def test_a_visitor_is_announced_and_his_code_shown(chen, place):
    page = announce(chen).content.decode()
    code = re.search(r'class="slip">(\d{6})<', page)[1]
    (visit,) = frontdesk.visits_to(place.id)
    assert (visit.name, visit.state, visit.code, visit.host_id) == (
        "林先生",
        "announced",
        code,
        chen.person_id,
    )


def test_a_nameless_or_endless_visit_is_refused_and_nothing_is_made(chen, place):
    assert announce(chen, name=" ").status_code == 422
    assert announce(chen, hours="9999").status_code == 422
    assert frontdesk.visits_to(place.id) == []


def test_only_the_host_takes_an_announcement_back(chen, boss, place):
    announce(chen)
    (visit,) = frontdesk.visits_to(place.id)
    other = factories.resident(boss, place, name="家人", phone="13900003333", kind=factories.TieKind.FAMILY)
    assert other.post(f"/home/visitors/{visit.id}/cancel/").status_code == 404
    chen.post(f"/home/visitors/{visit.id}/cancel/")
    assert frontdesk.visits_to(place.id)[0].state == "cancelled"


@pytest.fixture
def offer(boss):
    registers = frontdesk.registers
    draft = registers.OfferDraft(
        code="A01", name="油烟机清洗", family="house", unit="台", content="拆洗，两小时"
    )
    made = registers.offer_save(actor=boss, draft=draft, at=timezone.now())
    price = registers.PriceDraft(price=1_500_000, valid_from=timezone.localdate())
    registers.price_set(actor=boss, offer_id=made, draft=price, at=timezone.now())
    return made


def test_a_service_is_ordered_once_at_its_listed_price(chen, offer, place):
    page = chen.get("/home/services/").content.decode()
    assert "油烟机清洗" in page
    sent = {"offer": offer, "units": "2", "key": factories.key()}
    for _each in range(2):
        answer = chen.post("/home/services/order/", sent)
    row = Case.objects.get()
    assert answer.headers["Location"] == f"/home/cases/{row.pk}/"
    assert (row.kind, row.place_id, row.reporter_user_id) == ("service", place.id, chen.user.pk)
    assert chen.get(answer.headers["Location"]).status_code == 200
    assert frontdesk.services_ordered(place.id)[0].person_id == chen.person_id


def test_what_is_not_offered_cannot_be_ordered(chen, offer):
    assert chen.post("/home/services/order/", {"offer": offer + 1, "key": factories.key()}).status_code == 404
    sent = {"offer": offer, "units": "0", "key": factories.key()}
    assert chen.post("/home/services/order/", sent).status_code == 422
    assert not Case.objects.exists()
