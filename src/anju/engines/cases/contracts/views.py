"""What the engine answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID


class CaseRow(NamedTuple):
    """One case in a list. due_at: of the running clock that is due first, None while none is."""

    id: int
    number: str
    kind: str
    state: str
    title: str
    severity: int
    community_id: int
    place_id: int | None
    assignee_id: int | None
    team_id: int | None
    owner_id: int | None
    channel: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    reopened: int
    merged_into_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """One run of a clock. length: counting time promised; state: running, paused, stopped or void.

    left: counting time left, negative when late. paused_for: the reason of the pause that is open.
    """

    id: int
    code: str
    run: int
    state: str
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    length: timedelta | None
    elapsed: timedelta
    promise_id: int | None
    quote: str
    source: str
    paused_for: str = ""

    @property
    def left(self) -> timedelta | None:
        return None if self.length is None else self.length - self.elapsed


@dataclass(frozen=True, slots=True)
class EventView:
    id: int
    at: datetime
    code: str
    by_id: int | None
    by_name: str
    words: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    side: str


@dataclass(frozen=True, slots=True)
class PhotoView:
    id: int
    token: UUID
    role: str
    at: datetime
    side: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """quantity: thousandths of the unit; price: 1/10,000 yuan a unit; amount: fen, charged to the reporter or not."""

    id: int
    sort: str
    name: str
    quantity: int
    unit: str
    price: int
    amount: int
    charged: bool
    visit_id: int | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """state: agreed, under_way, done or called_off. begins_at, ends_at: the window agreed."""

    id: int
    staff_id: int
    state: str
    begins_at: datetime | None
    ends_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class WorkerView:
    staff_id: int
    lead: bool
    state: str
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """relation as seen from this case: merged, split_off, split_from, related, caused_by or causes."""

    relation: str
    case_id: int | None
    number: str
    source: str
    source_id: int | None


@dataclass(frozen=True, slots=True)
class PriceView:
    """answer: None while it is waited for."""

    id: int
    amount: int
    offered_at: datetime
    answer: bool | None
    answered_at: datetime | None
    answered_by: str
    how: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything known of a case but its history. offered_to: the team that may take it now, None for none."""

    row: CaseRow
    words: str
    fields: Mapping[str, Any]
    person_id: int | None
    anonymous: bool
    source: str
    source_id: int | None
    clocks: tuple[ClockView, ...]
    workers: tuple[WorkerView, ...]
    visits: tuple[VisitView, ...]
    photos: tuple[PhotoView, ...]
    items: tuple[ItemView, ...]
    prices: tuple[PriceView, ...]
    links: tuple[LinkView, ...]
    rating: int | None
    ways: tuple[str, ...]
    offered_to: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board. key: of the state or person, None for nobody; total: all of it, rows only the first."""

    key: str | int | None
    total: int
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Time limits over a span: expected = in_time + late + open. late: also what runs past its limit now.

    p50, p95: counting time to the stop, None where nothing stopped.
    """

    expected: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    p50: timedelta | None = None
    p95: timedelta | None = None

    @property
    def decided(self) -> int:
        """Those of which it is known: what still runs within its limit is neither kept nor broken."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class KeptRow:
    key: tuple[Any, ...]
    kept: Kept


@dataclass(frozen=True, slots=True)
class ReturnRate:
    """settled: put up for the draw and drawn or not; visited of drawn; satisfied of those reached."""

    kind: str
    settled: int
    drawn: int
    visited: int
    reached: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was fired: who is to be told (`to`, or the `role`), by which message."""

    id: int
    case_id: int
    number: str
    kind: str
    clock: str
    step: str
    turn: int
    to: str
    role: str
    message: str
    due_at: datetime
    fired_at: datetime
    community_id: int
    assignee_id: int | None
    team_id: int | None
    owner_id: int | None
    quote: str
    limit_at: datetime | None


@dataclass(frozen=True, slots=True)
class Followers:
    """Whom to tell of a case: its reporter and those of all cases merged into it. (case, person, user, phone)"""

    case_id: int
    reporters: Sequence[tuple[int, int | None, int | None, str]]
