"""What the registers of dogs and merchants share: numbers, persons, cases, reopening, and the deeds the audit knows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft
from anju.foundation import audit, files, sequences
from anju.foundation.actors import Actor
from anju.foundation.permissions import Permission
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.kernel.identifiers.phone import parse_phone
from anju.modules.community.contracts import Who
from anju.modules.community.models import DogCampaign, DogLadder, JointAction, NeighbourCase, StreetFinding
from anju.modules.community.permissions import (
    DOG_MEASURE,
    DOG_READ,
    MERCHANT_ACT,
    MERCHANT_READ,
    MERCHANT_WRITE,
)
from anju.modules.community.queries import reach
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk
from anju.modules.people import facade as people

DOG_SAVED = audit.action("community.dog.saved", _("登记或修改犬只"))
DOG_STATE = audit.action("community.dog.state", _("改变犬只状态"))
DOG_PHONE_SEEN = audit.action("community.dog.phone_seen", _("查看饲养人电话"))
LADDER_OPENED = audit.action("community.dog.ladder_opened", _("建立养犬处置"))
STEP_PLANNED = audit.action("community.dog.step_planned", _("安排养犬处置步骤"))
STEP_RECORDED = audit.action("community.dog.step_recorded", _("记录养犬处置步骤"))
LADDER_CLOSED = audit.action("community.dog.ladder_closed", _("结束养犬处置"))
DOG_CAMPAIGN = audit.action("community.dog.campaign", _("组织养犬检查"))
DOG_CHECKED = audit.action("community.dog.checked", _("登记养犬检查结果"))
DOG_CAMPAIGN_CLOSED = audit.action("community.dog.campaign_closed", _("结束养犬检查"))
MERCHANT_SAVED = audit.action("community.merchant.saved", _("登记或修改商户"))
MERCHANT_STATE = audit.action("community.merchant.state", _("改变商户状态"))
MERCHANT_PHONE_SEEN = audit.action("community.merchant.phone_seen", _("查看经营者电话"))
EQUIPMENT_SAVED = audit.action("community.merchant.equipment", _("维护商户设备"))
CLEANED = audit.action("community.merchant.cleaned", _("登记设备清洗"))
CHECKED = audit.action("community.merchant.checked", _("检查商户"))
CHECK_CLOSED = audit.action("community.merchant.check_closed", _("复查销项"))
CASE_LINKED = audit.action("community.neighbour.case", _("关联事项"))
ACTION_SAVED = audit.action("community.action.saved", _("建立联合整治"))
ACTION_STEP = audit.action("community.action.step", _("安排或完成整治事项"))
ACTION_CLOSED = audit.action("community.action.closed", _("联合整治结案"))
STREET_NOTED = audit.action("community.street.noted", _("登记街面问题"))
STREET_MOVED = audit.action("community.street.moved", _("跟进街面问题"))
REOPENED = audit.action("community.neighbour.reopened", _("重新打开"))

DOG_PHOTO = files.purpose("community.dog", reading=DOG_READ, photo=True)
DOG_EVIDENCE = files.purpose("community.dog_evidence", reading=DOG_READ)
MERCHANT_PHOTO = files.purpose("community.merchant", reading=MERCHANT_READ, photo=True)
MERCHANT_PAPER = files.purpose("community.merchant_paper", reading=MERCHANT_READ)

CLOSED = {
    "ladder": (DogLadder, DOG_MEASURE, DOG_READ),
    "campaign": (DogCampaign, DOG_MEASURE, DOG_READ),
    "action": (JointAction, MERCHANT_ACT, MERCHANT_READ),
    "street": (StreetFinding, MERCHANT_WRITE, MERCHANT_READ),
}


def local_day(actor: Actor, at: datetime) -> date:
    return at.astimezone(ZoneInfo(actor.time_zone)).date()


def number_for(prefix: str, actor: Actor, at: datetime) -> str:
    """The next number of a register in the local year, such as QD2026-000012; without gaps."""
    return sequences.numbered("community", prefix, local_day(actor, at).year)


def words_of(text: str, field: str, *, longest: int = 200) -> str:
    """What must be written. Raises Invalid (community.words: params longest)."""
    text = text.strip()
    if not text or len(text) > longest:
        raise Invalid("community.words", field, longest=longest)
    return text


def phone_of(text: str, field: str = "phone") -> str:
    """A telephone in its plain form; "" stays "". Raises Invalid (frontdesk.phone)."""
    if not text.strip():
        return ""
    try:
        return parse_phone(text).number
    except Invalid as error:
        raise Invalid("frontdesk.phone", field) from error


def not_later(on: date, today: date, field: str) -> None:
    """Raises Invalid (community.future)."""
    if on > today:
        raise Invalid("community.future", field)


def in_community(place_id: int | None, community_id: int) -> None:
    """Raises NotFound for a place of another community."""
    if place_id is None:
        return
    found = estate.places_by_id([place_id]).get(place_id)
    if found is None or found.community_id != community_id:
        raise NotFound("frontdesk.register.place", "place")


def same_community(one: int, other: int) -> None:
    """Raises NotFound (community.missing)."""
    if one != other:
        raise NotFound("community.missing")


def keeper_of(place_id: int | None, name: str, on: date) -> tuple[int | None, str]:
    """(person, name) of who keeps something at a home: whoever of it has this name; without a name, its contact."""
    if place_id is None:
        return None, name
    found = people.homes([place_id], on).get(place_id)
    tied = found.people if found is not None else ()
    if name:
        hits = {one.person.id for one in tied if one.person.name == name}
        return (hits.pop() if len(hits) == 1 else None), name
    contact = next((one for one in tied if one.is_contact), tied[0] if tied else None)
    return (contact.person.id, contact.person.name[:40]) if contact else (None, "")


def person_chosen(
    actor: Actor, chosen: Who | None, known: int | None = None
) -> tuple[int | None, str] | None:
    """(person, name) that a form settled on; None where a name alone may mean somebody of the home.

    known: who is linked already, whom the actor need not see. Raises NotFound (people.person.missing).
    """
    if chosen is None or (chosen.person_id is None and chosen.linked):
        return None
    if chosen.person_id is None:
        return None, chosen.name
    if chosen.person_id == known:
        found = people.persons_by_id([known]).get(known)
        return known, found.name if found else chosen.name
    person = people.person_seen(actor, chosen.person_id)
    return person.id, person.name


def operator_of(name: str, phone: str) -> int | None:
    """The person or company of the register with exactly this name and telephone; None when nobody or several."""
    hits = [one.id for one in people.persons_by_phone(phone) if one.name == name] if phone else []
    return hits[0] if len(hits) == 1 else None


def case_open(*, actor: Actor, draft: CaseDraft, about: dict[str, Any], at: datetime) -> int:
    """Open a case through the desk and keep what it is about. Raises as frontdesk.report."""
    with transaction.atomic():
        opened = frontdesk.report(actor=actor, draft=draft, at=at)
        row = NeighbourCase.objects.create(case_id=opened.case_id, **about)
        audit.record(
            actor,
            CASE_LINKED,
            row,
            after={"case": opened.number},
            community_id=draft.community_id,
            at=at,
        )
    return opened.case_id


def case_link(*, actor: Actor, community_id: int, reference: str, about: dict[str, Any], at: datetime) -> int:
    """Keep that a case known by its number is about something here; a second time changes nothing.

    Raises Invalid (community.case.unknown) also for a case out of reach or of another community.
    """
    found = next(
        (
            one
            for one in cases.find(actor=actor, text=reference.strip().upper())
            if one.number == reference.strip().upper() and one.community_id == community_id
        ),
        None,
    )
    if found is None:
        raise Invalid("community.case.unknown", "reference")
    with transaction.atomic():
        row, fresh = NeighbourCase.objects.get_or_create(case_id=found.id, **about)
        if fresh:
            audit.record(
                actor, CASE_LINKED, row, after={"case": found.number}, community_id=community_id, at=at
            )
    return found.id


def reopen(*, actor: Actor, what: str, pk: int, reason: str, at: datetime) -> None:
    """Take back that something was closed. what: ladder, campaign, action or street.

    Raises Forbidden, NotFound, Invalid (reason), Conflict (community.open).
    """
    model, permission, reading = CLOSED[what]
    reason = words_of(reason, "reason")
    with transaction.atomic():
        row = reach.one(model, pk, actor=actor, permission=permission, reading=reading, lock=True)
        if row.closed_on is None:
            raise Conflict("community.open")
        row.closed_on = None
        row.save(update_fields=["closed_on"])
        audit.record(actor, REOPENED, row, reason=reason, at=at)


def still_open(model: Any, pk: int, actor: Actor, permission: Permission, reading: Permission) -> Any:
    """A row that is not closed, locked. Raises Forbidden, NotFound, Conflict (community.closed)."""
    row = reach.one(model, pk, actor=actor, permission=permission, reading=reading, lock=True)
    if row.closed_on is not None:
        raise Conflict("community.closed")
    return row
