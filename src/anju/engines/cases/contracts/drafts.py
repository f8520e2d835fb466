"""What is handed to the engine: cases to open, corrections, moves, filters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from anju.engines.cases.contracts.kinds import Severity, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who asked. person_id: of a register of persons. phone and name are kept encrypted; anonymous ones give neither."""

    person_id: int | None = None
    user_id: int | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """A case to be opened. place_id None: the community itself. barred: staff who may neither see nor get it.

    first_asked: the staff member who owns it until it is closed (首问责任). source: code of where it comes from, with
    the number of the row there.
    """

    kind: str
    community_id: int
    title: str
    words: str = ""
    place_id: int | None = None
    severity: int = Severity.NORMAL
    channel: str = "desk"
    reporter: Reporter = Reporter()
    fields: Mapping[str, Any] = field(default_factory=dict)
    team_id: int | None = None
    first_asked: int | None = None
    barred: tuple[int, ...] = ()
    source: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEdit:
    """What a case is corrected to; None leaves as it is. kind: only while it stands in its first state."""

    kind: str | None = None
    title: str | None = None
    words: str | None = None
    severity: int | None = None
    place_id: int | None = None
    fields: Mapping[str, Any] | None = None


class Opened(NamedTuple):
    """repeated: the key was known, and nothing was made."""

    case_id: int
    number: str
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A transition to be made. expected: the state the sender saw; with another one it is a conflict."""

    transition: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list is limited to. text: the beginning of a number. standing: open, closed or "". due_before: promised."""

    community_id: int | None = None
    kinds: Collection[str] = ()
    states: Collection[str] = ()
    severities: Collection[int] = ()
    standing: str = ""
    place_ids: Collection[int] | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    owner_id: int | None = None
    unassigned: bool = False
    person_id: int | None = None
    phone: str = ""
    text: str = ""
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    due_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """Material or labour. quantity: thousandths of the unit. price: 1/10,000 yuan a unit. charged: to the reporter."""

    sort: str
    name: str
    quantity: int = 1000
    unit: str = ""
    price: int = 0
    charged: bool = False
    visit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoDraft:
    """role: before, during, after, signature or attachment (voice, document)."""

    name: str
    data: bytes
    role: str = "before"
    side: str = Side.REPORTER
    visit_id: int | None = None
