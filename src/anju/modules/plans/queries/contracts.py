"""Reading contracts, their clauses and terms, service standards and improvements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission, Reach
from anju.kernel.errors import Forbidden, NotFound
from anju.modules.plans.models import Contract, ContractClause, HandoverStage, Improvement, ServiceStandard
from anju.modules.plans.permissions import CONTRACT_INTERNAL, CONTRACT_READ, STANDARD_READ
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.rules import contracting
from anju.modules.plans.rules.contracting import Standing


@dataclass(frozen=True, slots=True)
class Term:
    """standing: at a day; left: days to the end, the last one not counted; None where the end is not known."""

    standing: Standing
    left: int | None


def contracts(actor: Actor, community_id: int | None = None) -> QuerySet[Contract]:
    """Contracts in reach; those not made public only for who may see them all."""
    internal = actor.reach(CONTRACT_INTERNAL)
    seen = actor.reach(CONTRACT_READ).q()
    rows: QuerySet[Contract] = Contract.objects.filter(seen)
    if not internal.unlimited:
        rows = rows.filter(Q(is_public=True) | internal.q())
    return rows if community_id is None else rows.filter(community_id=community_id)


def require_at(actor: Actor, permission: Permission, community_id: int) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see contracts there."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if actor.reach(CONTRACT_READ).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.contract.missing")


def contract(actor: Actor, contract_id: int, permission: Permission = CONTRACT_READ) -> Contract:
    """Raises NotFound, Forbidden."""
    found: Contract | None = contracts(actor).select_related("source").filter(pk=contract_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.contract.missing")
    require_at(actor, permission, found.community_id)
    return found


def term(row: Contract, today: date) -> Term:
    found = contracting.standing(
        starts_on=row.starts_on, ends_on=row.ends_on, ended_on=row.ended_on, remind_days=row.remind_days, today=today
    )  # fmt: skip
    return Term(found, (row.ends_on - today).days if row.ends_on else None)


def pressing(actor: Actor, today: date, community_id: int | None = None) -> list[Contract]:
    """Contracts that are expiring or have expired without an end being written down, the nearest end first (A CTR-10)."""
    rows = (
        contracts(actor, community_id)
        .filter(ended_on__isnull=True, ends_on__isnull=False)
        .order_by("ends_on", "pk")
    )
    return [one for one in rows if term(one, today).standing in (Standing.EXPIRING, Standing.EXPIRED)]


def clauses(contract_id: int, side: str = "") -> list[ContractClause]:
    """In the order of the contract; a side also gets what both must do."""
    rows = ContractClause.objects.filter(contract_id=contract_id).order_by("position")
    return list(rows.filter(side__in=(side, "both")) if side else rows)


def stages(contract_id: int) -> list[HandoverStage]:
    return list(HandoverStage.objects.filter(contract_id=contract_id).order_by("due_on", "pk"))


def promises_by_domain(actor: Actor, community_id: int) -> dict[str, int]:
    """How many promises in force each field of work has: what the scope of a contract is kept by (A CTR-03)."""
    rows = promise_queries.register(actor, community_id).order_by()
    return dict(rows.values_list("domain").annotate(Count("pk")))


def standards(actor: Actor, community_id: int | None = None) -> QuerySet[ServiceStandard]:
    """Items that hold, those of the whole company included, by field of work."""
    rows: QuerySet[ServiceStandard] = ServiceStandard.objects.filter(
        _held(actor.reach(STANDARD_READ)), retired_on__isnull=True
    )
    if community_id is not None:
        rows = rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    return rows.order_by("domain", "pk")


def standard(actor: Actor, standard_id: int) -> ServiceStandard:
    """Raises NotFound."""
    rows = ServiceStandard.objects.filter(_held(actor.reach(STANDARD_READ)))
    found: ServiceStandard | None = rows.filter(pk=standard_id).first()
    if found is None:
        actor.require(STANDARD_READ)
        raise NotFound("plans.standard.missing")
    return found


def improvements(actor: Actor, community_id: int | None = None) -> QuerySet[Improvement]:
    rows: QuerySet[Improvement] = Improvement.objects.select_related("standard").filter(
        _held(actor.reach(STANDARD_READ))
    )
    if community_id is not None:
        rows = rows.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    return rows.order_by("closed_on", "due_on", "pk")


def improvement(actor: Actor, improvement_id: int) -> Improvement:
    """Raises NotFound."""
    found = improvements(actor).filter(pk=improvement_id).first()
    if found is None:
        actor.require(STANDARD_READ)
        raise NotFound("plans.standard.missing")
    return found


def require_standards_at(actor: Actor, permission: Permission, community_id: int | None) -> None:
    """Raises Forbidden without the right there, NotFound when the actor does not even see standards there."""
    actor.require(permission)
    if actor.reach(permission).covers_community(community_id):
        return
    if community_id is None or actor.reach(STANDARD_READ).covers_community(community_id):
        raise Forbidden("permission_missing", permission=permission.code)
    raise NotFound("plans.standard.missing")


def _held(reach: Reach) -> Q:
    return Q() if reach.unlimited else reach.q() | Q(community_id__isnull=True)
