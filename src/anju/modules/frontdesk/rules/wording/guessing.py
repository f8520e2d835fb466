"""From words to a guess."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from anju.modules.frontdesk.rules.wording.cues import features
from anju.modules.frontdesk.rules.wording.learning import Weights, softmax, total

SHORTEST = 2


@dataclass(frozen=True, slots=True)
class KindGuess:
    """kind "" when there are too few words. fields: of the kind, such as the trade of a repair. confidence: 0 to 1."""

    kind: str = ""
    severity: int = 2
    fields: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0


def suggest_kind(text: str) -> KindGuess:
    """The likeliest kind, severity (1 to 4) and, of a repair, trade. Pure and local: about a millisecond."""
    if len(text.strip()) < SHORTEST:
        return KindGuess()
    return guess_by(weights(), text)


def guess_by(learned: Mapping[str, Weights], text: str) -> KindGuess:
    heard = features(text)
    kinds = chances(learned["kind"], heard)
    kind = max(kinds, key=lambda one: kinds[one])
    severities = chances(learned["severity"], heard | {f"<kind:{kind}>"})
    severity = max(severities, key=lambda one: severities[one])
    fields = {}
    if kind == "repair":
        trades = chances(learned["trade"], heard)
        fields["trade"] = max(trades, key=lambda one: trades[one])
    return KindGuess(kind, int(severity), fields, round(kinds[kind], 3))


def reasons(text: str, most: int = 5) -> list[tuple[str, float]]:
    """What spoke for the kind that was guessed, the strongest first: (cue or characters, weight)."""
    guess = suggest_kind(text)
    own = weights()["kind"].get(guess.kind, {})
    spoke = sorted(((own[one], one) for one in features(text) if own.get(one, 0) > 0), reverse=True)
    return [(one, weight) for weight, one in spoke[:most]]


def chances(learned: Weights, heard: frozenset[str]) -> dict[str, float]:
    return softmax({label: total(own, heard) for label, own in learned.items()})


@lru_cache(maxsize=1)
def weights() -> dict[str, Weights]:
    found: dict[str, Weights] = json.loads(
        resources.files(__package__).joinpath("weights.json").read_text("utf-8")
    )
    return found
