"""What is learnt from complaints: taken down, shared, done, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.engines.cases import facade as cases
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.foundation.permissions import get
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.frontdesk.models import Lesson

ADDED = audit.action("frontdesk.lesson.added", _("登记预防措施或案例"))
DONE = audit.action("frontdesk.lesson.done", _("完成预防措施"))
REMOVED = audit.action("frontdesk.lesson.removed", _("删除预防措施或案例"))
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDraft:
    """sort: measure (so that it does not happen again) or example (handled well)."""

    community_id: int
    sort: str
    text: str
    case_id: int | None = None
    staff_id: int | None = None
    due_on: date | None = None


def lesson_add(*, actor: Actor, draft: LessonDraft, at: datetime) -> int:
    """Raises Forbidden, NotFound (community, or a case the actor may not see), Invalid (frontdesk.lesson.text)."""
    may = get("cases.case:decide")
    actor.require(may)
    text = draft.text.strip()
    if not text or len(text) > LONGEST or draft.sort not in ("measure", "example"):
        raise Invalid("frontdesk.lesson.text", "text", limit=LONGEST)
    if not actor.reach(may).covers_community(draft.community_id):
        raise NotFound("not_found", noun="estate.place")
    if draft.case_id is not None:
        cases.case_view(actor=actor, case_id=draft.case_id, at=at)
    with transaction.atomic():
        made = Lesson.objects.create(
            community_id=draft.community_id, case_id=draft.case_id, sort=draft.sort, text=text, staff_id=draft.staff_id,
            due_on=draft.due_on, at=at, by_name=actor.name,
        )  # fmt: skip
        audit.record(actor, ADDED, made, after={"sort": made.sort, "text": text}, at=at)
    return int(made.pk)


def lesson_done(*, actor: Actor, lesson_id: int, on: date, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (frontdesk.lesson.done)."""
    with transaction.atomic():
        lesson = _held(actor, lesson_id)
        if lesson.done_on is not None:
            raise Conflict("frontdesk.lesson.done")
        lesson.done_on = on
        lesson.save(update_fields=["done_on"])
        audit.record(actor, DONE, lesson, after={"done_on": on.isoformat()}, at=at)


def lesson_remove(*, actor: Actor, lesson_id: int, at: datetime) -> None:
    """Take back what was taken down by mistake; the audit keeps it. Raises Forbidden, NotFound."""
    with transaction.atomic():
        lesson = _held(actor, lesson_id)
        audit.record(actor, REMOVED, lesson, before={"sort": lesson.sort, "text": lesson.text}, at=at)
        lesson.delete()


def _held(actor: Actor, lesson_id: int) -> Lesson:
    may = get("cases.case:decide")
    actor.require(may)
    rows = Lesson.objects.filter(actor.reach(may).q(), pk=lesson_id).select_for_update(of=("self",))
    found: Lesson | None = rows.first()
    if found is None:
        raise NotFound("frontdesk.lesson.missing")
    return found
