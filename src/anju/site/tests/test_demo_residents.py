"""The demo's residents log in and find a week of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from anju.engines.cases.models import Case
from anju.site.demo import PASSWORD, persons, residents, workforce
from anju.site.demo.estates import EMPTY
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@pytest.fixture
def community(boss):
    (place,) = built(boss, (EMPTY,), NOW).values()
    workforce.hire(boss, place, workforce.SMALL_CREWS, "XJ", NOW)
    persons.fill(boss, [place], NOW)
    return place


def test_owner_family_and_tenant_come_in_and_see_their_own(boss, community):
    made = residents.fill(boss, community, NOW)
    assert set(made) == {"owner", "family", "tenant"} and len(set(made.values())) == 3
    states = list(Case.objects.filter(person_id=made["owner"]).order_by("pk").values_list("kind", "state"))
    assert states[1:4] == [("repair", "done"), ("repair", "waiting"), ("repair", "assigned")]
    for username in made:
        client = Client()
        answer = client.post("/home/login/", {"way": "password", "phone": username, "password": PASSWORD})
        assert answer.headers["Location"] == "/home/"
        assert client.get("/home/").status_code == 200
    page = client.get("/home/cases/").content.decode()
    assert "阳台推拉门" not in page, "the tenant sees nothing of the owner's"


def test_the_owner_finds_a_price_to_answer_and_notices_partly_read(boss, community):
    residents.fill(boss, community, NOW)
    client = Client()
    client.post("/home/login/", {"way": "password", "phone": "owner", "password": PASSWORD})
    waiting = Case.objects.get(state="waiting")
    assert "¥125.00" in client.get(f"/home/cases/{waiting.pk}/").content.decode()
