"""New services from demand: the idea, its trial, its result (B:CRM-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from anju.foundation import audit, locks, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.models import IdeaState, NeedKind, ServiceIdea, Staff
from anju.modules.people.permissions import IDEA_EDIT
from anju.modules.people.queries.demand import needs
from anju.modules.people.services.acts import IDEA_CHANGED, IDEA_MOVED, IDEA_NOTED
from anju.modules.people.services.structure import require_at


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaDraft:
    """kind: of the needs behind it. basis_from, basis_until: the span in which they are counted."""

    title: str
    kind: str
    text: str
    community_id: int | None = None
    staff_id: int | None = None
    basis_from: date | None = None
    basis_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDraft:
    """measure: by what the trial is judged, said before it begins."""

    trial_from: date
    trial_until: date
    trial_scope: str
    measure: str


def idea_note(*, actor: Actor, draft: IdeaDraft, at: datetime) -> int:
    """Note an idea with the needs that speak for it, counted now. Returns the id.

    Raises Forbidden, NotFound, Invalid: people.idea.title_empty, .text_empty, people.kind_unknown, people.tie.days.
    """
    require_at(actor, IDEA_EDIT, draft.community_id)
    _check(draft)
    with transaction.atomic():
        today = _today(actor, at)
        row = ServiceIdea.objects.create(
            number=f"CX{today:%Y}-{sequences.take(f'people.idea.{today:%Y}'):03}",
            noted_on=today,
            by_name=actor.name,
            **_columns(actor, draft),
        )
        audit.record(actor, IDEA_NOTED, row, after={"title": row.title, "basis": row.basis_count}, at=at)
    return int(row.pk)


def idea_change(*, actor: Actor, idea_id: int, draft: IdeaDraft, at: datetime) -> None:
    """Raises as `idea_note`; Conflict("people.idea.decided")."""
    _check(draft)
    with transaction.atomic():
        row = _locked(actor, idea_id)
        require_at(actor, IDEA_EDIT, draft.community_id)
        columns = _columns(actor, draft)
        before = {name: getattr(row, name) for name in ("title", "kind", "text")}
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        after = {name: getattr(row, name) for name in before}
        audit.record(actor, IDEA_CHANGED, row, before=before, after=after, at=at)


def trial_begin(*, actor: Actor, idea_id: int, draft: TrialDraft, at: datetime) -> None:
    """Try the idea somewhere for a while. Raises Forbidden, NotFound, Invalid: people.tie.days, people.idea.scope_empty,
    .measure_empty; Conflict: people.idea.decided.
    """
    if draft.trial_until < draft.trial_from:
        raise Invalid("people.tie.days", field="trial_until")
    for name in ("trial_scope", "measure"):
        if not getattr(draft, name).strip():
            raise Invalid(f"people.idea.{name.removeprefix('trial_')}_empty", field=name)
    with transaction.atomic():
        row = _locked(actor, idea_id)
        row.state = IdeaState.TRIAL
        row.trial_from, row.trial_until = draft.trial_from, draft.trial_until
        row.trial_scope, row.measure = draft.trial_scope.strip(), draft.measure.strip()
        row.save()
        after = {"state": row.state, "from": row.trial_from, "until": row.trial_until}
        audit.record(actor, IDEA_MOVED, row, after=after, at=at)


def idea_decide(*, actor: Actor, idea_id: int, adopt: bool, result: str, at: datetime) -> None:
    """Adopt or drop it, with its result in words. What was never tried can only be dropped.

    Raises Forbidden, NotFound, Invalid("people.idea.result_empty"); Conflict: people.idea.decided, .not_tried.
    """
    if not result.strip():
        raise Invalid("people.idea.result_empty", field="result")
    with transaction.atomic():
        row = _locked(actor, idea_id)
        if adopt and row.state != IdeaState.TRIAL:
            raise Conflict("people.idea.not_tried")
        row.state = IdeaState.ADOPTED if adopt else IdeaState.DROPPED
        row.result, row.decided_on = result.strip(), _today(actor, at)
        row.save()
        audit.record(actor, IDEA_MOVED, row, after={"state": row.state}, reason=row.result, at=at)


def _check(draft: IdeaDraft) -> None:
    if not draft.title.strip():
        raise Invalid("people.idea.title_empty", field="title")
    if not draft.text.strip():
        raise Invalid("people.idea.text_empty", field="text")
    if draft.kind not in NeedKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    if draft.basis_from and draft.basis_until and draft.basis_until < draft.basis_from:
        raise Invalid("people.tie.days", field="basis_until")


def _columns(actor: Actor, draft: IdeaDraft) -> dict[str, object]:
    if draft.staff_id is not None and not Staff.objects.filter(pk=draft.staff_id).exists():
        raise NotFound("people.staff.missing", field="staff")
    behind = needs(actor, draft.community_id).filter(kind=draft.kind)
    if draft.basis_from:
        behind = behind.filter(since_on__gte=draft.basis_from)
    if draft.basis_until:
        behind = behind.filter(since_on__lte=draft.basis_until)
    return {
        "community_id": draft.community_id,
        "title": draft.title.strip()[:80],
        "kind": draft.kind,
        "text": draft.text.strip(),
        "staff_id": draft.staff_id,
        "basis_from": draft.basis_from,
        "basis_until": draft.basis_until,
        "basis_count": behind.count(),
    }


def _locked(actor: Actor, idea_id: int) -> ServiceIdea:
    row = locks.row(ServiceIdea, idea_id)
    require_at(actor, IDEA_EDIT, row.community_id)
    if row.state in (IdeaState.ADOPTED, IdeaState.DROPPED):
        raise Conflict("people.idea.decided")
    return row


def _today(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()
