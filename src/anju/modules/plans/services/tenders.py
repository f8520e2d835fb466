"""A tender: companies bid with their plans, a committee weighs them, one is chosen and becomes a draft of our plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate import facade as estate
from anju.modules.plans.models import Bid, Plan, Tender, TenderState
from anju.modules.plans.permissions import TENDER_WEIGH, TENDER_WRITE
from anju.modules.plans.queries import tenders as reads
from anju.modules.plans.rules import grading
from anju.modules.plans.rules.comparing import CRITERIA
from anju.modules.plans.services import documents

TENDER_ADDED = audit.action("plans.tender.added", _("新建选聘比选"))
TENDER_CHANGED = audit.action("plans.tender.changed", _("修改选聘比选"))
TENDER_WEIGHED = audit.action("plans.tender.weighed", _("设定比选权重"))
TENDER_CANCELLED = audit.action("plans.tender.cancelled", _("取消选聘比选"))
BID_ADDED = audit.action("plans.bid.added", _("登记投标方案"))
BID_CHANGED = audit.action("plans.bid.changed", _("修改投标资料"))
BID_WITHDRAWN = audit.action("plans.bid.withdrawn", _("投标方退出"))
BID_SCORED = audit.action("plans.bid.scored", _("评分"))
LONGEST_TITLE, LONGEST_COMPANY, LONGEST_LABEL = 120, 80, 40
MOST_CRITERIA, HIGHEST_WEIGHT = 12, 100
# The weights a new tender begins with; a committee changes them as it likes.
USUAL = {"promises": 25, "strictness": 20, "minima": 15, "people": 10, "price": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderDraft:
    """Fields as in models.Tender. standard "" and grade None: no service grade is asked."""

    community_id: int
    title: str
    note: str = ""
    charged_area: int | None = None
    standard: str = ""
    grade: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A criterion of the sheet. code: of rules.comparing.CRITERIA, else a criterion that is scored by hand."""

    code: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BidDraft:
    """price: 1/10,000 yuan per m² and month; people: offered. filename, data: the plan, only where a bid is added."""

    company: str
    price: int | None = None
    people: int | None = None
    note: str = ""
    filename: str = ""
    data: bytes = b""


