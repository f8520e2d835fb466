"""Goals with a day, an owner and entries that say how far they are. Sources: A STD-17, 20, 21; B ORG-05, 06, 18."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.foundation import audit, files
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people
from anju.modules.plans.models import Goal, GoalEntry, GoalKind, GoalState, Principle, WorkStage
from anju.modules.plans.permissions import GOAL_READ, GOAL_REPORT, GOAL_WRITE
from anju.modules.plans.queries import goals as reads
from anju.modules.plans.queries.plans import local_day

GOAL_ADDED = audit.action("plans.goal.added", _("新增目标"))
GOAL_CHANGED = audit.action("plans.goal.changed", _("修改目标"))
GOAL_REPORTED = audit.action("plans.goal.reported", _("填报目标进展"))
GOAL_CLOSED = audit.action("plans.goal.closed", _("目标办结"))
GOAL_REOPENED = audit.action("plans.goal.reopened", _("重新打开目标"))
EVIDENCE = files.purpose("plans.goal", reading=GOAL_READ, largest=21 << 20)
TOPICS = {GoalKind.PRINCIPLE: Principle.values, GoalKind.WORK: WorkStage.values}
LONGEST_REMINDER = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """Fields as in models.Goal. topic: needed for a principle and for an item of the overall work plan."""

    community_id: int | None
    kind: str
    title: str
    target: str
    starts_on: date
    due_on: date
    topic: str = ""
    owner_id: int | None = None
    remind_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a goal is on a day, 0 to 100, with what shows it. filename "": without a file."""

    on: date
    percent: int
    note: str
    filename: str = ""
    data: bytes = b""


