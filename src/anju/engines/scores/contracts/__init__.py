"""What other packages may know of the scores engine: indicators to declare, observations to hand in, figures. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from anju.kernel.interval import InstantInterval


class Unit(StrEnum):
    """How a value is made of an observation: a share (×100, ×1,000), a mean (numerator / denominator), a plain number."""

    PERCENT = "percent"
    PER_THOUSAND = "per_thousand"
    MEAN = "mean"
    NUMBER = "number"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Band(StrEnum):
    """Where a value stands: target reached, within the warning band, past it; no target set; nothing to measure."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    PLAIN = "plain"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Question:
    """What an observation is asked for. at: aware UTC instant of the asking; zone: the organisation's time zone.

    evidence: False where only numbers are wanted; the source may then leave parts and evidence out.
    """

    community_id: int
    span: InstantInterval
    at: datetime
    zone: str = "Asia/Shanghai"
    evidence: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was counted: where it is seen (a path of this site) and whether it is in the numerator."""

    label: str
    href: str
    counted: bool = True
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A share of an observation by kind, item or building."""

    key: str
    label: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Observation:
    """Whole numbers, so that communities add up; evidence may be cut off, evidence_total says how much there is."""

    numerator: int = 0
    denominator: int = 0
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_total: int | None = None

    @property
    def total_evidence(self) -> int:
        return len(self.evidence) if self.evidence_total is None else self.evidence_total


@dataclass(frozen=True, slots=True)
class Survey:
    """A question about several communities at once; only numbers are wanted."""

    community_ids: tuple[int, ...]
    span: InstantInterval
    at: datetime
    zone: str = "Asia/Shanghai"


Source = Callable[[Question], Observation]
# The numbers of each community; one that is left out had nothing to measure.
Counting = Callable[[Survey], Mapping[int, Observation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure that the house measures.

    code: module.name. version: raised whenever source, unit or meaning changes, so that months stay comparable.
    target, warn: bands from the start, None for none; an organisation may set its own. promised: words by which a
    promise of a plan is known to be about this indicator (regular expressions). about: how it is counted. counting:
    the same numbers for many communities in a statement or two; without it the source is asked for each.
    """

    code: str
    name: Any
    unit: Unit
    better: Better
    version: int
    source: Source
    group: Any = ""
    about: Any = ""
    suffix: Any = ""
    target: Fraction | None = None
    warn: Fraction | None = None
    promised: tuple[str, ...] = ()
    counting: Counting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator's value for a community and month, or for several communities together.

    frozen_at: None while it is computed on demand. stale: some of what was added up has another version.
    """

    code: str
    version: int
    month: date
    community_ids: tuple[int, ...]
    observation: Observation
    value: Fraction | None
    band: Band
    target: Fraction | None
    warn: Fraction | None
    frozen_at: datetime | None = None
    result_id: int | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A frozen month beside what the same month gives now. definition: the indicator's version has changed since."""

    before: Figure
    after: Figure
    definition: bool

    @property
    def differs(self) -> bool:
        mine, other = self.before.observation, self.after.observation
        counts = (mine.numerator, mine.denominator) != (other.numerator, other.denominator)
        return counts or self.definition


@dataclass(frozen=True, slots=True)
class CommunityName:
    id: int
    name: str
