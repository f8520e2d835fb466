"""The demo's surveys and visits: a good and a bad side, the same every time."""

from __future__ import annotations

from datetime import UTC, datetime

from anju.modules.community.models import CampaignHome, Improvement, Survey
from anju.modules.community.queries import surveys as queries
from anju.modules.people import facade as people
from anju.site.demo import persons, surveys, workforce
from anju.site.demo.estates import SMALL
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_the_demo_asks_twice_follows_up_and_goes_from_home_to_home(boss):
    ids = built(boss, SMALL, NOW)
    persons.fill(boss, [ids[one.name] for one in SMALL], NOW)
    community = ids[SMALL[0].name]
    workforce.hire(boss, community, workforce.SMALL_CREWS, SMALL[0].code, NOW)
    surveys.tell(boss, community, NOW)
    found = {one.title: queries.results(boss, one.pk) for one in Survey.objects.all()}
    assert len(found) == 3
    spring = found["上半年业主满意度调查"]
    assert spring.survey.state == "closed" and spring.answers == 46 and spring.factors
    assert 0.6 < spring.rate < 1
    autumn = found["下半年业主满意度调查"]
    assert autumn.survey.state == "open" and autumn.before
    assert Improvement.objects.filter(done_on__isnull=False).exists()
    assert Improvement.objects.filter(done_on__isnull=True, due_on__lt=NOW.date()).exists()
    assert Improvement.objects.filter(due_on__gt=NOW.date()).count() >= 1
    visited = CampaignHome.objects.filter(visited_at__isnull=False).count()
    assert 10 < visited < CampaignHome.objects.count()
    assert {one.community_id for one in people.staff_of_community(community)} == {community}
