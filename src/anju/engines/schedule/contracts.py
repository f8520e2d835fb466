"""What other packages may know of the schedule engine. Pure Python.

A recurrence says how often something is promised; `rules.recurrence` turns it into slots. The words:

- A *service day* is a local day; a night belongs to the evening it begins on.
- A *block* is `every` consecutive periods (calendar days, Monday weeks, half months 1-15 and 16-end, months,
  quarters, half years, years), counted from `anchor`. The promise is `times` slots in each block.
- *Allowed time* is the windows minus the excluded hours, on the days that pass every day filter. Without fixed
  days or clock times the allowed time of a block is cut into equal consecutive parts, one per slot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

from anju.engines.schedule.rules import encoding, validation
from anju.engines.schedule.rules.checklist import Checklist, ChecklistItem, ItemKind, Severity
from anju.engines.schedule.rules.evidence import EvidenceAsk, EvidenceGiven
from anju.engines.schedule.rules.fulfilment import Comparator, PromiseState, Tally
from anju.engines.schedule.rules.outcome import Outcome, WorkState
from anju.engines.schedule.rules.terms import (
    NIGHT,
    WHOLE_DAY,
    DayWindow,
    HolidayRule,
    MonthDay,
    Period,
)
from anju.engines.schedule.rules.windows import Piece, daily_pieces, without
from anju.kernel.errors import Invalid

__all__ = [
    "NIGHT", "Act", "Checklist", "ChecklistItem", "Comparator", "Count", "DayWindow", "EvidenceAsk", "EvidenceGiven",
    "FindingDraft", "FindingRaised", "FindingView", "Fix", "HolidayRule", "ItemKind", "MonthDay", "OccurrenceDetail",
    "OccurrenceView", "Outcome", "PeopleSource", "Period", "Photo", "PhotoRef", "PlaceFacts", "PlaceSource",
    "Posting", "PromiseState", "Recurrence", "RoundDraft", "RoundView", "Severity", "Slot", "SubmissionView",
    "SubmitAnswer", "Tally", "WorkState",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often, when and on which days something is promised.

    times: slots per block. every: periods per block, counted from anchor (default: 1 January 2024, a Monday).
    clock_times: fixed local starting times; a slot opens then and is due `clock_within` later (default an hour),
    at the latest when the next one opens. weekdays (0 = Monday): in a week, the days it happens on; elsewhere the
    days it may happen on. month_days: days it happens on, -1 the last day; too large means the month's last.
    months, season (both ends inside, may wrap the year): when it is promised at all. A part week, half month or
    month at the edge counts when at least half of its days are inside.
    windows: allowed hours (default: the whole day; for nights 22:00-06:00). excluded: peak hours cut out of them.
    holidays: see HolidayRule; moving means to the next day before or after that is no holiday (and a workday if
    workdays_only). once_on: the day, or with an anchor before it the last day. event: name of what starts it;
    due `event_within` later (default 24 hours), counted in allowed time if windows or excluded are given.
    grace: how long after due a slot can still be done late (default: half of its length, at most seven days).

    Raises Invalid naming the field.
    """

    period: Period
    times: int = 1
    every: int = 1
    anchor: date | None = None
    clock_times: tuple[time, ...] = ()
    clock_within: timedelta | None = None
    weekdays: frozenset[int] = frozenset()
    month_days: tuple[int, ...] = ()
    months: frozenset[int] = frozenset()
    windows: tuple[DayWindow, ...] = ()
    excluded: tuple[DayWindow, ...] = ()
    workdays_only: bool = False
    holidays: HolidayRule = HolidayRule.AS_USUAL
    season: tuple[MonthDay, MonthDay] | None = None
    once_on: date | None = None
    event: str | None = None
    event_within: timedelta | None = None
    grace: timedelta | None = None

    def __post_init__(self) -> None:
        validation.check(self)

    @property
    def promised(self) -> int:
        """Slots in a full block: `times`, unless fixed days or clock times say more than the default of one."""
        return validation.promised(self)

    def allowed(self) -> list[Piece]:
        """The allowed minutes of one service day."""
        given = self.windows or ((NIGHT,) if self.period is Period.NIGHT else (WHOLE_DAY,))
        whole = daily_pieces(given, night=self.period is Period.NIGHT)
        return without(whole, self.excluded)

    def to_json(self) -> dict[str, object]:
        """A plain JSON object with a version; fields at their default are left out."""
        return encoding.to_json(self)

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Self:
        """Read what to_json wrote. Raises Invalid naming the field for anything else."""
        fields = encoding.from_json(document)
        try:
            return cls(**fields)
        except TypeError as error:
            raise Invalid("schedule.recurrence.shape", reason=str(error)) from error


