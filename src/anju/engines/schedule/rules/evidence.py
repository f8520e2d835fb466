"""What proof a promise asks for, and what a submission lacks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from anju.kernel.errors import Invalid

FARTHEST_M = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAsk:
    """Proof asked of every submission.

    qr: the label of the place (of every place on a route) was scanned. photos: at least so many. time: the time
    of doing can be trusted (see rules.outcome.ClockLimits). position: measured surely within within_m metres of the
    place; on a route of every place, or of one of them where labels are asked too.
    people: at least so many different people took part, e.g. two on a night patrol.
    """

    qr: bool = False
    photos: int = 0
    time: bool = False
    position: bool = False
    within_m: int = 150
    people: int = 1

    def __post_init__(self) -> None:
        for name, low, high in (("photos", 0, 50), ("within_m", 1, FARTHEST_M), ("people", 1, 50)):
            value = getattr(self, name)
            if not low <= value <= high:
                raise Invalid("schedule.evidence.out_of_range", name, value=value, low=low, high=high)

    @property
    def asks(self) -> bool:
        """Whether anything beyond the submission itself is asked."""
        return self.qr or self.photos > 0 or self.time or self.position or self.people > 1

    def lacking(self, given: EvidenceGiven, *, time_trusted: bool = True) -> tuple[str, ...]:
        """Names of what is asked and not there, in the order of the fields; "checklist" when it is incomplete."""
        near = given.distance_m is not None and given.distance_m <= self.within_m
        missing = (
            ("qr", self.qr and not given.scanned),
            ("photos", given.photos < self.photos),
            ("time", self.time and not time_trusted),
            ("position", self.position and not near),
            ("people", len(given.people) < self.people and self.people > 1),
            ("checklist", not given.checklist_complete),
        )
        return tuple(name for name, lacks in missing if lacks)

    def to_json(self) -> dict[str, object]:
        """Fields that differ from their default."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Self:
        """Read what to_json wrote. Raises Invalid naming the field."""
        kinds = {f.name: type(f.default) for f in fields(cls)}
        for name, value in document.items():
            if name not in kinds:
                raise Invalid("schedule.evidence.unknown_field", name)
            if type(value) is not kinds[name]:
                raise Invalid("schedule.evidence.unreadable", name, value=value)
        return cls(**document)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGiven:
    """What came with a submission. distance_m: metres from the place at most, the accuracy of the measurement counted
    in; None when no position was measured or the place's is not known.
    """

    scanned: bool = False
    photos: int = 0
    distance_m: float | None = None
    people: frozenset[int | str] = frozenset()
    checklist_complete: bool = True
