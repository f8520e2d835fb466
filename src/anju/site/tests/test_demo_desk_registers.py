"""The demo's registers: something in every one of them, good days and bad."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.frontdesk.models import FoundThing, Lendable, Listing, Loan, ServiceOrder
from anju.modules.frontdesk.queries import lost, offers, visitors
from anju.site.demo import desk_registers, workforce
from anju.site.demo.estates import EMPTY
from anju.site.tests.houses import built

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@pytest.fixture
def community(boss):
    (place,) = built(boss, (EMPTY,), NOW).values()
    workforce.hire(boss, place, workforce.SMALL_CREWS, "XJ", NOW)
    return place


def test_every_register_has_its_good_and_its_bad_days(boss, community):
    desk_registers.fill(boss, community, NOW)
    visits = visitors.visits(boss, NOW)
    assert visits.filter(state="left").count() > 60 and visits.filter(state="announced").count() == 3
    assert visits.filter(late=True).count() >= 1
    states = list(ServiceOrder.objects.values_list("case__state", flat=True))
    assert states.count("closed") >= 8 and {
        "declined",
        "cancelled",
        "new",
        "done",
        "working",
        "assigned",
    } <= set(states)
    assert ServiceOrder.objects.filter(billing="later").count() >= 8
    assert lost.suggestions(boss, NOW) and lost.overdue(boss, NOW.date()).count() == 1
    assert set(FoundThing.objects.values_list("state", flat=True)) == {"kept", "returned", "handed_over"}
    assert Loan.objects.filter(returned_at__isnull=True, due_at__lte=NOW).count() == 2
    assert Lendable.objects.filter(entrusted_at__isnull=False).count() == 2
    assert Listing.objects.filter(state="dealt").count() == 1
    asked = offers.asking_prices(boss, "sale", NOW.date())
    assert all(one.per_m2 for one in asked) and len({one.per_m2 for one in asked}) > 3
    home = estate.places_of(community, ("unit",))[0]
    assert frontdesk.concierge_of(home.id, NOW)[0].photo
