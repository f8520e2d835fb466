"""Whose staff a supervisor of one community sees: his own on every page, nobody else's anywhere."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from anju.foundation import search
from anju.foundation.actors import Origin
from anju.foundation.actors.loading import actor_for
from anju.foundation.permissions import RoleCode
from anju.modules.people import facade
from anju.modules.people.tests.factories import department, position, staff, team


@pytest.fixture
def company(boss):
    """Two communities with a guard each, and a department of the whole company whose post is held in both."""
    place = apps.get_model("estate", "Place")
    homes = []
    for code, name in (("A", "翠湖花园"), ("B", "碧海湾")):
        made = place.objects.create(kind="community", code=code, name=name, path="/0/", label=code)
        place.objects.filter(pk=made.pk).update(path=f"/{made.pk}/", community_id=made.pk)
        homes.append(made.pk)
    office = department(boss, "品质部", "supervision")
    post = position(boss, office, "巡查专员")
    found = {"homes": homes, "post": post, "office": office, "guards": []}
    for number, (home, name, clerk) in enumerate(
        zip(homes, ("郑有为", "陆小舟"), ("方静", "尹航"), strict=True)
    ):
        guards = department(boss, f"秩序部{number}", community_id=home)
        gate = position(boss, guards, f"门岗{number}")
        crew = team(boss, guards, f"早班{number}")
        staff(boss, guards, f"A{number}", name, position_id=gate, team_id=crew, community_id=home)
        staff(boss, office, f"Q{number}", clerk, position_id=post, community_id=home)
        found["guards"].append((guards, gate, crew))
    return found


@pytest.fixture
def supervisor(login, company):
    return login(RoleCode.SUPERVISOR, path=f"/{company['homes'][0]}/")


def test_every_list_names_his_own_people_and_nobody_else(supervisor, company):
    for name, own in (
        ("staff_list", "郑有为"),
        ("chart", "郑有为"),
        ("log_new", "郑有为"),
        ("departments", "门岗0"),
    ):
        page = supervisor.get(reverse(f"people:{name}"))
        text = page.content.decode()
        assert page.status_code == 200 and own in text, name
        assert "陆小舟" not in text and "尹航" not in text and "门岗1" not in text and "早班1" not in text, (
            name
        )


def test_a_post_of_the_company_shows_him_only_who_holds_it_in_his_community(supervisor, company):
    text = supervisor.get(reverse("people:position", args=[company["post"]])).content.decode()
    assert "方静" in text and "尹航" not in text
    other = company["guards"][1]
    assert supervisor.get(reverse("people:position", args=[other[1]])).status_code == 404


def test_the_search_and_the_api_do_not_know_the_others(org, supervisor, company):
    actor = actor_for(supervisor.user, org, Origin())
    assert [hit.title for hit in search.find(actor=actor, text="郑有为")] == ["郑有为"]
    assert search.find(actor=actor, text="陆小舟") == [] == search.find(actor=actor, text="尹航")
    listed = supervisor.get("/api/v1/people/staff").json()
    assert {one["name"] for one in listed["items"]} == {"郑有为", "方静"}


def test_departments_of_a_community_stand_before_those_of_the_company(company):
    first, second = company["homes"]
    names = [(one.name, one.community_id) for one in facade.departments(first)]
    assert names == [("秩序部0", first), ("品质部", None)]
    assert [one.domain for one in facade.departments(second)] == ["security", "supervision"]
    assert [one.name for one in facade.departments(None)] == ["品质部"]
