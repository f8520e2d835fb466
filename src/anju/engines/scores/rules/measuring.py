"""From observations to values and bands. Fractions all the way: 2/3 is not 66.67 %."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from anju.engines.scores.contracts import Band, Better, Evidence, Observation, Part, Unit
from anju.kernel.errors import Conflict, Invalid

SCALE = {Unit.PERCENT: 100, Unit.PER_THOUSAND: 1_000, Unit.MEAN: 1}
MOST_EVIDENCE = 300


def value_of(unit: Unit, observation: Observation) -> Fraction | None:
    """The value of an observation; None where there was nothing to measure (a plain number is never nothing)."""
    if unit is Unit.NUMBER:
        return Fraction(observation.numerator)
    if observation.denominator == 0:
        return None
    return Fraction(observation.numerator * SCALE[unit], observation.denominator)


def band_of(
    value: Fraction | None, *, better: Better, target: Fraction | None, warn: Fraction | None
) -> Band:
    """At the target is good, between target and warning line is a warning, at the warning line still is."""
    if value is None:
        return Band.NONE
    if target is None:
        return Band.PLAIN
    sign = 1 if better is Better.HIGHER else -1
    if sign * value >= sign * target:
        return Band.GOOD
    line = target if warn is None else warn
    return Band.WARN if warn is not None and sign * value >= sign * line else Band.BAD


def added(observations: Iterable[Observation]) -> Observation:
    """Several observations as one: numerators and denominators add up, means of percentages are never taken."""
    listed = list(observations)
    parts: dict[str, Part] = {}
    evidence: list[Evidence] = []
    for one in listed:
        evidence += one.evidence
        for part in one.parts:
            known = parts.get(part.key)
            parts[part.key] = part if known is None else _joined(known, part)
    return Observation(
        sum(one.numerator for one in listed),
        sum(one.denominator for one in listed),
        tuple(parts.values()),
        tuple(evidence[:MOST_EVIDENCE]),
        sum(one.total_evidence for one in listed),
    )


def check_bands(*, better: Better, target: Fraction | None, warn: Fraction | None) -> None:
    """Raises Invalid: a warning line without a target, or one on the good side of it."""
    if warn is None:
        return
    if target is None:
        raise Invalid("scores.target.missing", "target")
    sign = 1 if better is Better.HIGHER else -1
    if sign * warn > sign * target:
        raise Invalid("scores.target.order", "warn")


def check_over(month: date, today: date) -> None:
    """Raises Conflict (scores.month.open) while the month still runs."""
    if today < next_month(month):
        raise Conflict("scores.month.open", month=f"{month:%Y-%m}")


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_until(last: date, count: int) -> Sequence[date]:
    """First days of `count` months, ending with the month of `last`."""
    at = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(at - count + 1, at + 1)]


def _joined(one: Part, other: Part) -> Part:
    return Part(one.key, one.label, one.numerator + other.numerator, one.denominator + other.denominator)
