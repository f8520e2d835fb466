"""Reading plans and their versions. What lies outside the actor's places is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.plans.models import Plan, PlanClause, PlanVersion, ReviewState, UnreadPassage, VersionState
from anju.modules.plans.models.promise import Promise
from anju.modules.plans.permissions import PLAN_READ, TENDER_READ
from anju.modules.plans.rules import marking

# Reasons of passages that state a duty without a number: each needs an interval or a no (A:PLN-08).
UNNUMBERED = ("frequency_without_number", "time_limit_without_number")
LIVE = (ReviewState.ACCEPTED, ReviewState.CORRECTED, ReviewState.ADDED)


@dataclass(frozen=True, slots=True)
class VersionView:
    id: int
    plan_id: int
    title: str
    community_id: int
    number: int
    state: str
    in_force_from: date | None
    superseded_on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a version is. by_review: promises by review state; undecided: passages by reason."""

    by_review: Mapping[str, int]
    undecided: Mapping[str, int]

    @property
    def found(self) -> int:
        return self.by_review.get(ReviewState.FOUND, 0)

    @property
    def total(self) -> int:
        return sum(self.by_review.values())

    @property
    def reviewed(self) -> int:
        return self.total - self.found

    @property
    def passages(self) -> int:
        return sum(self.undecided.values())

    @property
    def unnumbered(self) -> int:
        return sum(self.undecided.get(reason, 0) for reason in UNNUMBERED)

    @property
    def complete(self) -> bool:
        return not self.found and not self.passages


def local_day(at: datetime) -> date:
    """The day of `at` where the organisation works."""
    return at.astimezone(home.zone()).date()


def require_at(actor: Actor, permission: Permission, community_id: int) -> None:
    """Raises Forbidden without the right, NotFound when the actor does not even see the community."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if actor.reach(PLAN_READ).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.plan.missing")


def shown(actor: Actor, plan: str = "") -> Q:
    """Plans within reach; those that companies bid with only for who may see tenders. plan: the way to the plan."""
    place = f"{plan}community_id"
    seen, bids = actor.reach(PLAN_READ).q(community=place), actor.reach(TENDER_READ)
    return seen if bids.unlimited else seen & (Q(**{f"{plan}is_bid": False}) | bids.q(community=place))


def plans(actor: Actor, community_id: int | None = None) -> QuerySet[Plan]:
    rows: QuerySet[Plan] = Plan.objects.filter(shown(actor))
    return rows if community_id is None else rows.filter(community_id=community_id)


def plan(actor: Actor, plan_id: int, permission: Permission = PLAN_READ) -> Plan:
    """Raises NotFound, Forbidden."""
    found = plans(actor).filter(pk=plan_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.plan.missing")
    require_at(actor, permission, found.community_id)
    return found


def versions(actor: Actor, community_id: int | None = None) -> QuerySet[PlanVersion]:
    rows: QuerySet[PlanVersion] = PlanVersion.objects.select_related("plan").filter(shown(actor, "plan__"))
    return rows if community_id is None else rows.filter(plan__community_id=community_id)


def version(actor: Actor, version_id: int, permission: Permission = PLAN_READ) -> PlanVersion:
    """Raises NotFound, Forbidden."""
    found = versions(actor).filter(pk=version_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.version.missing")
    require_at(actor, permission, found.plan.community_id)
    return found


def view_of(row: PlanVersion) -> VersionView:
    return VersionView(
        row.pk, row.plan_id, row.plan.title, row.plan.community_id, row.number, row.state, row.in_force_from,
        row.superseded_on,
    )  # fmt: skip


def in_force(community_id: int | None = None) -> list[VersionView]:
    """Versions in force, of one community or of all in scope. Without an actor: for engines and reports."""
    rows = PlanVersion.objects.select_related("plan").filter(state=VersionState.IN_FORCE)
    if community_id is not None:
        rows = rows.filter(plan__community_id=community_id)
    return [view_of(row) for row in rows.order_by("plan__community_id", "plan_id")]


def latest_versions(plan_ids: Iterable[int]) -> dict[int, list[PlanVersion]]:
    """Versions of each plan, the newest first, without their texts."""
    found: dict[int, list[PlanVersion]] = {plan_id: [] for plan_id in plan_ids}
    rows = PlanVersion.objects.filter(plan_id__in=list(found)).defer("text").order_by("-number")
    for row in rows:
        found[row.plan_id].append(row)
    return found


def progress(version_ids: Iterable[int]) -> dict[int, Progress]:
    """Two queries, however many versions there are."""
    ids = list(version_ids)
    reviews: dict[int, dict[str, int]] = {one: {} for one in ids}
    undecided: dict[int, dict[str, int]] = {one: {} for one in ids}
    counted: Any = Promise.objects.filter(version_id__in=ids).values_list("version_id", "review")
    for version_id, review, count in counted.annotate(Count("pk")).order_by():
        reviews[version_id][review] = count
    left: Any = UnreadPassage.objects.filter(version_id__in=ids, decision="").values_list(
        "version_id", "reason"
    )
    for version_id, reason, count in left.annotate(Count("pk")).order_by():
        undecided[version_id][reason] = count
    return {one: Progress(reviews[one], undecided[one]) for one in ids}


def clauses(version_id: int) -> QuerySet[PlanClause]:
    rows: QuerySet[PlanClause] = PlanClause.objects.filter(version_id=version_id).order_by("index")
    return rows


def clause_at(version_id: int, offset: int) -> PlanClause | None:
    """The innermost clause in which the offset lies."""
    found: PlanClause | None = (
        clauses(version_id).filter(start__lte=offset, end__gt=offset).order_by("-start").first()
    )
    return found


def section_at(version_id: int, offset: int) -> tuple[str, int | None]:
    """Section and part of the clause in which the offset lies; ("", None) outside of all."""
    found = clause_at(version_id, offset)
    return (found.section, found.part) if found else ("", None)


def text_pages(row: PlanVersion) -> list[tuple[int, int]]:
    starts = list(clauses(row.pk).values_list("start", flat=True))
    return marking.pages(len(row.text), starts)


def unread(version_id: int, *, undecided: bool = False, reason: str = "") -> QuerySet[UnreadPassage]:
    rows: QuerySet[UnreadPassage] = UnreadPassage.objects.filter(version_id=version_id).order_by(
        "start", "pk"
    )
    rows = rows.filter(decision="") if undecided else rows
    return rows.filter(reason=reason) if reason else rows
