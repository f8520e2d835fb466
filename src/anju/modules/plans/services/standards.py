"""Service quality standards with points and indicators, and improvements in four fields. Sources: B QLT-02, QLT-05."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.plans.contracts import Domain
from anju.modules.plans.models import Improvement, ServiceStandard
from anju.modules.plans.permissions import STANDARD_WRITE
from anju.modules.plans.queries import contracts as reads
from anju.modules.plans.queries import promises as promise_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.plans import local_day

STANDARD_ADDED = audit.action("plans.standard.added", _("新增服务标准"))
STANDARDS_TAKEN = audit.action("plans.standard.taken", _("由承诺生成服务标准"))
STANDARD_CHANGED = audit.action("plans.standard.changed", _("修改服务标准"))
STANDARD_RETIRED = audit.action("plans.standard.retired", _("停用服务标准"))
IMPROVEMENT_ADDED = audit.action("plans.improvement.added", _("新增质量改进"))
IMPROVEMENT_TOLD = audit.action("plans.improvement.told", _("填写质量改进"))
IMPROVEMENT_CLOSED = audit.action("plans.improvement.closed", _("质量改进结束"))
MOST_POINTS = 1_000
STEPS = ("plan", "done", "checked", "acted")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardDraft:
    """Fields as in models.ServiceStandard; points and deduction in tenths."""

    community_id: int | None
    domain: str
    title: str
    requirement: str
    points: int
    indicator: str = ""
    method: str = ""
    deduction: int | None = None


def standard_add(*, actor: Actor, draft: StandardDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid."""
    reads.require_standards_at(actor, STANDARD_WRITE, draft.community_id)
    _check(draft)
    with transaction.atomic():
        row = ServiceStandard.objects.create(created_at=at, **_columns(draft))
        audit.record(
            actor, STANDARD_ADDED, row, after=_columns(draft), community_id=draft.community_id, at=at
        )
    return int(row.pk)


