"""What came with submissions, in the terms of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from anju.engines.schedule.contracts import EvidenceAsk, EvidenceGiven, Fix
from anju.engines.schedule.models import Occurrence, Submission, SubmissionPhoto
from anju.engines.schedule.queries import rounds, sources
from anju.engines.schedule.rules import position
from anju.engines.schedule.rules.outcome import SubmissionFacts
from anju.engines.schedule.rules.position import Measured


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


def distance(occurrence: Occurrence, fixes: Iterable[Fix]) -> float | None:
    """Metres within which the positions prove the occurrence's places, at most; None when they prove nothing.

    A route is proven by all of its places. Where labels are asked too these prove the way, and one place will do.
    """
    track = [Measured((each.lat, each.lng), each.accuracy or 0.0) for each in fixes]
    if not track:
        return None
    places = place_ids(occurrence)
    facts = sources.place_facts(places)
    spots = [facts[place].coordinates if place in facts else None for place in places]
    if EvidenceAsk.from_json(occurrence.round.evidence).qr:
        return position.nearest_of([spot for spot in spots if spot is not None], track)
    return position.all_within(spots, track)


def fixes_of(row: Submission) -> list[Fix]:
    """The positions that came with a submission: at its end, then those on the way."""
    if row.position is None:
        return []
    return [_fix(row.position), *(_fix(each) for each in row.position.get("track", ()))]


def position_json(fix: Fix | None, track: Iterable[Fix]) -> dict[str, object] | None:
    """What of the positions is stored; None when none was measured. Without one at the end the last one counts."""
    listed = list(track)
    last = fix or (listed[-1] if listed else None)
    if last is None:
        return None
    return _plain(last) | ({"track": [_plain(each) for each in listed]} if listed else {})


def submission_facts(occurrence: Occurrence) -> list[SubmissionFacts]:
    """What was submitted for the occurrence so far."""
    rows = list(Submission.objects.filter(occurrence=occurrence).order_by("pk"))
    if not rows:
        return []
    pictures = SubmissionPhoto.objects.filter(submission__in=rows).values_list("submission_id", flat=True)
    photos = list(pictures)
    return [_facts(occurrence, row, photos.count(row.pk)) for row in rows]


def _facts(occurrence: Occurrence, row: Submission, photos: int) -> SubmissionFacts:
    given = EvidenceGiven(
        scanned=all_scanned(occurrence, row.scanned),
        photos=photos,
        distance_m=distance(occurrence, fixes_of(row)),
        people=frozenset(row.people),
        checklist_complete="checklist" not in row.lacking,
    )
    return SubmissionFacts(row.done_at, row.received_at, given)


def _fix(stored: Mapping[str, Any]) -> Fix:
    return Fix(stored["lat"], stored["lng"], stored.get("accuracy"))


def _plain(fix: Fix) -> dict[str, object]:
    return {"lat": fix.lat, "lng": fix.lng, "accuracy": fix.accuracy}
