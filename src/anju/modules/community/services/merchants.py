"""The register of merchants: noted, changed, equipment cleaned, complaints opened, checked and checked again.

Sources: catalogue B MER-01, MER-03; Air Pollution Prevention Law (2018) art. 81 (purifiers run and are kept in order).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.engines.cases.contracts import CaseDraft, Reporter
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import (
    Approval,
    Cleaning,
    Equipment,
    EquipmentKind,
    Inspector,
    Merchant,
    MerchantCheck,
    MerchantState,
    Trade,
)
from anju.modules.community.permissions import MERCHANT_ACT, MERCHANT_READ, MERCHANT_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules import merchants as rules
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantDraft:
    """operator is linked to the register of persons when name and telephone are of one person or company there, or
    when he was chosen in the form."""

    name: str
    trade: str
    operator: str
    sign: str = ""
    place_id: int | None = None
    spot: str = ""
    phone: str = ""
    chosen: Who | None = None
    licence: str = ""
    approval: str = Approval.UNKNOWN
    approval_number: str = ""
    opened_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NuisanceDraft:
    """A complaint about a shop. label: noise, smoke and so on, in the reader's language. phone "": anonymous.
    chosen: the complainant, where he is of the register."""

    label: str
    words: str
    name: str = ""
    phone: str = ""
    chosen: Who | None = None
    severity: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """items: a verdict (ok, bad, none) for every one of rules.ITEMS. deadline: asked where something was bad."""

    on: date
    by: str
    inspector: str
    items: Mapping[str, str]
    found: str = ""
    deadline: date | None = None
    next_on: date | None = None
    photo: Upload | None = None


def merchant_note(*, actor: Actor, community_id: int, draft: MerchantDraft, at: datetime) -> int:
    """Register a merchant. Returns its id. Raises Forbidden, NotFound, Invalid."""
    reach.require_at(actor, MERCHANT_WRITE, community_id, MERCHANT_READ)
    with transaction.atomic():
        row = Merchant(
            community_id=community_id, number=acts.number_for("SH", actor, at), noted_at=at,
            noted_by=actor.name[:60], state_on=acts.local_day(actor, at),
        )  # fmt: skip
        _fill(row, actor, draft)
        row.save()
        audit.record(actor, acts.MERCHANT_SAVED, row, after=_told(row), at=at)
    return int(row.pk)


def merchant_change(*, actor: Actor, merchant_id: int, draft: MerchantDraft, at: datetime) -> None:
    """Raises as merchant_note."""
    with transaction.atomic():
        row = _locked(actor, merchant_id, MERCHANT_WRITE)
        before = _told(row)
        _fill(row, actor, draft)
        row.save()
        audit.record(actor, acts.MERCHANT_SAVED, row, before=before, after=_told(row), at=at)


def merchant_state(*, actor: Actor, merchant_id: int, state: str, on: date, why: str, at: datetime) -> None:
    """Open, paused or closed since a day; any can be taken back by another. Raises Forbidden, NotFound, Invalid."""
    if state not in MerchantState.values:
        raise Invalid("community.merchant.state", "state")
    why = acts.words_of(why, "why")
    acts.not_later(on, acts.local_day(actor, at), "on")
    with transaction.atomic():
        row = _locked(actor, merchant_id, MERCHANT_WRITE)
        before = {"state": row.state}
        row.state, row.state_on, row.state_why = state, on, why
        row.save(update_fields=["state", "state_on", "state_why"])
        audit.record(
            actor, acts.MERCHANT_STATE, row, before=before, after={"state": state}, reason=why, at=at
        )


def phone_read(*, actor: Actor, merchant_id: int, at: datetime) -> str:
    """The operator's telephone, noted in the audit. Raises Forbidden, NotFound."""
    row = reach.one(Merchant, merchant_id, actor=actor, permission=MERCHANT_WRITE, reading=MERCHANT_READ)
    audit.record(actor, acts.MERCHANT_PHONE_SEEN, row, at=at)
    return str(row.phone)


