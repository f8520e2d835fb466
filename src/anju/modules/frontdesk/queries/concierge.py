"""Reading concierges: who serves a home, who is on duty, which hours nobody covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk.models import Bulletin, BulletinSort, Concierge, ConciergeBuilding, Fault
from anju.modules.frontdesk.permissions import CONCIERGE_READ, FAULT_READ
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries.registers import reached
from anju.modules.frontdesk.rules import concierge as rules

WEEK = "一二三四五六日"
# Sorts of bulletins with their names, in the order of the catalogue.
SORTS = tuple(BulletinSort.choices)


@dataclass(frozen=True, slots=True)
class ConciergeView:
    """What a resident sees of who serves him. photo: token of the portrait, "" without one; hours: in words."""

    id: int
    name: str
    title: str
    strengths: str
    languages: str
    motto: str
    service_phone: str
    photo: str
    weekdays: tuple[int, ...]
    starts: str
    ends: str
    hours: str
    on_duty: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """A building: who serves it, the share of the week that is covered, and the spans that are not (minutes)."""

    place: PlaceView
    concierges: list[Concierge]
    covered: int
    week: int
    gaps: list[tuple[int, int]]


def concierges(actor: Actor, community_id: int | None = None) -> QuerySet[Concierge]:
    rows = reached(Concierge.objects.select_related("photo"), actor, CONCIERGE_READ, community_id)
    return rows.prefetch_related("buildings")


def concierge(actor: Actor, concierge_id: int) -> Concierge:
    """Raises NotFound."""
    found: Concierge | None = concierges(actor).filter(pk=concierge_id).first()
    if found is None:
        raise NotFound("frontdesk.register.missing")
    return found


def concierge_of(place_id: int, local: datetime) -> list[ConciergeView]:
    """Who serves a home, whoever is on duty first. local: moment in the community's time zone. Raises NotFound."""
    path = estate.place(place_id).path
    above = [int(one) for one in path.strip("/").split("/") if one]
    rows = (
        Concierge.objects.filter(active=True, buildings__place_id__in=above)
        .select_related("photo")
        .distinct()
    )
    found = [view_of(one, local) for one in rows.order_by("name", "pk")]
    return sorted(found, key=lambda one: not one.on_duty)


def view_of(row: Concierge, local: datetime) -> ConciergeView:
    return ConciergeView(
        id=row.pk, name=row.name, title=row.title, strengths=row.strengths, languages=row.languages,
        motto=row.motto, service_phone=row.service_phone, photo=str(row.photo.token) if row.photo else "",
        weekdays=tuple(row.weekdays), starts=f"{row.starts:%H:%M}", ends=f"{row.ends:%H:%M}",
        hours=hours_words(row.weekdays, row.starts, row.ends),
        on_duty=rules.on_duty(hours_of(row), local),
    )  # fmt: skip


def hours_words(weekdays: Sequence[int], starts: Any, ends: Any) -> str:
    """周一至周五 08:00–20:00; 每天 24小时."""
    days = sorted(set(weekdays))
    whole = len(days) == 7
    run = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    if whole:
        on = _("每天")
    elif run:
        on = _("周{first}至周{last}").format(first=WEEK[days[0]], last=WEEK[days[-1]])
    else:
        on = _("周{days}").format(days="、".join(WEEK[one] for one in days))
    return f"{on} {_('24小时')}" if starts == ends else f"{on} {starts:%H:%M}–{ends:%H:%M}"


def hours_of(row: Concierge) -> rules.Hours:
    return rules.Hours(tuple(row.weekdays), row.starts, row.ends)


def coverage(actor: Actor, community_id: int) -> list[Coverage]:
    """Every building of a community with the hours of the week in which a concierge is there (CON-01: 24 hours)."""
    serving: dict[int, list[Concierge]] = defaultdict(list)
    rows = ConciergeBuilding.objects.filter(
        concierge__in=concierges(actor, community_id).filter(active=True).values("pk")
    ).select_related("concierge")
    for one in rows.order_by("concierge__name", "concierge_id"):
        serving[one.place_id].append(one.concierge)
    found = []
    for building in places.buildings(community_id):
        own = serving.get(building.id, [])
        hours = [hours_of(one) for one in own]
        covered, week = rules.share_covered(hours)
        found.append(Coverage(building, own, covered, week, rules.gaps(hours)))
    return found


def faults(actor: Actor, concierge_id: int) -> list[Fault]:
    """Faults of a concierge, newest first; none for who may not read them."""
    rows = reached(Fault.objects.filter(concierge_id=concierge_id), actor, FAULT_READ, None)
    return list(rows.order_by("-on", "-pk"))


def errands(actor: Actor, staff_id: int, limit: int = 20) -> list[Any]:
    """Open cases that this member of staff has, first due first."""
    rows = cases.mine(actor=actor, staff_id=staff_id)
    return cases.rows(rows[:limit])


def bulletins(actor: Actor, community_id: int | None = None) -> QuerySet[Bulletin]:
    return reached(Bulletin.objects.select_related("notice"), actor, CONCIERGE_READ, community_id)


def bulletin_months(
    actor: Actor, community_id: int | None, today: date, months: int = 6
) -> list[tuple[date, dict[str, int]]]:
    """How many bulletins of each sort there were in each of the last months, this one first (CON-04: regularly)."""
    firsts = [_months_back(today, back) for back in range(months)]
    rows = bulletins(actor, community_id).filter(month__gte=firsts[-1]).values_list("month", "sort")
    counts: dict[date, dict[str, int]] = {one: dict.fromkeys(BulletinSort.values, 0) for one in firsts}
    for month, sort in rows.order_by():
        if month in counts:
            counts[month][sort] += 1
    return list(counts.items())


def _months_back(today: date, back: int) -> date:
    index = today.year * 12 + today.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)
