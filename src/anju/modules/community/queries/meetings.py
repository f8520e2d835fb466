"""Reading meetings with owners and the opinions heard there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet

from anju.engines.messages import facade as messages
from anju.foundation.actors import Actor
from anju.modules.community.models import Attendee, Called, Invited, Meeting, MeetingOpinion
from anju.modules.community.permissions import MEETING_READ
from anju.modules.community.queries import reach
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet to sign. names: owners of the home."""

    home: str
    names: str


@dataclass(frozen=True, slots=True)
class Reached:
    """homes: invited; present: homes of them that were there; people: all who were."""

    homes: int
    present: int
    people: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """persons: written to; unreached: of them, those for whom no way is left. The rest counts ways (a person may have
    several): arrived, of them read, and waiting."""

    persons: int
    unreached: int
    arrived: int
    read: int
    waiting: int


def meetings(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset with the chair's name, how many were there, and how many opinions were heard."""
    rows = Meeting.objects.filter(actor.reach(MEETING_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    counted = rows.annotate(
        people_count=Count("attendees", distinct=True), opinion_count=Count("opinions", distinct=True)
    )
    return people.with_staff_names(counted, "chair_id", "chair_name")


def meeting(actor: Actor, meeting_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(Meeting, meeting_id, actor=actor, permission=MEETING_READ, reading=MEETING_READ)
    return meetings(actor).get(pk=meeting_id)


def of_year(rows: QuerySet[Any], year: int, zone: str) -> QuerySet[Any]:
    first, after = (datetime.combine(date(one, 1, 1), time(), ZoneInfo(zone)) for one in (year, year + 1))
    return rows.filter(starts_at__gte=first, starts_at__lt=after)


def opinions(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of what was heard at meetings, with its improvement, home and who carries out the measure."""
    rows = MeetingOpinion.objects.filter(actor.reach(MEETING_READ).q(community="meeting__community_id"))
    rows = rows if community_id is None else rows.filter(meeting__community_id=community_id)
    rows = rows.select_related("meeting", "improvement").annotate(
        measure=F("improvement__measure"),
        due_on=F("improvement__due_on"),
        staff_id=F("improvement__staff_id"),
    )
    return people.with_staff_names(estate.with_place_names(rows))


def opinion(actor: Actor, opinion_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(
        MeetingOpinion, opinion_id, actor=actor, permission=MEETING_READ, reading=MEETING_READ,
        community="meeting__community_id",
    )  # fmt: skip
    return opinions(actor).get(pk=opinion_id)


def by_standing(rows: QuerySet[Any], value: str, today: date, prefix: str = "improvement__") -> QuerySet[Any]:
    """Opinions that stand so: judge, doing, late, done, no, silent (judged, not answered)."""
    named = {
        "judge": Q(**{f"{prefix}reasonable__isnull": True}),
        "no": Q(**{f"{prefix}reasonable": False}),
        "done": Q(**{f"{prefix}done_on__isnull": False}),
        "silent": Q(answered_at__isnull=True, **{f"{prefix}reasonable__isnull": False}),
    }
    if value in named:
        return rows.filter(named[value])
    rows = rows.filter(**{f"{prefix}reasonable": True, f"{prefix}done_on__isnull": True})
    late = Q(**{f"{prefix}due_on__lt": today})
    return rows.filter(late) if value == "late" else rows.exclude(late)


def attendees(row: Any) -> Any:
    order = {Attendee.HOME: 0, Attendee.STAFF: 1, Attendee.GUEST: 2}
    found = estate.with_place_names(row.attendees.all())
    return sorted(found, key=lambda one: (order[one.sort], one.place_name or "", one.name))


def reached(row: Any) -> Reached:
    """How many of the invited homes came."""
    homes = {one.id for one in _units(row)}
    present = set(row.attendees.filter(place_id__isnull=False).values_list("place_id", flat=True))
    return Reached(len(homes), len(homes & present), row.attendees.count())


def sheet_lines(row: Any, on: date) -> list[SheetLine]:
    """The invited homes with their owners, in the order of the estate; none for representatives, who write themselves in."""
    if row.invited == Invited.REPRESENTATIVES:
        return []
    units = _units(row)
    owners = people.owners_of([one.id for one in units], on)
    return [
        SheetLine(one.full_name or one.name, "、".join(each.person.name for each in owners.get(one.id, ())))
        for one in units
    ]


def building_names(community_id: int, building_ids: Sequence[int]) -> str:
    """Names of the buildings, "" for all of them."""
    known = estate.places_of(community_id, ("building",))
    return "、".join(one.name or one.code for one in known if one.id in set(building_ids))


def below(community_id: int, building_ids: Sequence[int]) -> list[Any]:
    """Homes of these buildings, of the whole community for none."""
    units = estate.places_of(community_id, ("unit",))
    wanted = {str(one) for one in building_ids}
    return [one for one in units if not wanted or wanted & set(one.path.split("/"))]


def _units(row: Any) -> list[Any]:
    return below(row.community_id, row.building_ids)


def call_key(row: Any) -> str:
    """The cause under which the invitations of a meeting went out."""
    return f"community.call:{row.pk}:{row.called_at:%Y%m%d%H%M%S}"


def called_names() -> dict[str, Any]:
    """Whom one may invite, with their names."""
    return dict(Called.choices)


def by_representatives(row: Any) -> bool:
    """Whether only some homes are meant, which are named when they are invited."""
    return bool(row.invited == Invited.REPRESENTATIVES)


def called_homes(row: Any) -> list[int]:
    """Homes that were invited."""
    return list(row.home_ids) or [one.id for one in _units(row)]


def delivery(row: Any) -> Delivery | None:
    """How the invitations arrived; None while there are none."""
    if row.called_at is None:
        return None
    key = call_key(row)
    counts = Counter(str(one.state) for one in messages.deliveries_of(key))
    arrived = counts["sent"] + counts["read"]
    waiting = counts["queued"] + counts["gathered"] + counts["sending"]
    return Delivery(row.called_count, messages.unreached(key), arrived, counts["read"], waiting)


def raised_by(opinion_id: int) -> int:
    """The improvement of an opinion."""
    found: int = MeetingOpinion.objects.values_list("improvement_id", flat=True).get(pk=opinion_id)
    return found
