"""Owners' proposals: a suggestion is a case; here it is published, supported and answered. Source: B CSR-14, A CS-05."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseDraft, Move, Reporter
from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.community.models import Origin, Proposal, ProposalSupport
from anju.modules.community.permissions import IDEA_ANSWER, IDEA_READ, IDEA_SUPPORT, IDEA_WRITE
from anju.modules.community.queries import reach
from anju.modules.community.rules.ideas import ANSWERED
from anju.modules.community.rules.words import words_of
from anju.modules.community.services import actions
from anju.modules.estate import facade as estate
from anju.modules.frontdesk import facade as frontdesk

NOBODY = Reporter()
KIND = "suggestion"
# How a case of each origin came in.
CHANNELS = {
    Origin.PORTAL: "app", Origin.DESK: "desk", Origin.BOX: "box", Origin.MEETING: "visit", Origin.CAMPAIGN: "visit",
    Origin.SURVEY: "web", Origin.GROUP: "chat",
}  # fmt: skip
ORIGINS = {
    "app": Origin.PORTAL, "web": Origin.PORTAL, "qr": Origin.PORTAL, "wechat": Origin.GROUP, "chat": Origin.GROUP,
    "box": Origin.BOX, "visit": Origin.CAMPAIGN,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDraft:
    """place_id: the home it comes from, which is its first supporter; None for nobody named."""

    title: str
    text: str
    origin: str
    place_id: int | None = None
    reporter: Reporter = NOBODY


def proposal_raise(
    *, actor: Actor, community_id: int, draft: ProposalDraft, at: datetime, key: str = "", published: bool = False
) -> int:  # fmt: skip
    """Open the case of a proposal and put it on the ledger; the same key gives the same one. Returns the proposal.

    published: for all homes at once; what residents send in waits for the desk.
    Raises Forbidden, NotFound, Invalid (title, text, origin), and those of cases.case_open.
    """
    reach.require_at(actor, IDEA_WRITE if published else IDEA_SUPPORT, community_id, IDEA_READ)
    title, text = _said(draft.title, draft.text)
    if draft.origin not in Origin.values:
        raise Invalid("community.idea.origin", "origin")
    if draft.place_id is not None and estate.place(draft.place_id).community_id != community_id:
        raise NotFound("community.missing", "home")
    with transaction.atomic():
        case = CaseDraft(
            kind=KIND, community_id=community_id, title=title, words=text or title, place_id=draft.place_id,
            channel=CHANNELS[Origin(draft.origin)], reporter=draft.reporter,
        )  # fmt: skip
        opened = frontdesk.report(actor=actor, draft=case, at=at, key=key)
        row, made = Proposal.objects.get_or_create(
            case_id=opened.case_id,
            defaults={
                "community_id": community_id, "title": title, "text": text, "origin": draft.origin,
                "place_id": draft.place_id, "raised_at": at, "published_at": at if published else None,
            },
        )  # fmt: skip
        if made and draft.place_id is not None:
            person = draft.reporter.person_id
            ProposalSupport.objects.create(proposal=row, place_id=draft.place_id, person_id=person, at=at)
        if made:
            audit.record(actor, actions.PROPOSAL_NOTED, row, after={"title": title}, at=at)
    return int(row.pk)


def proposal_collect(*, actor: Actor, case_id: int, title: str, text: str, at: datetime) -> int:
    """Put a suggestion that came in by another way on the ledger, in words that may be published; once.

    Raises Forbidden, NotFound, Invalid (community.idea.no_suggestion, title, text), Conflict (community.idea.collected).
    """
    view = cases.case_view(actor=actor, case_id=case_id, at=at)
    reach.require_at(actor, IDEA_WRITE, view.row.community_id, IDEA_READ)
    if view.row.kind != KIND:
        raise Invalid("community.idea.no_suggestion", "case")
    title, text = _said(title, text)
    decided = view.fields.get("decision") in ANSWERED
    try:
        with transaction.atomic():
            row = Proposal.objects.create(
                community_id=view.row.community_id, case_id=case_id, title=title, text=text,
                origin=ORIGINS.get(view.row.channel, Origin.DESK), raised_at=view.row.opened_at, published_at=at,
                answered_at=at if decided else None,
            )  # fmt: skip
            audit.record(actor, actions.PROPOSAL_NOTED, row, after={"case": view.row.number}, at=at)
    except IntegrityError as error:
        raise Conflict("community.idea.collected") from error
    return int(row.pk)


def proposal_publish(
    *, actor: Actor, proposal_id: int, published: bool, title: str, text: str, at: datetime
) -> None:
    """Show it to all homes in these words, or take it back. Raises Forbidden, NotFound, Invalid (title, text)."""
    title, text = _said(title, text)
    with transaction.atomic():
        row = _held(actor, proposal_id, IDEA_WRITE)
        before = {"title": row.title, "published": row.published_at is not None}
        row.title, row.text = title, text
        row.published_at = (row.published_at or at) if published else None
        row.save(update_fields=["title", "text", "published_at"])
        after = {"title": title, "published": published}
        audit.record(actor, actions.PROPOSAL_PUBLISHED, row, before=before, after=after, at=at)


def proposal_support(
    *, actor: Actor, proposal_id: int, place_id: int, person_id: int | None = None, at: datetime
) -> None:
    """A home is for it, once. Raises Forbidden, NotFound, Conflict (community.idea.supported, .settled)."""
    with transaction.atomic():
        row = _open(actor, proposal_id, place_id)
        try:
            with transaction.atomic():
                ProposalSupport.objects.create(proposal=row, place_id=place_id, person_id=person_id, at=at)
        except IntegrityError as error:
            raise Conflict("community.idea.supported", "home") from error
        audit.record(actor, actions.PROPOSAL_SUPPORTED, row, after={"home": place_id}, at=at)


def proposal_unsupport(*, actor: Actor, proposal_id: int, place_id: int, at: datetime) -> None:
    """A home takes its support back. Raises Forbidden, NotFound, Conflict (community.idea.settled)."""
    with transaction.atomic():
        row = _open(actor, proposal_id, place_id)
        gone, _each = row.supports.filter(place_id=place_id).delete()
        if gone:
            audit.record(actor, actions.PROPOSAL_SUPPORTED, row, before={"home": place_id}, at=at)


def proposal_answer(*, actor: Actor, proposal_id: int, decision: str, answer: str, at: datetime) -> None:
    """Say whether it is taken and why: the answer of its case, which tells whoever proposed it.

    Raises Forbidden, NotFound, Invalid (decision, answer), Conflict (community.idea.settled), those of cases.case_move.
    """
    if decision not in ANSWERED:
        raise Invalid("community.idea.decision", "decision")
    answer = words_of(answer, "answer", longest=1_000)
    with transaction.atomic():
        row = _held(actor, proposal_id, IDEA_ANSWER)
        if row.answered_at is not None:
            raise Conflict("community.idea.settled")
        move = Move(transition="finish", fields={"decision": decision, "answer": answer})
        cases.case_move(actor=actor, case_id=row.case_id, move=move, at=at)
        row.answered_at = at
        row.save(update_fields=["answered_at"])
        audit.record(
            actor, actions.PROPOSAL_ANSWERED, row, after={"decision": decision, "answer": answer}, at=at
        )


def case_followed(*, case_id: int, at: datetime) -> None:
    """The case was answered, or taken up again, on another page. Idempotent."""
    row = Proposal.objects.select_related("case").filter(case_id=case_id).first()
    if row is None:
        return
    decided = row.case.fields.get("decision") in ANSWERED and row.case.state in ("done", "closed")
    if decided != (row.answered_at is not None):
        Proposal.objects.filter(pk=row.pk).update(answered_at=at if decided else None)


def _said(title: str, text: str) -> tuple[str, str]:
    return words_of(title, "title", longest=80), words_of(text, "text", longest=1_000, needed=False)


def _held(actor: Actor, proposal_id: int, permission: Any) -> Any:
    return reach.one(Proposal, proposal_id, actor=actor, permission=permission, reading=IDEA_READ, lock=True)


def _open(actor: Actor, proposal_id: int, place_id: int) -> Any:
    """A published proposal that has no answer yet, of the community in which the home lies."""
    row = _held(actor, proposal_id, IDEA_SUPPORT)
    home = estate.places_by_id([place_id]).get(place_id)
    if home is None or home.community_id != row.community_id or row.published_at is None:
        raise NotFound("community.missing", "home")
    if row.answered_at is not None:
        raise Conflict("community.idea.settled")
    return row
