"""Duty, hand-over, instruction and report logs. Source: catalogue B ORG-09."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.foundation import audit, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.people.models import Department, LogEntry, LogKind, LogState, Position, Staff
from anju.modules.people.permissions import LOG_ANSWER, LOG_READ, LOG_WRITE
from anju.modules.people.services.acts import LOG_ANSWERED, LOG_WRITTEN

PREFIX = {
    LogKind.DUTY: "ZB",
    LogKind.HANDOVER: "JJ",
    LogKind.INSTRUCTION: "QS",
    LogKind.REPORT: "HB",
    LogKind.WORK: "GZ",
}
# Kinds that wait for somebody else: the relief, or who decides.
WAITING = frozenset({LogKind.HANDOVER, LogKind.INSTRUCTION, LogKind.REPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDraft:
    """author_id: who was on duty or asks; receiver_id: who takes over or decides, required for a hand-over."""

    kind: str
    department_id: int
    author_id: int
    happened_at: datetime
    text: str
    position_id: int | None = None
    receiver_id: int | None = None
    unfinished: str = ""


def log_write(*, actor: Actor, draft: LogDraft, at: datetime) -> int:
    """Write an entry; what is written is not changed afterwards. Returns its id.

    Raises Forbidden, NotFound, Invalid: people.kind_unknown, people.log.text_empty, people.log.receiver_missing,
    people.log.to_oneself, people.log.in_future, people.position_elsewhere.
    """
    _check(draft, at)
    with transaction.atomic():
        department = _department(actor, draft.department_id)
        if not actor.reach(LOG_WRITE).covers_community(department.community_id):
            raise Forbidden("permission_missing", permission=LOG_WRITE.code)
        _check_position(draft, department)
        people = {draft.author_id, draft.receiver_id} - {None}
        if Staff.objects.filter(pk__in=people).count() != len(people):
            raise NotFound("people.staff.missing", field="author")
        entry = LogEntry.objects.create(
            community_id=department.community_id,
            department=department,
            position_id=draft.position_id,
            kind=draft.kind,
            number=f"{PREFIX[LogKind(draft.kind)]}-{sequences.take(f'people.log.{draft.kind}'):06d}",
            happened_at=draft.happened_at,
            author_id=draft.author_id,
            receiver_id=draft.receiver_id,
            text=draft.text.strip(),
            unfinished=draft.unfinished.strip(),
            state=LogState.OPEN if draft.kind in WAITING else LogState.CLOSED,
        )
        audit.record(
            actor, LOG_WRITTEN, entry, after={"kind": draft.kind, "department": department.name}, at=at
        )
    return int(entry.pk)


def log_answer(*, actor: Actor, entry_id: int, answer: str, at: datetime) -> None:
    """Take over, or answer an instruction or a report. The receiver may, and who holds the right to answer.

    Raises Forbidden, NotFound, Invalid: people.log.answer_empty (not for a hand-over); Conflict: people.log.closed.
    """
    with transaction.atomic():
        entry = LogEntry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
        reach = actor.reach(LOG_READ)
        if entry is None or not (
            reach.covers_community(entry.community_id) or (reach and entry.community_id is None)
        ):
            raise NotFound("people.log.missing")
        receives = (
            entry.receiver is not None
            and actor.user_id is not None
            and entry.receiver.user_id == actor.user_id
        )
        if not receives and not actor.reach(LOG_ANSWER).covers_community(entry.community_id):
            raise Forbidden("permission_missing", permission=LOG_ANSWER.code)
        if entry.state == LogState.CLOSED:
            raise Conflict("people.log.closed", number=entry.number)
        if not answer.strip() and entry.kind != LogKind.HANDOVER:
            raise Invalid("people.log.answer_empty", field="answer")
        entry.answer, entry.answered_by, entry.answered_at = answer.strip(), actor.name, at
        entry.state = LogState.CLOSED
        entry.save(update_fields=["answer", "answered_by", "answered_at", "state"])
        audit.record(actor, LOG_ANSWERED, entry, after={"answer": entry.answer}, at=at)


def _check(draft: LogDraft, at: datetime) -> None:
    if draft.kind not in LogKind.values:
        raise Invalid("people.kind_unknown", field="kind")
    if not draft.text.strip():
        raise Invalid("people.log.text_empty", field="text")
    if draft.happened_at > at:
        raise Invalid("people.log.in_future", field="happened_at")
    if draft.kind == LogKind.HANDOVER and draft.receiver_id is None:
        raise Invalid("people.log.receiver_missing", field="receiver")
    if draft.receiver_id is not None and draft.receiver_id == draft.author_id:
        raise Invalid("people.log.to_oneself", field="receiver")


def _department(actor: Actor, department_id: int) -> Department:
    found: Department | None = Department.objects.filter(pk=department_id).first()
    reach = actor.reach(LOG_WRITE)
    if found is None or not (
        reach.covers_community(found.community_id) or (reach and found.community_id is None)
    ):
        actor.require(LOG_WRITE)
        raise NotFound("people.department.missing", field="department")
    return found


def _check_position(draft: LogDraft, department: Department) -> None:
    if draft.position_id is None:
        return
    position = Position.objects.filter(pk=draft.position_id).first()
    if position is None:
        raise NotFound("people.position.missing", field="position")
    if position.department_id != department.pk:
        raise Invalid("people.position_elsewhere", field="position", name=position.name)
