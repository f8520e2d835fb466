"""The words of compiling: what goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from anju.engines.schedule.contracts import ChecklistItem, EvidenceAsk, Recurrence
from anju.modules.plans.contracts import Commitment

from .placing import PlaceRule

Identity = tuple[str | int | Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFacts:
    """What a promise says, whoever said it: the fields of `contracts.Commitment` without its place in the text."""

    domain: str
    activity: str
    object: str
    kind: str
    comparator: str = "eq"
    value: Decimal | None = None
    unit: str | None = None
    period: str | None = None
    every: int | None = None
    quote: str = ""

    @classmethod
    def of(cls, commitment: Commitment) -> PromiseFacts:
        return cls(
            domain=str(commitment.domain),
            activity=commitment.activity,
            object=commitment.object,
            kind=str(commitment.kind),
            comparator=str(commitment.comparator),
            value=commitment.value,
            unit=commitment.unit,
            period=str(commitment.period) if commitment.period else None,
            every=commitment.every,
            quote=commitment.quote,
        )

    @property
    def words(self) -> str:
        """All that is said, for tables that look for a word anywhere."""
        return f"{self.object} {self.activity} {self.quote}"

    @property
    def identity(self) -> Identity:
        """Two promises with the same identity state the same rule: one round keeps both."""
        value = None if self.value is None else self.value.normalize()
        text = (_squeezed(self.activity), _squeezed(self.object))
        return (self.domain, self.kind, *text, self.comparator, value, self.unit, self.period, self.every)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRound:
    """A round as the promise asks for it, before anybody chose places and people.

    work: kind of work (patrol, cleaning …). where: rules that find its places. mode: each place by itself, or one
    route over all. notes: stable codes of what was assumed and should be looked at. past: a deadline that lies
    before the first day.
    """

    work: str
    title: str
    recurrence: Recurrence
    where: tuple[PlaceRule, ...]
    mode: str
    evidence: EvidenceAsk
    checklist: tuple[ChecklistItem, ...]
    minutes: int
    notes: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """No round can keep this: it waits for `engine`; reason is a stable code."""

    engine: str
    reason: str