@dataclass(frozen=True, slots=True)
class Slot:
    """One time something has to be done. Instants are aware UTC.

    key: unique within a recurrence and the same whenever it is expanded, e.g. "2026-11-21#2". on: local service
    day on which it opens. sequence: from 1 within the day of the key. Done in [opens_at, due_at) is in time, in
    [due_at, closes_at) late; nothing done before closes_at is missed.
    """

    key: str
    on: date
    sequence: int
    opens_at: datetime
    due_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDraft:
    """What a round is to be. domain, kind: short codes of the promise and the work. Raises Invalid naming the field.

    place_ids: in the order of the route; none means work
    without a place. mode: "each" makes one occurrence per place, "route" one for all of them. minutes: how long one
    occurrence takes. Assignment: staff_id, else spread over the team (those of the position, if given), else open
    to whoever holds the position. active_from, active_until: half-open span of local days.
    """

    community_id: int
    domain: str
    kind: str
    title: str
    recurrence: Recurrence
    active_from: date
    active_until: date | None = None
    place_ids: tuple[int, ...] = ()
    mode: str = "each"
    instructions: str = ""
    checklist: tuple[ChecklistItem, ...] = ()
    evidence: EvidenceAsk = field(default_factory=EvidenceAsk)
    minutes: int = 10
    position_id: int | None = None
    team_id: int | None = None
    staff_id: int | None = None

    def __post_init__(self) -> None:
        for name, longest in (("title", 120), ("domain", 20), ("kind", 20)):
            text = getattr(self, name)
            if not text.strip() or len(text) > longest:
                raise Invalid("schedule.round.text", name, longest=longest)
        if self.mode not in ("each", "route"):
            raise Invalid("schedule.round.mode", "mode", value=self.mode)
        if not 1 <= self.minutes <= 1440:
            raise Invalid("schedule.round.minutes", "minutes", value=self.minutes)
        if len(set(self.place_ids)) != len(self.place_ids):
            raise Invalid("schedule.round.place_twice", "place_ids")
        if self.mode == "route" and not self.place_ids:
            raise Invalid("schedule.round.route_empty", "place_ids")
        if self.active_until is not None and self.active_until <= self.active_from:
            raise Invalid("schedule.round.span", "active_until")
        Checklist(self.checklist)


@dataclass(frozen=True, slots=True)
class RoundView:
    id: int
    state: str
    draft: RoundDraft
    materialised_until: date | None


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo of an act by the key its bytes come under; item: of the checklist, or empty."""

    key: str
    item: str = ""


class Photo(NamedTuple):
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as a phone measured it: degrees, and metres of accuracy."""

    lat: float
    lng: float
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """Something wrong that was seen. severity: of Severity. photos: keys of photos of the act."""

    text: str
    severity: int = 1
    item: str = ""
    place_id: int | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did, as sent. key: made by the sender, the same whenever it is sent again.

    done_at: by the sender's clock. codes: place labels that were scanned. answers: by checklist key; photo items are
    answered by photos. with_people: staff who took part besides the sender. on_behalf_of: whose work it was;
    found out when it is left out.
    """

    key: UUID
    occurrence_id: int
    done_at: datetime
    codes: tuple[str, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[FindingDraft, ...] = ()
    position: Fix | None = None
    photos: tuple[PhotoRef, ...] = ()
    note: str = ""
    with_people: tuple[int, ...] = ()
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class SubmitAnswer:
    """status: created, duplicate or refused; a refusal has the code, parameters and field (`at`) of its error.

    state: of the occurrence afterwards. lacking: the evidence that was asked and did not come.
    """

    status: str
    occurrence_id: int
    message_code: str = ""
    at: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    state: str = ""
    late: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceView:
    """One time a round is due; fields as in models.Occurrence. place_ids: the place, or the route's places."""

    id: int
    community_id: int
    round_id: int
    title: str
    domain: str
    kind: str
    mode: str
    minutes: int
    place_id: int | None
    slot: str
    on: date
    sequence: int
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    position_id: int | None
    team_id: int | None
    staff_id: int | None
    state: str
    late: bool
    proven: bool
    done_at: datetime | None
    done_by: int | None
    made_up_at: datetime | None
    reason: str
    findings: int

    def standing(self, at: datetime) -> str:
        """How it stands at a moment: its state, or for work to do: later, open, late, and missed once closed."""
        if self.state != "todo":
            return self.state
        if at < self.opens_at:
            return "later"
        if at < self.due_at:
            return "open"
        return "late" if at < self.closes_at else "missed"


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """photos: (file token, checklist item)."""

    id: int
    staff_id: int | None
    on_behalf_of: int | None
    done_at: datetime
    received_at: datetime
    codes: tuple[str, ...]
    position: Mapping[str, object] | None
    answers: Mapping[str, object]
    people: tuple[int, ...]
    note: str
    outcome: str
    lacking: tuple[str, ...]
    photos: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """photos: file tokens."""

    id: int
    community_id: int
    occurrence_id: int
    round_id: int
    title: str
    domain: str
    place_id: int | None
    item: str
    severity: int
    text: str
    photos: tuple[str, ...]
    found_at: datetime
    found_by: int | None
    state: str
    closed_at: datetime | None
    closing_note: str


@dataclass(frozen=True, slots=True)
class OccurrenceDetail:
    work: OccurrenceView
    instructions: str
    checklist: tuple[ChecklistItem, ...]
    evidence: EvidenceAsk
    place_ids: tuple[int, ...]
    submissions: tuple[SubmissionView, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One cell of a roll-up. key: the values of the columns grouped by, in their order."""

    key: tuple[Any, ...]
    tally: Tally
    findings: int = 0


@dataclass(frozen=True, slots=True)
class FindingRaised:
    """Event: something wrong was seen on a round."""

    code: ClassVar[str] = "schedule.finding.raised"
    finding_id: int
    community_id: int
    occurrence_id: int
    place_id: int | None
    severity: int


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What the engine must know of a place. coordinates: (lat, lng) in degrees where they are known."""

    path: str
    community_id: int | None
    label: str = ""
    coordinates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a person works: whose open work is also his."""

    community_id: int | None
    position_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """How the engine asks about places; unknown ids are left out. under(paths): ids of places at or below them."""

    facts: Callable[[Collection[int]], Mapping[int, PlaceFacts]]
    under: Callable[[Collection[str]], Collection[int]]
    peak_hours: Callable[[Collection[int]], Mapping[int, Sequence[DayWindow]]]


@dataclass(frozen=True, slots=True)
class PeopleSource:
    """How the engine asks about staff. members(team_id, position_id): active staff who match all that is given."""

    members: Callable[[int | None, int | None], Sequence[int]]
    posting: Callable[[int], Posting | None]
