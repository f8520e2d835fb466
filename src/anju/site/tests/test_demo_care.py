"""The demo's care, requests, needs and ideas: some late, some done, the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from anju.modules.people.models import CareEntry, CareVisit, Need, PersonRequest, ServiceIdea
from anju.modules.people.queries.demand import demand
from anju.modules.people.rules.demand import growing
from anju.site.demo import care, persons
from anju.site.demo.estates import SMALL
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_the_demo_shows_good_and_bad_days_of_care(boss):
    ids = built(boss, SMALL, NOW)
    persons.fill(boss, [ids[one.name] for one in SMALL], NOW)
    community = ids[SMALL[0].name]
    needs = Need.objects.filter(community_id=community).count()
    assert care.tell(boss, community, NOW) >= 5
    today = NOW.date()
    due = list(CareEntry.objects.filter(ended_on=None).values_list("due_on", flat=True))
    assert any(day < today for day in due) and any(day >= today for day in due)
    assert CareVisit.objects.filter(late_days__gt=0).exists()
    states = set(PersonRequest.objects.values_list("state", flat=True))
    assert states >= {"received", "proven", "done", "refused"}
    assert PersonRequest.objects.filter(state="proven", due_on__lt=date(2026, 12, 1)).exists()
    assert Need.objects.filter(community_id=community).count() > needs + 50
    assert "service" in {one.key for one in growing(demand(boss, community, date(2026, 8, 24), today))}
    assert set(ServiceIdea.objects.values_list("state", flat=True)) == {"idea", "trial", "adopted", "dropped"}
