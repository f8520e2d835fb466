"""The owner's family and tenants: a way in for them, and its end."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from anju.foundation.accounts import residents
from anju.foundation.accounts.models import User
from anju.kernel.errors import Invalid
from anju.modules.people import facade as people
from anju.modules.people.models import Person
from anju.portals.resident.tests import factories

PAGE = "/home/me/household/"


def members(place):
    return {one.person.name: one for one in people.home(place.id, timezone.localdate()).people}


def add(client, name="陈小满", kind="family", phone="13700007777"):
    return client.post(f"{PAGE}add/", {"name": name, "kind": kind, "phone": phone})


def slip_in(answer):
    return re.search(r'class="slip">([A-Z2-9]{10})<', answer.content.decode())[1]


def test_whom_the_owner_adds_comes_in_by_the_code_he_was_given(chen, place):
    slip = slip_in(add(chen))
    assert members(place)["陈小满"].relation == "family"
    guest = Client()
    assert (
        guest.post(f"/home/join/{slip}/", {"password": "我们的家在这里 2026"}).headers["Location"] == "/home/"
    )
    assert "陈小满" in guest.get("/home/").content.decode()
    assert guest.get(PAGE).status_code == 200


def test_a_member_of_the_family_adds_and_removes_nobody(chen, boss, place):
    child = factories.resident(boss, place, name="孩子", phone="13600006666", kind=factories.TieKind.FAMILY)
    assert add(child).status_code == 403
    tie = members(place)["陈雨"].tie_id
    assert child.post(f"{PAGE}{tie}/remove/").status_code == 403
    assert set(members(place)) == {"陈雨", "孩子"}


def test_whoever_moves_out_comes_in_no_more(chen, boss, place):
    slip = slip_in(add(chen, kind="tenant"))
    tenant = Client()
    tenant.post(f"/home/join/{slip}/", {"password": "我们的家在这里 2026"})
    user = User.objects.get(name="陈小满")
    tie = members(place)["陈小满"].tie_id
    chen.post(f"{PAGE}{tie}/remove/")
    assert not residents.is_resident(user.pk)
    assert tenant.get("/home/").status_code != 200


def test_an_owner_is_not_removed_here_and_nobody_of_another_home(chen, boss, garden, place):
    other = factories.home(boss, garden, building="7", number="701")
    factories.resident(boss, other, name="邻居", phone="13900003333")
    for home in (place, other):
        for one in members(home).values():
            assert chen.post(f"{PAGE}{one.tie_id}/remove/").status_code == 404
    assert chen.post(f"{PAGE}{members(other)['邻居'].person.id}/invite/").status_code == 404


def test_a_new_code_ends_the_old_one(chen, place):
    old = slip_in(add(chen))
    person_id = members(place)["陈小满"].person.id
    new = slip_in(chen.post(f"{PAGE}{person_id}/invite/"))
    assert Client().get(f"/home/join/{old}/").status_code == 422
    assert Client().get(f"/home/join/{new}/").status_code == 200


def test_a_nameless_member_is_refused_and_what_was_typed_stays(chen, place):
    answer = add(chen, name=" ", phone="13700007777")
    assert answer.status_code == 422 and "13700007777" in answer.content.decode()
    assert set(members(place)) == {"陈雨"}


def test_a_second_click_adds_no_second_person(chen, place):
    assert add(chen).status_code == 200
    again = add(chen, name="陈 小满")
    assert again.status_code == 409 and "已经登记" in again.content.decode()
    assert Person.objects.filter(name="陈小满").count() == 1


def test_who_cannot_be_tied_is_not_registered_either(chen, monkeypatch):
    def refuse(**_asked):
        raise Invalid("people.tie.days", field="starts_on")

    monkeypatch.setattr(people, "living_add", refuse)
    assert add(chen).status_code == 422
    assert not Person.objects.filter(name="陈小满").exists()
