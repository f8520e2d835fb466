"""Tenders and their bids side by side: the table a committee needs when it chooses a company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.kernel.quantity import Area, Price
from anju.modules.plans.models import (
    Bid,
    PlanVersion,
    Promise,
    ReviewState,
    Tender,
    UnreadPassage,
    VersionState,
)
from anju.modules.plans.permissions import TENDER_READ
from anju.modules.plans.queries import costing as costs
from anju.modules.plans.queries.plans import UNNUMBERED
from anju.modules.plans.queries.promises import facts_of
from anju.modules.plans.rules import costing, grading
from anju.modules.plans.rules.comparing import (
    Criterion,
    Numbered,
    Offer,
    Row,
    Scored,
    Totals,
    Vague,
    align,
    score,
    tally,
)
from anju.modules.plans.rules.costing import Costed
from anju.modules.plans.rules.grading import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One bid in the table. missed: items of the asked grade it does not reach; month: fen for the charged area."""

    bid: Bid
    reading: bool
    totals: Totals
    scored: Scored
    costed: Costed
    missed: tuple[Reached, ...]
    month: int | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """columns in the order of the bids; cells of rows follow them. promises: rows by id."""

    tender: Tender
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    promises: dict[int, Promise]

    @property
    def ready(self) -> bool:
        return len(self.columns) > 1 and not any(one.reading for one in self.columns)


def tenders(actor: Actor, community_id: int | None = None) -> QuerySet[Tender]:
    rows: QuerySet[Tender] = Tender.objects.filter(actor.reach(TENDER_READ).q()).annotate(
        bid_count=Count("bids", filter=Q(bids__withdrawn=False))
    )
    return rows if community_id is None else rows.filter(community_id=community_id)


def require_at(actor: Actor, permission: Permission, community_id: int) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see tenders there."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if actor.reach(TENDER_READ).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.tender.missing")


def tender(actor: Actor, tender_id: int, permission: Permission = TENDER_READ) -> Tender:
    """Raises NotFound, Forbidden."""
    found: Tender | None = tenders(actor).filter(pk=tender_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.tender.missing")
    require_at(actor, permission, found.community_id)
    return found


def bid(actor: Actor, bid_id: int, permission: Permission = TENDER_READ) -> Bid:
    """Raises NotFound, Forbidden."""
    rows = Bid.objects.select_related("tender", "version__plan")
    found: Bid | None = rows.filter(
        actor.reach(TENDER_READ).q(community="tender__community_id"), pk=bid_id
    ).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.tender.missing")
    require_at(actor, permission, found.tender.community_id)
    return found


def bids(row: Tender) -> list[Bid]:
    """All bids, also those withdrawn, in the order they came."""
    return list(
        Bid.objects.filter(tender=row).select_related("version__plan", "version__source").order_by("pk")
    )


def usual_title(community_id: int) -> str:
    """Title of the community's own plan, the one in force first; "" where it has none."""
    rows = PlanVersion.objects.filter(plan__community_id=community_id, plan__is_bid=False)
    in_force = (
        rows.filter(state=VersionState.IN_FORCE).order_by("pk").values_list("plan__title", flat=True).first()
    )
    return in_force or rows.order_by("pk").values_list("plan__title", flat=True).first() or ""


def comparison(row: Tender, day: date) -> Comparison:
    """The bids that take part, promise by promise. day: on which the law of working time is looked up."""
    taking_part = [one for one in bids(row) if not one.withdrawn]
    listed = [_promises(one) for one in taking_part]
    offers = [_offer(one, promises) for one, promises in zip(taking_part, listed, strict=True)]
    rows = tuple(align(offers))
    allowances = costs.allowances_of(row.community_id)
    labour = costing.labour_on(day)
    costed = [
        costing.cost(costs.asked_of(one.version, day, promises), labour=labour, allowances=allowances)
        for one, promises in zip(taking_part, listed, strict=True)
    ]
    missed = [_missed(row, promises) for promises in listed]
    totals = [
        _totals(one, tally(rows, at), costed[at], missed[at], row) for at, one in enumerate(taking_part)
    ]
    criteria = [Criterion(one["code"], one["weight"]) for one in row.criteria]
    sheets = score(totals, criteria, [one.scores for one in taking_part], rows)
    ranks = _ranks(sheets)
    columns = tuple(
        Column(
            bid=one, reading=one.version.read_at is None, totals=totals[at], scored=sheets[at], costed=costed[at],
            missed=missed[at] or (), month=_month(one, row), rank=ranks[at],
        )
        for at, one in enumerate(taking_part)
    )  # fmt: skip
    return Comparison(row, columns, rows, {one.pk: one for promises in listed for one in promises})


def _promises(one: Bid) -> list[Promise]:
    rows = Promise.objects.filter(version_id=one.version_id).exclude(review=ReviewState.REJECTED)
    return list(rows.order_by("start", "end", "pk"))


def _offer(one: Bid, promises: Sequence[Promise]) -> Offer:
    vague = UnreadPassage.objects.filter(version_id=one.version_id, decision="", reason__in=UNNUMBERED)
    return Offer(
        [Numbered(row.pk, facts_of(row)) for row in promises],
        [Vague(row.pk, row.quote, row.reason) for row in vague.order_by("start", "pk")],
    )


def _missed(row: Tender, promises: Sequence[Promise]) -> tuple[Reached, ...] | None:
    """Items of the asked grade that the promises do not reach, also those nobody promises; None without a grade."""
    if not row.standard or row.grade is None:
        return None
    pack = grading.standard(row.standard)
    order = {grade: place for place, (grade, _label) in enumerate(pack.grades)}
    found = grading.verdict(pack, {one.pk: facts_of(one) for one in promises})
    return tuple(
        one
        for one in found.rows
        if row.grade in one.item.targets and (one.grade is None or order[one.grade] > order[row.grade])
    )


def _totals(
    one: Bid, told: Totals, costed: Costed, missed: tuple[Reached, ...] | None, row: Tender
) -> Totals:
    promised = sum(role.promised for role in costed.roles)
    asked = 0
    if row.standard and row.grade is not None:
        asked = sum(row.grade in item.targets for item in grading.standard(row.standard).items)
    return replace(
        told, hours=costed.hours, needed=costed.needed, people=one.people or promised or None, price=one.price,
        minima=asked, minima_missed=None if missed is None else len(missed),
    )  # fmt: skip


def _month(one: Bid, row: Tender) -> int | None:
    if one.price is None or row.charged_area is None:
        return None
    return Price(one.price).for_area(Area(row.charged_area)).minor


def _ranks(sheets: Sequence[Scored]) -> list[int | None]:
    """1 for the highest total; equal totals share a rank; None while any is unknown."""
    totals = [one.total for one in sheets]
    if any(one is None for one in totals) or len(totals) < 2:
        return [None] * len(totals)
    known: list[Fraction] = [one for one in totals if one is not None]
    return [1 + sum(other > one for other in known) for one in known]
