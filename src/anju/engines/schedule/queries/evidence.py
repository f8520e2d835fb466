"""What came with submissions, in the terms of the rules."""

from __future__ import annotations

from collections.abc import Collection
from math import asin, cos, radians, sin, sqrt

from anju.engines.schedule.contracts import EvidenceGiven, Fix
from anju.engines.schedule.models import Occurrence, Submission, SubmissionPhoto
from anju.engines.schedule.queries import rounds, sources
from anju.engines.schedule.rules.outcome import SubmissionFacts

_EARTH_M = 6_371_000


def place_ids(occurrence: Occurrence) -> tuple[int, ...]:
    """The occurrence's place, or the places of its route."""
    if occurrence.place_id is not None:
        return (occurrence.place_id,)
    round_id = int(occurrence.round.pk)
    return rounds.places_of([round_id])[round_id]


def all_scanned(occurrence: Occurrence, codes: Collection[str]) -> bool:
    """Whether the labels of all the occurrence's places are among the codes."""
    if not codes:
        return False
    places = place_ids(occurrence)
    facts = sources.place_facts(places)
    labels = [facts[place].label for place in places if place in facts]
    return len(labels) == len(places) > 0 and all(label in codes for label in labels)


def distance(occurrence: Occurrence, fix: Fix | None) -> float | None:
    """Metres from the nearest place of the occurrence; None when the position or all the places are unknown."""
    if fix is None:
        return None
    facts = sources.place_facts(place_ids(occurrence)).values()
    spots = [each.coordinates for each in facts if each.coordinates is not None]
    return min((_metres((fix.lat, fix.lng), spot) for spot in spots), default=None)


def submission_facts(occurrence: Occurrence) -> list[SubmissionFacts]:
    """What was submitted for the occurrence so far."""
    rows = list(Submission.objects.filter(occurrence=occurrence).order_by("pk"))
    if not rows:
        return []
    pictures = SubmissionPhoto.objects.filter(submission__in=rows).values_list("submission_id", flat=True)
    photos = list(pictures)
    return [_facts(occurrence, row, photos.count(row.pk)) for row in rows]


def _facts(occurrence: Occurrence, row: Submission, photos: int) -> SubmissionFacts:
    measured = row.position
    fix = None if measured is None else Fix(measured["lat"], measured["lng"], measured.get("accuracy"))
    given = EvidenceGiven(
        scanned=all_scanned(occurrence, row.scanned),
        photos=photos,
        distance_m=distance(occurrence, fix),
        people=frozenset(row.people),
        checklist_complete="checklist" not in row.lacking,
    )
    return SubmissionFacts(row.done_at, row.received_at, given)


def _metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    (lat, lng), (other_lat, other_lng) = here, there
    part = sin(radians(other_lat - lat) / 2) ** 2
    part += cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lng - lng) / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(part))
