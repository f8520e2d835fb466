"""Read rounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from anju.engines.schedule.contracts import Checklist, EvidenceAsk, Recurrence, RoundDraft, RoundView
from anju.engines.schedule.models import Round, RoundSpot
from anju.engines.schedule.queries import reach as reaches
from anju.foundation.permissions import Reach
from anju.kernel.errors import NotFound


def rounds(*, reach: Reach | None = None, community_id: int | None = None) -> Any:
    """Queryset of rounds, those in reach only."""
    found = Round.objects.all()
    if reach is not None:
        found = found.filter(reaches.within(reach, round_id="pk", place=None))
    return found if community_id is None else found.filter(community_id=community_id)


def round_view(round_id: int, *, reach: Reach | None = None) -> RoundView:
    """Raises NotFound, also when the round is out of reach."""
    found = rounds(reach=reach).filter(pk=round_id).first()
    if found is None:
        raise NotFound("not_found", noun="schedule.round")
    return view(found, places_of([round_id])[round_id])


def rounds_by_id(round_ids: Collection[int]) -> dict[int, RoundView]:
    """Views by id; unknown ids are left out."""
    places = places_of(round_ids)
    return {each.pk: view(each, places[each.pk]) for each in Round.objects.filter(pk__in=round_ids)}


def places_of(round_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Places of each round in the order of its route."""
    found: dict[int, list[int]] = {round_id: [] for round_id in round_ids}
    spots = RoundSpot.objects.filter(round_id__in=list(found)).order_by("position", "pk")
    for round_id, place_id in spots.values_list("round_id", "place_id"):
        found[round_id].append(place_id)
    return {round_id: tuple(places) for round_id, places in found.items()}


def view(found: Round, places: Sequence[int]) -> RoundView:
    draft = RoundDraft(
        community_id=found.community_id,
        domain=found.domain,
        kind=found.kind,
        title=found.title,
        recurrence=Recurrence.from_json(found.recurrence),
        active_from=found.active_from,
        active_until=found.active_until,
        place_ids=tuple(places),
        mode=found.mode,
        instructions=found.instructions,
        checklist=Checklist.from_json(found.checklist).items,
        evidence=EvidenceAsk.from_json(found.evidence),
        minutes=found.minutes,
        position_id=found.position_id,
        team_id=found.team_id,
        staff_id=found.staff_id,
    )
    return RoundView(found.pk, found.state, draft, found.materialised_until)
