"""Freeze a month's indicators, and put a recomputed result in the place of a frozen one, never over it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import transaction

from anju.engines.scores.contracts import Figure
from anju.engines.scores.models import Result
from anju.engines.scores.permissions import INDICATOR_FREEZE
from anju.engines.scores.queries import catalogue, figures
from anju.engines.scores.rules import freezing, measuring
from anju.engines.scores.services.actions import FROZEN, REPLACED
from anju.foundation import audit, locks
from anju.foundation.accounts import home
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound

LONGEST_REASON = 200
PLACES = Decimal("0.0001")


def month_freeze(*, actor: Actor, community_id: int, month: date, at: datetime) -> int:
    """Freeze every indicator of a month that is over and not frozen yet; returns how many. Idempotent.

    Raises Forbidden, NotFound (community), Conflict (scores.month.open).
    """
    actor.require(INDICATOR_FREEZE)
    if not actor.reach(INDICATOR_FREEZE).covers_community(community_id):
        raise NotFound("scores.community.missing")
    month = month.replace(day=1)
    measuring.check_over(month, at.astimezone(home.zone()).date())
    with transaction.atomic():
        locks.advisory("scores.month", community_id, month.isoformat())
        rows = Result.objects.filter(community_id=community_id, month=month, replaced_at__isnull=True)
        known = set(rows.values_list("indicator", flat=True))
        missing = [one for one in catalogue.indicators() if one.code not in known]
        made = [_row(figures.live(one, community_id, month, at), actor, at) for one in missing]
        Result.objects.bulk_create(made)
        if made:
            told = {"month": f"{month:%Y-%m}", "indicators": len(made)}
            audit.record(actor, FROZEN, made[0], after=told, community_id=community_id, at=at)
    return len(made)


def result_replace(*, actor: Actor, result_id: int, reason: str, at: datetime) -> int:
    """Put what the month gives now in the place of a frozen result, which stays readable; returns the new one's id.

    Raises Forbidden, NotFound, Invalid (scores.reason), Conflict (scores.result.replaced, scores.result.same).
    """
    actor.require(INDICATOR_FREEZE)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid("scores.reason", "reason", limit=LONGEST_REASON)
    with transaction.atomic():
        rows = Result.objects.filter(actor.reach(INDICATOR_FREEZE).q(), pk=result_id)
        row = rows.select_for_update(no_key=True).first()
        if row is None:
            raise NotFound("scores.result.missing")
        if row.replaced_at is not None:
            raise Conflict("scores.result.replaced")
        indicator = catalogue.indicator(row.indicator)
        now = figures.live(indicator, row.community_id, row.month, at)
        same = (row.numerator, row.denominator, row.version)
        if same == (now.observation.numerator, now.observation.denominator, now.version):
            raise Conflict("scores.result.same")
        row.replaced_at = at
        row.save(update_fields=["replaced_at"])
        made = _row(now, actor, at, reason)
        made.save()
        before = {"value": str(row.value), "version": row.version}
        after = {"value": str(made.value), "version": made.version}
        audit.record(actor, REPLACED, made, before=before, after=after, reason=reason, at=at)
    return int(made.pk)


def _row(found: Figure, actor: Actor, at: datetime, why: str = "") -> Result:
    seen = found.observation
    return Result(
        indicator=found.code, version=found.version, community_id=found.community_ids[0], month=found.month,
        numerator=seen.numerator, denominator=seen.denominator, value=decimal_of(found.value),
        target=decimal_of(found.target), warn=decimal_of(found.warn), parts=freezing.parts_kept(seen),
        evidence=freezing.evidence_kept(seen), evidence_total=seen.total_evidence, computed_at=at,
        by_name=actor.name[:60], why=why,
    )  # fmt: skip


def decimal_of(number: Fraction | None) -> Decimal | None:
    """Four places, half up; shown only, never computed with."""
    if number is None:
        return None
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(PLACES, ROUND_HALF_UP)
