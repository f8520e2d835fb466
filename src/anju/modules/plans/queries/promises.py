"""Reading promises: of one version for the desk, of the versions in force for the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.plans.models import Promise, PromiseRound, ReviewState, UnreadPassage, VersionState
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.plans import LIVE, require_at, shown
from anju.modules.plans.rules.catalogue import SERVICE_GOALS, Coverage, coverage
from anju.modules.plans.rules.compiling import PromiseFacts

FACTS = ("domain", "activity", "object", "kind", "comparator", "value", "unit", "period", "every", "quote")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """A promise of a version in force or of one that was; state and engine as in models.Promise.

    valid_from and valid_until bound the days on which it holds, half-open; round_ids: the rounds that keep it.
    """

    id: int
    number: str
    plan_id: int
    plan: str
    version_id: int
    community_id: int
    domain: str
    kind: str
    activity: str
    object: str
    says: str
    quote: str
    section: str
    comparator: str
    value: Decimal | None
    unit: str
    period: str
    every: int | None
    state: str
    engine: str
    is_public: bool
    valid_from: date | None
    valid_until: date | None
    round_ids: tuple[int, ...]


def facts_of(row: Promise) -> PromiseFacts:
    return PromiseFacts(
        domain=row.domain,
        activity=row.activity,
        object=row.object,
        kind=row.kind,
        comparator=row.comparator,
        value=row.value,
        unit=row.unit or None,
        period=row.period or None,
        every=row.every,
        quote=row.quote,
    )


def register(actor: Actor, community_id: int | None = None) -> QuerySet[Promise]:
    """Promises of all versions in force within the actor's reach."""
    rows: QuerySet[Promise] = Promise.objects.select_related("version__plan").filter(
        actor.reach(PLAN_READ).q(community="version__plan__community_id"),
        version__state=VersionState.IN_FORCE,
        review__in=LIVE,
    )
    return rows if community_id is None else rows.filter(version__plan__community_id=community_id)


def promise(actor: Actor, promise_id: int, permission: Permission = PLAN_READ) -> Promise:
    """Raises NotFound, Forbidden."""
    rows = Promise.objects.select_related("version__plan").filter(shown(actor, "version__plan__"))
    found: Promise | None = rows.filter(pk=promise_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.promise.missing")
    require_at(actor, permission, found.version.plan.community_id)
    return found


def passage(actor: Actor, passage_id: int, permission: Permission) -> UnreadPassage:
    """Raises NotFound, Forbidden."""
    rows = UnreadPassage.objects.select_related("version__plan").filter(shown(actor, "version__plan__"))
    found: UnreadPassage | None = rows.filter(pk=passage_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.passage.missing")
    require_at(actor, permission, found.version.plan.community_id)
    return found


def of_version(version_id: int) -> QuerySet[Promise]:
    """All promises of a version in text order."""
    rows: QuerySet[Promise] = Promise.objects.filter(version_id=version_id).order_by("start", "end", "pk")
    return rows


def behind(row: Promise) -> list[Promise]:
    """The next promise of the version in the text that was not rejected, [] after the last."""
    later = Q(start__gt=row.start) | Q(start=row.start, end__gt=row.end)
    later |= Q(start=row.start, end=row.end, pk__gt=row.pk)
    return list(of_version(row.version_id).filter(later).exclude(review=ReviewState.REJECTED)[:1])


def related_number(row: Promise) -> str:
    """The number of the promise this one was merged into or split from, "" if neither."""
    other = row.merged_into_id or row.split_from_id
    found: str | None = (
        Promise.objects.filter(pk=other).values_list("number", flat=True).first() if other else ""
    )
    return found or ""


def live(version_id: int) -> QuerySet[Promise]:
    """Promises that count: accepted, corrected or added by hand."""
    return of_version(version_id).filter(review__in=LIVE)


def rounds_of(promise_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {one: [] for one in promise_ids}
    links = PromiseRound.objects.filter(promise_id__in=list(found)).order_by("pk")
    for promise_id, round_id in links.values_list("promise_id", "round_id"):
        found[promise_id].append(round_id)
    return {one: tuple(rounds) for one, rounds in found.items()}


def promises_of_rounds(round_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Promises each round keeps, of whatever version."""
    found: dict[int, list[int]] = {one: [] for one in round_ids}
    links = PromiseRound.objects.filter(round_id__in=list(found)).order_by("pk")
    for round_id, promise_id in links.values_list("round_id", "promise_id"):
        found[round_id].append(promise_id)
    return {one: tuple(promises) for one, promises in found.items()}


def views(rows: Iterable[Promise]) -> list[PromiseView]:
    """Rows with their version and plan, as values with the ids of their rounds."""
    listed = list(rows)
    rounds = rounds_of([row.pk for row in listed])
    return [_view(row, rounds[row.pk]) for row in listed]


def held_between(community_id: int | None, start: date, end: date) -> list[PromiseView]:
    """Promises of all versions that held on a day of [start, end), in force or superseded since. For reports."""
    rows: Any = Promise.objects.select_related("version__plan").filter(
        version__state__in=(VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.WITHDRAWN),
        version__in_force_from__lt=end,
        review__in=LIVE,
    )
    rows = rows.exclude(version__superseded_on__lte=start)
    if community_id is not None:
        rows = rows.filter(version__plan__community_id=community_id)
    return views(rows.order_by("version__plan_id", "start", "pk"))


def promises_in_force(community_id: int, on: date, engine: str) -> list[PromiseView]:
    """Promises of the versions in force on a day that an engine keeps, in the order of the plan's text."""
    found = held_between(community_id, on, on + timedelta(days=1))
    return [one for one in found if one.engine == engine]


def lacking(version_id: int) -> tuple[list[Coverage], list[Coverage]]:
    """Basic services and service goals of a version's promises, unreviewed ones too (A:STD-10, A:STD-21)."""
    facts = [facts_of(row) for row in of_version(version_id).exclude(review=ReviewState.REJECTED)]
    return coverage(facts), coverage(facts, SERVICE_GOALS)


def _view(row: Promise, rounds: tuple[int, ...]) -> PromiseView:
    version = row.version
    return PromiseView(
        id=row.pk, number=row.number, plan_id=version.plan_id, plan=version.plan.title, version_id=version.pk,
        community_id=version.plan.community_id, domain=row.domain, kind=row.kind, activity=row.activity,
        object=row.object, says=wording.says(row), quote=row.quote, section=row.section,
        comparator=row.comparator, value=row.value, unit=row.unit, period=row.period, every=row.every,
        state=row.state, engine=row.engine, is_public=row.is_public, valid_from=version.in_force_from,
        valid_until=version.superseded_on, round_ids=rounds,
    )  # fmt: skip
