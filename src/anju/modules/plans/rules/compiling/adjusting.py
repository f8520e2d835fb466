"""What people choose for a round instead of what compiling proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from anju.engines.schedule.contracts import EvidenceAsk, Recurrence
from anju.kernel.errors import Invalid

from .terms import CompiledRound

_MODES = ("each", "route")
_LONGEST_TEXT = 2_000
_MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustments:
    """None means: as proposed. held: why nothing runs for now; the promise waits, it is not dropped.

    At most one of position_id, team_id and staff_id. Raises Invalid naming the field.
    """

    recurrence: Recurrence | None = None
    place_ids: tuple[int, ...] | None = None
    mode: str | None = None
    evidence: EvidenceAsk | None = None
    minutes: int | None = None
    position_id: int | None = None
    team_id: int | None = None
    staff_id: int | None = None
    instructions: str = ""
    held: str = ""

    def __post_init__(self) -> None:
        if self.mode is not None and self.mode not in _MODES:
            raise Invalid("plans.setup.mode", "mode", value=self.mode)
        if self.minutes is not None and not 1 <= self.minutes <= _MOST_MINUTES:
            raise Invalid("plans.setup.minutes", "minutes", value=self.minutes)
        if self.place_ids is not None and (
            not self.place_ids or len(set(self.place_ids)) != len(self.place_ids)
        ):
            raise Invalid("plans.setup.places", "place_ids")
        if sum(one is not None for one in (self.position_id, self.team_id, self.staff_id)) > 1:
            raise Invalid("plans.setup.one_assignee", "assignee")
        for name in ("instructions", "held"):
            if len(getattr(self, name)) > _LONGEST_TEXT:
                raise Invalid("plans.setup.too_long", name, limit=_LONGEST_TEXT)

    @property
    def has_assignee(self) -> bool:
        return any(one is not None for one in (self.position_id, self.team_id, self.staff_id))

    def to_json(self) -> dict[str, Any]:
        """Only what differs from the default."""
        result: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                result[field.name] = value.to_json() if hasattr(value, "to_json") else value
        return result

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read what to_json wrote. Raises Invalid naming the field."""
        values = dict(document)
        unknown = values.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise Invalid("plans.setup.unknown_field", min(unknown))
        if values.get("recurrence") is not None:
            values["recurrence"] = Recurrence.from_json(values["recurrence"])
        if values.get("evidence") is not None:
            values["evidence"] = EvidenceAsk.from_json(values["evidence"])
        if values.get("place_ids") is not None:
            values["place_ids"] = tuple(values["place_ids"])
        return cls(**values)


def adjusted(compiled: CompiledRound, chosen: Adjustments) -> CompiledRound:
    """The round as people want it. A day set for a deadline by hand is never past: who set it knows it."""
    recurrence = chosen.recurrence or compiled.recurrence
    return replace(
        compiled,
        recurrence=recurrence,
        mode=chosen.mode or compiled.mode,
        evidence=chosen.evidence or compiled.evidence,
        minutes=chosen.minutes or compiled.minutes,
        past=compiled.past and chosen.recurrence is None,
    )
