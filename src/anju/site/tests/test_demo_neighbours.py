"""The demo's dogs and merchants: good and bad sides in every register."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from anju.modules.community.models import Dog, DogCampaignLine, Merchant, StreetFinding
from anju.modules.community.queries import dogs, merchants
from anju.site.demo import neighbours, workforce
from anju.site.demo.estates import EMPTY
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def community(boss):
    (place,) = built(boss, (EMPTY,), NOW).values()
    workforce.hire(boss, place, workforce.SMALL_CREWS, "XJ", NOW)
    return place


def test_every_register_of_neighbours_has_its_good_and_its_bad_sides(boss, community):
    neighbours.tell(boss, community, NOW)
    assert Dog.objects.count() == 25 and Merchant.objects.count() == 12
    found = dogs.standing(boss, TODAY, community)
    assert (found.kept, found.strays, found.forbidden, found.late_steps) == (20, 3, 2, 2)
    assert found.licence and found.vaccine
    assert dogs.ladders(boss, TODAY).filter(closed_on__isnull=False).count() == 1
    results = set(DogCampaignLine.objects.values_list("result", flat=True))
    assert {"pending", "fit", "unlicensed", "forbidden", "stray"} <= results
    shops = merchants.standing(boss, TODAY, community)
    assert shops.unapproved and shops.cleaning_due and (shops.faults_open, shops.faults_late) == (2, 1)
    assert merchants.actions(boss, TODAY).filter(late=True).count() == 1
    stages = set(merchants.street(boss).values_list("stage", flat=True))
    assert stages == {"found", "reported", "answered", "closed"} and StreetFinding.objects.count() == 4


def test_the_story_can_be_told_a_few_minutes_after_midnight(boss, community):
    neighbours.tell(boss, community, datetime(2026, 11, 20, 16, 5, tzinfo=UTC))
    assert Dog.objects.count() == 25


def test_cases_about_neighbours_are_settled_under_way_and_one_is_forgotten(boss, community):
    neighbours.tell(boss, community, NOW)
    rows = apps.get_model("cases", "Case").objects
    about = rows.filter(pk__in=apps.get_model("community", "NeighbourCase").objects.values("case_id"))
    states = {
        kind: sorted(about.filter(kind=kind).values_list("state", flat=True))
        for kind in ("violation", "complaint")
    }
    assert states["violation"] == ["closed", "closed", "done", "new", "working"]
    assert states["complaint"] == ["assigned", "done", "done", "working"]
    (forgotten,) = about.filter(kind="violation", state="new")
    assert forgotten.due_at < NOW
    assert not about.filter(closed_at__gt=NOW).exists()
