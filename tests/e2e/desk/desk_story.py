"""What the desk's journeys need in the demo's database: a resident with a telephone, a signed telephone system, articles.

Run in the site's environment: python -m tests.e2e.desk.desk_story
"""

from __future__ import annotations

import os
import sys
from datetime import date

CALLER, NUMBER, SECRET = "陆雨桐", "13912345678", "journey-secret"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.site.settings")
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from anju.foundation import actors, registry, scope
    from anju.foundation.accounts.models import Organisation
    from anju.modules.estate import facade as estate
    from anju.modules.frontdesk.models import Article
    from anju.modules.frontdesk.queries import desk_settings
    from anju.modules.people import facade as people
    from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft, TieKind
    from anju.site.demo import desk

    now = timezone.now()
    org = Organisation.objects.filter(kind="company").order_by("pk").first() or Organisation.objects.first()
    with scope.enter(org.pk), transaction.atomic():
        boss = actors.root("演示数据", org.pk)
        garden = next(one for one in estate.communities() if one.name == "云杉苑")
        unit = estate.places_of(garden.id, ("unit",))[0]
        draft = PersonDraft(name=CALLER, community_id=garden.id, phones=(PhoneDraft(NUMBER),))
        person = people.person_create(actor=boss, draft=draft, at=now)
        tie = TieDraft(
            person_id=person,
            place_id=unit.id,
            kind=TieKind.FAMILY,
            starts_on=date(2020, 5, 1),
            is_contact=True,
        )
        people.living_add(actor=boss, draft=tie, at=now)
        registry.change(actor=boss, setting=desk_settings.PHONE_SECRET, new=SECRET)
        if not Article.objects.exists():
            desk.articles(boss, date(2026, 1, 1), now)
        sys.stdout.write(f"{org.pk}\n")


if __name__ == "__main__":
    main()
