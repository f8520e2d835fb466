"""What stands in the monthly fulfilment report, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anju.modules.plans.rules.standing import DayLine, PromiseLine, Rollup


@dataclass(frozen=True, slots=True)
class MissedLine:
    """A time that was missed, done late or not proven."""

    on: date
    window: str
    title: str
    place: str
    person: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """Time limits of one kind and clock over the month. p50, p95: as people say a length of time."""

    label: str
    expected: int
    in_time: int
    late: int
    p50: str
    p95: str

    @property
    def share(self) -> float | None:
        decided = self.in_time + self.late
        return self.in_time / decided if decided else None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its value, target and band in words; band_code: good, warn, bad, plain."""

    name: str
    value: str
    target: str
    counted: str
    band: str
    band_code: str


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """`month` is its first day; `verdict` one sentence in the reader's language; `words` the labels of the layout."""

    organisation: str
    community: str
    month: date
    plan: str
    version: int
    in_force_from: date | None
    overall: Rollup
    domains: tuple[Rollup, ...]
    lines: tuple[PromiseLine, ...]
    days: tuple[DayLine, ...]
    exceptions: tuple[MissedLine, ...]
    exceptions_left_out: int
    findings_raised: int
    findings_open: int
    made_at: datetime
    made_by: str
    verdict: str
    limits: tuple[LimitLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