def equipment_save(
    *, actor: Actor, merchant_id: int, kind: str, cycle_days: int, last_on: date | None, at: datetime
) -> int:
    """Note a merchant's equipment, or change its cycle. Returns its id. Raises Forbidden, NotFound, Invalid."""
    today = acts.local_day(actor, at)
    if kind not in EquipmentKind.values or cycle_days < 1:
        raise Invalid("community.merchant.equipment", "kind")
    if last_on is not None:
        acts.not_later(last_on, today, "last_on")
    with transaction.atomic():
        shop = _locked(actor, merchant_id, MERCHANT_WRITE)
        values = {
            "cycle_days": cycle_days, "last_on": last_on, "next_on": rules.next_cleaning(last_on, cycle_days, today),
        }  # fmt: skip
        row, _fresh = Equipment.objects.update_or_create(merchant=shop, kind=kind, defaults=values)
        audit.record(
            actor, acts.EQUIPMENT_SAVED, row, after={"kind": kind, "cycle": cycle_days},
            community_id=shop.community_id, at=at,
        )  # fmt: skip
    return int(row.pk)


def cleaning_note(
    *, actor: Actor, equipment_id: int, on: date, by: str, receipt: Upload | None, at: datetime
) -> None:
    """A cleaning with its receipt; the latest one sets when the next is due. Raises Forbidden, NotFound, Invalid."""
    acts.not_later(on, acts.local_day(actor, at), "on")
    with transaction.atomic():
        row = reach.one(
            Equipment, equipment_id, actor=actor, permission=MERCHANT_WRITE, reading=MERCHANT_READ, lock=True,
            community="merchant__community_id",
        )  # fmt: skip
        Cleaning.objects.create(
            equipment=row, on=on, by=acts.words_of(by, "by", longest=80), noted_by=actor.name[:60],
            receipt=kept(actor, acts.MERCHANT_PAPER, receipt),
        )  # fmt: skip
        if row.last_on is None or on > row.last_on:
            row.last_on, row.next_on = on, rules.next_cleaning(on, row.cycle_days, on)
            row.save(update_fields=["last_on", "next_on"])
        audit.record(
            actor,
            acts.CLEANED,
            row,
            after={"on": str(on)},
            community_id=row.merchant.community_id,
            at=at,
        )


def complaint_open(*, actor: Actor, merchant_id: int, draft: NuisanceDraft, at: datetime) -> int:
    """Open a complaint of class merchant about a shop. Returns the case's id. Raises as frontdesk.report.

    Source: catalogue B CMP-14.
    """
    shop = reach.one(Merchant, merchant_id, actor=actor, permission=MERCHANT_WRITE, reading=MERCHANT_READ)
    settled = acts.person_chosen(actor, draft.chosen)
    person_id, name = settled if settled else (None, draft.name)
    case = CaseDraft(
        kind="complaint", community_id=shop.community_id, title=f"{draft.label}：{shop.name}",
        words=acts.words_of(draft.words, "words", longest=1000), place_id=shop.place_id, severity=draft.severity,
        reporter=Reporter(person_id=person_id, name=name.strip()[:40], phone=acts.phone_of(draft.phone)),
        fields={"class": "merchant"}, source="community.merchant", source_id=shop.pk,
    )  # fmt: skip
    return acts.case_open(actor=actor, draft=case, about={"merchant": shop}, at=at)


def case_link(*, actor: Actor, merchant_id: int, reference: str, at: datetime) -> int:
    """Keep that a case is about a shop. Raises Forbidden, NotFound, Invalid (community.case.unknown)."""
    shop = reach.one(Merchant, merchant_id, actor=actor, permission=MERCHANT_WRITE, reading=MERCHANT_READ)
    return acts.case_link(
        actor=actor, community_id=shop.community_id, reference=reference, about={"merchant": shop}, at=at
    )


