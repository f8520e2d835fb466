"""Local security information passed on to guards and residents, and equipment shared with others.

Sources: catalogue A INC-04, INC-07, INC-11.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import Recipient
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import BriefReading, BriefSort, FacilityUse, SafetyBrief, SharedFacility
from anju.modules.community.permissions import SAFETY_READ, SAFETY_WRITE
from anju.modules.community.queries import defence as reads
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping
from anju.modules.community.services.uploads import Upload, kept

BRIEFS = keeping.Book(
    SafetyBrief, SAFETY_WRITE, SAFETY_READ, actions.BRIEF_SAVED, ("sort", "title", "source", "area", "valid_until")
)  # fmt: skip
FACILITIES = keeping.Book(
    SharedFacility, SAFETY_WRITE, SAFETY_READ, actions.FACILITY_SAVED,
    ("thing", "partner", "starts_on", "ends_on", "terms"),
)  # fmt: skip
NOTICE_PUBLISH = "messages.notice:publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefDraft:
    """received_at: aware. valid_until: the last day it matters, None for no end."""

    sort: str
    title: str
    text: str
    source: str
    received_at: datetime
    area: str = ""
    valid_until: date | None = None
    photo: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityDraft:
    thing: str
    partner: str
    starts_on: date
    contact: str = ""
    phone: str = ""
    ends_on: date | None = None
    terms: str = ""


def brief_save(
    *, actor: Actor, community_id: int, draft: BriefDraft, at: datetime, brief_id: int | None = None
) -> int:
    """Take information down. Raises Forbidden, NotFound, Invalid (sort, words, received_at, photo)."""
    if draft.sort not in BriefSort.values:
        raise Invalid("community.safety.choice", "sort")
    if draft.received_at > at:
        raise Invalid("community.safety.future", "received_at")
    values = {
        "sort": draft.sort, "title": rules.words(draft.title, "title", longest=60),
        "text": rules.words(draft.text, "text", longest=1000),
        "source": rules.words(draft.source, "source", longest=60),
        "area": rules.words(draft.area, "area", longest=80, needed=False),
        "received_at": draft.received_at, "valid_until": draft.valid_until, "noted_by": actor.name[:60],
    }  # fmt: skip
    with transaction.atomic():
        photo = kept(actor, keeping.SAFETY_PHOTO, draft.photo)
        if photo is not None:
            values["photo"] = photo
        row = keeping.save(BRIEFS, actor=actor, community_id=community_id, values=values, at=at, pk=brief_id)
    return int(row.pk)


def brief_share(*, actor: Actor, brief_id: int, at: datetime) -> int:
    """Pass a brief on to the guards: it stands on their phones, and each gets a message. Returns how many are told.

    Raises Forbidden, NotFound, Conflict (community.brief.shared).
    """
    with transaction.atomic():
        row = keeping.held(BRIEFS, actor, brief_id)
        if row.shared_at is not None:
            raise Conflict("community.brief.shared")
        row.shared_at, row.shared_by = at, actor.name[:60]
        row.save(update_fields=["shared_at", "shared_by"])
        guards = reads.guards(row.community_id)
        if guards:
            messages.notify(
                template="community.brief", to=[Recipient.staff(one.id) for one in guards],
                params={"title": row.title, "text": row.text[:200]}, cause_key=f"community.brief:{row.pk}", at=at,
                community_id=row.community_id,
            )  # fmt: skip
        audit.record(actor, actions.BRIEF_SHARED, row, after={"guards": len(guards)}, at=at)
    return len(guards)


def brief_read(*, user_id: int | None, brief_id: int, at: datetime) -> None:
    """Note that the member of staff behind a login has read a brief of his community; again changes nothing.

    No right is asked: who may read is who works there. Raises NotFound.
    """
    staff = reads.reader(user_id)
    row = SafetyBrief.objects.filter(pk=brief_id, shared_at__isnull=False).first()
    if row is None or staff is None or staff.community_id not in (None, row.community_id):
        raise NotFound("community.missing")
    BriefReading.objects.get_or_create(
        brief=row, staff_id=staff.id, defaults={"name": staff.name[:60], "at": at}
    )


def brief_publish(*, actor: Actor, brief_id: int, on: date, at: datetime) -> int:
    """Make a brief a notice to residents; when the actor may publish notices it hangs, and is told, at once.

    Returns the notice's id. Raises Forbidden (needs the right to write notices), NotFound, Conflict
    (community.brief.published), Invalid (community.brief.over).
    """
    with transaction.atomic():
        row = keeping.held(BRIEFS, actor, brief_id)
        if row.notice_id is not None:
            raise Conflict("community.brief.published")
        if row.valid_until is not None and row.valid_until < on:
            raise Invalid("community.brief.over")
        draft = messages.NoticeDraft(title=row.title, body=row.text)
        notice_id = messages.notice_create(actor=actor, community_id=row.community_id, draft=draft, at=at)
        if actor.can(NOTICE_PUBLISH):
            until = None if row.valid_until is None else row.valid_until + timedelta(days=1)
            messages.notice_publish(
                actor=actor, notice_id=notice_id, publish_on=on, withdraw_on=until, tell=("residents",), at=at
            )
        row.notice_id = notice_id
        row.save(update_fields=["notice_id"])
        audit.record(actor, actions.BRIEF_PUBLISHED, row, after={"notice": notice_id}, at=at)
    return notice_id


def facility_save(
    *, actor: Actor, community_id: int, draft: FacilityDraft, at: datetime, facility_id: int | None = None
) -> int:
    """Write down an agreement. Raises Forbidden, NotFound, Invalid (words, phone, span)."""
    values = asdict(draft)
    for name, longest in (("thing", 80), ("partner", 60)):
        values[name] = rules.words(values[name], name, longest=longest)
    for name, longest in (("contact", 40), ("terms", 500)):
        values[name] = rules.words(values[name], name, longest=longest, needed=False)
    values["phone"] = rules.phone(draft.phone, needed=False)
    if draft.ends_on is not None:
        rules.check_span(draft.starts_on, draft.ends_on, "ends_on")
    row = keeping.save(
        FACILITIES, actor=actor, community_id=community_id, values=values, at=at, pk=facility_id
    )
    return int(row.pk)


def facility_use(
    *, actor: Actor, facility_id: int, by_whom: str, purpose: str, used_at: datetime, at: datetime
) -> int:
    """Log that shared equipment was used. Raises Forbidden, NotFound, Invalid (words, used_at)."""
    if used_at > at:
        raise Invalid("community.safety.future", "used_at")
    with transaction.atomic():
        row = keeping.held(FACILITIES, actor, facility_id)
        use = FacilityUse.objects.create(
            facility=row, at=used_at, by_whom=rules.words(by_whom, "by_whom", longest=60),
            purpose=rules.words(purpose, "purpose", longest=200), noted_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, actions.FACILITY_USED, row, after={"by": use.by_whom, "for": use.purpose}, at=at)
    return int(use.pk)
