"""Reading visit campaigns: the list, the homes of one, how far it came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.kernel.interval import InstantInterval
from anju.modules.community.models import CampaignHome, CampaignTarget, VisitCampaign
from anju.modules.community.permissions import CAMPAIGN_READ
from anju.modules.community.queries import reach
from anju.modules.community.rules.campaigns import Coverage
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people

MET = Q(homes__visited_at__isnull=False)


def campaigns(actor: Actor, community_id: int | None = None) -> QuerySet[VisitCampaign]:
    rows = VisitCampaign.objects.filter(actor.reach(CAMPAIGN_READ).q())
    rows = rows.annotate(
        home_count=Count("homes"),
        visited_count=Count("homes", filter=MET),
        satisfied_count=Count("homes", filter=MET & Q(homes__outcome="satisfied")),
    )
    found: QuerySet[VisitCampaign] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def campaign(actor: Actor, campaign_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(VisitCampaign, campaign_id, actor=actor, permission=CAMPAIGN_READ, reading=CAMPAIGN_READ)


def homes_of(row: VisitCampaign) -> Any:
    """Queryset of a campaign's homes with names of place and butler."""
    rows = estate.with_place_names(CampaignHome.objects.filter(campaign=row).select_related("campaign"))
    return people.with_staff_names(rows)


def home(actor: Actor, home_id: int) -> Any:
    return reach.one(
        CampaignHome, home_id, actor=actor, permission=CAMPAIGN_READ, reading=CAMPAIGN_READ,
        community="campaign__community_id",
    )  # fmt: skip


def coverage(row: VisitCampaign) -> Coverage:
    return coverage_of(CampaignHome.objects.filter(campaign=row), row.percent)


def coverage_of(rows: Any, percent: int) -> Coverage:
    counts = rows.aggregate(
        homes=Count("pk"),
        visited=Count("pk", filter=Q(visited_at__isnull=False)),
        satisfied=Count("pk", filter=Q(visited_at__isnull=False, outcome="satisfied")),
    )
    return Coverage(counts["homes"], counts["visited"], counts["satisfied"], percent)


def by_butler(row: VisitCampaign) -> list[tuple[str, Coverage]]:
    ids = CampaignHome.objects.filter(campaign=row).values_list("staff_id", flat=True).distinct()
    names = people.staff_by_id([one for one in ids if one])
    found = [
        (
            names[one].name if one in names else "—",
            coverage_of(CampaignHome.objects.filter(campaign=row, staff_id=one), row.percent),
        )
        for one in ids.order_by("staff_id")
    ]
    return sorted(found, key=lambda one: one[0])


def population(community_id: int, target: str, on: date) -> list[tuple[int, int | None, str]]:
    """Homes of a group on a day: (place, building, name of the contact), in the order of the estate."""
    units = estate.places_of(community_id, ("unit",))
    homes = people.homes([one.id for one in units], on)
    known = {one.id for one in estate.places_of(community_id, ("building",))}
    found = []
    for unit in units:
        persons = homes[unit.id].people if unit.id in homes else ()
        living = [one for one in persons if one.lives_here]
        owners = [one for one in persons if one.relation == "owner"]
        wanted = living if target == CampaignTarget.RESIDENTS else owners
        if not wanted:
            continue
        contact = next((one for one in wanted if one.is_contact), wanted[0])
        above = [int(part) for part in unit.path.strip("/").split("/") if part]
        building = next((one for one in above if one in known), None)
        found.append((unit.id, building, contact.person.name[:60]))
    return found


def covered(span: InstantInterval, community_id: int, zone: Any) -> list[tuple[Any, Coverage]]:
    """Campaigns that ended in a span, with their coverage."""
    assert span.end is not None
    days = (span.start.astimezone(zone).date(), span.end.astimezone(zone).date())
    rows = VisitCampaign.objects.filter(community_id=community_id, ends_on__gte=days[0], ends_on__lt=days[1])
    return [(one, coverage(one)) for one in rows.order_by("ends_on", "pk")]
