"""Weights for the cues and runs of characters, learned from the written examples by logistic regression.

Nothing is drawn at random: the same examples give the same weights. Pure Python, a few seconds; done when the examples
change, never while somebody waits.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from anju.modules.frontdesk.rules.wording.cues import features
from anju.modules.frontdesk.rules.wording.opinions import OPINIONS

ROUNDS = 30
STEP = 0.12
SHRINK = 0.02
OWN = 0.5
SMALLEST = 0.02
# A run of characters counts less than a cue, which a person chose.
RUN = 0.4

# label → feature → weight; the feature "" is the label's own weight.
Weights = dict[str, dict[str, float]]


class Example(NamedTuple):
    kind: str
    severity: int
    trade: str
    text: str


def examples() -> list[Example]:
    """What the weights are learned from; never what they are measured on."""
    lines = resources.files(__package__).joinpath("examples.txt").read_text("utf-8").splitlines()
    fields = (line.split("\t") for line in lines if line)
    return [Example(kind, int(severity), trade, text) for kind, severity, trade, text in fields]


def learn(
    samples: Sequence[tuple[frozenset[str], str]], opinions: Mapping[str, Mapping[str, float]]
) -> Weights:
    """Multinomial logistic regression by gradient steps in the order of the samples, shrunk towards the opinions."""
    seen = Counter(one for heard, _label in samples for one in heard)
    labels = sorted({label for _heard, label in samples})
    begun = {label: {f"<{cue}>": value for cue, value in opinions.get(label, {}).items()} for label in labels}
    weights: Weights = {label: defaultdict(float, begun[label]) for label in labels}
    rows = [([one for one in sorted(heard) if seen[one] > 1], label) for heard, label in samples]
    order = sorted(range(len(rows)), key=lambda index: (index * 7919) % len(rows))
    for turn in range(ROUNDS):
        step = STEP / (1 + 0.15 * turn)
        for index in order:
            heard, label = rows[index]
            chances = softmax({one: total(weights[one], heard) for one in labels})
            for one in labels:
                push = ((1.0 if one == label else 0.0) - chances[one]) * step
                _moved(weights[one], begun[one], heard, push, step)
    return {
        label: {name: round(value, 3) for name, value in sorted(own.items()) if abs(value) >= SMALLEST}
        for label, own in weights.items()
    }


def _moved(
    own: dict[str, float], begun: Mapping[str, float], heard: Sequence[str], push: float, step: float
) -> None:
    own[""] += push * OWN
    for feature in heard:
        value = own[feature]
        own[feature] = value + push * share(feature) - SHRINK * step * (value - begun.get(feature, 0.0))


def share(feature: str) -> float:
    return 1.0 if feature.startswith("<") else RUN


def total(own: Mapping[str, float], heard: Iterable[str]) -> float:
    """The sum of what was heard; also used when guessing."""
    return own.get("", 0.0) + sum(share(one) * own[one] for one in heard if one in own)


def softmax(sums: dict[str, float]) -> dict[str, float]:
    highest = max(sums.values())
    grown = {label: math.exp(value - highest) for label, value in sums.items()}
    total = sum(grown.values())
    return {label: value / total for label, value in grown.items()}


def learned(rows: Sequence[Example]) -> dict[str, Weights]:
    """Three sets of weights: for the kind, for the severity (which also hears the kind), for the trade of a repair."""
    heard = [(features(row.text), row) for row in rows]
    return {
        "kind": learn([(one, row.kind) for one, row in heard], OPINIONS["kind"]),
        "severity": learn(
            [(one | {f"<kind:{row.kind}>"}, str(row.severity)) for one, row in heard], OPINIONS["severity"]
        ),
        "trade": learn([(one, row.trade) for one, row in heard if row.kind == "repair"], OPINIONS["trade"]),
    }
