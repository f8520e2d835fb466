"""Where promises stand: one promise over a span, and the roll-ups that a manager, a committee and an authority read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from anju.engines.cases.contracts import Kept
from anju.engines.schedule.contracts import Comparator, PromiseState, Tally

WAITING = "waiting"


class Standing(StrEnum):
    """State of a promise over a span.

    `waiting`: its engine does not run yet, so nothing can be said. `idle`: what it promises was not asked for.
    """

    KEPT = "kept"
    BROKEN = "broken"
    UNPROVEN = "unproven"
    PENDING = "pending"
    WAITING = "waiting"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Rate:
    """A promised share beside the measured one. value: in the indicator's unit, None when nothing was measured."""

    indicator: str
    name: str
    shown: str
    numerator: int
    denominator: int
    value: Fraction | None
    met: bool | None
    frozen: bool = False
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise over a span. `slack`: how many open times may still fail before it is broken.

    tally: of work (engine schedule); clock: of time limits (engine cases); rate: of an indicator (engine scores).
    """

    promise_id: int
    number: str
    section: str
    title: str
    quote: str
    domain: str
    kind: str
    engine: str
    tally: Tally
    standing: Standing
    slack: int
    clock: Kept | None = None
    rate: Rate | None = None

    @property
    def shaky(self) -> bool:
        """Whether some of it failed already although it is not decided."""
        lost = bool(self.tally.missed or self.tally.late or (self.clock and self.clock.late))
        return lost or (self.rate is not None and self.rate.met is False)


@dataclass(frozen=True, slots=True)
class Rollup:
    """Promises and work of one domain, place, team, plan or community. `key` finds it again, `label` is shown."""

    key: str
    label: str
    tally: Tally
    standings: Mapping[Standing, int] = field(default_factory=dict)
    clock: Kept = field(default_factory=Kept)

    @property
    def promises(self) -> int:
        return sum(self.standings.values())

    def count(self, standing: Standing) -> int:
        return self.standings.get(standing, 0)

    @property
    def kept_share(self) -> float | None:
        """Kept promises among those of which something can be said, 0–1; None when nothing can be said of any."""
        told = self.count(Standing.KEPT) + self.count(Standing.BROKEN) + self.count(Standing.UNPROVEN)
        return self.count(Standing.KEPT) / told if told else None


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the calendar heat map."""

    on: date
    tally: Tally

    @property
    def level(self) -> int:
        """0 nothing due, 1 much missed … 4 everything done in time; 5 still open."""
        counts = self.tally
        if counts.owed == 0:
            return 0
        if counts.settled == 0:
            return 5
        share = in_time_share(counts) or 0.0
        return 4 if share >= 0.995 else 3 if share >= 0.95 else 2 if share >= 0.85 else 1


def in_time_share(counts: Tally) -> float | None:
    """Times done in time among those that are settled, 0–1; None when none is."""
    return counts.in_time / counts.settled if counts.settled else None


def proven_share(counts: Tally) -> float | None:
    """Times proven by all the evidence asked among those done, 0–1; None when none was done."""
    return counts.proven / counts.done if counts.done else None


def line(
    *,
    facts: Mapping[str, str | int],
    counts: Tally,
    waiting: bool,
    state: PromiseState | Standing | None,
    slack: int,
    clock: Kept | None = None,
    rate: Rate | None = None,
) -> PromiseLine:
    """Put one line together; `facts` are the promise's own fields."""
    standing = Standing.WAITING if waiting or state is None else Standing(state.value)
    return PromiseLine(
        promise_id=int(facts["id"]),
        number=str(facts["number"]),
        section=str(facts["section"]),
        title=str(facts["title"]),
        quote=str(facts["quote"]),
        domain=str(facts["domain"]),
        kind=str(facts["kind"]),
        engine=str(facts["engine"]),
        tally=counts,
        standing=standing,
        slack=slack,
        clock=clock,
        rate=rate,
    )


def of_clock(kept: Kept, *, over: bool) -> Standing:
    """A time limit over a span: one case past its limit breaks it, none at all neither keeps nor breaks it.

    over: the span has ended; what then still runs within its limit is not proven yet.
    """
    if kept.expected == 0:
        return Standing.IDLE
    if kept.late:
        return Standing.BROKEN
    if kept.open:
        return Standing.UNPROVEN if over else Standing.PENDING
    return Standing.KEPT if over else Standing.PENDING


def of_rate(rate: Rate, *, over: bool) -> Standing:
    """A promised share over a span: decided when the span has ended, idle where nothing was measured."""
    if rate.met is None:
        return Standing.IDLE
    if not over:
        return Standing.PENDING
    return Standing.KEPT if rate.met else Standing.BROKEN


def clocks_added(found: Iterable[Kept | None]) -> Kept:
    """Time limits together; medians do not add up and are left out."""
    listed = [one for one in found if one is not None]
    return Kept(
        *(sum(getattr(one, name) for one in listed) for name in ("expected", "in_time", "late", "open"))
    )


def kept_in_time(kept: Kept) -> float | None:
    """Limits kept among those that are decided, 0–1; None when none is."""
    decided = kept.in_time + kept.late
    return kept.in_time / decided if decided else None


def rolled_up(lines: Iterable[PromiseLine], labels: Mapping[str, str]) -> list[Rollup]:
    """Roll promise lines up by domain, the worst first, then by name."""
    tallies: dict[str, Tally] = {}
    states: dict[str, Counter[Standing]] = {}
    clocks: dict[str, list[Kept | None]] = {}
    for one in lines:
        clocks.setdefault(one.domain, []).append(one.clock)
        tallies[one.domain] = tallies.get(one.domain, Tally()) + one.tally
        states.setdefault(one.domain, Counter())[one.standing] += 1
    found = [
        Rollup(key, labels.get(key, key), tallies[key], dict(states[key]), clocks_added(clocks[key]))
        for key in tallies
    ]
    return sorted(found, key=lambda one: (-one.count(Standing.BROKEN), one.label))


def endangered(lines: Iterable[PromiseLine], margin: int = 0) -> list[PromiseLine]:
    """Promises that are not broken yet but have at most `margin` open times to lose, or have lost some already."""
    found = [
        one
        for one in lines
        if one.standing is Standing.PENDING
        and (one.shaky or (one.slack <= margin and one.clock is None and one.rate is None))
    ]
    return sorted(found, key=lambda one: (one.slack, -one.tally.missed, one.number))


def comparator_of(text: str) -> Comparator:
    return Comparator(text) if text in ("eq", "ge", "le") else Comparator.EQ