def goal_add(*, actor: Actor, draft: GoalDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound, Invalid."""
    reads.require_at(actor, GOAL_WRITE, draft.community_id)
    _check(draft)
    with transaction.atomic():
        row = Goal.objects.create(community_id=draft.community_id, created_at=at, **_columns(draft))
        audit.record(actor, GOAL_ADDED, row, after=_facts(row), at=at)
    return int(row.pk)


def goal_change(*, actor: Actor, goal_id: int, draft: GoalDraft, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid, Conflict (closed)."""
    with transaction.atomic():
        row = _locked(actor, goal_id, GOAL_WRITE)
        _require_open(row)
        if draft.community_id != row.community_id:
            raise Invalid("plans.library.community_fixed", "community")
        _check(draft)
        before = _facts(row)
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.save()
        audit.record(actor, GOAL_CHANGED, row, before=before, after=_facts(row), at=at)


def goal_report(*, actor: Actor, goal_id: int, progress: Progress, at: datetime) -> int:
    """Write down how far the goal is; the newest entry by day is the goal's progress. Return the entry's id.

    Raises Forbidden, NotFound, Invalid (a day to come, no note, not 0 to 100), Conflict (closed).
    """
    with transaction.atomic():
        row = _locked(actor, goal_id, GOAL_REPORT)
        _require_open(row)
        if progress.on > local_day(at):
            raise Invalid("plans.library.in_future", "on")
        if not progress.note.strip():
            raise Invalid("plans.library.note_missing", "note")
        if not 0 <= progress.percent <= 100:
            raise Invalid("plans.goal.percent", "percent")
        file = None
        if progress.filename:
            file = files.keep(actor=actor, what=EVIDENCE, name=progress.filename, data=progress.data)
        entry = GoalEntry.objects.create(
            goal=row, on=progress.on, percent=progress.percent, note=progress.note.strip(), file=file,
            by_name=actor.name[:60], at=at,
        )  # fmt: skip
        newest = row.entries.order_by("-on", "-pk").first()
        before, row.percent = row.percent, newest.percent
        row.save(update_fields=["percent"])
        audit.record(
            actor, GOAL_REPORTED, row, before={"percent": before}, after={"percent": row.percent},
            reason=progress.note.strip()[:300], at=at,
        )  # fmt: skip
    return int(entry.pk)


def goal_close(*, actor: Actor, goal_id: int, outcome: str, on: date, note: str, at: datetime) -> None:
    """The goal is achieved, failed or given up. Raises Forbidden, NotFound, Invalid, Conflict (closed already)."""
    with transaction.atomic():
        row = _locked(actor, goal_id, GOAL_WRITE)
        _require_open(row)
        if outcome not in (GoalState.ACHIEVED, GoalState.FAILED, GoalState.CANCELLED):
            raise Invalid("plans.promise.unknown_value", "outcome", value=outcome)
        if on > local_day(at):
            raise Invalid("plans.library.in_future", "on")
        if not note.strip():
            raise Invalid("plans.library.note_missing", "note")
        row.state, row.closed_on, row.closing_note = outcome, on, note.strip()[:300]
        if outcome == GoalState.ACHIEVED:
            row.percent = 100
        row.save(update_fields=["state", "closed_on", "closing_note", "percent"])
        audit.record(
            actor,
            GOAL_CLOSED,
            row,
            after={"state": outcome, "on": on.isoformat()},
            reason=note.strip(),
            at=at,
        )


def goal_reopen(*, actor: Actor, goal_id: int, reason: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (reason), Conflict (open)."""
    with transaction.atomic():
        row = _locked(actor, goal_id, GOAL_WRITE)
        if row.state == GoalState.OPEN:
            raise Conflict("plans.goal.open")
        if not reason.strip():
            raise Invalid("plans.version.reason_missing", "reason")
        newest = row.entries.order_by("-on", "-pk").first()
        before = row.state
        row.state, row.closed_on, row.closing_note = GoalState.OPEN, None, ""
        row.percent = newest.percent if newest else 0
        row.save(update_fields=["state", "closed_on", "closing_note", "percent"])
        audit.record(
            actor, GOAL_REOPENED, row, before={"state": before}, after={"state": "open"},
            reason=reason.strip(), at=at,
        )  # fmt: skip


def _locked(actor: Actor, goal_id: int, permission: Permission) -> Any:
    actor.require(permission)
    seen = reads.goal(actor, goal_id)
    reads.require_at(actor, permission, seen.community_id)
    return Goal.objects.select_for_update(of=("self",)).get(pk=goal_id)


def _require_open(row: Goal) -> None:
    if row.state != GoalState.OPEN:
        raise Conflict("plans.goal.closed")


def _check(draft: GoalDraft) -> None:
    if draft.kind not in GoalKind.values:
        raise Invalid("plans.promise.unknown_value", "kind", value=draft.kind)
    topics = TOPICS.get(GoalKind(draft.kind), [""])
    if draft.topic not in topics:
        raise Invalid("plans.goal.topic", "topic")
    if not draft.title.strip():
        raise Invalid("plans.goal.title_empty", "title")
    if not draft.target.strip():
        raise Invalid("plans.goal.target_empty", "target")
    if draft.due_on < draft.starts_on:
        raise Invalid("plans.goal.span", "due_on")
    if not 0 <= draft.remind_days <= LONGEST_REMINDER:
        raise Invalid("plans.goal.reminder", "remind_days", limit=LONGEST_REMINDER)
    if draft.community_id is not None and estate.place(draft.community_id).kind != "community":
        raise Invalid("plans.plan.no_community", "community")
    if draft.owner_id is not None:
        owner = people.staff_by_id([draft.owner_id]).get(draft.owner_id)
        if owner is None:
            raise NotFound("people.staff.missing", "owner")
        if draft.community_id is not None and owner.community_id not in (None, draft.community_id):
            raise Invalid("plans.goal.owner_elsewhere", "owner")


def _columns(draft: GoalDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind, "topic": draft.topic, "title": " ".join(draft.title.split())[:120],
        "target": draft.target.strip(), "starts_on": draft.starts_on, "due_on": draft.due_on,
        "owner_id": draft.owner_id, "remind_days": draft.remind_days,
    }  # fmt: skip


def _facts(row: Any) -> dict[str, Any]:
    days = {name: getattr(row, name).isoformat() for name in ("starts_on", "due_on")}
    names = ("kind", "topic", "title", "target", "owner_id", "remind_days")
    return {**{name: getattr(row, name) for name in names}, **days}
