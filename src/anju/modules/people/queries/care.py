"""Reading the care list. Whoever reads it is written down by the services that call this."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import NotFound
from anju.modules.people.models import CareEntry, CareReason, CareVisit, Condition
from anju.modules.people.permissions import CARE_READ
from anju.modules.people.queries.homes import register_care


def _reached(reach: Reach) -> Q:
    if reach.unlimited:
        return Q()
    return reach.q(path="place__path") if reach else Q(pk__in=[])


def entries(
    actor: Actor, community_id: int | None = None, permission: Permission = CARE_READ
) -> QuerySet[CareEntry]:
    """The care list in the actor's reach, most overdue first; those who have left it last."""
    rows = CareEntry.objects.filter(_reached(actor.reach(permission)))
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    return rows.select_related("person", "place", "visitor", "consent")


def entry_of(actor: Actor, entry_id: int, permission: Permission = CARE_READ) -> CareEntry:
    """Raises NotFound."""
    found = entries(actor, permission=permission).filter(pk=entry_id).first()
    if found is None:
        raise NotFound("people.care.missing")
    return found


def visits_of(entry_id: int, limit: int = 50) -> list[CareVisit]:
    rows = CareVisit.objects.filter(entry_id=entry_id).select_related("visitor", "photo")
    return list(rows.order_by("-at", "-pk")[:limit])


@dataclass(frozen=True, slots=True)
class CareFigures:
    """Of a community on a day. in_time: share of the visits of the last 90 days made on time, None without any."""

    people: int
    late: int
    week: int
    without_visitor: int
    visits: int
    in_time: float | None
    by_reason: tuple[tuple[str, int], ...]
    by_condition: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int, int], ...]


def figures(actor: Actor, community_id: int | None, today: date) -> CareFigures:
    """Counts for the page of statistics: people by reason, visits by outcome and month, how many on time."""
    current = entries(actor, community_id).filter(ended_on=None)
    rows = list(current.values_list("due_on", "visitor_id", "reasons"))
    labels = dict(CareReason.choices)
    reasons: dict[str, int] = {}
    for _due_on, _visitor, sealed in rows:
        for code in sealed.split(","):
            if code in labels:
                reasons[str(labels[code])] = reasons.get(str(labels[code]), 0) + 1
    visits = CareVisit.objects.filter(entry__in=entries(actor, community_id))
    last = visits.filter(at__date__gt=today - timedelta(days=90))
    made, on_time = last.count(), last.filter(late_days=0).count()
    conditions = dict(last.values_list("condition").annotate(Count("pk")))
    return CareFigures(
        people=len(rows),
        late=sum(due is not None and due < today for due, _visitor, _reasons in rows),
        week=sum(
            due is not None and today <= due <= today + timedelta(days=7) for due, _visitor, _reasons in rows
        ),
        without_visitor=sum(visitor is None for _due, visitor, _reasons in rows),
        visits=made,
        in_time=on_time / made if made else None,
        by_reason=tuple(sorted(reasons.items(), key=lambda pair: -pair[1])),
        by_condition=tuple((str(label), conditions.get(code, 0)) for code, label in Condition.choices),
        by_month=_by_month(visits, today),
    )


def _by_month(visits: QuerySet[CareVisit], today: date) -> tuple[tuple[str, int, int], ...]:
    """The last six months: (month, made, late)."""
    found = []
    year, month = today.year, today.month
    for back in range(5, -1, -1):
        index = year * 12 + month - 1 - back
        span = visits.filter(at__year=index // 12, at__month=index % 12 + 1)
        found.append(
            (f"{index // 12}-{index % 12 + 1:02}", span.count(), span.filter(late_days__gt=0).count())
        )
    return tuple(found)


def homes_cared_for(place_ids: Collection[int]) -> set[int]:
    """Which of these homes somebody on the care list lives in: a mark only, without the reason."""
    rows = CareEntry.objects.filter(place_id__in=list(place_ids), ended_on=None)
    return set(rows.values_list("place_id", flat=True))


register_care(homes_cared_for)
