"""What the engine publishes to the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CaseOpened:
    code: ClassVar[str] = "cases.case.opened"
    case_id: int
    kind: str
    community_id: int
    severity: int


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """Anything that happened to a case; what: code of the entry in its history."""

    code: ClassVar[str] = "cases.case.changed"
    case_id: int
    kind: str
    what: str
    event_id: int
    shown: bool


@dataclass(frozen=True, slots=True)
class CaseClosed:
    code: ClassVar[str] = "cases.case.closed"
    case_id: int
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class StepsFired:
    """Steps of ladders that came due: send each once, under its number."""

    code: ClassVar[str] = "cases.steps.fired"
    step_ids: tuple[int, ...]
