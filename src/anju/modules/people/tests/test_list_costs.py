"""Every list costs as many statements for forty rows as for ten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.foundation.permissions import RoleCode
from anju.modules.people.models import Consent, Need
from anju.modules.people.services import care
from anju.modules.people.services import person_requests as requests
from anju.modules.people.tests.factories import AT, estate_home, person, tie

LISTS = (
    "/people/persons/",
    "/people/persons/files/",
    "/people/requests/",
    "/people/care/",
    "/people/demand/needs/",
    "/people/persons/?q=沈",
)


@pytest.fixture
def leader(login):
    return login(RoleCode.LEADER)


def fill(boss, community, first: int, last: int) -> None:
    for n in range(first, last):
        home = estate_home(f"{n:03}", community=community)
        made = person(boss, f"沈{n}", f"1381234{n:04}", community_id=community.pk)
        tie(boss, made, home)
        requests.request_receive(
            actor=boss, draft=requests.RequestDraft(person_id=made, kind="access", channel="counter"), at=AT
        )
        draft = care.CareDraft(
            person_id=made, place_id=home.pk, reasons=("elderly",), every_days=30, consent_how="paper"
        )
        care.care_add(actor=boss, draft=draft, at=AT)
        Need.objects.create(
            community_id=community.pk, person_id=made, place_id=home.pk, kind="other", text=f"需要{n}",
            since_on=date(2026, 11, 1), by_name="前台",
        )  # fmt: skip


def costs(client) -> dict[str, int]:
    found = {}
    for path in LISTS:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found[path] = len(asked)
    return found


def test_no_list_asks_more_for_more_rows(boss, leader):
    community = estate_home("000").parent.parent
    fill(boss, community, 1, 11)
    few = costs(leader)
    fill(boss, community, 11, 41)
    assert costs(leader) == few
    assert Consent.objects.count() == 40
