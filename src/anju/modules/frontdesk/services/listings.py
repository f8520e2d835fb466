"""Homes offered for rent or sale on their owners' mandate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.frontdesk.models import AskedPrice, Listing, ListingKind, ListingState
from anju.modules.frontdesk.permissions import SERVICE_OPEN
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.rules import agency as rules
from anju.modules.frontdesk.services import registering as acts


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDraft:
    """area: 1/100 m². price: fen, a month for rent. mandate: the owner's written order, its number or day."""

    community_id: int
    place_id: int
    kind: str
    area: int
    price: int
    owner: str
    mandate: str
    phone: str = ""
    layout: str = ""
    person_id: int | None = None
    note: str = ""


def listing_add(*, actor: Actor, draft: ListingDraft, at: datetime) -> int:
    """Put a home on offer. Returns the listing's id.

    Raises Forbidden, NotFound, Invalid (kind, area, price, words), Conflict (frontdesk.listing.twice).
    """
    acts.must_reach(actor, SERVICE_OPEN, draft.community_id)
    places.in_community(draft.place_id, draft.community_id, "home")
    if draft.kind not in ListingKind.values:
        raise Invalid("frontdesk.listing.kind", "kind")
    rules.check(draft.area, draft.price)
    with transaction.atomic():
        locks.advisory("frontdesk.listing", draft.place_id)
        if Listing.objects.filter(place_id=draft.place_id, kind=draft.kind, ended_on__isnull=True).exists():
            raise Conflict("frontdesk.listing.twice", "home")
        today = acts.today(actor, at)
        row = Listing.objects.create(
            community_id=draft.community_id, place_id=draft.place_id, kind=draft.kind, area=draft.area,
            number=acts.number_for("FY", actor, at), price=draft.price, layout=draft.layout.strip()[:40],
            person_id=draft.person_id, owner=acts.words_of(draft.owner, "owner", longest=40),
            phone=acts.phone_of(draft.phone), mandate=acts.words_of(draft.mandate, "mandate", longest=120),
            listed_on=today, note=draft.note.strip()[:200],
        )  # fmt: skip
        AskedPrice.objects.create(listing=row, since=today, price=draft.price)
        audit.record(actor, acts.LISTING_SAVED, row, after={"price": row.price, "area": row.area}, at=at)
    return int(row.pk)


def listing_price(*, actor: Actor, listing_id: int, price: int, at: datetime) -> None:
    """Change what is asked, from today on; what was asked before stays known.

    Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.listing.ended).
    """
    with transaction.atomic():
        row = _open(actor, listing_id)
        rules.check(row.area, price)
        before, row.price = row.price, price
        row.save(update_fields=["price"])
        AskedPrice.objects.update_or_create(
            listing=row, since=acts.today(actor, at), defaults={"price": price}
        )
        audit.record(actor, acts.LISTING_PRICED, row, before={"price": before}, after={"price": price}, at=at)


def listing_end(
    *, actor: Actor, listing_id: int, state: str, at: datetime, dealt_price: int | None = None
) -> None:
    """Reserve a home, take it off the market, or note the deal and its price in fen.

    Raises Forbidden, NotFound, Invalid (state; frontdesk.listing.dealt: a deal needs its price), Conflict (ended).
    """
    if state not in ListingState.values:
        raise Invalid("frontdesk.listing.state", "state")
    if (dealt_price is not None and dealt_price > 0) != (state == ListingState.DEALT):
        raise Invalid("frontdesk.listing.dealt", "dealt_price")
    with transaction.atomic():
        row = _open(actor, listing_id)
        before, row.state = row.state, state
        if state in (ListingState.DEALT, ListingState.WITHDRAWN):
            row.ended_on, row.dealt_price = acts.today(actor, at), dealt_price
        row.save(update_fields=["state", "ended_on", "dealt_price"])
        audit.record(actor, acts.LISTING_ENDED, row, before={"state": before}, after={"state": state}, at=at)


def person_follow(*, gone_id: int, kept_id: int | None) -> None:
    """Follow the register of persons: merged into `kept_id`, or forgotten."""
    rows = Listing.objects.filter(person_id=gone_id)
    if kept_id is None:
        rows.update(person_id=None, owner="＊", phone="")
    else:
        rows.update(person_id=kept_id)


def _open(actor: Actor, listing_id: int) -> Listing:
    row = locks.row(Listing, listing_id)
    acts.must_reach(actor, SERVICE_OPEN, row.community_id)
    if row.ended_on is not None:
        raise Conflict("frontdesk.listing.ended", number=row.number)
    return row
