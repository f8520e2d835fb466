"""The ledger of disputes: parties, reports, sessions of mediation, agreement, follow-up. Source: catalogue B CMP-10."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.engines.cases import facade as cases
from anju.foundation import audit, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.contracts import Who
from anju.modules.community.models import (
    Dispute,
    DisputeLevel,
    DisputeParty,
    DisputeReport,
    DisputeSession,
    DisputeState,
    Mediation,
    Tier,
)
from anju.modules.community.permissions import DISPUTE_READ, DISPUTE_WRITE
from anju.modules.community.queries import disputes as reads
from anju.modules.community.rules import safety as rules
from anju.modules.community.services import actions, keeping, places
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload, kept
from anju.modules.people import facade as people

# What is sealed (text, outcome, names, records) is never named in the audit.
BOOK = keeping.Book(
    Dispute, DISPUTE_WRITE, DISPUTE_READ, actions.DISPUTE_SAVED,
    ("subject", "level", "mediation", "tier", "mediator", "state"),
)  # fmt: skip
NOBODY = "＊"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDraft:
    """level: ordinary or serious. tier: who mediates, from community to city. case_id: the complaint it began as.
    staff_id: who looks after it; None leaves it to who entered it."""

    subject: str
    text: str
    level: str
    mediation: str
    tier: str
    mediator: str
    opened_on: date
    case_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    at: datetime
    place: str
    mediators: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDraft:
    """state: agreed (needs the signed agreement), failed or withdrawn. follow_on: when the parties are asked again."""

    state: str
    outcome: str
    agreement: Upload | None = None
    follow_on: date | None = None


def dispute_save(
    *, actor: Actor, community_id: int, draft: DisputeDraft, on: date, at: datetime, dispute_id: int | None = None,
    sides: Sequence[Who] = (),
) -> int:  # fmt: skip
    """Enter a dispute, with the sides that are known, or change it while it is open.

    Raises Forbidden, NotFound (case, person), Invalid (words, level, community.dispute.tier, opened_on), Conflict (.over).
    """
    chosen = (("level", DisputeLevel), ("mediation", Mediation), ("tier", Tier))
    for name, choices in chosen:
        if getattr(draft, name) not in choices.values:
            raise Invalid("community.safety.choice", name)
    rules.check_tier(draft.level, draft.tier)
    if draft.opened_on > on:
        raise Invalid("community.safety.future", "opened_on")
    values = {
        "subject": rules.words(draft.subject, "subject", longest=80),
        "text": rules.words(draft.text, "text", longest=5000), "level": draft.level,
        "mediation": draft.mediation, "tier": draft.tier,
        "mediator": rules.words(draft.mediator, "mediator", longest=60), "opened_on": draft.opened_on,
    }  # fmt: skip
    places.staff_in(community_id, [draft.staff_id], "staff")
    with transaction.atomic():
        if dispute_id is not None:
            _open(actor, dispute_id)
            values["staff_id"] = draft.staff_id
        else:
            values["staff_id"] = draft.staff_id or _own_staff(actor)
            values["opened_by"] = actor.name[:60]
            values["number"] = f"JF{on.year}-{sequences.take(f'community.dispute.{on.year}'):05}"
            values["case_id"] = _case(actor, draft.case_id, community_id, at)
        row = keeping.save(BOOK, actor=actor, community_id=community_id, values=values, at=at, pk=dispute_id)
        for one in sides:
            party_add(actor=actor, dispute_id=row.pk, name=one.name, place_id=one.place_id, chosen=one, at=at)
    return int(row.pk)


def party_add(
    *, actor: Actor, dispute_id: int, name: str, claim: str = "", place_id: int | None = None,
    chosen: Who | None = None, at: datetime,
) -> int:  # fmt: skip
    """Enter one side: who was chosen, else somebody of that name who is known in the home is tied to his record.

    Raises Forbidden, NotFound (place, person), Invalid (words), Conflict (community.dispute.over).
    """
    settled = acts.person_chosen(actor, chosen)
    name = rules.words(settled[1] if settled else name, "name", longest=60)
    with transaction.atomic():
        row = _open(actor, dispute_id)
        same_name = reads.person_in(row.community_id, place_id, name, row.opened_on)
        person_id = settled[0] if settled else same_name
        party = DisputeParty.objects.create(
            dispute=row, name=name, place_id=place_id, person_id=person_id,
            claim=rules.words(claim, "claim", longest=1000, needed=False),
        )  # fmt: skip
        audit.record(actor, actions.DISPUTE_PARTY, row, after={"party": party.pk, "person": person_id}, at=at)
    return int(party.pk)


def party_remove(*, actor: Actor, dispute_id: int, party_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (community.dispute.over)."""
    with transaction.atomic():
        row = _open(actor, dispute_id)
        if not DisputeParty.objects.filter(pk=party_id, dispute=row).delete()[0]:
            raise NotFound("community.missing")
        audit.record(actor, actions.DISPUTE_PARTY, row, before={"party": party_id}, at=at)


