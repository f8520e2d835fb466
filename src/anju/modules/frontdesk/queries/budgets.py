"""Which time limits hold for a clock: promises in force, else the house's own, and the law beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from anju.engines.cases.contracts import Budget, BudgetOffer, BudgetQuestion, TimeBase, Unit
from anju.modules.frontdesk.models import HouseLimit, PromiseLimit
from anju.modules.frontdesk.rules.house import HouseRow, applying, house_rows
from anju.modules.frontdesk.rules.limits import Limit


def offers(question: BudgetQuestion) -> Sequence[BudgetOffer]:
    """Limits in force for a clock at the moment it starts; two statements at most."""
    if question.clock == "visit":
        return _appointment(question)
    known = in_force(question.community_id, question.at).filter(kind=question.kind, clock=question.clock)
    promised = [one for one in known if limit_of(one).holds(question.severity, question.fields)]
    if any("parts" in one.fields for one in promised):
        promised = [one for one in promised if "parts" in one.fields or question.clock != "finish"]
    rows = house_rows() if promised else house(question.community_id)
    own = applying(rows, question.kind, question.clock, question.severity, question.fields)
    return (
        *(BudgetOffer(limit_of(one).budget, one.promise_id, one.quote) for one in promised),
        *(
            BudgetOffer(one.limit.budget, None, one.quote, "law" if one.law else "house")
            for one in own
            if one.law or not promised
        ),
    )


def in_force(community_id: int, at: datetime) -> QuerySet[PromiseLimit]:
    """Limits that promises of a community set at a moment, those said to limit nothing left out."""
    rows: QuerySet[PromiseLimit] = PromiseLimit.objects.filter(
        Q(holds_until__isnull=True) | Q(holds_until__gt=at), community_id=community_id, holds_from__lte=at
    )
    return rows.exclude(kind="").order_by("pk")


def house(community_id: int | None) -> tuple[HouseRow, ...]:
    """The house's own limits as they stand in a community: its own changes before the organisation's."""
    rows = HouseLimit.objects.filter(Q(community_id=community_id) | Q(community_id__isnull=True))
    changed = {one.code: one for one in sorted(rows, key=lambda one: one.community_id is not None)}
    found = []
    for one in house_rows():
        own = changed.get(one.code)
        if own is None or one.law:
            found.append(one)
        elif not own.off:
            budget = Budget(own.amount, Unit(own.unit), TimeBase(own.base))
            found.append(replace(one, limit=replace(one.limit, budget=budget)))
    return tuple(found)


def limit_of(row: PromiseLimit) -> Limit:
    return Limit(
        row.kind,
        row.clock,
        Budget(row.amount, Unit(row.unit), TimeBase(row.base)),
        row.severity_from,
        row.severity_to,
        {code: tuple(values) for code, values in row.fields.items()},
    )


def _appointment(question: BudgetQuestion) -> tuple[BudgetOffer, ...]:
    until = question.fields.get("agreed_until")
    if not until:
        return ()
    left = datetime.fromisoformat(until) - question.at
    minutes = max(1, math.ceil(left / timedelta(minutes=1)))
    return (BudgetOffer(Budget(minutes, Unit.MINUTES), None, _("与报事人约定的时间"), "agreed"),)
