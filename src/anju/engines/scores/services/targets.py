"""Bands of an indicator, set by an organisation for itself or one of its communities."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from anju.engines.scores.models import IndicatorTarget
from anju.engines.scores.permissions import TARGET_SET
from anju.engines.scores.queries import catalogue
from anju.engines.scores.rules import measuring
from anju.engines.scores.services.actions import TARGET_CHANGED
from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Forbidden, Invalid, NotFound

HIGHEST = Decimal(1_000_000)


def target_set(
    *, actor: Actor, code: str, community_id: int | None, target: Decimal | None, warn: Decimal | None,
    at: datetime,
) -> None:  # fmt: skip
    """Set target and warning line; frozen months keep theirs. Both None: no target, which is not the default.

    Raises Forbidden, NotFound, Invalid (scores.target.range, scores.target.missing, scores.target.order).
    """
    actor.require(TARGET_SET)
    reach = actor.reach(TARGET_SET)
    if community_id is None and not reach.unlimited:
        raise Forbidden("permission_missing", permission=TARGET_SET.code)
    if not reach.covers_community(community_id) and community_id is not None:
        raise NotFound("scores.community.missing")
    indicator = catalogue.indicator(code)
    for name, number in (("target", target), ("warn", warn)):
        if number is not None and not 0 <= number <= HIGHEST:
            raise Invalid("scores.target.range", name)
    measuring.check_bands(better=indicator.better, target=_exact(target), warn=_exact(warn))
    with transaction.atomic():
        locks.advisory("scores.target", code, community_id)
        row = IndicatorTarget.objects.filter(indicator=code, community_id=community_id).first()
        before: dict[str, Any] = {"target": str(row.target), "warn": str(row.warn)} if row else {}
        row = row or IndicatorTarget(indicator=code, community_id=community_id)
        row.target, row.warn = target, warn
        row.save()
        audit.record(
            actor, TARGET_CHANGED, row, before=before, after={"target": str(target), "warn": str(warn)}, at=at
        )


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
