"""JSON API of costs and of the comparison of two versions."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Router, Schema

from anju.foundation.api import endpoint
from anju.kernel.errors import NotFound
from anju.modules.plans.permissions import COST_READ, COST_WRITE, PLAN_READ
from anju.modules.plans.queries import comparing as comparisons
from anju.modules.plans.queries import costing as reads
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.plans import local_day
from anju.modules.plans.rules.comparing import Change
from anju.modules.plans.rules.costing import rounded
from anju.modules.plans.services import costing as services

router = Router(tags=["plans"])
COMING = ("draft", "approved")


class RoleOut(Schema):
    """hours a week on average over the year, peak in the season; fen a month, null without a pay."""

    role: str
    hours: Decimal
    peak: Decimal
    people_by_hours: Decimal
    promised: int
    needed: int
    present: int | None
    month: int | None


class LoadOut(Schema):
    """basis: round, post, headcount, inside or none; reason: a stable code; hours a week."""

    promise_id: int
    role: str
    basis: str
    reason: str
    times: Decimal | None
    places: int
    minutes: Decimal | None
    people: int
    hours: Decimal
    headcount: int | None


class CostOut(Schema):
    version_id: int
    hours: Decimal
    needed: int
    month: int | None
    roles_without_pay: list[str]
    roles: list[RoleOut]
    promises: list[LoadOut]


class BasisIn(Schema):
    """pay: fen a month by role; null figures: the usual ones."""

    pay: dict[str, int] = {}
    walk_minutes: int | None = None
    preparation_minutes: int | None = None
    leave_days: int | None = None
    absence: int | None = None


class SideOut(Schema):
    promise_id: int
    section: str
    says: str
    quote: str


class PairOut(Schema):
    """change: added, dropped, tightened, loosened, changed or same."""

    change: str
    moved: bool
    before: SideOut | None
    after: SideOut | None


class EffectOut(Schema):
    """One round: begins, changes or ends. next: the first times it will, or would have, opened."""

    becomes: str
    title: str
    round_id: int | None
    role: str
    hours_before: Decimal
    hours_after: Decimal
    done: int
    next: list[datetime]


class DiffOut(Schema):
    """rounds: what changes in the running work, empty unless the newer version is a draft or approved."""

    before_id: int
    after_id: int
    pairs: list[PairOut]
    rounds: list[EffectOut]
    rounds_that_go_on: int


@router.get("/versions/{version_id}/cost", response=CostOut)
@endpoint(COST_READ)
def version_cost(request: Any, version_id: int) -> Any:
    """Hours, people and money a version asks for, by role and by promise."""
    sheet = reads.sheet(actor=request.actor, version_id=version_id, day=local_day(timezone.now()))
    costed = sheet.costed
    return {
        "version_id": version_id,
        "hours": rounded(costed.hours, 1),
        "needed": costed.needed,
        "month": costed.month,
        "roles_without_pay": list(costed.unpaid),
        "roles": [
            {
                "role": one.role, "hours": rounded(one.hours, 1), "peak": rounded(one.peak, 1),
                "people_by_hours": rounded(one.exact, 2), "promised": one.promised, "needed": one.needed,
                "present": one.present, "month": one.month,
            }
            for one in costed.roles
        ],
        "promises": [
            {
                "promise_id": one.key, "role": one.role, "basis": str(one.basis), "reason": one.reason,
                "times": None if one.times is None else rounded(one.times, 2), "places": one.places,
                "minutes": None if one.minutes is None else rounded(one.minutes, 1), "people": one.people,
                "hours": rounded(one.hours, 2), "headcount": one.headcount,
            }
            for one in costed.loads
        ],
    }  # fmt: skip


@router.put("/costs/{community_id}", response={204: None})
@endpoint(COST_WRITE)
def cost_basis(request: Any, community_id: int, body: BasisIn) -> Any:
    """Keep pay and allowances of a community; what is left out goes back to the usual figure."""
    draft = services.BasisDraft(**body.model_dump())
    services.basis_save(actor=request.actor, community_id=community_id, draft=draft, at=timezone.now())


@router.get("/versions/{version_id}/diff/{other_id}", response=DiffOut)
@endpoint(PLAN_READ)
def version_diff(request: Any, version_id: int, other_id: int) -> Any:
    """A version against another of its plan, and what it does to the running work."""
    new = plan_queries.version(request.actor, version_id)
    old = plan_queries.version(request.actor, other_id)
    if old.plan_id != new.plan_id or old.pk == new.pk:
        raise NotFound("plans.version.missing")
    groups = comparisons.by_change(old, new)
    effect = None
    if new.state in COMING:
        zone = ZoneInfo(request.actor.time_zone)
        effect = comparisons.effect(new, local_day(timezone.now()), zone)
    rounds = [
        _effect(becomes, one)
        for becomes, rows in (
            ("begins", effect.begins), ("changes", effect.changes), ("ends", effect.ends),
        )
        for one in rows
    ] if effect else []  # fmt: skip
    return {
        "before_id": old.pk, "after_id": new.pk, "pairs": [_pair(change, one) for change, pairs in groups.items() for one in pairs],
        "rounds": rounds, "rounds_that_go_on": effect.goes_on if effect else 0,
    }  # fmt: skip


def _pair(change: Change, one: comparisons.Pair) -> dict[str, Any]:
    return {
        "change": str(change), "moved": one.moved, "before": _side(one.before), "after": _side(one.after),
    }  # fmt: skip


def _side(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"promise_id": row.pk, "section": row.section, "says": wording.says(row), "quote": row.quote}


def _effect(becomes: str, one: comparisons.RoundEffect) -> dict[str, Any]:
    return {
        "becomes": becomes, "title": one.title, "round_id": one.round_id, "role": one.role,
        "hours_before": rounded(one.hours_before, 1), "hours_after": rounded(one.hours_after, 1), "done": one.done,
        "next": list(one.next),
    }  # fmt: skip
