"""Steps against breaches, and inspections held with the police. Source: catalogue B DOG-02, DOG-03."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid
from anju.modules.community.contracts import Who
from anju.modules.community.models import (
    CheckResult,
    Dog,
    DogCampaign,
    DogCampaignLine,
    DogLadder,
    DogState,
    DogStep,
)
from anju.modules.community.permissions import DOG_MEASURE, DOG_READ
from anju.modules.community.queries import reach
from anju.modules.community.rules import dogs as rules
from anju.modules.community.services import neighbour_acts as acts
from anju.modules.community.services.uploads import Upload, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderDraft:
    """due_on, staff_id: of the first step, publicity. dog_id and place_id None: the whole community."""

    title: str
    due_on: date
    dog_id: int | None = None
    place_id: int | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """ahead: why the step comes before the one below it is recorded."""

    step: str
    due_on: date
    staff_id: int | None = None
    ahead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    done_on: date
    said: str
    effect: str
    evidence: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionDraft:
    title: str
    starts_on: date
    ends_on: date
    bodies: str
    places: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckNote:
    """result: a CheckResult but pending. handed: what was given to the police, "" for nothing."""

    result: str
    checked_on: date
    found: str = ""
    handed: str = ""


def ladder_open(*, actor: Actor, community_id: int, draft: LadderDraft, at: datetime) -> int:
    """Begin with publicity. Returns the ladder's id. Raises Forbidden, NotFound, Invalid (words)."""
    reach.require_at(actor, DOG_MEASURE, community_id, DOG_READ)
    acts.in_community(draft.place_id, community_id)
    dog = None
    if draft.dog_id is not None:
        dog = reach.one(Dog, draft.dog_id, actor=actor, permission=DOG_MEASURE, reading=DOG_READ)
        community_id = dog.community_id
    with transaction.atomic():
        row = DogLadder.objects.create(
            community_id=community_id, dog=dog, place_id=dog.place_id if dog else draft.place_id,
            title=acts.words_of(draft.title, "title", longest=120), opened_on=acts.local_day(actor, at),
            made_by=actor.name[:60],
        )  # fmt: skip
        DogStep.objects.create(ladder=row, step="publicity", due_on=draft.due_on, staff_id=draft.staff_id)
        audit.record(actor, acts.LADDER_OPENED, row, after={"title": row.title}, at=at)
    return int(row.pk)


def step_plan(*, actor: Actor, ladder_id: int, draft: StepDraft, at: datetime) -> int:
    """Plan the next step. Raises Forbidden, NotFound, Invalid (community.dog.step_before), Conflict (community.closed)."""
    with transaction.atomic():
        ladder = acts.still_open(DogLadder, ladder_id, actor, DOG_MEASURE, DOG_READ)
        recorded = set(ladder.steps.filter(done_on__isnull=False).values_list("step", flat=True))
        rules.check_step(draft.step, recorded, draft.ahead)
        row = DogStep.objects.create(
            ladder=ladder, step=draft.step, due_on=draft.due_on, staff_id=draft.staff_id,
            ahead=draft.ahead.strip()[:200],
        )  # fmt: skip
        audit.record(
            actor, acts.STEP_PLANNED, row, after={"step": draft.step, "due": str(draft.due_on)},
            reason=row.ahead, community_id=ladder.community_id, at=at,
        )  # fmt: skip
    return int(row.pk)


def step_record(*, actor: Actor, step_id: int, note: StepNote, at: datetime) -> None:
    """Write down what was said or done and what it changed; once.

    Raises Forbidden, NotFound, Invalid (words, future), Conflict (community.closed, community.dog.step_done).
    """
    acts.not_later(note.done_on, acts.local_day(actor, at), "done_on")
    with transaction.atomic():
        row = reach.one(
            DogStep, step_id, actor=actor, permission=DOG_MEASURE, reading=DOG_READ, lock=True,
            community="ladder__community_id",
        )  # fmt: skip
        if row.ladder.closed_on is not None:
            raise Conflict("community.closed")
        if row.done_on is not None:
            raise Conflict("community.dog.step_done")
        row.done_on, row.done_by = note.done_on, actor.name[:60]
        row.said = acts.words_of(note.said, "said", longest=500)
        row.effect = acts.words_of(note.effect, "effect")
        row.evidence = kept(actor, acts.DOG_EVIDENCE, note.evidence)
        row.save()
        audit.record(
            actor, acts.STEP_RECORDED, row, after={"step": row.step, "effect": row.effect},
            community_id=row.ladder.community_id, at=at,
        )  # fmt: skip


