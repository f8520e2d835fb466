"""Rounds, acts and what is known of them, as other packages see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from anju.engines.schedule.contracts.recurrence import Recurrence
from anju.engines.schedule.rules.checklist import Checklist, ChecklistItem
from anju.engines.schedule.rules.evidence import EvidenceAsk
from anju.engines.schedule.rules.fulfilment import Tally
from anju.engines.schedule.rules.terms import DayWindow
from anju.kernel.errors import Invalid


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
    """A position as a phone measured it: WGS-84 degrees, and metres within which it surely was."""

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
    found out when it is left out. position: when it was finished; track: those measured on the way, for a route.
    """

    key: UUID
    occurrence_id: int
    done_at: datetime
    codes: tuple[str, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[FindingDraft, ...] = ()
    position: Fix | None = None
    track: tuple[Fix, ...] = ()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRun:
    """One event that started work, with what became of it. open: still to do and not yet due.

    started_by, stopped_by: names; "" when nobody did, or it was long ago.
    """

    event: str
    happened_at: datetime
    round_ids: tuple[int, ...]
    made: int
    done: int
    missed: int
    skipped: int
    void: int
    open: int
    started_by: str
    stopped_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedWork:
    """What a round will ask on a day for which no occurrence has been made yet.

    place_ids: the person's part. shared: one of several people will do it, who of them is not decided yet.
    """

    round_id: int
    title: str
    domain: str
    kind: str
    mode: str
    minutes: int
    place_ids: tuple[int, ...]
    on: date
    opens_at: datetime
    due_at: datetime
    shared: bool


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
    """What the engine must know of a place. coordinates: (lat, lng) in WGS-84 degrees where they are known."""

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
