"""What a frozen month holds, and how it comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.engines.scores.contracts import Evidence, Observation, Part
from anju.engines.scores.rules.measuring import MOST_EVIDENCE


def parts_kept(observation: Observation) -> list[list[Any]]:
    return [[one.key, one.label, one.numerator, one.denominator] for one in observation.parts]


def evidence_kept(observation: Observation) -> list[list[Any]]:
    return [
        [one.label, one.href, one.counted, one.at.isoformat() if one.at else ""]
        for one in observation.evidence[:MOST_EVIDENCE]
    ]


def thawed(
    numerator: int, denominator: int, parts: list[list[Any]], evidence: list[list[Any]], total: int
) -> Observation:
    return Observation(
        numerator,
        denominator,
        tuple(Part(*one) for one in parts),
        tuple(
            Evidence(label, href, counted, datetime.fromisoformat(at) if at else None)
            for label, href, counted, at in evidence
        ),
        total,
    )
