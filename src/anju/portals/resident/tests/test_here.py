"""Report here: everybody who scans a public code, without a name and not without limit."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from anju.engines.cases.models import Case
from anju.foundation import registry
from anju.portals.resident import settings
from anju.portals.resident.tests import factories
from anju.portals.resident.tests.test_cases import picture


@pytest.fixture
def lobby(boss, garden):
    cache.clear()
    return factories.public_place(boss, garden)


def send(place, client=None, **data):
    sent = {"kind": "repair", "words": "灯不亮了", "key": factories.key(), **data}
    return (client or Client()).post(f"/home/here/{place.label}/", sent)


def test_a_scanned_code_leads_strangers_to_the_form(lobby):
    assert Client().get(f"/q/{lobby.label}").headers["Location"] == f"/home/here/{lobby.label}/"
    assert "大堂" in Client().get(f"/home/here/{lobby.label}/").content.decode()


def test_a_stranger_reports_with_a_picture_and_follows_by_a_secret_link(lobby):
    answer = send(lobby, photo=picture())
    row = Case.objects.get()
    assert (row.channel, row.place_id, row.reporter_user_id, row.contact_digest) == ("qr", lobby.id, None, "")
    page = Client().get(answer.headers["Location"])
    assert row.number in page.content.decode() and page.status_code == 200
    assert Client().get(answer.headers["Location"].replace("follow/", "follow/x")).status_code == 404


def test_a_phone_may_be_left_and_must_be_one(lobby):
    assert send(lobby, phone="123").status_code == 422
    assert not Case.objects.exists()
    send(lobby, phone="138 0000 1111")
    assert Case.objects.get().contact_digest


def test_the_phones_script_is_answered_in_its_own_way(lobby):
    sent = {"kind": "repair", "words": "灯不亮了", "key": factories.key()}
    path, headers = f"/home/here/{lobby.label}/", {"Accept": "application/json"}
    refused = Client().post(path, sent | {"phone": "123"}, headers=headers)
    assert (refused.status_code, refused.json()["field"]) == (422, "phone")
    taken = Client().post(path, sent, headers=headers)
    assert Client().get(taken.json()["url"]).status_code == 200


def test_the_same_key_makes_one_case(lobby):
    key = factories.key()
    first, second = send(lobby, key=key), send(lobby, key=key)
    assert first.headers["Location"].split("/")[3] and second.status_code == 302
    assert Case.objects.count() == 1


def test_a_home_is_no_public_place(boss, place):
    assert Client().get(f"/home/here/{place.label}/").status_code == 404
    assert send(place).status_code == 404
    assert not Case.objects.exists()
    assert Client().get("/home/here/NOSUCH/").status_code == 404


def test_one_address_and_one_place_take_so_many_an_hour(lobby, boss, garden):
    registry.change(actor=boss, setting=settings.PER_ADDRESS, new=2)
    assert [send(lobby).status_code for _each in range(3)] == [302, 302, 422]
    registry.change(actor=boss, setting=settings.PER_ADDRESS, new=100)
    registry.change(actor=boss, setting=settings.PER_PLACE, new=1)
    gate = factories.public_place(boss, garden, code="GARDEN", name="花园")
    assert [send(gate).status_code for _each in range(2)] == [302, 422]
    assert Case.objects.count() == 3


def test_nothing_at_all_is_no_report(lobby):
    assert send(lobby, words="").status_code == 422
    assert send(lobby, kind="praise").status_code == 422


def test_a_resident_goes_on_to_his_own_form_with_the_place(chen, lobby):
    answer = chen.get(f"/home/here/{lobby.label}/")
    assert answer.headers["Location"] == f"/home/report/?place={lobby.id}"
    assert "大堂" in chen.get(f"/home/report/repair/?place={lobby.id}").content.decode()
