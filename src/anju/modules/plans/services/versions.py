"""Draft → approved → in force from a day → superseded; withdrawn at any time before that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.foundation import audit, locks, outbox, registry
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import AnjuError, Conflict, Forbidden, Invalid
from anju.modules.plans.models import Plan, PlanVersion, VersionState
from anju.modules.plans.permissions import PLAN_APPROVE, PLAN_ENFORCE
from anju.modules.plans.queries import compiling
from anju.modules.plans.queries import plans as plan_queries
from anju.modules.plans.services import actions, checks, rounds


def version_approve(*, actor: Actor, version_id: int, note: str, at: datetime) -> None:
    """A draft that is reviewed to its last passage becomes the text that may come into force.

    Raises Forbidden (also the author where the setting plans.approve_by_other says so), NotFound, Invalid (note),
    Conflict: plans.version.not_draft, being_read, unreviewed, empty, law_findings. Source: A:STD-01, A:PLN-08.
    """
    with transaction.atomic():
        row = _locked(actor, version_id, PLAN_APPROVE)
        _require_state(row, VersionState.DRAFT, "plans.version.not_draft")
        _check_approvable(actor, row)
        checks.require_settled(row, at)
        if not note.strip():
            raise Invalid("plans.version.note_missing", "note")
        row.state = VersionState.APPROVED
        row.approved_at, row.approved_by, row.approval_note = at, actor.user_id, note.strip()
        row.save(update_fields=["state", "approved_at", "approved_by", "approval_note"])
        _record(actor, actions.VERSION_APPROVED, row, at, note)


def version_reopen(*, actor: Actor, version_id: int, reason: str, at: datetime) -> None:
    """An approved version that is not in force yet becomes a draft again. Raises Forbidden, NotFound, Conflict, Invalid."""
    with transaction.atomic():
        row = _locked(actor, version_id, PLAN_APPROVE)
        _require_state(row, VersionState.APPROVED, "plans.version.not_approved")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        row.state = VersionState.DRAFT
        row.approved_at, row.approved_by, row.approval_note, row.in_force_from = None, None, "", None
        row.save(update_fields=["state", "approved_at", "approved_by", "approval_note", "in_force_from"])
        _record(actor, actions.VERSION_REOPENED, row, at, reason)


def version_enforce(*, actor: Actor, version_id: int, on: date, at: datetime) -> None:
    """Let an approved version be in force from the day `on`: at once when that is today, else when the day begins.

    Its rounds run from that day and those of the version before end, but for rules that both state, whose rounds go
    on. Raises Forbidden, NotFound, Invalid (a day that is past), Conflict: plans.version.not_approved,
    plans.rounds.without_assignee (A:PLN-03: no work without a person and a time).
    """
    with transaction.atomic():
        row = _locked(actor, version_id, PLAN_ENFORCE)
        _require_state(row, VersionState.APPROVED, "plans.version.not_approved")
        today = plan_queries.local_day(at)
        if on < today:
            raise Invalid("plans.version.day_past", "on", day=on)
        rounds.check_assigned(compiling.planned(row, on))
        row.in_force_from = on
        row.save(update_fields=["in_force_from"])
        if on > today:
            _record(actor, actions.VERSION_SCHEDULED, row, at)
        else:
            _begin(actor, row, today, at)


def versions_begin_due(*, actor: Actor, at: datetime) -> int:
    """Bring into force every approved version whose day has come; return how many. For the job after midnight.

    A version that cannot begin (its team was dissolved meanwhile) stays approved, and the audit says why.
    """
    actor.require(PLAN_ENFORCE)
    today = plan_queries.local_day(at)
    due = PlanVersion.objects.filter(state=VersionState.APPROVED, in_force_from__lte=today)
    begun = 0
    for version_id in list(due.order_by("in_force_from", "pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                row = _locked(actor, version_id, PLAN_ENFORCE)
                if row.state == VersionState.APPROVED:
                    _begin(actor, row, today, at)
                    begun += 1
        except AnjuError as refusal:
            _note_failure(actor, version_id, refusal, at)
    return begun


def version_withdraw(*, actor: Actor, version_id: int, reason: str, at: datetime) -> None:
    """Take a version back; one in force ends with its rounds, and nothing takes its place.

    Raises Forbidden, NotFound, Conflict (superseded or withdrawn already), Invalid (reason).
    """
    with transaction.atomic():
        row = _locked(actor, version_id, PLAN_ENFORCE)
        if row.state not in (VersionState.DRAFT, VersionState.APPROVED, VersionState.IN_FORCE):
            raise Conflict("plans.version.over", state=row.state)
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        was_in_force = row.state == VersionState.IN_FORCE
        if was_in_force:
            rounds.end_all(actor=actor, version=row, keep=frozenset(), reason=reason, at=at)
            row.superseded_on = plan_queries.local_day(at)
        else:
            row.in_force_from = None
        row.state = VersionState.WITHDRAWN
        row.save(update_fields=["state", "superseded_on", "in_force_from"])
        _record(actor, actions.VERSION_WITHDRAWN, row, at, reason)
        if was_in_force:
            outbox.publish(actions.VersionEnded(row.pk, row.plan.community_id))


def _begin(actor: Actor, row: PlanVersion, today: date, at: datetime) -> None:
    planned = compiling.planned(row, today)
    rounds.check_assigned(planned)
    old = PlanVersion.objects.filter(plan_id=row.plan_id, state=VersionState.IN_FORCE).first()
    kept = frozenset(one.kept for one in planned if one.kept is not None)
    if old is not None:
        rounds.end_all(actor=actor, version=old, keep=kept, reason="", at=at)
        old.state, old.superseded_on = VersionState.SUPERSEDED, today
        old.save(update_fields=["state", "superseded_on"])
        _record(actor, actions.VERSION_SUPERSEDED, old, at)
        outbox.publish(actions.VersionEnded(old.pk, row.plan.community_id))
    row.state, row.in_force_from = VersionState.IN_FORCE, today
    row.save(update_fields=["state", "in_force_from"])
    rounds.run(actor=actor, planned=planned, on=today, at=at)
    _record(actor, actions.VERSION_IN_FORCE, row, at)
    outbox.publish(actions.VersionInForce(row.pk, row.plan.community_id))


def _check_approvable(actor: Actor, row: PlanVersion) -> None:
    if row.plan.is_bid:
        raise Conflict("plans.version.bid")
    if row.read_at is None:
        raise Conflict("plans.version.being_read")
    progress = plan_queries.progress([row.pk])[row.pk]
    if not progress.complete:
        raise Conflict("plans.version.unreviewed", promises=progress.found, passages=progress.passages)
    if not any(progress.by_review.get(review) for review in plan_queries.LIVE):
        raise Conflict("plans.version.empty")
    by_other = registry.value(actions.APPROVE_BY_OTHER, row.plan.community_id)
    if by_other and row.created_by is not None and row.created_by == actor.user_id:
        raise Forbidden("plans.version.own")


def _locked(actor: Actor, version_id: int, permission: Permission) -> PlanVersion:
    """Lock the plan, then the version: versions of one plan change one after another."""
    seen = plan_queries.version(actor, version_id, permission)
    locks.row(Plan, seen.plan_id)
    row = locks.row(PlanVersion, version_id)
    row.plan = seen.plan
    return row


def _require_state(row: PlanVersion, state: VersionState, code: str) -> None:
    if row.state != state:
        raise Conflict(code, state=row.state)


def _record(actor: Actor, what: audit.Action, row: PlanVersion, at: datetime, reason: str = "") -> None:
    day = row.in_force_from.isoformat() if row.in_force_from else None
    audit.record(
        actor, what, row, after={"state": str(row.state), "in_force_from": day}, reason=reason.strip(),
        community_id=row.plan.community_id, at=at,
    )  # fmt: skip


def _note_failure(actor: Actor, version_id: int, refusal: AnjuError, at: datetime) -> None:
    row = PlanVersion.objects.select_related("plan").get(pk=version_id)
    audit.record(
        actor, actions.VERSION_NOT_STARTED, row, after={"error": refusal.code}, community_id=row.plan.community_id,
        at=at,
    )  # fmt: skip
