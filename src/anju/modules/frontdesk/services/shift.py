"""The desk's duty log and its hand-over: what is open is frozen, the successor signs, parked calls go along."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from anju.modules.frontdesk.models import DeskDraft, Handover
from anju.modules.frontdesk.permissions import SHIFT_HAND, SHIFT_READ
from anju.modules.frontdesk.queries.open_work import OpenItem, open_work
from anju.modules.frontdesk.services import desk_acts as acts
from anju.modules.people import facade as people
from anju.modules.people.contracts import StaffView

LONGEST = 2000


def duty_write(*, actor: Actor, words: str, at: datetime) -> int:
    """One line of the duty log, in the book of the clerk's department. Returns the entry's id.

    Raises Forbidden, Invalid (people.log.text_empty), Conflict (frontdesk.shift.no_staff). Source: B ORG-09.
    """
    staff = own_staff(actor)
    draft = people.LogDraft(
        kind="duty",
        department_id=staff.department_id,
        author_id=staff.id,
        happened_at=at,
        text=words[:LONGEST],
    )
    return people.log_write(actor=actor, draft=draft, at=at)


def shift_give(*, actor: Actor, to_staff_id: int, words: str, at: datetime) -> int:
    """Hand the desk over: what is open now is frozen and waits for the successor's signature.

    Raises Forbidden, NotFound (successor), Conflict (frontdesk.shift.open, frontdesk.shift.no_staff), Invalid
    (frontdesk.shift.to_oneself).
    """
    actor.require(SHIFT_HAND)
    staff = own_staff(actor)
    successor = people.staff_by_id([to_staff_id]).get(to_staff_id)
    if successor is None or successor.state == "left":
        raise NotFound("people.staff.missing", field="to_staff")
    if successor.id == staff.id:
        raise Invalid("frontdesk.shift.to_oneself", "to_staff")
    if successor.user_id is None:
        raise Invalid("frontdesk.shift.no_login", "to_staff", name=successor.name)
    with transaction.atomic():
        if Handover.objects.filter(from_staff_id=staff.id, signed_at__isnull=True).exists():
            raise Conflict("frontdesk.shift.open")
        items = open_work(actor=actor, staff=staff, at=at)
        handover = Handover.objects.create(
            community_id=staff.community_id,
            from_staff_id=staff.id,
            from_user=actor.user_id,
            from_name=staff.name[:60],
            to_staff_id=successor.id,
            to_user=successor.user_id,
            to_name=successor.name[:60],
            given_at=at,
            words=words.strip()[:LONGEST],
            items=json.dumps([one._asdict() for one in items], ensure_ascii=False),
        )
        told = {"to": successor.name, "open": len(items)}
        audit.record(actor, acts.SHIFT_GIVEN, handover, after=told, at=at)
    return int(handover.pk)


def shift_sign(*, actor: Actor, handover_id: int, remark: str, at: datetime) -> None:
    """The successor takes the desk over, with the parked calls; both are in the log book from now on.

    Raises NotFound, Forbidden (frontdesk.shift.not_yours), Conflict (frontdesk.shift.signed).
    """
    with transaction.atomic():
        handover = _held(actor, handover_id)
        if actor.user_id is None or handover.to_user != actor.user_id:
            raise Forbidden("frontdesk.shift.not_yours", name=handover.to_name)
        if handover.signed_at is not None:
            raise Conflict("frontdesk.shift.signed", name=handover.to_name)
        handover.signed_at, handover.remark = at, remark.strip()[:300]
        handover.log_id = _log(actor, handover, at)
        handover.save(update_fields=["signed_at", "remark", "log_id"])
        _move_drafts(handover, at)
        audit.record(actor, acts.SHIFT_SIGNED, handover, after={"remark": handover.remark}, at=at)


def shift_call_off(*, actor: Actor, handover_id: int, reason: str, at: datetime) -> None:
    """Take back a hand-over that nobody signed. Raises NotFound, Forbidden, Conflict, Invalid (no reason)."""
    if not reason.strip():
        raise Invalid("frontdesk.reason.empty", "reason")
    with transaction.atomic():
        handover = _held(actor, handover_id)
        if actor.user_id is None or handover.from_user != actor.user_id:
            raise Forbidden("frontdesk.shift.not_yours", name=handover.from_name)
        if handover.signed_at is not None:
            raise Conflict("frontdesk.shift.signed", name=handover.to_name)
        audit.record(actor, acts.SHIFT_CALLED_OFF, handover, reason=reason.strip(), at=at)
        handover.delete()


def own_staff(actor: Actor) -> StaffView:
    """The clerk's place in the staff. Raises Conflict (frontdesk.shift.no_staff) for a log-in nobody belongs to."""
    staff = None if actor.user_id is None else people.staff_of_user(actor.user_id)
    if staff is None:
        raise Conflict("frontdesk.shift.no_staff")
    return staff


def items_of(actor: Actor, handover: Handover) -> list[OpenItem]:
    """What was open then, without what its reader may not hear of."""
    found = _items(handover)
    hidden = set(cases.barred_from(actor).filter(pk__in=[one.id for one in found if one.sort == "case"]))
    return [one for one in found if one.sort != "case" or one.id not in hidden]


def _items(handover: Handover) -> list[OpenItem]:
    return [OpenItem(**one) for one in json.loads(handover.items or "[]")]


def _for_the_book(handover: Handover) -> list[str]:
    """Lines for the log book, which everybody of the department reads."""
    found = _items(handover)
    told = cases.told_openly([one.id for one in found if one.sort == "case"])
    return [one.label for one in found if one.sort != "case" or one.id in told]


def _log(actor: Actor, handover: Handover, at: datetime) -> int | None:
    staff = people.staff_by_id([handover.from_staff_id]).get(handover.from_staff_id)
    if staff is None:
        return None
    words = handover.words or _("前台交接班")
    text = _("{words}（{given}交班，{taken}接班：{remark}）").format(
        words=words, given=handover.from_name, taken=handover.to_name, remark=handover.remark or _("无异议")
    )
    draft = people.LogDraft(
        kind="duty",
        department_id=staff.department_id,
        author_id=staff.id,
        receiver_id=handover.to_staff_id,
        happened_at=handover.given_at,
        text=text,
        unfinished="\n".join(_for_the_book(handover)),
    )
    return people.log_write(actor=actor, draft=draft, at=at)


def _move_drafts(handover: Handover, at: datetime) -> None:
    for draft in DeskDraft.objects.filter(user_id=handover.from_user).order_by("pk"):
        draft.user_id, draft.saved_at = handover.to_user, at
        draft.tab = f"{draft.tab[:30]}-{draft.pk}"
        draft.save(update_fields=["user_id", "tab", "saved_at"])


def _held(actor: Actor, handover_id: int) -> Handover:
    reach = actor.reach(SHIFT_READ)
    found: Handover | None = Handover.objects.filter(pk=handover_id).select_for_update(of=("self",)).first()
    if found is None or not (
        bool(reach) if found.community_id is None else reach.covers_community(found.community_id)
    ):
        raise NotFound("not_found", noun="frontdesk.handover")
    return found