def check_note(*, actor: Actor, merchant_id: int, draft: CheckDraft, at: datetime) -> int:
    """A first check. Without faults it is closed at once; with faults only a check again closes it. Returns its id.

    Raises Forbidden, NotFound, Invalid (community.check.items, .deadline, words, future).
    """
    with transaction.atomic():
        shop = _locked(actor, merchant_id, MERCHANT_ACT)
        row = _check(actor, shop, draft, None, at)
        if not row.faults:
            row.closed_on = row.on
            row.save(update_fields=["closed_on"])
    return int(row.pk)


def check_again(*, actor: Actor, check_id: int, draft: CheckDraft, at: datetime) -> int:
    """Look at the faults of a check again, on a later day; without faults the check is closed, else it has a new deadline.

    Raises Forbidden, NotFound, Conflict (community.check.closed, .clean), Invalid (community.check.again, .items, …).
    """
    with transaction.atomic():
        first = reach.one(
            MerchantCheck, check_id, actor=actor, permission=MERCHANT_ACT, reading=MERCHANT_READ, lock=True,
            community="merchant__community_id",
        )  # fmt: skip
        latest = first.rechecks.order_by("-on").values_list("on", flat=True).first() or first.on
        is_first = first.first_id is None
        rules.check_again(
            latest, draft.on, closed=first.closed_on is not None, faulty=is_first and first.faults > 0
        )
        row = _check(actor, first.merchant, draft, first, at)
        if row.faults:
            first.deadline = row.deadline
        else:
            first.closed_on = row.on
            audit.record(
                actor, acts.CHECK_CLOSED, first, after={"on": str(row.on)},
                community_id=first.merchant.community_id, at=at,
            )  # fmt: skip
        first.save(update_fields=["deadline", "closed_on"])
    return int(row.pk)


def _check(
    actor: Actor, shop: Merchant, draft: CheckDraft, first: MerchantCheck | None, at: datetime
) -> MerchantCheck:
    acts.not_later(draft.on, acts.local_day(actor, at), "on")
    if draft.by not in Inspector.values:
        raise Invalid("community.check.by", "by")
    count = rules.faults(draft.items)
    rules.check_deadline(draft.on, count, draft.deadline)
    found = acts.words_of(draft.found, "found", longest=500) if count else draft.found.strip()[:500]
    row = MerchantCheck.objects.create(
        merchant=shop, first=first, on=draft.on, by=draft.by, faults=count, items=dict(draft.items), found=found,
        inspector=acts.words_of(draft.inspector, "inspector", longest=60), next_on=draft.next_on,
        photo=kept(actor, acts.MERCHANT_PHOTO, draft.photo), deadline=draft.deadline if count else None,
    )  # fmt: skip
    audit.record(actor, acts.CHECKED, row, after={"faults": count}, community_id=shop.community_id, at=at)
    return row


def _locked(actor: Actor, merchant_id: int, permission: Any) -> Merchant:
    row: Merchant = reach.one(
        Merchant, merchant_id, actor=actor, permission=permission, reading=MERCHANT_READ, lock=True
    )
    return row


def _fill(row: Merchant, actor: Actor, draft: MerchantDraft) -> None:
    if draft.trade not in Trade.values or draft.approval not in Approval.values:
        raise Invalid("community.merchant.trade", "trade")
    acts.in_community(draft.place_id, row.community_id)
    if draft.place_id is None and not draft.spot.strip():
        raise Invalid("community.merchant.where", "spot")
    row.name = acts.words_of(draft.name, "name", longest=60)
    settled = acts.person_chosen(actor, draft.chosen, row.person_id)
    row.operator = acts.words_of(settled[1] if settled else draft.operator, "operator", longest=60)
    row.phone = acts.phone_of(draft.phone)
    row.person_id = settled[0] if settled else acts.operator_of(row.operator, row.phone)
    row.trade, row.approval = draft.trade, draft.approval
    row.place_id, row.opened_on = draft.place_id, draft.opened_on
    for name in ("sign", "spot", "licence", "approval_number", "note"):
        longest = row._meta.get_field(name).max_length
        setattr(row, name, getattr(draft, name).strip()[:longest])


def _told(row: Merchant) -> dict[str, Any]:
    return {"name": row.name, "trade": row.trade, "operator": row.operator, "approval": row.approval}
