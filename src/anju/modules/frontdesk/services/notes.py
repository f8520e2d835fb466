"""Messages to departments: sent, read, answered, urged, told to whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit, files, registry, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import DepartmentNote, NoteFile, NoteState
from anju.modules.frontdesk.permissions import NOTE_ANSWER, NOTE_READ, NOTE_SEND
from anju.modules.frontdesk.queries import desk_settings as settings
from anju.modules.frontdesk.rules import calling, notes
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.people import facade as people
from anju.modules.people.contracts import DepartmentView

LONGEST, MOST_FILES = 2000, 6
Files = Sequence[tuple[str, bytes]]
OPEN = (NoteState.SENT, NoteState.READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """A message to a department. community_id: of the desk; a department of the head office has none of its own.

    expert: asks for the opinion of somebody who knows (B DCS-04). due_at None: by the rule of today's work today.
    files: name and bytes of each paper or picture that goes with it.
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
    files: Files = ()


def note_send(*, actor: Actor, draft: NoteDraft, at: datetime) -> int:
    """Leave a message for a department; its head is told. Returns its id.

    Raises Forbidden, NotFound (department), Invalid: frontdesk.note.words, frontdesk.note.due, frontdesk.note.files,
    frontdesk.call.number, and what the files engine refuses (empty_file, file_too_large).
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
        _attach(actor, note, draft.files, of_answer=False)
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


def note_answer(
    *, actor: Actor, note_id: int, answer: str, at: datetime, analysis: str = "", attached: Files = ()
) -> None:
    """Answer a message; whoever left it is told. Who was asked as an expert gives his analysis, and decides.

    Raises Forbidden, NotFound, Conflict, Invalid (frontdesk.note.answer, frontdesk.note.analysis, frontdesk.note.files).
    """
    if not answer.strip() or len(answer) > LONGEST:
        raise Invalid("frontdesk.note.answer", "answer", limit=LONGEST)
    with transaction.atomic():
        note = _held(actor, note_id, answering=True)
        _still_open(note)
        if (note.expert and not analysis.strip()) or len(analysis) > LONGEST:
            raise Invalid("frontdesk.note.analysis", "analysis", limit=LONGEST)
        note.state, note.answer, note.analysis = NoteState.ANSWERED, answer.strip(), analysis.strip()
        note.answered_at, note.answered_name = at, actor.name[:60]
        note.read_at, note.read_name = note.read_at or at, note.read_name or actor.name[:60]
        note.save()
        _attach(actor, note, attached, of_answer=True)
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
        if note.state not in (NoteState.ANSWERED, NoteState.CLOSED):
            raise Conflict("frontdesk.note.unanswered")
        if note.told_at is None:
            note.told_at = at
            note.save(update_fields=["told_at"])
            audit.record(actor, acts.NOTE_TOLD, note, at=at)


def note_close(*, actor: Actor, note_id: int, at: datetime) -> None:
    """Whoever asked is content with the answer and closes the message. Source: catalogue B DCS-04.

    Raises Forbidden (frontdesk.note.asker: somebody else asked), NotFound, Conflict (frontdesk.note.unanswered).
    """
    with transaction.atomic():
        note = _held(actor, note_id)
        if note.sent_by is not None and note.sent_by != actor.user_id:
            raise Forbidden("frontdesk.note.asker", name=note.sent_name)
        if note.state != NoteState.ANSWERED:
            raise Conflict("frontdesk.note.unanswered")
        note.state, note.closed_at, note.closed_name = NoteState.CLOSED, at, actor.name[:60]
        note.save(update_fields=["state", "closed_at", "closed_name"])
        audit.record(actor, acts.NOTE_CLOSED, note, at=at)


def note_ask_again(*, actor: Actor, note_id: int, words: str, at: datetime) -> None:
    """Whoever asked is not content: the message is open again with what is still missing, and a limit of its own.

    What was answered stands in the words. Raises as note_close, and Invalid (frontdesk.note.words).
    """
    if not words.strip() or len(words) > LONGEST:
        raise Invalid("frontdesk.note.words", "words", limit=LONGEST)
    with transaction.atomic():
        note = _held(actor, note_id)
        if note.sent_by is not None and note.sent_by != actor.user_id:
            raise Forbidden("frontdesk.note.asker", name=note.sent_name)
        if note.state not in (NoteState.ANSWERED, NoteState.CLOSED):
            raise Conflict("frontdesk.note.unanswered")
        before = {"analysis": note.analysis, "answer": note.answer, "by": note.answered_name}
        told = "\n".join(part for part in (note.analysis, note.answer) if part)
        note.words = f"{note.words}\n\n{note.answered_name}：{told}\n\n{actor.name}：{words.strip()}"
        hours = registry.value(settings.NOTE_WITHIN, note.community_id)
        note.state, note.answer, note.analysis = NoteState.SENT, "", ""
        note.answered_at, note.closed_at, note.told_at, note.read_at, note.urged_at = (
            None,
            None,
            None,
            None,
            None,
        )
        note.answered_name = note.closed_name = note.read_name = ""
        note.due_at = notes.due_at(at, hours, actor.time_zone)
        note.save()
        audit.record(actor, acts.NOTE_REASKED, note, before=before, at=at)


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


def _attach(actor: Actor, note: DepartmentNote, found: Files, *, of_answer: bool) -> None:
    if len(found) > MOST_FILES:
        raise Invalid("frontdesk.note.files", "files", limit=MOST_FILES)
    for name, data in found:
        kept = files.keep(actor=actor, what=acts.NOTE_PAPER, name=name, data=data)
        NoteFile.objects.create(note=note, file=kept, of_answer=of_answer)


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
