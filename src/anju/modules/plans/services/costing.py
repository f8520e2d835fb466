"""Keep what the cost of a community's plans is worked out with: pay by role, ways, preparation, leave, absence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, locks, scope
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.modules.plans.models import CostBasis
from anju.modules.plans.permissions import COST_WRITE
from anju.modules.plans.queries.plans import require_at
from anju.modules.plans.rules.costing import ROLES

BASIS_CHANGED = audit.action("plans.cost.basis_changed", _("修改成本测算参数"))
HIGHEST_PAY = 100_000_000
LIMITS = {"walk_minutes": 240, "preparation_minutes": 240, "leave_days": 120, "absence": 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisDraft:
    """pay: fen a month by role, a role without one left out. None: the usual figure (rules.costing.Allowances)."""

    pay: Mapping[str, int]
    walk_minutes: int | None = None
    preparation_minutes: int | None = None
    leave_days: int | None = None
    absence: int | None = None


def basis_save(*, actor: Actor, community_id: int, draft: BasisDraft, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid at pay_<role> or at the figure that is out of range."""
    require_at(actor, COST_WRITE, community_id)
    _check(draft)
    with transaction.atomic():
        locks.advisory("plans.cost", scope.current().writes, community_id)
        row = CostBasis.objects.filter(community_id=community_id).first()
        before = _facts(row) if row else {}
        row = row or CostBasis(community_id=community_id)
        row.pay = dict(draft.pay)
        for name in LIMITS:
            setattr(row, name, getattr(draft, name))
        row.updated_at, row.updated_by = at, actor.user_id
        row.save()
        audit.record(
            actor, BASIS_CHANGED, row, before=before, after=_facts(row), community_id=community_id, at=at
        )


def _check(draft: BasisDraft) -> None:
    for role, fen in draft.pay.items():
        if role not in ROLES:
            raise Invalid("plans.promise.unknown_value", "pay", value=role)
        if type(fen) is not int or not 0 < fen <= HIGHEST_PAY:
            raise Invalid("plans.cost.pay", f"pay_{role}")
    for name, limit in LIMITS.items():
        value = getattr(draft, name)
        if value is not None and not 0 <= value <= limit:
            raise Invalid("plans.cost.figure", name, limit=limit)


def _facts(row: CostBasis) -> dict[str, Any]:
    return {"pay": dict(row.pay), **{name: getattr(row, name) for name in LIMITS}}