def report_note(
    *, actor: Actor, dispute_id: int, tier: str, to: str, told_at: datetime, at: datetime
) -> None:
    """Write down to whom it was reported and when; once for each tier.

    Raises Forbidden, NotFound, Invalid (tier, words, told_at), Conflict (community.dispute.told, .over).
    """
    if tier not in Tier.values:
        raise Invalid("community.safety.choice", "tier")
    if told_at > at:
        raise Invalid("community.safety.future", "told_at")
    with transaction.atomic():
        row = _open(actor, dispute_id)
        if row.reports.filter(tier=tier).exists():
            raise Conflict("community.dispute.told", "tier")
        to = rules.words(to, "to", longest=60)
        DisputeReport.objects.create(dispute=row, tier=tier, to=to, at=told_at, by_name=actor.name[:60])
        audit.record(actor, actions.DISPUTE_TOLD, row, after={"tier": tier, "to": to}, at=at)


def session_add(*, actor: Actor, dispute_id: int, draft: SessionDraft, at: datetime) -> int:
    """Take down a session of mediation. Raises Forbidden, NotFound, Invalid (words, at), Conflict (.over)."""
    if draft.at > at:
        raise Invalid("community.safety.future", "at")
    with transaction.atomic():
        row = _open(actor, dispute_id)
        session = DisputeSession.objects.create(
            dispute=row, at=draft.at, place=rules.words(draft.place, "place", longest=80),
            mediators=rules.words(draft.mediators, "mediators", longest=80),
            record=rules.words(draft.record, "record", longest=10_000),
        )  # fmt: skip
        audit.record(actor, actions.DISPUTE_MET, row, after={"session": session.pk}, at=at)
    return int(session.pk)


def dispute_end(*, actor: Actor, dispute_id: int, draft: EndDraft, on: date, at: datetime) -> None:
    """Close a dispute. One that was mediated needs its sessions and all reports its level asks for.

    Raises Forbidden, NotFound, Invalid (state, outcome, community.dispute.agreement), Conflict (.over, .unreported,
    .no_session).
    """
    if draft.state not in DisputeState.values or draft.state == DisputeState.OPEN:
        raise Invalid("community.safety.choice", "state")
    if draft.state == DisputeState.AGREED and draft.agreement is None:
        raise Invalid("community.dispute.agreement", "agreement")
    with transaction.atomic():
        row = _open(actor, dispute_id)
        if draft.state != DisputeState.WITHDRAWN:
            told = set(row.reports.values_list("tier", flat=True))
            rules.check_settled(row.level, told, row.sessions.count())
        row.outcome = rules.words(draft.outcome, "outcome", longest=5000)
        row.agreement = kept(actor, keeping.DISPUTE_PAPER, draft.agreement)
        row.state, row.closed_on, row.follow_on = draft.state, on, draft.follow_on
        row.save()
        audit.record(actor, actions.DISPUTE_ENDED, row, after={"state": row.state}, at=at)


def dispute_follow(*, actor: Actor, dispute_id: int, words: str, on: date, at: datetime) -> None:
    """Write down how the parties stand afterwards. Raises Forbidden, NotFound, Invalid, Conflict (.still_open)."""
    words = rules.words(words, "words", longest=2000)
    with transaction.atomic():
        row = keeping.held(BOOK, actor, dispute_id)
        if row.state == DisputeState.OPEN:
            raise Conflict("community.dispute.still_open")
        row.follow_up, row.followed_on = words, on
        row.save(update_fields=["follow_up", "followed_on"])
        audit.record(actor, actions.DISPUTE_FOLLOWED, row, after={"on": on.isoformat()}, at=at)


def export_noted(*, actor: Actor, row: Dispute, count: int, at: datetime) -> None:
    """The ledger left the house as a spreadsheet, or a record as a paper."""
    audit.record(actor, actions.DISPUTES_EXPORTED, row, after={"rows": count}, at=at)


def person_follow(*, gone_id: int, kept_id: int) -> None:
    """A person was merged into another: his disputes are the other's. Idempotent."""
    DisputeParty.objects.filter(person_id=gone_id).update(person_id=kept_id)


def person_forget(actor: Actor, person_id: int, at: datetime) -> int:
    """Take a person's name out of disputes that are over; open ones are kept (PIPL art. 47). Returns how many."""
    rows = DisputeParty.objects.filter(person_id=person_id).exclude(dispute__state=DisputeState.OPEN)
    found = list(rows.select_related("dispute"))
    for one in found:
        one.person_id, one.place_id, one.name, one.claim = None, None, NOBODY, ""
        one.save(update_fields=["person_id", "place_id", "name", "claim"])
        audit.record(actor, actions.DISPUTE_FORGOTTEN, one.dispute, after={"party": one.pk}, at=at)
    return len(found)


def _open(actor: Actor, dispute_id: int) -> Dispute:
    row: Dispute = keeping.held(BOOK, actor, dispute_id)
    if row.state != DisputeState.OPEN:
        raise Conflict("community.dispute.over", number=row.number)
    return row


def _own_staff(actor: Actor) -> int | None:
    own = people.staff_of_user(actor.user_id) if actor.user_id is not None else None
    return own.id if own else None


def _case(actor: Actor, case_id: int | None, community_id: int, at: datetime) -> int | None:
    """A case the actor may see, of the same community. Raises NotFound."""
    if case_id is None:
        return None
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    if view.row.community_id != community_id:
        raise NotFound("community.missing", "case")
    return case_id
