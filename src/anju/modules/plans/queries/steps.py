"""What was done at the desk: the last step of a person, the history of a promise, who reviewed what."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Max

from anju.foundation.accounts.models import User
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import NotFound
from anju.modules.plans.models import Promise, ReviewState, ReviewStep
from anju.modules.plans.permissions import PLAN_READ
from anju.modules.plans.queries.plans import require_at

_FACTS = (
    "activity",
    "object",
    "domain",
    "kind",
    "comparator",
    "value",
    "unit",
    "every",
    "period",
    "quote",
    "review",
)
_PACE_OF = 60
_BREAK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step of a promise: changes are (column, before, after); undoable: nothing was done to it since."""

    step: ReviewStep
    changes: tuple[tuple[str, Any, Any], ...]
    undoable: bool


@dataclass(frozen=True, slots=True)
class Reviewer:
    user_id: int | None
    name: str
    by_review: Mapping[str, int] = field(default_factory=dict)
    last_at: datetime | None = None

    @property
    def count(self) -> int:
        return sum(self.by_review.values())


def step(actor: Actor, step_id: int, permission: Permission = PLAN_READ) -> ReviewStep:
    """Raises NotFound, Forbidden."""
    rows = ReviewStep.objects.select_related("version__plan").defer("version__text").filter(
        actor.reach(PLAN_READ).q(community="version__plan__community_id")
    )  # fmt: skip
    found: ReviewStep | None = rows.filter(pk=step_id).first()
    if found is None:
        actor.require(permission)
        raise NotFound("plans.step.missing")
    require_at(actor, permission, found.version.plan.community_id)
    return found


def last_own(version_id: int, user_id: int | None) -> ReviewStep | None:
    """The newest step of this person on the version that was not undone."""
    rows = ReviewStep.objects.filter(version_id=version_id, by=user_id, undone_at__isnull=True)
    found: ReviewStep | None = rows.order_by("-pk").first()
    return found


def history(row: Promise) -> list[HistoryLine]:
    """All steps that touched the promise, the newest first, those undone too."""
    steps = list(
        ReviewStep.objects.filter(version_id=row.version_id, promises__contains=[row.pk]).order_by("-pk")
    )
    lines = []
    after: dict[str, Any] = {name: _plain(getattr(row, name)) for name in _FACTS}
    for one in steps:
        if one.undone_at is not None:
            lines.append(HistoryLine(one, (), False))
            continue
        before = _before(one, row.pk)
        changes = tuple(
            (name, before[name], after[name]) for name in _FACTS if name in before and before[name] != after[name]
        )  # fmt: skip
        lines.append(HistoryLine(one, changes, row.step == one.pk))
        after = {**after, **before}
    return lines


def _before(one: ReviewStep, promise_id: int) -> dict[str, Any]:
    for group in one.before:
        if group["of"] == "promise" and promise_id in group["ids"]:
            return {name: _plain(value) for name, value in group["values"].items() if name in _FACTS}
    return {}


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdigit() and "." in text else text


def reviewers(version_id: int) -> list[Reviewer]:
    """Who judged how many promises and how, the busiest first. Two queries."""
    rows: Any = Promise.objects.filter(version_id=version_id).exclude(review=ReviewState.FOUND)
    counted = rows.values_list("reviewed_by", "review").annotate(Count("pk"), Max("reviewed_at")).order_by()
    by_user: dict[int | None, dict[str, int]] = {}
    last: dict[int | None, datetime] = {}
    for user_id, review, count, at in counted:
        by_user.setdefault(user_id, {})[review] = count
        if at is not None:
            last[user_id] = max(at, last.get(user_id, at))
    names = dict(User.objects.filter(pk__in=[one for one in by_user if one]).values_list("pk", "name"))
    found = [
        Reviewer(user_id, names.get(user_id or 0, ""), counts, last.get(user_id))
        for user_id, counts in by_user.items()
    ]
    return sorted(found, key=lambda one: -one.count)


def pace(version_id: int) -> float | None:
    """Seconds between two judgements of one promise, the median of the last ones without breaks; None if too few."""
    moments = list(
        ReviewStep.objects.filter(version_id=version_id, undone_at__isnull=True, count=1)
        .order_by("-pk")
        .values_list("at", flat=True)[:_PACE_OF]
    )
    gaps = [(later - earlier) for later, earlier in itertools.pairwise(moments)]
    seconds = [gap.total_seconds() for gap in gaps if timedelta(0) < gap < _BREAK]
    return median(seconds) if len(seconds) >= 5 else None
