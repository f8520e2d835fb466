"""Reading opinion boxes: when each is due, what lay in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.community.models import BoxLetter, BoxOpening, OpinionBox
from anju.modules.community.permissions import OPINION_READ
from anju.modules.community.queries import reach
from anju.modules.community.queries.settings import BOX_DAYS
from anju.modules.community.rules import opinions as rules
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


def boxes(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset with keeper, moment of the latest opening, and letters so far."""
    rows = OpinionBox.objects.filter(actor.reach(OPINION_READ).q())
    rows = rows if community_id is None else rows.filter(community_id=community_id)
    letters = (
        BoxOpening.objects.filter(box=OuterRef("pk")).values("box").annotate(n=Sum("letters")).values("n")
    )
    counted = rows.annotate(
        last_at=Max("openings__opened_at"),
        opening_count=Count("openings"),
        letter_count=Coalesce(Subquery(letters), 0),
    )
    return people.with_staff_names(estate.with_place_names(counted), "keeper_id", "keeper_name")


def box(actor: Actor, box_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    reach.one(OpinionBox, box_id, actor=actor, permission=OPINION_READ, reading=OPINION_READ)
    return boxes(actor).get(pk=box_id)


def every_days(row: Any) -> int:
    """The box's own interval, else the community's setting."""
    return int(row.every_days or registry.value(BOX_DAYS, row.community_id))


def due_on(row: Any, last_at: datetime | None, zone: ZoneInfo) -> date:
    last = row.hung_on if last_at is None else last_at.astimezone(zone).date()
    return rules.opening_due(last, every_days(row))


def late_boxes(actor: Actor, community_id: int | None, today: date) -> list[Any]:
    zone = ZoneInfo(actor.time_zone)
    rows = boxes(actor, community_id).filter(ended_on__isnull=True)
    return [one for one in rows if rules.is_late(due_on(one, one.last_at, zone), today)]


def box_in(actor: Actor, box_id: int, community_id: int) -> None:
    """Raises NotFound for a box that does not hang in this community or is out of reach."""
    if box(actor, box_id).community_id != community_id:
        raise NotFound("community.missing", "box_id")


def opening_rows(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of openings of all boxes in reach, with how many letters became cases."""
    rows = BoxOpening.objects.filter(actor.reach(OPINION_READ).q(community="box__community_id"))
    rows = rows if community_id is None else rows.filter(box__community_id=community_id)
    return rows.annotate(taken_count=Count("taken"))


def letter_rows(actor: Actor, community_id: int | None = None) -> Any:
    """Queryset of letters in reach with their cases."""
    inside = actor.reach(OPINION_READ).q(community="opening__box__community_id")
    rows = BoxLetter.objects.filter(inside).select_related("case")
    return rows if community_id is None else rows.filter(opening__box__community_id=community_id)


def openings(row: Any) -> Any:
    """Queryset of a box's openings with who opened it and how many letters became cases."""
    rows = BoxOpening.objects.filter(box=row).select_related("box").annotate(taken_count=Count("taken"))
    return people.with_staff_names(rows)


def opening(actor: Actor, opening_id: int) -> Any:
    """Raises Forbidden, NotFound."""
    found = reach.one(
        BoxOpening, opening_id, actor=actor, permission=OPINION_READ, reading=OPINION_READ,
        community="box__community_id",
    )  # fmt: skip
    return openings(found.box).get(pk=opening_id)


def letters(row: Any) -> Any:
    return BoxLetter.objects.filter(opening=row).select_related("case").order_by("number")
