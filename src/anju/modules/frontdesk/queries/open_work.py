"""What is open at a desk: cases its clerk answers for, parked calls, calls promised back, messages without an answer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter
from anju.foundation.actors import Actor
from anju.modules.frontdesk.models import CallBack, DepartmentNote, DeskDraft
from anju.modules.frontdesk.permissions import CALL_READ, NOTE_READ
from anju.modules.frontdesk.rules.calling import masked
from anju.modules.people.contracts import StaffView

MOST = 100


class OpenItem(NamedTuple):
    """sort: case, parked, back or note. due: ISO moment, "" for none."""

    sort: str
    id: int
    label: str
    due: str


def open_work(*, actor: Actor, staff: StaffView, at: datetime) -> list[OpenItem]:
    """At most a hundred of each sort, the first due first."""
    return [*_cases(actor, staff), *_parked(actor), *_backs(actor, staff), *_notes(actor, staff)]


def _cases(actor: Actor, staff: StaffView) -> list[OpenItem]:
    wanted = CaseFilter(owner_id=staff.id, standing="open")
    found = cases.rows(cases.cases(actor=actor, wanted=wanted).order_by("due_at", "id")[:MOST])
    return [OpenItem("case", one.id, f"{one.number} {one.title}", _iso(one.due_at)) for one in found]


def _parked(actor: Actor) -> list[OpenItem]:
    rows = DeskDraft.objects.filter(user_id=actor.user_id).order_by("saved_at")[:MOST]
    return [OpenItem("parked", one.pk, str(one.label or _("未命名来电")), "") for one in rows]


def _backs(actor: Actor, staff: StaffView) -> list[OpenItem]:
    rows = CallBack.objects.filter(
        actor.reach(CALL_READ).q(), cases.not_barred(actor, "case__"), done_at__isnull=True
    )
    if staff.community_id is not None:
        rows = rows.filter(community_id=staff.community_id)
    return [
        OpenItem("back", one.pk, f"{one.who or masked(one.number)} {one.words}".strip(), _iso(one.due_at))
        for one in rows.order_by("due_at", "pk")[:MOST]
    ]


def _notes(actor: Actor, staff: StaffView) -> list[OpenItem]:
    rows = DepartmentNote.objects.filter(
        actor.reach(NOTE_READ).q(), cases.not_barred(actor, "case__"), state__in=("sent", "read")
    )
    if staff.community_id is not None:
        rows = rows.filter(community_id=staff.community_id)
    return [
        OpenItem("note", one.pk, f"{one.number} {one.department}：{one.words[:40]}", _iso(one.due_at))
        for one in rows.order_by("due_at", "pk")[:MOST]
    ]


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()