def standard_change(*, actor: Actor, standard_id: int, draft: StandardDraft, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid, Conflict (retired)."""
    with transaction.atomic():
        row = _standard(actor, standard_id)
        if draft.community_id != row.community_id:
            raise Invalid("plans.library.community_fixed", "community")
        _check(draft)
        before = {one.name: getattr(row, one.name) for one in fields(StandardDraft)}
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.save()
        audit.record(
            actor, STANDARD_CHANGED, row, before=before, after=_columns(draft), community_id=row.community_id, at=at
        )  # fmt: skip


def standard_retire(*, actor: Actor, standard_id: int, reason: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (reason), Conflict (retired)."""
    with transaction.atomic():
        row = _standard(actor, standard_id)
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        row.retired_on = local_day(at)
        row.save(update_fields=["retired_on"])
        audit.record(
            actor, STANDARD_RETIRED, row, reason=reason.strip(), community_id=row.community_id, at=at
        )


def standards_take(*, actor: Actor, community_id: int, points: int, at: datetime) -> int:
    """Make an item of every promise in force that no item comes from yet, each worth `points`; return how many.

    Raises Forbidden, NotFound, Invalid.
    """
    reads.require_standards_at(actor, STANDARD_WRITE, community_id)
    if not 0 < points <= MOST_POINTS:
        raise Invalid("plans.standard.points", "points")
    with transaction.atomic():
        taken = set(
            ServiceStandard.objects.filter(community_id=community_id, promise__isnull=False).values_list(
                "promise_id", flat=True
            )
        )
        rows = [
            ServiceStandard(
                community_id=community_id, domain=row.domain, promise=row, points=points, created_at=at,
                title=("·".join(one for one in (row.activity, row.object) if one) or row.quote)[:120],
                requirement=row.quote.strip(), indicator=wording.says(row)[:200],
            )
            for row in promise_queries.register(actor, community_id).order_by("start", "pk")
            if row.pk not in taken
        ]  # fmt: skip
        made = ServiceStandard.objects.bulk_create(rows)
        if made:
            audit.record(
                actor, STANDARDS_TAKEN, made[0], after={"count": len(made)}, community_id=community_id, at=at
            )
    return len(made)


def improvement_add(
    *,
    actor: Actor,
    community_id: int | None,
    title: str,
    plan: str,
    due_on: date,
    standard_id: int | None,
    at: datetime,
) -> int:
    """Begin an improvement with its plan. Raises Forbidden, NotFound, Invalid."""
    reads.require_standards_at(actor, STANDARD_WRITE, community_id)
    if not title.strip():
        raise Invalid("plans.standard.title_empty", "title")
    if not plan.strip():
        raise Invalid("plans.improvement.plan_empty", "plan")
    if standard_id is not None:
        reads.standard(actor, standard_id)
    with transaction.atomic():
        row = Improvement.objects.create(
            community_id=community_id, title=" ".join(title.split())[:120], plan=plan.strip(), due_on=due_on,
            standard_id=standard_id, created_at=at,
        )  # fmt: skip
        audit.record(actor, IMPROVEMENT_ADDED, row, after=_told(row), community_id=community_id, at=at)
    return int(row.pk)


def improvement_tell(*, actor: Actor, improvement_id: int, told: dict[str, str], at: datetime) -> None:
    """Write down plan, done, checked and acted as far as they are known. Raises Forbidden, NotFound, Invalid, Conflict."""
    with transaction.atomic():
        row = _improvement(actor, improvement_id)
        if not told.get("plan", row.plan).strip():
            raise Invalid("plans.improvement.plan_empty", "plan")
        before = _told(row)
        for name in STEPS:
            setattr(row, name, told.get(name, getattr(row, name)).strip())
        row.save(update_fields=list(STEPS))
        audit.record(
            actor,
            IMPROVEMENT_TOLD,
            row,
            before=before,
            after=_told(row),
            community_id=row.community_id,
            at=at,
        )


def improvement_close(
    *, actor: Actor, improvement_id: int, solved: bool, due_on: date | None, at: datetime
) -> int | None:
    """End a cycle; return the next one where the problem is not solved (due on `due_on`).

    Solved, the measure becomes part of the standard's requirement. Raises Forbidden, NotFound, Invalid (a field is
    empty, no day for the next cycle), Conflict (closed).
    """
    with transaction.atomic():
        row = _improvement(actor, improvement_id)
        empty = next((name for name in STEPS if not getattr(row, name)), None)
        if empty is not None:
            raise Invalid("plans.improvement.step_empty", empty)
        following = None
        if not solved:
            if due_on is None:
                raise Invalid("plans.improvement.due_missing", "due_on")
            following = Improvement.objects.create(
                community_id=row.community_id, title=row.title, plan=row.acted, due_on=due_on, before=row,
                standard_id=row.standard_id, cycle=row.cycle + 1, created_at=at,
            )  # fmt: skip
        elif row.standard_id is not None:
            standard = ServiceStandard.objects.select_for_update(of=("self",)).get(pk=row.standard_id)
            standard.requirement = f"{standard.requirement}\n{row.acted}".strip()
            standard.save(update_fields=["requirement"])
        row.outcome, row.closed_on = ("solved" if solved else "unsolved"), local_day(at)
        row.save(update_fields=["outcome", "closed_on"])
        audit.record(
            actor,
            IMPROVEMENT_CLOSED,
            row,
            after={"outcome": row.outcome},
            community_id=row.community_id,
            at=at,
        )
    return int(following.pk) if following else None


def _standard(actor: Actor, standard_id: int) -> Any:
    seen = reads.standard(actor, standard_id)
    reads.require_standards_at(actor, STANDARD_WRITE, seen.community_id)
    row = ServiceStandard.objects.select_for_update(of=("self",)).get(pk=standard_id)
    if row.retired_on is not None:
        raise Conflict("plans.standard.retired")
    return row


def _improvement(actor: Actor, improvement_id: int) -> Any:
    seen = reads.improvement(actor, improvement_id)
    reads.require_standards_at(actor, STANDARD_WRITE, seen.community_id)
    row = Improvement.objects.select_for_update(of=("self",)).get(pk=improvement_id)
    if row.outcome:
        raise Conflict("plans.improvement.closed")
    return row


def _check(draft: StandardDraft) -> None:
    if draft.domain not in {one.value for one in Domain}:
        raise Invalid("plans.promise.unknown_value", "domain", value=draft.domain)
    if not draft.title.strip():
        raise Invalid("plans.standard.title_empty", "title")
    if not draft.requirement.strip():
        raise Invalid("plans.standard.requirement_empty", "requirement")
    if not 0 < draft.points <= MOST_POINTS:
        raise Invalid("plans.standard.points", "points")
    if draft.deduction is not None and not 0 < draft.deduction <= draft.points:
        raise Invalid("plans.standard.deduction", "deduction")


def _columns(draft: StandardDraft) -> dict[str, Any]:
    found = {one.name: getattr(draft, one.name) for one in fields(draft)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


def _told(row: Improvement) -> dict[str, str]:
    return {name: getattr(row, name) for name in STEPS}
