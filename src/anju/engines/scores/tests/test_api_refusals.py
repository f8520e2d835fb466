"""Who gets no figures from the API, and that a figure of one community never holds another's."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client

from anju.engines.scores.models import Result
from anju.engines.scores.permissions import INDICATOR_FREEZE, INDICATOR_READ
from anju.engines.scores.tests import factories
from anju.foundation.permissions import ROLES, RoleCode

LIST, ONE, MONTHS = (
    "/api/v1/scores/indicators", "/api/v1/scores/indicators/test.rate", "/api/v1/scores/months",
)  # fmt: skip
OCTOBER = {"month": "2026-10"}
READERS = [code for code in RoleCode if code in INDICATOR_READ.roles]


@pytest.fixture
def other(home):
    """Another community, where everything was counted."""
    factories.see(home, 3, 5)
    far = factories.community("西苑")
    factories.see(far, 70, 70)
    return far


def path_of(community_id):
    return apps.get_model("estate", "Place").objects.get(pk=community_id).path


def freeze(client, community_id, key="freeze-october", month="2026-10"):
    body = json.dumps({"month": month, "community_id": community_id})
    return client.post(MONTHS, body, content_type="application/json", headers={"Idempotency-Key": key})


def test_who_is_not_logged_in_gets_401_and_no_figure(other, home):
    nobody = Client()
    for answer in (nobody.get(LIST, OCTOBER), nobody.get(ONE, OCTOBER), freeze(nobody, home)):
        assert answer.status_code == 401
        assert answer.json()["code"] and "test.rate" not in answer.content.decode()
    assert not Result.objects.exists()


def test_a_token_that_nobody_gave_opens_nothing(other):
    answer = Client().get(LIST, OCTOBER, headers={"Authorization": "Bearer anju_wrong"})
    assert answer.status_code == 401


@pytest.mark.parametrize("role", [one for one in RoleCode if one in ROLES and one not in READERS])
def test_a_role_without_the_right_gets_403(other, home, login, role):
    client = login(role)
    for answer in (client.get(LIST, OCTOBER), client.get(ONE, OCTOBER), freeze(client, home)):
        assert answer.status_code == 403
        assert "60.0000" not in answer.content.decode()
    assert not Result.objects.exists()


def test_who_reads_may_not_freeze(other, home, login):
    assert RoleCode.FRONTDESK in INDICATOR_READ.roles and RoleCode.FRONTDESK not in INDICATOR_FREEZE.roles
    client = login(RoleCode.FRONTDESK, path=path_of(home))
    assert client.get(LIST, OCTOBER).status_code == 200
    assert freeze(client, home).status_code == 403
    assert not Result.objects.exists()


def test_another_community_is_not_there(other, home, login):
    client = login(RoleCode.MANAGER, path=path_of(home))
    for address in (LIST, ONE):
        answer = client.get(address, {**OCTOBER, "community_id": other})
        assert answer.status_code == 404 and "70" not in answer.json().get("message", "")
        # A community that does not exist at all is refused in the same words.
        unknown = client.get(address, {**OCTOBER, "community_id": 999_999})
        assert (unknown.status_code, unknown.json()) == (404, answer.json())
    assert freeze(client, other).status_code == 404
    assert not Result.objects.exists()


def test_all_in_reach_together_is_all_in_reach_alone(other, home, login):
    client = login(RoleCode.MANAGER, path=path_of(home))
    (rate,) = [one for one in client.get(LIST, OCTOBER).json() if one["code"] == "test.rate"]
    assert (rate["numerator"], rate["denominator"]) == (3, 5)
    detail = client.get(ONE, OCTOBER).json()
    assert (detail["denominator"], detail["evidence_total"]) == (5, 5)
    whole = login(RoleCode.LEADER, username="leader").get(ONE, OCTOBER).json()
    assert (whole["numerator"], whole["denominator"]) == (73, 75)


def test_what_was_frozen_elsewhere_is_not_shown(other, home, login):
    assert freeze(login(RoleCode.LEADER, username="leader"), other).json() == {"frozen": 2}
    detail = login(RoleCode.MANAGER, path=path_of(home)).get(ONE, OCTOBER).json()
    assert (detail["frozen_at"], detail["denominator"]) == (None, 5)


@pytest.mark.parametrize(("code", "status"), [("no.such", 404), ("test.rate%00", 404)])
def test_an_unknown_indicator_is_404(other, login, code, status):
    assert login(RoleCode.MANAGER).get(f"/api/v1/scores/indicators/{code}", OCTOBER).status_code == status


@pytest.mark.parametrize("month", ["2026-13", "gestern", "2026-10-01"])
def test_a_month_that_is_none_is_422(other, home, login, month):
    client = login(RoleCode.MANAGER)
    assert client.get(LIST, {"month": month}).status_code == 422
    assert freeze(client, home, month=month).status_code == 422
    assert not Result.objects.exists()


def test_a_month_that_is_not_over_cannot_be_frozen(other, home, login):
    assert freeze(login(RoleCode.MANAGER), home, month="2999-01").status_code == 409
    assert not Result.objects.exists()
