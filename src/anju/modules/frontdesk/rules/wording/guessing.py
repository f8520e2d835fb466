"""From words to a guess."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from anju.modules.frontdesk.rules.wording.cues import features, plain
from anju.modules.frontdesk.rules.wording.details import details
from anju.modules.frontdesk.rules.wording.learning import Weights, softmax, total

SHORTEST = 2
_IN_A_LIFT = re.compile(
    r"(电梯|轿厢).{0,8}(困|关着|出不来|出不去|里面有人|卡住.{0,4}人)|困.{0,8}(电梯|轿厢)|困人"
)
_ASKED_ABOUT = re.compile(r"上次|昨天|以前|之前|没人被|里面没人|怎么办理|建议|演练")


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


def emergency(text: str) -> KindGuess | None:
    """People in a lift: no weighing, since a wrong guess would cost minutes. Source: A EMG-08."""
    told = plain(text)
    if _IN_A_LIFT.search(told) and not _ASKED_ABOUT.search(told):
        return KindGuess("help", 4, {"danger": "lift"}, 1.0)
    return None


def guess_by(learned: Mapping[str, Weights], text: str) -> KindGuess:
    heard = features(text)
    certain = emergency(text)
    if certain is not None:
        return certain
    kinds = chances(learned["kind"], heard)
    kind = max(kinds, key=lambda one: kinds[one])
    severities = chances(learned["severity"], heard | {f"<kind:{kind}>"})
    severity = max(severities, key=lambda one: severities[one])
    fields = details(kind, text)
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
