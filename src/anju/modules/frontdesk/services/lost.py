"""Lost and found: noted, told in public, given back against proof, or handed over to the authority.

Sources: Civil Code arts. 314 to 318.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from anju.engines.messages import facade as messages
from anju.engines.messages.contracts import LANGUAGES, Recipient
from anju.foundation import audit, files, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.models import FoundState, FoundThing, LostReport, LostState, ThingSort
from anju.modules.frontdesk.permissions import LOST_GIVE, LOST_NOTE
from anju.modules.frontdesk.queries import register_places as places
from anju.modules.frontdesk.rules import lost as rules
from anju.modules.frontdesk.services import registering as acts


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDraft:
    """secret: marks that are not told in public and prove the owner. photo: bytes of a picture."""

    community_id: int
    name: str
    sort: str
    found_at: datetime
    finder: str
    kept_at: str
    words: str = ""
    secret: str = ""
    place_id: int | None = None
    spot: str = ""
    finder_phone: str = ""
    staff_id: int | None = None
    photo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LostDraft:
    community_id: int
    name: str
    sort: str
    lost_at: datetime
    reporter: str
    words: str = ""
    place_id: int | None = None
    spot: str = ""
    phone: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """Who takes a thing. paper and number: identity paper that was seen; proof: how he knew it was his; signature: PNG."""

    name: str
    paper: str
    number: str
    proof: str
    signature: bytes
    phone: str = ""
    report_id: int | None = None


def found_note(*, actor: Actor, draft: FoundDraft, at: datetime) -> int:
    """Take down a thing found. Returns its id. Raises Forbidden, NotFound (community, place), Invalid."""
    acts.must_reach(actor, LOST_NOTE, draft.community_id)
    places.in_community(draft.place_id, draft.community_id, "place")
    _check_sort(draft.sort)
    rules.check_moment(draft.found_at, at)
    with transaction.atomic():
        photo = None
        if draft.photo:
            photo = files.keep(actor=actor, what=acts.THING_PHOTO, name="found.jpg", data=draft.photo)
        row = FoundThing.objects.create(
            community_id=draft.community_id, number=acts.number_for("SW", actor, at), sort=draft.sort,
            name=acts.words_of(draft.name, "name", longest=60), words=draft.words.strip()[:300],
            secret=draft.secret.strip()[:200], photo=photo, place_id=draft.place_id,
            spot=draft.spot.strip()[:80], found_at=draft.found_at,
            finder=acts.words_of(draft.finder, "finder", longest=40),
            finder_phone=acts.phone_of(draft.finder_phone, "finder_phone"), staff_id=draft.staff_id,
            kept_at=acts.words_of(draft.kept_at, "kept_at", longest=60), noted_by=actor.name[:60], noted_at=at,
        )  # fmt: skip
        audit.record(actor, acts.FOUND_NOTED, row, after={"name": row.name}, at=at)
    return int(row.pk)


def lost_note(*, actor: Actor, draft: LostDraft, at: datetime) -> int:
    """Take down what somebody misses. Returns its id. Raises Forbidden, NotFound, Invalid."""
    acts.must_reach(actor, LOST_NOTE, draft.community_id)
    places.in_community(draft.place_id, draft.community_id, "place")
    _check_sort(draft.sort)
    rules.check_moment(draft.lost_at, at)
    with transaction.atomic():
        row = LostReport.objects.create(
            community_id=draft.community_id, number=acts.number_for("YS", actor, at), sort=draft.sort,
            name=acts.words_of(draft.name, "name", longest=60), words=draft.words.strip()[:300],
            place_id=draft.place_id, spot=draft.spot.strip()[:80], lost_at=draft.lost_at,
            person_id=draft.person_id, reporter=acts.words_of(draft.reporter, "reporter", longest=40),
            phone=acts.phone_of(draft.phone), noted_at=at, noted_by=actor.name[:60],
        )  # fmt: skip
        audit.record(actor, acts.LOST_NOTED, row, after={"name": row.name}, at=at)
    return int(row.pk)


def found_give(*, actor: Actor, found_id: int, claim: ClaimDraft, at: datetime) -> None:
    """Give a thing back to its owner: identity seen, marks told, signed. A report of his is settled with it; open
    claims of others end with a reason, and they are told.

    Raises Forbidden, NotFound, Invalid (words, signature), Conflict (frontdesk.found.gone).
    """
    if not claim.signature:
        raise Invalid("frontdesk.found.signature", "signature")
    with transaction.atomic():
        row = _kept(actor, found_id)
        row.signature = files.keep(
            actor=actor, what=acts.SIGNATURE, name="signature.png", data=claim.signature
        )
        row.state, row.claimant = FoundState.RETURNED, acts.words_of(claim.name, "name", longest=40)
        row.claimant_phone = acts.phone_of(claim.phone)
        row.claimant_paper = acts.words_of(claim.paper, "paper", longest=40)
        row.claimant_number = acts.words_of(claim.number, "number", longest=40)
        row.proof = acts.words_of(claim.proof, "proof")
        row.ended_at, row.ended_by = at, actor.name[:60]
        row.save()
        if claim.report_id is not None:
            report = locks.row(LostReport, claim.report_id, community_id=row.community_id)
            report.state, report.found, report.closed_at = LostState.FOUND, row, at
            report.save(update_fields=["state", "found", "closed_at"])
        _claims_end(actor, row, claim.report_id, acts.GIVEN_AWAY, at)
        audit.record(
            actor, acts.FOUND_GIVEN, row, after={"to": row.claimant, "paper": row.claimant_paper}, at=at
        )


def found_hand_over(*, actor: Actor, found_id: int, authority: str, receipt: str, at: datetime) -> None:
    """Hand a thing that nobody claimed over to the authority (art. 314).

    Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.found.gone).
    """
    with transaction.atomic():
        row = _kept(actor, found_id)
        row.state = FoundState.HANDED_OVER
        row.authority = acts.words_of(authority, "authority", longest=80)
        row.receipt = acts.words_of(receipt, "receipt", longest=80)
        row.ended_at, row.ended_by = at, actor.name[:60]
        row.save(update_fields=["state", "authority", "receipt", "ended_at", "ended_by"])
        _claims_end(actor, row, None, acts.HANDED_AWAY, at)
        audit.record(actor, acts.FOUND_HANDED, row, after={"authority": row.authority}, at=at)


def found_reopen(*, actor: Actor, found_id: int, reason: str, at: datetime) -> None:
    """Take back a hand-out that was noted by mistake: the thing is here. Raises Forbidden, NotFound, Invalid, Conflict."""
    reason = acts.words_of(reason, "reason")
    with transaction.atomic():
        row = locks.row(FoundThing, found_id)
        acts.must_reach(actor, LOST_GIVE, row.community_id)
        if row.state == FoundState.KEPT:
            raise Conflict("frontdesk.found.kept", number=row.number)
        before = {"state": row.state, "to": row.claimant or row.authority}
        row.reports.update(state=LostState.OPEN, found=None, closed_at=None)
        row.claims.filter(state=LostState.CLOSED, closed_at=row.ended_at).update(
            state=LostState.OPEN, closed_at=None, closed_why=""
        )
        row.state, row.signature, row.ended_at, row.ended_by = FoundState.KEPT, None, None, ""
        for name in (
            "claimant",
            "claimant_phone",
            "claimant_paper",
            "claimant_number",
            "proof",
            "authority",
            "receipt",
        ):
            setattr(row, name, "")
        row.save()
        audit.record(actor, acts.FOUND_REOPENED, row, before=before, reason=reason, at=at)


def found_tell(*, actor: Actor, community_id: int, at: datetime) -> int:
    """Draft a notice of all things kept that were not told yet; from now on their year runs. Returns the notice's id.

    What proves the owner is not in it. Raises Forbidden, NotFound, Conflict (frontdesk.found.nothing).
    """
    acts.must_reach(actor, LOST_GIVE, community_id)
    with transaction.atomic():
        rows = list(
            FoundThing.objects.select_for_update(of=("self",))
            .filter(community_id=community_id, state=FoundState.KEPT, notice_on__isnull=True)
            .order_by("found_at", "pk")[:100]
        )
        if not rows:
            raise Conflict("frontdesk.found.nothing")
        today = acts.today(actor, at)
        draft = messages.NoticeDraft(title=_("失物招领"), body=_body(actor, rows))
        notice_id = messages.notice_create(actor=actor, community_id=community_id, draft=draft, at=at)
        FoundThing.objects.filter(pk__in=[one.pk for one in rows]).update(notice_on=today)
        for row in rows:
            audit.record(actor, acts.FOUND_TOLD, row, after={"notice": notice_id}, at=at)
    return notice_id


def lost_close(*, actor: Actor, report_id: int, reason: str, at: datetime) -> None:
    """End a search without a thing. Raises Forbidden, NotFound, Invalid, Conflict (frontdesk.lost.closed)."""
    reason = acts.words_of(reason, "reason")
    with transaction.atomic():
        row = locks.row(LostReport, report_id)
        acts.must_reach(actor, LOST_NOTE, row.community_id)
        if row.state != LostState.OPEN:
            raise Conflict("frontdesk.lost.closed", number=row.number)
        row.state, row.closed_at, row.closed_why = LostState.CLOSED, at, reason
        row.save(update_fields=["state", "closed_at", "closed_why"])
        audit.record(actor, acts.LOST_CLOSED, row, reason=reason, at=at)


def person_follow(*, gone_id: int, kept_id: int | None) -> None:
    """Follow the register of persons: merged into `kept_id`, or forgotten."""
    rows = LostReport.objects.filter(person_id=gone_id)
    if kept_id is None:
        rows.update(person_id=None, reporter="＊", phone="", marks="")
    else:
        rows.update(person_id=kept_id)


def _body(actor: Actor, rows: list[FoundThing]) -> str:
    named = estate.places_by_id([one.place_id for one in rows if one.place_id])
    lines = [_("以下物品由服务中心保管，请失主携带有效证件前来认领：")]
    for row in rows:
        day = acts.local(actor, row.found_at)
        place = named[row.place_id].name if row.place_id in named else row.spot
        told = {
            "number": row.number,
            "month": day.month,
            "day": day.day,
            "name": row.name,
            "place": place or _("小区内"),
        }
        lines.append(_("{number}：{month}月{day}日在{place}拾得{name}。").format(**told))
    lines.append(_("逾期无人认领的，将依法移交有关部门。"))
    return "\n".join(lines)


def _claims_end(actor: Actor, row: FoundThing, but: int | None, why: Any, at: datetime) -> None:
    """End the open claims of a thing that has gone, and tell who made them. but: the report it was given for."""
    open_claims = row.claims.select_for_update(no_key=True).filter(state=LostState.OPEN).exclude(pk=but)
    for one in open_claims.order_by("pk"):
        one.state, one.closed_at, one.closed_why = LostState.CLOSED, at, str(why)[:200]
        one.save(update_fields=["state", "closed_at", "closed_why"])
        audit.record(actor, acts.LOST_CLOSED, one, reason=one.closed_why, at=at)
        if one.person_id is not None:
            messages.notify(
                template="frontdesk.claim_ended", to=Recipient.person(one.person_id), at=at,
                params={"thing": row.name, "number": row.number, "why": _in_each(why)},
                cause_key=f"claim:{one.pk}:{at:%Y%m%d%H%M%S}", community_id=row.community_id,
                link=reverse("resident:found"),
            )  # fmt: skip


def _in_each(words: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(words)
    return found


def _kept(actor: Actor, found_id: int) -> FoundThing:
    row = locks.row(FoundThing, found_id)
    acts.must_reach(actor, LOST_GIVE, row.community_id)
    if row.state != FoundState.KEPT:
        raise Conflict("frontdesk.found.gone", number=row.number)
    return row


def _check_sort(sort: str) -> None:
    if sort not in ThingSort.values:
        raise Invalid("frontdesk.lost.sort", "sort")
