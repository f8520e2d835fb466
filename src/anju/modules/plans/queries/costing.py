"""What a version asks for in hours, people and money, against the staff of its community."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import CostBasis, PlanVersion, Promise, ReviewState, VersionState
from anju.modules.plans.permissions import COST_READ
from anju.modules.plans.queries import compiling
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import costing
from anju.modules.plans.rules.compiling import Adjustments, PlaceRule
from anju.modules.plans.rules.costing import Allowances, Asked, Changed, Costed, Labour, Load, Pay

BASIC = Allowances()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What somebody tries out. None and missing keys: as kept. pay: fen a month by role; changes: by promise."""

    walk: int | None = None
    preparation: int | None = None
    leave_days: int | None = None
    absence: int | None = None
    pay: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[int, Changed] = field(default_factory=dict)

    @property
    def is_tried(self) -> bool:
        figures = (self.walk, self.preparation, self.leave_days, self.absence)
        return bool(self.pay or self.changes) or any(one is not None for one in figures)


@dataclass(frozen=True, slots=True)
class CostSheet:
    """costed: with the scenario; before: without it. rows: the promise behind each load, in text order."""

    version: PlanVersion
    labour: Labour
    allowances: Allowances
    pay: Pay
    costed: Costed
    before: Costed
    rows: tuple[tuple[Load, Promise], ...]


def demand(version_id: int) -> dict[str, Decimal]:
    """Hours a week, averaged over the year, that the promises of a version ask of each role.

    Shape: {"guard": Decimal("504.0"), "cleaner": …}; keys are `rules.costing.ROLES` (guard, cleaner, gardener,
    technician, clerk, manager), only those with hours; values rounded half up to a tenth of an hour. Counted with the
    community's own places and allowances (walking, preparation); nothing counts twice. Promises of a draft count unless
    rejected, of any other version those accepted. `present` gives the staff by the same keys, and `week_of_one`
    the hours one of them gives. Needs a scope, no actor. Raises PlanVersion.DoesNotExist.
    """
    version = PlanVersion.objects.select_related("plan").get(pk=version_id)
    allowances = allowances_of(version.plan.community_id)
    hours = dict.fromkeys(costing.ROLES, Fraction(0))
    for one in costing.loads(asked_of(version, first_day(version)), allowances=allowances):
        hours[one.role] += one.hours
    return {role: costing.rounded(value, 1) for role, value in hours.items() if value}


def present(community_id: int) -> dict[str, int]:
    """Active staff of a community by role; a role nobody has is left out."""
    posts = {one.id: one for one in people.positions(community_id)}
    teams = {one.id: one.domain for one in people.teams(community_id)}
    members: dict[int, int] = {
        one.id: team for team in teams for one in people.members(team_id=team) if one.state == "active"
    }
    found: dict[str, int] = {}
    for one in people.staff_of_community(community_id):
        post = posts.get(one.position_id) if one.position_id else None
        domain = post.domain if post else teams.get(members.get(one.id, 0), "other")
        role = costing.role_of_post(one.position, domain)
        found[role] = found.get(role, 0) + 1
    return found


def week_of_one(community_id: int, day: date) -> Decimal:
    """Hours a week that one person is at work, by law and by the community's own leave and absence."""
    allowances = allowances_of(community_id)
    labour = costing.labour_on(day)
    hours = costing.productive_hours(labour, leave_days=allowances.leave_days, absence=allowances.absence)
    return costing.rounded(hours, 2)


def basis(community_id: int) -> CostBasis | None:
    found: CostBasis | None = CostBasis.objects.filter(community_id=community_id).first()
    return found


def first_day(version: PlanVersion) -> date:
    """The day from which a version is reckoned where nobody names one: its first in force, else that of its making."""
    return version.in_force_from or version.created_at.date()


def allowances_of(community_id: int) -> Allowances:
    return _allowances(basis(community_id), Scenario())


def asked_of(version: PlanVersion, day: date, rows: Iterable[Promise] | None = None) -> list[Asked]:
    """What each promise of a version asks, with the places of its community as they are today.

    rows: the promises that count, where the caller has them already.
    """
    return [one for one, _row in _asked_rows(version, day, rows)]


def sheet(*, actor: Actor, version_id: int, day: date, scenario: Scenario | None = None) -> CostSheet:
    """Raises Forbidden, NotFound."""
    version = plan_queries.version(actor, version_id, COST_READ)
    tried = scenario or Scenario()
    kept = basis(version.plan.community_id)
    labour = costing.labour_on(day)
    pairs = _asked_rows(version, day)
    asked = [one for one, _row in pairs]
    staff = present(version.plan.community_id)
    pay = {role: int(fen) for role, fen in (kept.pay if kept else {}).items()}
    before = costing.cost(
        asked, labour=labour, allowances=_allowances(kept, Scenario()), pay=pay, present=staff
    )
    allowances, wanted = _allowances(kept, tried), {**pay, **tried.pay}
    costed = before
    if tried.is_tried:
        costed = costing.cost(
            asked, labour=labour, allowances=allowances, pay=wanted, present=staff, changes=tried.changes
        )
    rows = tuple((load, row) for load, (_one, row) in zip(costed.loads, pairs, strict=True))
    return CostSheet(version, labour, allowances, wanted, costed, before, rows)


def counted(version: PlanVersion) -> QuerySet[Promise]:
    """Promises that count: of a draft all that were not rejected, of any other version those accepted."""
    if version.state == VersionState.DRAFT:
        return promise_queries.of_version(version.pk).exclude(review=ReviewState.REJECTED)
    return promise_queries.live(version.pk)


def _asked_rows(
    version: PlanVersion, day: date, rows: Iterable[Promise] | None = None
) -> list[tuple[Asked, Promise]]:
    ground = compiling.Estate(version.plan.community_id)
    gates = max(1, len(estate.places_of(version.plan.community_id, ("gate",))))

    def places(rules: Collection[PlaceRule]) -> int:
        return len(ground.chosen_by(rules))

    start = max(day, version.in_force_from) if version.in_force_from else day
    return [
        (
            costing.asked(
                row.pk, promise_queries.facts_of(row), start=start, places=places, gates=gates,
                chosen=Adjustments.from_json(row.setup),
            ),
            row,
        )
        for row in (counted(version) if rows is None else rows)
    ]  # fmt: skip


def _allowances(kept: CostBasis | None, tried: Scenario) -> Allowances:
    def first(*values: int | None) -> int:
        return next(one for one in values if one is not None)

    return Allowances(
        walk=first(tried.walk, kept.walk_minutes if kept else None, BASIC.walk),
        preparation=first(tried.preparation, kept.preparation_minutes if kept else None, BASIC.preparation),
        leave_days=first(tried.leave_days, kept.leave_days if kept else None, BASIC.leave_days),
        absence=first(tried.absence, kept.absence if kept else None, BASIC.absence),
    )
