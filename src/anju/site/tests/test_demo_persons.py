"""The demo's residents: everywhere somebody, some with two homes, some sold, some written down twice."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.people.models import HomeTie, Person
from anju.modules.people.queries.duplicates import pairs
from anju.site.demo import persons
from anju.site.demo.estates import SMALL, YUNSHAN, workbook

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_the_demo_fills_every_home_within_seconds(boss):
    kept = estate.import_keep(
        actor=boss, name="a.xlsx", data=workbook((YUNSHAN, *SMALL), date(2018, 6, 30)), at=NOW
    )
    estate.import_run(actor=boss, import_id=kept, at=NOW, report=lambda *_words: None)
    ids = {one.name: one.id for one in estate.communities()}
    began = time.process_time()
    count = persons.fill(boss, [ids[YUNSHAN.name], *(ids[one.name] for one in SMALL)], NOW)
    assert time.process_time() - began < 20
    assert 3_500 < count < 6_000 and Person.objects.count() > count
    homes = estate.places_of(ids[YUNSHAN.name], ("unit",))
    owned = people.owners_of([one.id for one in homes], NOW.date())
    assert owned.keys() == {one.id for one in homes}
    assert all(
        sum(one.share.numerator / one.share.denominator for one in rows) == 1 for rows in owned.values()
    )
    assert len(pairs(boss)) >= 5
    people_of_two = [one for one, _n in _twice(NOW.date())]
    assert len(people_of_two) > 5 and HomeTie.objects.filter(ends_on__isnull=False).exists()


def _twice(on):
    from collections import Counter

    rows = HomeTie.objects.filter(ends_on__isnull=True).values_list("person_id", "place_id").distinct()
    return [pair for pair in Counter(person for person, _place in rows).items() if pair[1] > 1]
