"""Editing a person without the right to see his numbers: what is masked and what has no field stays."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from anju.foundation.permissions import RoleCode
from anju.modules.people.models import Person
from anju.modules.people.tests.factories import estate_home, person, tie

FIVE = "13811111234,13822221234,13933335678,0571-88886666,13744449999"


@pytest.fixture
def desk(login):
    return login(RoleCode.FRONTDESK)


@pytest.fixture
def owner(boss):
    home = estate_home()
    made = person(boss, "沈若兰", FIVE, email="shen.ruolan@example.com", community_id=home.community_id)
    tie(boss, made, home)
    return made


def form_of(client, person_id: int) -> dict[str, str]:
    """What the browser would send back unchanged."""
    text = client.get(reverse("people:person_edit", args=[person_id])).content.decode()
    found = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', text))
    chosen = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', text, re.DOTALL)
    return found | dict(chosen) | {"kind": "natural", "language": "zh-hans"}


def numbers(person_id: int) -> list[str]:
    return list(
        Person.objects.get(pk=person_id).phones.order_by("-main", "pk").values_list("number", flat=True)
    )


def test_saving_the_form_as_it_is_loses_no_number_and_no_address(desk, owner):
    data = form_of(desk, owner) | {"note": "晚上联系"}
    assert desk.post(reverse("people:person_edit", args=[owner]), data).status_code == 303
    assert numbers(owner) == FIVE.split(",")
    one = Person.objects.get(pk=owner)
    assert (one.email, one.note) == ("shen.ruolan@example.com", "晚上联系")


def test_the_second_of_two_who_edit_at_once_is_told_before_he_overwrites(desk, owner):
    address = reverse("people:person_edit", args=[owner])
    first = second = form_of(desk, owner)
    assert desk.post(address, first | {"note": "周末不在家"}).status_code == 303
    answer = desk.post(address, second | {"note": "晚上联系"})
    assert answer.status_code == 409 and "别人改过这条记录" in answer.content.decode()
    assert "晚上联系" in answer.content.decode() and Person.objects.get(pk=owner).note == "周末不在家"
    seen = dict(re.findall(r'<input[^>]* name="(_seen)" value="([^"]*)"', answer.content.decode()))
    assert desk.post(address, second | seen | {"note": "晚上联系"}).status_code == 303
    assert Person.objects.get(pk=owner).note == "晚上联系"


def test_the_form_shows_no_address_in_the_clear(desk, owner):
    text = desk.get(reverse("people:person_edit", args=[owner])).content.decode()
    assert "s***@example.com" in text and "shen.ruolan" not in text


def test_another_address_and_an_empty_one_are_taken(desk, owner):
    data = form_of(desk, owner)
    desk.post(reverse("people:person_edit", args=[owner]), data | {"email": "new@example.com"})
    assert Person.objects.get(pk=owner).email == "new@example.com"
    desk.post(reverse("people:person_edit", args=[owner]), form_of(desk, owner) | {"email": ""})
    assert Person.objects.get(pk=owner).email == ""


def test_a_number_taken_out_goes_and_those_without_a_field_stay(desk, owner):
    data = form_of(desk, owner) | {"phone3": ""}
    desk.post(reverse("people:person_edit", args=[owner]), data)
    assert numbers(owner) == [one for one in FIVE.split(",") if one != "13933335678"]
