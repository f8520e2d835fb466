"""What the registers show to who lives in a home: visitors, who serves it, what may be ordered and what was. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.modules.frontdesk.queries import offers, visitors
from anju.modules.frontdesk.queries.concierge import ConciergeView, concierge_of
from anju.modules.frontdesk.queries.offers import OfferView
from anju.modules.frontdesk.queries.offers import offered as services_offered

__all__ = ["ConciergeView", "OfferView", "OrderView", "VisitView", "concierge_of", "services_offered", "services_ordered", "visits_to"]  # fmt: skip


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