def tender_add(*, actor: Actor, draft: TenderDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid, Conflict (the title is taken)."""
    reads.require_at(actor, TENDER_WRITE, draft.community_id)
    _check(draft)
    with transaction.atomic():
        _check_title(draft, None)
        row = Tender.objects.create(
            community_id=draft.community_id, criteria=[{"code": code, "label": "", "weight": weight} for code, weight in USUAL.items()],
            created_at=at, created_by=actor.user_id, **_columns(draft),
        )  # fmt: skip
        audit.record(actor, TENDER_ADDED, row, after=_columns(draft), community_id=draft.community_id, at=at)
    return int(row.pk)


def tender_change(*, actor: Actor, tender_id: int, draft: TenderDraft, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid, Conflict (decided, title taken)."""
    with transaction.atomic():
        row = locked(actor, tender_id, TENDER_WRITE)
        if draft.community_id != row.community_id:
            raise Invalid("plans.tender.community_fixed", "community")
        _check(draft)
        _check_title(draft, row.pk)
        before = {name: getattr(row, name) for name in _columns(draft)}
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.save()
        audit.record(
            actor, TENDER_CHANGED, row, before=before, after=_columns(draft), community_id=row.community_id, at=at
        )  # fmt: skip


def tender_weigh(*, actor: Actor, tender_id: int, weights: Sequence[Weight], at: datetime) -> None:
    """Set the criteria of the sheet and their weights. Raises Forbidden, NotFound, Invalid, Conflict (decided)."""
    with transaction.atomic():
        row = locked(actor, tender_id, TENDER_WEIGH)
        _check_weights(weights)
        before = list(row.criteria)
        row.criteria = [
            {"code": one.code, "label": one.label.strip(), "weight": one.weight} for one in weights
        ]
        row.save(update_fields=["criteria"])
        audit.record(
            actor, TENDER_WEIGHED, row, before={"criteria": before}, after={"criteria": row.criteria},
            community_id=row.community_id, at=at,
        )  # fmt: skip


def tender_cancel(*, actor: Actor, tender_id: int, reason: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (reason), Conflict (decided)."""
    with transaction.atomic():
        row = locked(actor, tender_id, TENDER_WRITE)
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        row.state, row.decision = TenderState.CANCELLED, reason.strip()
        row.decided_at, row.decided_by = at, actor.user_id
        row.save(update_fields=["state", "decision", "decided_at", "decided_by"])
        audit.record(
            actor, TENDER_CANCELLED, row, reason=reason.strip(), community_id=row.community_id, at=at
        )


def bid_add(*, actor: Actor, tender_id: int, draft: BidDraft, at: datetime) -> int:
    """Keep the plan of a company and read it as any plan is read; return the bid's id.

    Raises Forbidden, NotFound, Invalid (company, price, file: plans.document.*), Conflict (decided, company has a bid).
    """
    with transaction.atomic():
        row = locked(actor, tender_id, TENDER_WRITE)
        _check_bid(draft)
        company = " ".join(draft.company.split())
        if row.bids.filter(company=company).exists():
            raise Conflict("plans.bid.company_taken", "company")
        upload = documents.Upload(
            community_id=row.community_id,
            filename=draft.filename,
            data=draft.data,
            card=documents.PlanCard(title=_plan_title(row, company)),
        )
        version_id = documents.plan_upload(actor=actor, upload=upload, at=at)
        Plan.objects.filter(versions__pk=version_id).update(is_bid=True)
        bid = Bid.objects.create(
            tender=row, company=company, version_id=version_id, price=draft.price, people=draft.people,
            note=draft.note.strip(), created_at=at,
        )  # fmt: skip
        audit.record(
            actor, BID_ADDED, bid, after={**_bid_facts(bid), "version": version_id}, community_id=row.community_id, at=at
        )  # fmt: skip
    return int(bid.pk)


def bid_change(*, actor: Actor, bid_id: int, draft: BidDraft, at: datetime) -> None:
    """Change what is known of a bid besides its plan. Raises Forbidden, NotFound, Invalid, Conflict."""
    with transaction.atomic():
        bid = locked_bid(actor, bid_id, TENDER_WRITE)
        _check_bid(draft)
        company = " ".join(draft.company.split())
        if bid.tender.bids.filter(company=company).exclude(pk=bid.pk).exists():
            raise Conflict("plans.bid.company_taken", "company")
        before = _bid_facts(bid)
        bid.company, bid.price, bid.people, bid.note = company, draft.price, draft.people, draft.note.strip()
        bid.save(update_fields=["company", "price", "people", "note"])
        audit.record(
            actor, BID_CHANGED, bid, before=before, after=_bid_facts(bid), community_id=bid.tender.community_id, at=at
        )  # fmt: skip


def bid_withdraw(*, actor: Actor, bid_id: int, reason: str, at: datetime) -> None:
    """The company takes no part any more; its plan stays kept. Raises Forbidden, NotFound, Invalid, Conflict."""
    with transaction.atomic():
        bid = locked_bid(actor, bid_id, TENDER_WRITE)
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        bid.withdrawn = True
        bid.note = "\n".join(one for one in (bid.note, reason.strip()) if one)
        bid.save(update_fields=["withdrawn", "note"])
        audit.record(
            actor, BID_WITHDRAWN, bid, reason=reason.strip(), community_id=bid.tender.community_id, at=at
        )


def bids_score(
    *, actor: Actor, tender_id: int, scores: Mapping[int, Mapping[str, int | None]], at: datetime
) -> None:
    """Points 0..100 by bid and criterion scored by hand; None takes them back.

    Raises Forbidden, NotFound, Invalid (field score-<bid>-<code>), Conflict (decided).
    """
    with transaction.atomic():
        row = locked(actor, tender_id, TENDER_WEIGH)
        by_hand = {one["code"] for one in row.criteria} - set(CRITERIA)
        bids = {one.pk: one for one in row.bids.filter(pk__in=list(scores))}
        for bid_id, given in scores.items():
            bid = bids.get(bid_id)
            if bid is None:
                raise Invalid("plans.bid.missing")
            for code, points in given.items():
                if code not in by_hand or (points is not None and not 0 <= points <= 100):
                    raise Invalid("plans.bid.points", f"score-{bid_id}-{code}")
            before = dict(bid.scores)
            bid.scores = {code: points for code, points in {**before, **given}.items() if points is not None}
            if bid.scores == before:
                continue
            bid.save(update_fields=["scores"])
            audit.record(
                actor, BID_SCORED, bid, before=before, after=dict(bid.scores), community_id=row.community_id, at=at
            )  # fmt: skip


def locked(actor: Actor, tender_id: int, permission: Permission) -> Any:
    """The tender, locked and open. Raises Forbidden, NotFound, Conflict (decided or cancelled)."""
    reads.tender(actor, tender_id, permission)
    row = Tender.objects.select_for_update(of=("self",)).get(pk=tender_id)
    if row.state != TenderState.OPEN:
        raise Conflict("plans.tender.closed")
    return row


def locked_bid(actor: Actor, bid_id: int, permission: Permission) -> Any:
    """The bid under the lock of its tender. Raises Forbidden, NotFound, Conflict (closed, withdrawn)."""
    seen = reads.bid(actor, bid_id, permission)
    locked(actor, seen.tender_id, permission)
    row = Bid.objects.select_related("tender", "version__plan").get(pk=bid_id)
    if row.withdrawn:
        raise Conflict("plans.bid.withdrawn")
    return row


def _check(draft: TenderDraft) -> None:
    if not draft.title.strip():
        raise Invalid("plans.tender.title_empty", "title")
    if estate.place(draft.community_id).kind != "community":
        raise Invalid("plans.plan.no_community", "community")
    if bool(draft.standard) != (draft.grade is not None):
        raise Invalid("plans.tender.grade", "grade")
    if draft.standard and draft.grade not in dict(grading.standard(draft.standard).grades):
        raise Invalid("plans.tender.grade", "grade")


def _check_title(draft: TenderDraft, own: int | None) -> None:
    same = Tender.objects.filter(community_id=draft.community_id, title=_columns(draft)["title"])
    if same.exclude(pk=own).exists():
        raise Conflict("plans.tender.title_taken", "title")


def _columns(draft: TenderDraft) -> dict[str, Any]:
    return {
        "title": " ".join(draft.title.split())[:LONGEST_TITLE], "note": draft.note.strip(),
        "charged_area": draft.charged_area, "standard": draft.standard, "grade": draft.grade,
    }  # fmt: skip


def _check_weights(weights: Sequence[Weight]) -> None:
    codes = [one.code for one in weights]
    if not weights or len(weights) > MOST_CRITERIA or len(set(codes)) != len(codes):
        raise Invalid("plans.tender.criteria", limit=MOST_CRITERIA)
    if not any(one.weight for one in weights):
        raise Invalid("plans.tender.weights_empty")
    for one in weights:
        if not 0 <= one.weight <= HIGHEST_WEIGHT:
            raise Invalid("plans.tender.weight", f"weight_{one.code}", limit=HIGHEST_WEIGHT)
        if one.code not in CRITERIA and not 0 < len(one.label.strip()) <= LONGEST_LABEL:
            raise Invalid("plans.tender.label", f"label_{one.code}", limit=LONGEST_LABEL)


def _check_bid(draft: BidDraft) -> None:
    if not 0 < len(" ".join(draft.company.split())) <= LONGEST_COMPANY:
        raise Invalid("plans.bid.company_empty", "company")
    if draft.price is not None and not 0 < draft.price < 10_000_000:
        raise Invalid("plans.bid.price", "price")


def _plan_title(row: Tender, company: str) -> str:
    return f"{row.title[: LONGEST_TITLE - len(company) - 1]}·{company}"


def _bid_facts(bid: Bid) -> dict[str, Any]:
    return {"company": bid.company, "price": bid.price, "people": bid.people}
