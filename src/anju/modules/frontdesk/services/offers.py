"""The catalogue of special services: vendors, offers, and prices that begin on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.models import Offer, OfferPrice, Vendor
from anju.modules.frontdesk.permissions import SERVICE_PRICE
from anju.modules.frontdesk.rules import offers as rules
from anju.modules.frontdesk.services import registering as acts
from anju.modules.people import facade as people


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDraft:
    """qualified_until None: his qualification has no end. account: where he is paid to, kept sealed."""

    name: str
    contact: str = ""
    phone: str = ""
    families: Collection[str] = ()
    qualification: str = ""
    qualified_until: date | None = None
    account: str = ""
    active: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """community_id None: in every community. vendor_id None: by own staff of team_id. deposit: fen."""

    code: str
    name: str
    family: str
    unit: str
    community_id: int | None = None
    content: str = ""
    deposit: int = 0
    vendor_id: int | None = None
    team_id: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDraft:
    """price: 1/10,000 yuan a unit, None by quote. vendor_price: what the vendor gets of it. [valid_from, valid_until)."""

    price: int | None
    valid_from: date
    valid_until: date | None = None
    vendor_price: int = 0


def vendor_save(*, actor: Actor, draft: VendorDraft, at: datetime, vendor_id: int | None = None) -> int:
    """Make or change a vendor. Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.vendor.taken)."""
    actor.require(SERVICE_PRICE)
    name = acts.words_of(draft.name, "name", longest=80)
    for family in draft.families:
        rules.sort_of(family)
    with transaction.atomic():
        locks.advisory("frontdesk.vendor", actor.org_id)
        if Vendor.objects.filter(name=name).exclude(pk=vendor_id).exists():
            raise Conflict("frontdesk.vendor.taken", "name", name=name)
        row = Vendor() if vendor_id is None else locks.row(Vendor, vendor_id)
        row.name, row.contact, row.phone = name, draft.contact.strip()[:40], acts.phone_of(draft.phone)
        row.families, row.qualification = sorted(set(draft.families)), draft.qualification.strip()[:200]
        row.qualified_until, row.active = draft.qualified_until, draft.active
        row.note = draft.note.strip()[:200]
        if draft.account:
            row.account = draft.account.strip()[:80]
        row.save()
        audit.record(actor, acts.VENDOR_SAVED, row, after={"name": name, "active": row.active}, at=at)
    return int(row.pk)


def offer_save(*, actor: Actor, draft: OfferDraft, at: datetime, offer_id: int | None = None) -> int:
    """Make or change an offer. Raises Forbidden, NotFound (community, vendor, team), Invalid, Conflict (code taken)."""
    acts.must_reach(actor, SERVICE_PRICE, draft.community_id)
    code = acts.words_of(draft.code, "code", longest=20)
    values = {
        "code": code, "name": acts.words_of(draft.name, "name", longest=60), "family": draft.family,
        "sort": rules.sort_of(draft.family), "unit": acts.words_of(draft.unit, "unit", longest=12),
        "community_id": draft.community_id, "content": draft.content.strip()[:300], "deposit": _not_negative(draft.deposit),
        "vendor_id": draft.vendor_id, "team_id": draft.team_id, "active": draft.active,
    }  # fmt: skip
    if draft.vendor_id is not None and not Vendor.objects.filter(pk=draft.vendor_id).exists():
        raise NotFound("frontdesk.vendor.missing", "vendor")
    if draft.team_id is not None and not _team_there(draft.team_id, draft.community_id):
        raise NotFound("frontdesk.register.team", "team")
    with transaction.atomic():
        locks.advisory("frontdesk.offer", actor.org_id)
        if Offer.objects.filter(code=code).exclude(pk=offer_id).exists():
            raise Conflict("frontdesk.offer.taken", "code", number=code)
        row = Offer() if offer_id is None else locks.row(Offer, offer_id)
        if offer_id is not None:
            acts.must_reach(actor, SERVICE_PRICE, row.community_id)
        before = {name: getattr(row, name) for name in values} if offer_id else {}
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(actor, acts.OFFER_SAVED, row, before=before, after=values, at=at)
    return int(row.pk)


def price_set(*, actor: Actor, offer_id: int, draft: PriceDraft, at: datetime) -> None:
    """Let a price hold from a day on; an open price before it ends that day. What has begun is never rewritten.

    Raises Forbidden, NotFound, Invalid (frontdesk.price.…), Conflict (frontdesk.price.overlap, .begun).
    """
    rules.check_price(draft.price, draft.vendor_price, draft.valid_from, draft.valid_until)
    with transaction.atomic():
        offer = locks.row(Offer, offer_id)
        acts.must_reach(actor, SERVICE_PRICE, offer.community_id)
        if draft.valid_from < acts.today(actor, at) and offer.prices.exists():
            raise Conflict("frontdesk.price.begun", "valid_from")
        offer.prices.filter(valid_from=draft.valid_from).delete()
        offer.prices.filter(valid_until__isnull=True, valid_from__lt=draft.valid_from).update(
            valid_until=draft.valid_from
        )
        later = Q(valid_until__isnull=True) | Q(valid_until__gt=draft.valid_from)
        if draft.valid_until is not None:
            later &= Q(valid_from__lt=draft.valid_until)
        if offer.prices.filter(later).exists():
            raise Conflict("frontdesk.price.overlap", "valid_from")
        OfferPrice.objects.create(
            offer=offer, price=draft.price, vendor_price=draft.vendor_price, valid_from=draft.valid_from,
            valid_until=draft.valid_until, set_at=at, set_by=actor.name[:60],
        )  # fmt: skip
        told = {"price": draft.price, "from": draft.valid_from.isoformat()}
        audit.record(actor, acts.PRICE_SET, offer, after=told, at=at)


def _not_negative(fen: int) -> int:
    if fen < 0:
        raise Invalid("frontdesk.price.negative", "deposit")
    return fen


def _team_there(team_id: int, community_id: int | None) -> bool:
    return community_id is not None and any(one.id == team_id for one in people.teams(community_id))
