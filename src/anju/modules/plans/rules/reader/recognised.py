"""What was read from a scan is said with less confidence: a misread figure looks as sound as a right one."""

from __future__ import annotations

from dataclasses import replace

from anju.modules.plans.contracts import Commitment, PlanDocument, PlanReading

from . import commitments

# Below 0.9, from where on a reviewer may accept all at once: each promise of a scan is looked at.
HIGHEST = 0.89


def read_plan(document: PlanDocument) -> PlanReading:
    """Clauses, commitments and what was left unread, all in text order. Never raises on any text.

    A commitment on recognised pages has its confidence times the certainty of the recognition, HIGHEST at most.
    """
    reading = commitments.read_plan(document)
    if not any(scan.certainty is not None for scan in document.scans):
        return reading
    return replace(reading, commitments=tuple(_lowered(document, one) for one in reading.commitments))


def _lowered(document: PlanDocument, one: Commitment) -> Commitment:
    for scan in document.scans:
        if scan.certainty is not None and scan.start < one.end and one.start < scan.end:
            return replace(one, confidence=round(min(one.confidence * scan.certainty, HIGHEST), 2))
    return one
