"""Visitors: announced by residents, let in, let out, and in time forgotten."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import segno
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from anju.foundation import audit, locks, privacy, registry
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.kernel.identifiers.plate import parse_plate
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import Purpose, Visit, VisitState
from anju.modules.frontdesk.permissions import VISITOR_ANNOUNCE, VISITOR_REVEAL, VISITOR_SIGN
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.queries import register_settings as settings
from anju.modules.frontdesk.rules import visitors as rules
from anju.modules.frontdesk.services import registering as acts
from anju.modules.people import facade as people

BATCH = 1_000
FORGOTTEN = "＊"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """Somebody at the gate. place_id: the home he goes to, or department_id; host: whom he named. stay_until: aware."""

    community_id: int
    name: str
    phone: str = ""
    plate: str = ""
    company: str = ""
    companions: int = 0
    purpose: str = Purpose.GUEST
    words: str = ""
    place_id: int | None = None
    department_id: int | None = None
    host_id: int | None = None
    host: str = ""
    gate_id: int | None = None
    card: str = ""
    stay_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceDraft:
    """A visitor who is expected at a home. person_id: who lives there and expects him. valid_*: aware, half-open."""

    place_id: int
    name: str
    valid_from: datetime
    valid_until: datetime
    person_id: int | None = None
    phone: str = ""
    plate: str = ""
    companions: int = 0
    purpose: str = Purpose.GUEST
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitPass:
    """What a resident passes on. code: six digits, for one entry; path: address behind the QR code, for the gate."""

    visit_id: int
    number: str
    code: str
    name: str
    place_id: int
    valid_from: datetime
    valid_until: datetime
    path: str


def visitor_announce(*, actor: Actor, draft: AnnounceDraft, at: datetime, key: str = "") -> VisitPass:
    """Announce a visitor; residents may for their own homes, others need the right. The same key: the same pass.

    Raises Forbidden, NotFound (home), Invalid (name, phone, plate, span, companions), Conflict (key of another visit).
    """
    home = estate.places_by_id([draft.place_id]).get(draft.place_id)
    if home is None or home.community_id is None:
        raise NotFound("frontdesk.register.place", "place_id")
    if not acts.lives_there(actor, draft.person_id, draft.place_id, at):
        acts.must_reach(actor, VISITOR_ANNOUNCE, home.community_id)
    values = _values(draft)
    with transaction.atomic():
        known = _known(key)
        if known is not None:
            return _pass_of(known)
        hours = registry.value(settings.VISITOR_CODE_HOURS, home.community_id)
        rules.check_window(draft.valid_from, draft.valid_until, at, hours)
        host = people.persons_by_id([draft.person_id]).get(draft.person_id) if draft.person_id else None
        locks.advisory("frontdesk.visit.code", actor.org_id)
        row = Visit.objects.create(
            **values, community_id=home.community_id, number=acts.number_for("FK", actor, at), key=key or None,
            state=VisitState.ANNOUNCED, place_id=home.id, host_id=host.id if host else None,
            host=host.name[:40] if host else "", code=_fresh_code(), valid_from=draft.valid_from,
            valid_until=draft.valid_until, announced_at=at, announced_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, acts.VISIT_ANNOUNCED, row, after={"place": home.id}, at=at)
    return _pass_of(row)


def visit_sign_in(*, actor: Actor, draft: VisitDraft, at: datetime, key: str = "") -> int:
    """Note somebody who comes in without announcement. Returns the visit's id; the same key: the same visit.

    Raises Forbidden, NotFound (community, place), Invalid (name, nobody to see, phone, plate, companions, stay).
    """
    acts.must_reach(actor, VISITOR_SIGN, draft.community_id)
    for place_id, field in ((draft.place_id, "home"), (draft.gate_id, "gate")):
        places.in_community(place_id, draft.community_id, field)
    if draft.place_id is None and draft.department_id is None and not draft.host.strip():
        raise Invalid("frontdesk.visit.to_whom", "home")
    if draft.stay_until is not None and draft.stay_until <= at:
        raise Invalid("frontdesk.visit.stay", "stay_until")
    values = _values(draft)
    with transaction.atomic():
        known = _known(key)
        if known is not None:
            return int(known.pk)
        row = Visit.objects.create(
            **values, community_id=draft.community_id, number=acts.number_for("FK", actor, at), key=key or None,
            state=VisitState.INSIDE, company=draft.company.strip()[:60], place_id=draft.place_id,
            department_id=draft.department_id, host_id=draft.host_id, host=draft.host.strip()[:40],
            gate_id=draft.gate_id, card=draft.card.strip()[:20], stay_until=draft.stay_until, came_at=at,
            signed_in_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, acts.VISIT_CAME, row, at=at)
    return int(row.pk)


def visit_arrive(
    *, actor: Actor, visit_id: int, at: datetime, gate_id: int | None = None, card: str = ""
) -> None:
    """Let an announced visitor in: one click. Raises Forbidden, NotFound, Conflict (used, early, over)."""
    with transaction.atomic():
        row = _held(actor, visit_id)
        rules.check_entry(rules.Announcement(row.state, row.valid_from, row.valid_until), at)
        places.in_community(gate_id, row.community_id, "gate")
        row.state, row.came_at, row.gate_id = VisitState.INSIDE, at, gate_id
        row.card, row.signed_in_by = card.strip()[:20], actor.name[:60]
        row.save(update_fields=["state", "came_at", "gate_id", "card", "signed_in_by"])
        audit.record(actor, acts.VISIT_CAME, row, after={"announced": True}, at=at)


def visit_sign_out(
    *,
    actor: Actor,
    visit_id: int,
    at: datetime,
    gate_id: int | None = None,
    card_returned: bool = True,
) -> None:
    """Let a visitor out. Raises Forbidden, NotFound, Conflict (frontdesk.visit.not_inside)."""
    with transaction.atomic():
        row = _held(actor, visit_id)
        if row.state != VisitState.INSIDE:
            raise Conflict("frontdesk.visit.not_inside", number=row.number)
        places.in_community(gate_id, row.community_id, "gate")
        row.state, row.left_at, row.out_gate_id = VisitState.LEFT, max(at, row.came_at), gate_id
        row.card_returned = bool(row.card) and card_returned
        row.signed_out_by = actor.name[:60]
        row.save(update_fields=["state", "left_at", "out_gate_id", "card_returned", "signed_out_by"])
        audit.record(actor, acts.VISIT_LEFT, row, after={"card_returned": row.card_returned}, at=at)


def visit_cancel(*, actor: Actor, visit_id: int, at: datetime) -> None:
    """Take an announcement back: whoever lives there, or who may announce. Raises Forbidden, NotFound, Conflict."""
    with transaction.atomic():
        row = locks.row(Visit, visit_id)
        if not acts.lives_there(actor, row.host_id, row.place_id, at):
            acts.must_reach(actor, VISITOR_ANNOUNCE, row.community_id)
        if row.state != VisitState.ANNOUNCED:
            raise Conflict("frontdesk.visit.used", number=row.number)
        row.state = VisitState.CANCELLED
        row.save(update_fields=["state"])
        audit.record(actor, acts.VISIT_CANCELLED, row, at=at)


def visit_phone(*, actor: Actor, visit_id: int, at: datetime) -> str:
    """The whole number; looking at it is written down. Raises Forbidden, NotFound."""
    with transaction.atomic():
        row = locks.row(Visit, visit_id)
        acts.must_reach(actor, VISITOR_REVEAL, row.community_id)
        audit.record(actor, acts.VISIT_PHONE_SEEN, row, at=at)
    return str(row.phone)


def visit_qr(code: str, base_url: str) -> str:
    """The code of an announced visitor as a picture: a data address of an SVG; scanned, it opens his page at the gate."""
    address = base_url.rstrip("/") + reverse("frontdesk:visit_code", args=[code])
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2))


def export_noted(*, actor: Actor, community_id: int | None, count: int, at: datetime) -> None:
    """Write down that the book was exported, on the newest visit of what was given out."""
    row = (
        Visit.objects.filter(Q() if community_id is None else Q(community_id=community_id))
        .order_by("-pk")
        .first()
    )
    if row is not None:
        audit.record(actor, acts.VISITS_EXPORTED, row, after={"rows": count}, at=at)


def visits_expire(*, at: datetime) -> int:
    """Announcements whose time is over without anybody coming; returns how many. Idempotent."""
    rows = Visit.objects.filter(state=VisitState.ANNOUNCED, valid_until__lte=at)
    return int(rows.update(state=VisitState.EXPIRED))


def visits_forget(*, actor: Actor, at: datetime) -> int:
    """Take off what names visitors whose visit ended longer ago than the house keeps it; what counts them stays.

    Who is still inside is not forgotten. Returns how many rows. Idempotent. Source: PIPL art. 19; PIPL-03.
    """
    done = 0
    for community in estate.communities():
        days = registry.value(settings.VISITOR_KEEP_DAYS, community.id)
        before = rules.forget_before(acts.today(actor, at), days)
        rows = Visit.objects.filter(community_id=community.id, forgotten_at__isnull=True).exclude(
            state__in=[VisitState.INSIDE, VisitState.ANNOUNCED]
        )
        ended = Q(left_at__date__lt=before) | Q(left_at__isnull=True, valid_until__date__lt=before)
        done += int(rows.filter(ended).update(**_nobody(at)))
    return done


def person_follow(*, gone_id: int, kept_id: int | None) -> None:
    """Follow the register of persons: visits to a merged person are the other's; of a forgotten one nobody's."""
    rows = Visit.objects.filter(host_id=gone_id)
    if kept_id is None:
        rows.update(host_id=None, host="")
    else:
        rows.update(host_id=kept_id)


def _nobody(at: datetime) -> dict[str, object]:
    return {
        "name": FORGOTTEN, "phone": "", "phone_digest": "", "plate": "", "company": "", "words": "", "host": "",
        "host_id": None, "card": "", "code": "", "announced_by": "", "key": None, "forgotten_at": at,
    }  # fmt: skip


def _values(draft: VisitDraft | AnnounceDraft) -> dict[str, object]:
    """What both kinds of draft say of the visitor himself, checked."""
    phone = acts.phone_of(draft.phone)
    if draft.purpose not in Purpose.values:
        raise Invalid("frontdesk.visit.purpose", "purpose")
    if not 0 <= draft.companions <= rules.MOST_COMPANIONS:
        raise Invalid("frontdesk.visit.companions", "companions", most=rules.MOST_COMPANIONS)
    return {
        "name": acts.words_of(draft.name, "name", longest=40),
        "phone": phone,
        "phone_digest": privacy.digest(phone) if phone else "",
        "plate": _plate(draft.plate),
        "companions": draft.companions,
        "purpose": draft.purpose,
        "words": draft.words.strip()[:120],
    }


def _plate(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(parse_plate(text).number)
    except Invalid as error:
        raise Invalid("frontdesk.plate", "plate") from error


def _fresh_code() -> str:
    taken = frozenset(Visit.objects.filter(state=VisitState.ANNOUNCED).values_list("code", flat=True))
    return rules.fresh_code(secrets.randbelow(10**rules.CODE_LENGTH), taken)


def _known(key: str) -> Visit | None:
    if not key:
        return None
    locks.advisory("frontdesk.visit.key", key)
    return Visit.objects.filter(key=key).first()


def _held(actor: Actor, visit_id: int) -> Visit:
    row = locks.row(Visit, visit_id)
    acts.must_reach(actor, VISITOR_SIGN, row.community_id)
    return row


def _pass_of(row: Visit) -> VisitPass:
    return VisitPass(
        row.pk, row.number, row.code, row.name, row.place_id, row.valid_from, row.valid_until,
        reverse("frontdesk:visit_code", args=[row.code]),
    )  # fmt: skip
