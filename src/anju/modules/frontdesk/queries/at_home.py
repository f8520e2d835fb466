"""What the registers show to who lives in a home: visitors, who serves it, what may be ordered, what was found. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceKind, PlaceView
from anju.modules.frontdesk.models import LostReport, ThingSort
from anju.modules.frontdesk.queries import lost, offers, visitors
from anju.modules.frontdesk.queries.concierge import ConciergeView, concierge_of
from anju.modules.frontdesk.queries.offers import OfferView
from anju.modules.frontdesk.queries.offers import offered as services_offered

__all__ = [
    "ConciergeView", "FoundView", "LossView", "OfferView", "OrderView", "VisitView", "concierge_of", "found_here",
    "losses_of", "services_offered", "services_ordered", "thing_sorts", "visits_to",
]  # fmt: skip

# Where something may be said to lie without saying at whose home.
TOLD_PLACES = frozenset(
    {PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.PUBLIC, PlaceKind.GATE, PlaceKind.PARKING}
)
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class VisitView:
    """state: announced, inside, left, expired or cancelled. code: "" unless it still lets somebody in."""

    id: int
    name: str
    state: str
    purpose: str
    code: str
    host_id: int | None
    valid_from: datetime | None
    valid_until: datetime | None
    came_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """state: of the case, its words by cases.kind_of("service"). amount: fen, fixed when done."""

    id: int
    case_id: int
    number: str
    title: str
    state: str
    ordered_at: datetime
    wanted_at: datetime | None
    amount: int
    person_id: int | None


def visits_to(place_id: int, limit: int = 20) -> list[VisitView]:
    """Visits to a home: those expected first, then the latest."""
    return [
        VisitView(
            one.pk, one.name, one.state, str(one.get_purpose_display()), one.code if one.state == "announced" else "",
            one.host_id, one.valid_from, one.valid_until, one.came_at, one.left_at,
        )
        for one in visitors.visits_to(place_id, limit)
    ]  # fmt: skip


def services_ordered(place_id: int, limit: int = 20) -> list[OrderView]:
    """Orders of a home, the latest first."""
    return [
        OrderView(
            one.pk, one.case_id, one.case.number, one.case.title, one.case.state, one.ordered_at, one.wanted_at, one.amount,
            one.person_id,
        )
        for one in offers.orders_of_home(place_id, limit)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundView:
    """A thing kept for its owner, as everybody of the community may know it: neither marks nor picture."""

    id: int
    number: str
    name: str
    sort: str
    sort_name: str
    place: str
    found_on: date


@dataclass(frozen=True, slots=True)
class LossView:
    """What a resident reported or claimed himself. state: open, found or closed. claimed: number of the thing.
    why: for what reason it was closed."""

    id: int
    number: str
    name: str
    state: str
    noted_at: datetime
    claimed: str
    why: str


def thing_sorts() -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in ThingSort.choices]


def found_here(community_id: int, zone: tzinfo, sort: str = "") -> list[FoundView]:
    """Things kept in a community, the newest first, of one sort when it is named."""
    rows = lost.kept_in(community_id).order_by("-found_at", "-pk")
    rows = rows.filter(sort=sort) if sort else rows
    rows = list(rows[:MOST_SHOWN])
    places = estate.places_by_id([one.place_id for one in rows if one.place_id])
    return [
        FoundView(
            one.pk, one.number, one.name, one.sort, str(one.get_sort_display()), _told_place(places.get(one.place_id)),
            one.found_at.astimezone(zone).date(),
        )
        for one in rows
    ]  # fmt: skip


def losses_of(person_id: int, limit: int = 20) -> list[LossView]:
    """What the person reported himself, the newest first."""
    rows = LostReport.objects.filter(person_id=person_id, by_resident=True).select_related("claimed")
    return [
        LossView(
            one.pk,
            one.number,
            one.name,
            one.state,
            one.noted_at,
            one.claimed.number if one.claimed else "",
            one.closed_why,
        )
        for one in rows.order_by("-noted_at", "-pk")[:limit]
    ]


def _told_place(place: PlaceView | None) -> str:
    return place.name if place is not None and place.kind in TOLD_PLACES else ""
