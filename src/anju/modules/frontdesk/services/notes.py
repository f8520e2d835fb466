"""Messages to departments: sent, read, answered, urged, told to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit, registry, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import DepartmentNote, NoteState
from anju.modules.frontdesk.permissions import NOTE_ANSWER, NOTE_READ, NOTE_SEND
from anju.modules.frontdesk.queries import desk_settings as settings
from anju.modules.frontdesk.rules import calling, notes
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.people import facade as people
from anju.modules.people.contracts import DepartmentView

LONGEST = 2000
OPEN = (NoteState.SENT, NoteState.READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """A message to a department. community_id: of the desk; a department of the head office has none of its own.

    expert: asks for the opinion of somebody who knows (B DCS-04). due_at None: by the rule of today's work today.
    """

    department_id: int
    words: str
    community_id: int | None = None
    place_id: int | None = None
    caller: str = ""
    contact: str = ""
    call_id: int | None = None
    case_id: int | None = None
    expert: bool = False
    due_at: datetime | None = None


def note_send(*, actor: Actor, draft: NoteDraft, at: datetime) -> int:
    """Leave a message for a department; its head is told. Returns its id.

    Raises Forbidden, NotFound (department), Invalid: frontdesk.note.words, frontdesk.note.due, frontdesk.call.number.
    """
    actor.require(NOTE_SEND)
    if draft.community_id is not None and not actor.reach(NOTE_SEND).covers_community(draft.community_id):
        raise Forbidden("permission_missing", permission=NOTE_SEND.code)
    if not draft.words.strip() or len(draft.words) > LONGEST:
        raise Invalid("frontdesk.note.words", "words", limit=LONGEST)
    if draft.due_at is not None and draft.due_at <= at:
        raise Invalid("frontdesk.note.due", "due_at")
    department = _department(draft)
    hours = registry.value(settings.NOTE_WITHIN, draft.community_id)
    with transaction.atomic():
        note = DepartmentNote.objects.create(
            community_id=draft.community_id,
            number=f"LY-{sequences.take('frontdesk.note'):06d}",
            department_id=department.id,
            department=department.name,
            words=draft.words.strip(),
            place_id=draft.place_id,
            caller=draft.caller.strip()[:60],
            contact=calling.dialled(draft.contact),
            call_id=draft.call_id,
            case_id=draft.case_id,
            expert=draft.expert,
            sent_at=at,
            sent_by=actor.user_id,
            sent_name=actor.name[:60],
            due_at=draft.due_at or notes.due_at(at, hours, actor.time_zone),
        )
        audit.record(actor, acts.NOTE_SENT, note, after={"department": department.name}, at=at)
        _tell_head(note, department.head_id, "frontdesk.note_sent", at, "sent")
    return int(note.pk)


def note_read(*, actor: Actor, note_id: int, at: datetime) -> None:
    """Somebody of the department has read it; the first one counts. Raises Forbidden, NotFound."""
    with transaction.atomic():
        note = _held(actor, note_id, answering=True)
        if note.state != NoteState.SENT:
            return
        note.state, note.read_at, note.read_name = NoteState.READ, at, actor.name[:60]
        note.save(update_fields=["state", "read_at", "read_name"])
        audit.record(actor, acts.NOTE_READ, note, at=at)


def note_answer(*, actor: Actor, note_id: int, answer: str, at: datetime) -> None:
    """Answer a message; whoever left it is told. Raises Forbidden, NotFound, Conflict, Invalid (frontdesk.note.answer)."""
    if not answer.strip() or len(answer) > LONGEST:
        raise Invalid("frontdesk.note.answer", "answer", limit=LONGEST)
    with transaction.atomic():
        note = _held(actor, note_id, answering=True)
        _still_open(note)
        note.state, note.answer = NoteState.ANSWERED, answer.strip()
        note.answered_at, note.answered_name = at, actor.name[:60]
        note.read_at, note.read_name = note.read_at or at, note.read_name or actor.name[:60]
        note.save()
        audit.record(actor, acts.NOTE_ANSWERED, note, after={"late": at > note.due_at}, at=at)
        if note.sent_by is not None:
            messages.notify(
                template="frontdesk.note_answered",
                to=Recipient.user(note.sent_by),
                params={"number": note.number, "department": note.department, "answer": note.answer[:200]},
                cause_key=f"note:{note.pk}:answered",
                at=at,
            )


def note_urge(*, actor: Actor, note_id: int, at: datetime) -> None:
    """Remind the department. Raises Forbidden, NotFound, Conflict (frontdesk.note.closed, frontdesk.note.just_urged)."""
    with transaction.atomic():
        note = _held(actor, note_id)
        _still_open(note)
        if not notes.may_urge(note.urged_at, at):
            raise Conflict("frontdesk.note.just_urged")
        _urged(note, at)
        audit.record(actor, acts.NOTE_URGED, note, after={"urged": note.urged}, at=at)


def note_told(*, actor: Actor, note_id: int, at: datetime) -> None:
    """The answer was passed on to whoever asked. Raises Forbidden, NotFound, Conflict (frontdesk.note.unanswered)."""
    with transaction.atomic():
        note = _held(actor, note_id)
        if note.state != NoteState.ANSWERED:
            raise Conflict("frontdesk.note.unanswered")
        if note.told_at is None:
            note.told_at = at
            note.save(update_fields=["told_at"])
            audit.record(actor, acts.NOTE_TOLD, note, at=at)


def note_withdraw(*, actor: Actor, note_id: int, reason: str, at: datetime) -> None:
    """Take a message back that is not answered yet. Raises Forbidden, NotFound, Conflict, Invalid (no reason)."""
    if not reason.strip():
        raise Invalid("frontdesk.reason.empty", "reason")
    with transaction.atomic():
        note = _held(actor, note_id)
        _still_open(note)
        note.state = NoteState.WITHDRAWN
        note.save(update_fields=["state"])
        audit.record(actor, acts.NOTE_WITHDRAWN, note, reason=reason.strip(), at=at)


def notes_urge_late(*, at: datetime) -> int:
    """The daily check: what is late is urged by itself. Returns how many. Source: catalogue B CSR-03."""
    found = DepartmentNote.objects.filter(state__in=OPEN, due_at__lte=at).order_by("due_at", "pk")
    urged = 0
    for note in found.select_for_update(of=("self",), skip_locked=True)[:500]:
        if notes.urges_itself(note.due_at, note.urged_at, at):
            _urged(note, at)
            urged += 1
    return urged


def _urged(note: DepartmentNote, at: datetime) -> None:
    note.urged, note.urged_at = note.urged + 1, at
    note.save(update_fields=["urged", "urged_at"])
    head = next(
        (one.head_id for one in people.departments(note.community_id) if one.id == note.department_id), None
    )
    _tell_head(note, head, "frontdesk.note_urged", at, f"urged:{note.urged}")


def _tell_head(note: DepartmentNote, head_id: int | None, template: str, at: datetime, what: str) -> None:
    if head_id is None:
        return
    messages.notify(
        template=template,
        to=Recipient.staff(head_id),
        params={"number": note.number, "department": note.department, "words": note.words[:200]},
        cause_key=f"note:{note.pk}:{what}",
        at=at,
    )


def _department(draft: NoteDraft) -> DepartmentView:
    found = next(
        (one for one in people.departments(draft.community_id) if one.id == draft.department_id), None
    )
    if found is None:
        raise NotFound("people.department.missing", field="department")
    return found


def _held(actor: Actor, note_id: int, *, answering: bool = False) -> DepartmentNote:
    """A message the actor may act on: the desk by its right, who answers by his own or as of that department."""
    note: DepartmentNote | None = (
        DepartmentNote.objects.filter(pk=note_id).select_for_update(of=("self",)).first()
    )
    reach = actor.reach(NOTE_READ)
    seen = note is not None and (
        bool(reach) if note.community_id is None else reach.covers_community(note.community_id)
    )
    if note is None or not seen:
        raise NotFound("not_found", noun="frontdesk.note")
    permission = NOTE_ANSWER if answering else NOTE_SEND
    own = actor.reach(permission)
    if not (bool(own) if note.community_id is None else own.covers_community(note.community_id)):
        raise Forbidden("permission_missing", permission=permission.code)
    return note


def _still_open(note: DepartmentNote) -> None:
    if note.state not in OPEN:
        raise Conflict("frontdesk.note.closed", number=note.number)
