"""Organise visits to a group of homes, and take down each one. Source: catalogue B RTV-01, RTV-02, RTV-05."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import (
    CampaignHome,
    CampaignState,
    CampaignTarget,
    Improvement,
    VisitCampaign,
    VisitOutcome,
)
from anju.modules.community.permissions import CAMPAIGN_READ, CAMPAIGN_VISIT, CAMPAIGN_WRITE
from anju.modules.community.queries import campaigns, reach
from anju.modules.community.rules.campaigns import shared_out
from anju.modules.community.services import actions, places
from anju.modules.community.services import neighbour_acts as acts

LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """target: residents or owners. percent: the share promised. butlers: staff who visit, buildings kept together."""

    title: str
    target: str
    percent: int
    starts_on: date
    ends_on: date
    butlers: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitNote:
    """What a visit gave. outcome unreached: nobody was met, the home stays on the list. met: who opened the door."""

    outcome: str
    met: Who | None = None
    needs: str = ""
    proposal: str = ""


def campaign_create(*, actor: Actor, community_id: int, draft: CampaignDraft, on: date, at: datetime) -> int:
    """Make the list of homes as they are on `on` and share them out.

    Raises Forbidden, NotFound, Invalid (community.campaign.title, .percent, .days, .target, .nobody).
    """
    reach.require_at(actor, CAMPAIGN_WRITE, community_id, CAMPAIGN_READ)
    _check(draft)
    homes = campaigns.population(community_id, draft.target, on)
    if not homes:
        raise Invalid("community.campaign.nobody", "target")
    by_building: dict[int, list[int]] = {}
    for place_id, building_id, _name in homes:
        by_building.setdefault(building_id or 0, []).append(place_id)
    whose = shared_out(by_building, list(draft.butlers))
    with transaction.atomic():
        row = VisitCampaign.objects.create(
            community_id=community_id, title=draft.title.strip(), target=draft.target, percent=draft.percent,
            starts_on=draft.starts_on, ends_on=draft.ends_on, made_at=at,
        )  # fmt: skip
        CampaignHome.objects.bulk_create(
            CampaignHome(
                campaign=row, place_id=place_id, building_id=building_id, contact=name,
                staff_id=whose.get(place_id), planned_on=draft.starts_on,
            )
            for place_id, building_id, name in homes
        )  # fmt: skip
        told = {"title": row.title, "homes": len(homes), "percent": draft.percent}
        audit.record(actor, actions.CAMPAIGN_MADE, row, after=told, at=at)
    return int(row.pk)


def visit_record(*, actor: Actor, home_id: int, note: VisitNote, visited_at: datetime, at: datetime) -> None:
    """Take down a visit to a home; a proposal goes on the list of proposals to be judged.

    Raises Forbidden, NotFound, Conflict (community.campaign.closed, .visited), Invalid (outcome, needs, proposal,
    community.campaign.moment).
    """
    if note.outcome not in VisitOutcome.values:
        raise Invalid("community.campaign.outcome", "outcome")
    for name in ("needs", "proposal"):
        if len(getattr(note, name)) > LONGEST:
            raise Invalid("community.text", name, limit=LONGEST)
    if visited_at > at:
        raise Invalid("community.campaign.moment", "visited_at")
    with transaction.atomic():
        row = _home(actor, home_id)
        if row.visited_at is not None:
            raise Conflict("community.campaign.visited")
        row.tries += 1
        row.outcome, row.needs = note.outcome, note.needs.strip()
        row.proposal, row.by_name = note.proposal.strip(), actor.name[:60]
        row.visited_at = None if note.outcome == VisitOutcome.UNREACHED else visited_at
        row.met_id, row.met = _met(actor, row, note, visited_at)
        row.save()
        if row.proposal and row.visited_at is not None:
            Improvement.objects.create(
                community_id=row.campaign.community_id, source=f"visit {row.pk}", text=row.proposal,
                raised_on=visited_at.date(),
            )  # fmt: skip
        audit.record(
            actor, actions.VISITED, row, after={"outcome": row.outcome, "tries": row.tries},
            community_id=row.campaign.community_id, at=at,
        )  # fmt: skip


def campaign_close(*, actor: Actor, campaign_id: int, at: datetime) -> None:
    """Raises Forbidden, NotFound, Conflict (community.campaign.closed)."""
    with transaction.atomic():
        row = reach.one(
            VisitCampaign,
            campaign_id,
            actor=actor,
            permission=CAMPAIGN_WRITE,
            reading=CAMPAIGN_READ,
            lock=True,
        )
        if row.state == CampaignState.CLOSED:
            raise Conflict("community.campaign.closed")
        row.state = CampaignState.CLOSED
        row.save(update_fields=["state"])
        found = campaigns.coverage(row)
        audit.record(
            actor, actions.CAMPAIGN_CLOSED, row, after={"homes": found.homes, "visited": found.visited}, at=at
        )


def _home(actor: Actor, home_id: int) -> Any:
    row = reach.one(
        CampaignHome, home_id, actor=actor, permission=CAMPAIGN_VISIT, reading=CAMPAIGN_READ, lock=True,
        community="campaign__community_id",
    )  # fmt: skip
    if row.campaign.state == CampaignState.CLOSED:
        raise Conflict("community.campaign.closed")
    return row


def _met(actor: Actor, row: Any, note: VisitNote, visited_at: datetime) -> tuple[int | None, str]:
    """(person, name) of who was met: chosen, or the only one of that name in the home."""
    if note.met is None or not note.met.name.strip() or row.visited_at is None:
        return None, ""
    settled = acts.person_chosen(actor, note.met)
    if settled is not None:
        return settled[0], settled[1][:60]
    name, on = note.met.name.strip()[:60], acts.local_day(actor, visited_at)
    return places.persons_named([(row.place_id, name)], on).get((row.place_id, name)), name


def _check(draft: CampaignDraft) -> None:
    if not 0 < len(draft.title.strip()) <= 80:
        raise Invalid("community.campaign.title", "title", limit=80)
    if draft.target not in CampaignTarget.values:
        raise Invalid("community.campaign.target", "target")
    if not 1 <= draft.percent <= 100:
        raise Invalid("community.campaign.percent", "percent")
    if draft.ends_on < draft.starts_on:
        raise Invalid("community.campaign.days", "ends_on")
