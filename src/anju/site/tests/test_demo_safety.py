"""The demo's safety: a good and a bad side of everything, the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from anju.modules.community import models as m
from anju.modules.community.queries import contacts, etiquette, events, teaching
from anju.site.demo import persons, safety, workforce
from anju.site.demo.estates import SMALL
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def test_the_demo_has_what_went_well_and_what_is_owed(boss):
    ids = built(boss, SMALL, NOW)
    persons.fill(boss, [ids[one.name] for one in SMALL], NOW)
    community = ids[SMALL[0].name]
    workforce.hire(boss, community, workforce.SMALL_CREWS, SMALL[0].code, NOW)
    safety.tell(boss, community, NOW)
    assert contacts.stale(community, TODAY) == 2
    assert all("555" in one.phone for one in contacts.in_use(community, TODAY))
    assert m.SafetyBrief.objects.filter(notice_id__isnull=False).count() == 2
    assert teaching.meeting_due(community) < TODAY
    assert teaching.fulfilment(boss, community, 2026, TODAY) == (6, 5)
    assert events.reviews_late(community, NOW) == 1
    assert m.MajorEvent.objects.filter(state="submitted").count() == 1
    assert m.OccasionPoint.objects.filter(case_id__isnull=False).count() == 1
    agreed, serious = m.Dispute.objects.order_by("number")
    assert agreed.state == "agreed" and agreed.parties.filter(person_id__isnull=False).count() == 2
    assert serious.missing == ("city",)
    assert 0.8 < etiquette.month(community, TODAY).share < 1