def ladder_close(*, actor: Actor, ladder_id: int, outcome: str, at: datetime) -> None:
    """Raises Forbidden, NotFound, Invalid (words), Conflict (community.closed, community.dog.no_record)."""
    with transaction.atomic():
        row = acts.still_open(DogLadder, ladder_id, actor, DOG_MEASURE, DOG_READ)
        if not row.steps.filter(done_on__isnull=False).exists():
            raise Conflict("community.dog.no_record")
        row.closed_on = acts.local_day(actor, at)
        row.outcome = acts.words_of(outcome, "outcome", longest=300)
        row.save(update_fields=["closed_on", "outcome"])
        audit.record(actor, acts.LADDER_CLOSED, row, after={"outcome": row.outcome}, at=at)


def campaign_open(*, actor: Actor, community_id: int, draft: InspectionDraft, at: datetime) -> int:
    """Make an inspection's list of the dogs that are in the register now. Returns its id.

    Raises Forbidden, NotFound, Invalid (words, community.campaign.days).
    """
    reach.require_at(actor, DOG_MEASURE, community_id, DOG_READ)
    if draft.ends_on < draft.starts_on:
        raise Invalid("community.campaign.days", "ends_on")
    with transaction.atomic():
        row = DogCampaign.objects.create(
            community_id=community_id, title=acts.words_of(draft.title, "title", longest=80),
            starts_on=draft.starts_on, ends_on=draft.ends_on, bodies=acts.words_of(draft.bodies, "bodies"),
            places=draft.places.strip()[:200], made_by=actor.name[:60],
        )  # fmt: skip
        dogs = Dog.objects.filter(community_id=community_id, state__in=(DogState.KEPT, DogState.STRAY))
        DogCampaignLine.objects.bulk_create(_line(row, dog) for dog in dogs.order_by("number"))
        audit.record(actor, acts.DOG_CAMPAIGN, row, after={"title": row.title}, at=at)
    return int(row.pk)


def line_add(*, actor: Actor, campaign_id: int, place_id: int, keeper: Who, at: datetime) -> int:
    """Put a home without a registered dog on the list. Raises Forbidden, NotFound, Conflict (community.closed)."""
    with transaction.atomic():
        row = acts.still_open(DogCampaign, campaign_id, actor, DOG_MEASURE, DOG_READ)
        acts.in_community(place_id, row.community_id)
        today = acts.local_day(actor, at)
        settled = acts.person_chosen(actor, keeper) or acts.keeper_of(place_id, keeper.name, today)
        line = DogCampaignLine.objects.create(campaign=row, place_id=place_id, keeper=settled[1][:40])
    return int(line.pk)


def line_check(*, actor: Actor, line_id: int, note: CheckNote, at: datetime) -> None:
    """Write down what was found at a dog or home; may be corrected while the inspection runs.

    Raises Forbidden, NotFound, Invalid (community.dog.result, words, future), Conflict (community.closed).
    """
    if note.result not in CheckResult.values or note.result == CheckResult.PENDING:
        raise Invalid("community.dog.result", "result")
    acts.not_later(note.checked_on, acts.local_day(actor, at), "checked_on")
    with transaction.atomic():
        row = reach.one(
            DogCampaignLine, line_id, actor=actor, permission=DOG_MEASURE, reading=DOG_READ, lock=True,
            community="campaign__community_id",
        )  # fmt: skip
        if row.campaign.closed_on is not None:
            raise Conflict("community.closed")
        before = {"result": row.result}
        plain = note.result in (CheckResult.FIT, CheckResult.ABSENT)
        row.found = note.found.strip()[:300] if plain else acts.words_of(note.found, "found", longest=300)
        row.result, row.handed = note.result, note.handed.strip()[:120]
        row.checked_on, row.checked_by = note.checked_on, actor.name[:60]
        row.save()
        audit.record(
            actor, acts.DOG_CHECKED, row, before=before, after={"result": row.result, "handed": row.handed},
            community_id=row.campaign.community_id, at=at,
        )  # fmt: skip


def campaign_close(*, actor: Actor, campaign_id: int, closing: str, at: datetime) -> None:
    """Close an inspection when everything on its list was looked at.

    Raises Forbidden, NotFound, Invalid (words), Conflict (community.closed; community.dog.pending: params count).
    """
    with transaction.atomic():
        row = acts.still_open(DogCampaign, campaign_id, actor, DOG_MEASURE, DOG_READ)
        pending = row.lines.filter(result=CheckResult.PENDING).count()
        if pending:
            raise Conflict("community.dog.pending", count=pending)
        row.closed_on = acts.local_day(actor, at)
        row.closing = acts.words_of(closing, "closing", longest=500)
        row.save(update_fields=["closed_on", "closing"])
        audit.record(actor, acts.DOG_CAMPAIGN_CLOSED, row, after={"closing": row.closing}, at=at)


def _line(row: DogCampaign, dog: Dog) -> DogCampaignLine:
    return DogCampaignLine(
        campaign=row, dog=dog, place_id=dog.place_id, dog_name=f"{dog}（{dog.breed}）"[:90], keeper=dog.keeper
    )
