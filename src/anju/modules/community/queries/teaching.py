"""Reading meetings, patrols and lessons, the plan of the year, and what half a year of joint defence came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.modules.community.models import (
    Occasion,
    OccasionGuest,
    OccasionKind,
    OccasionPoint,
    OccasionState,
    PointSort,
    TeachingLine,
)
from anju.modules.community.permissions import SAFETY_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.safety_settings import MEETING_DAYS
from anju.modules.community.rules import safety as rules

HELD = Q(state=OccasionState.HELD)


@dataclass(frozen=True, slots=True)
class HalfYear:
    """Joint defence over [first, last]: counts, hours on patrol, appraised items with their mean, and the rows."""

    first: date
    last: date
    meetings: int
    patrols: int
    hours: float
    problems: int
    reported: int
    items: tuple[tuple[str, int, float], ...]
    rows: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class MeetingStanding:
    """due: the last day for the next meeting, None before the first. late_days: since then. planned_on: its day."""

    due: date | None
    late_days: int
    planned_on: date | None


def occasions(actor: Actor, community_id: int | None = None) -> QuerySet[Occasion]:
    rows = Occasion.objects.filter(actor.reach(SAFETY_READ).q()).annotate(
        came_count=Count("guests", filter=Q(guests__came=True), distinct=True),
        guest_count=Count("guests", distinct=True),
        problem_count=Count("points", filter=Q(points__sort=PointSort.PROBLEM), distinct=True),
    )
    found: QuerySet[Occasion] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def occasion(actor: Actor, occasion_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    return reach.one(Occasion, occasion_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)


def guest_ids(occasion_id: int) -> list[int]:
    """Who was to come to an occasion, in the order they were named."""
    rows = OccasionGuest.objects.filter(occasion_id=occasion_id).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def point(actor: Actor, point_id: int) -> Any:
    return reach.one(
        OccasionPoint, point_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ,
        community="occasion__community_id",
    )  # fmt: skip


def meeting_due(community_id: int) -> date | None:
    """Until when the next joint-defence meeting is due, by the rhythm of the house; None before the first."""
    last = (
        Occasion.objects.filter(HELD, community_id=community_id, kind=OccasionKind.MEETING)
        .order_by("-starts_at")
        .values_list("starts_at", flat=True)
        .first()
    )
    return rules.next_due(last.date() if last else None, int(registry.value(MEETING_DAYS, community_id)))


def meeting_standing(community_id: int, today: date, now: datetime, zone: ZoneInfo) -> MeetingStanding:
    """How the next joint-defence meeting stands."""
    due = meeting_due(community_id)
    planned = Occasion.objects.filter(
        community_id=community_id, kind=OccasionKind.MEETING, state=OccasionState.PLANNED, ends_at__gte=now
    )
    starts_at = planned.order_by("starts_at").values_list("starts_at", flat=True).first()
    late = (today - due).days if due is not None and due < today else 0
    return MeetingStanding(due, late, starts_at.astimezone(zone).date() if starts_at else None)


def lines(actor: Actor, community_id: int | None = None) -> QuerySet[TeachingLine]:
    """The plan, each line with `held`: whether a session of it was."""
    sessions = Occasion.objects.filter(HELD, line_id=OuterRef("pk"))
    rows = TeachingLine.objects.filter(actor.reach(SAFETY_READ).q()).annotate(
        held=Exists(sessions), session_count=Count("sessions", filter=Q(sessions__state=OccasionState.HELD))
    )
    found: QuerySet[TeachingLine] = rows if community_id is None else rows.filter(community_id=community_id)
    return found


def line(actor: Actor, line_id: int) -> Any:
    return reach.one(TeachingLine, line_id, actor=actor, permission=SAFETY_READ, reading=SAFETY_READ)


def fulfilment(actor: Actor, community_id: int, year: int, today: date) -> tuple[int, int]:
    """(lines of the year that are due or held, of these held)."""
    rows = lines(actor, community_id).filter(month__year=year)
    return rules.fulfilled(list(rows.values_list("month", "held")), today)


def half_year(community_id: int, first: date, zone: ZoneInfo) -> HalfYear:
    """The half year that holds `first`: January to June or July to December."""
    begin = date(first.year, 1 if first.month <= 6 else 7, 1)
    last = date(first.year, 6, 30) if begin.month == 1 else date(first.year, 12, 31)
    start = datetime.combine(begin, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = tuple(
        Occasion.objects.filter(
            HELD, community_id=community_id, kind__in=[OccasionKind.MEETING, OccasionKind.PATROL],
            starts_at__gte=start, starts_at__lt=end,
        ).order_by("starts_at", "pk")
    )  # fmt: skip
    points = OccasionPoint.objects.filter(occasion__in=rows)
    problems = points.filter(sort=PointSort.PROBLEM)
    kinds = Counter(one.kind for one in rows)
    scored = points.filter(sort=PointSort.APPRAISAL).values("item").annotate(n=Count("pk"), mean=Avg("score"))
    patrols = [one for one in rows if one.kind == OccasionKind.PATROL]
    hours = sum((one.ends_at - one.starts_at).total_seconds() for one in patrols) / 3600
    return HalfYear(
        begin, last, kinds[OccasionKind.MEETING], kinds[OccasionKind.PATROL], hours, problems.count(),
        problems.filter(case_id__isnull=False).count(),
        tuple((one["item"], one["n"], float(one["mean"])) for one in scored.order_by("item")), rows,
    )  # fmt: skip


def kinds() -> list[tuple[str, Any]]:
    return list(OccasionKind.choices)
