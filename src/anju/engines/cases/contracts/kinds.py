"""What a module declares: a kind of case with its states, transitions, clocks, ladder and closing rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from anju.foundation.permissions import Permission
from anju.kernel.errors import Invalid

# States the engine itself puts a case into; no kind may declare them.
MERGED, VOID = "merged", "void"
# Deeds of the engine that a transition may follow.
FOLLOWED = (
    "assigned", "offered", "taken", "accepted", "refused", "agreed", "arrived", "left", "price_offered", "price_agreed",
    "price_refused", "passed", "failed", "satisfied", "fair", "dissatisfied", "unreached", "rated",
)  # fmt: skip


class Severity(IntEnum):
    MINOR = 1
    NORMAL = 2
    SERIOUS = 3
    CRITICAL = 4


class Side(StrEnum):
    """Who sees an entry of the history: the staff alone, or the reporter too."""

    INTERNAL = "internal"
    REPORTER = "reporter"


class TimeBase(StrEnum):
    """Which time counts: all of it, or the community's working hours on workdays."""

    CALENDAR = "calendar"
    WORK = "work"


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    HALF_DAYS = "half_days"
    DAYS = "days"
    WORKDAYS = "workdays"


class Ask(StrEnum):
    """What must be given with a transition, or be there already."""

    REASON = "reason"
    PHOTO = "photo"
    PHOTO_BEFORE = "photo_before"
    PHOTO_AFTER = "photo_after"
    SIGNATURE = "signature"
    MATERIALS = "materials"
    PRICE_CONSENT = "price_consent"
    ASSIGNEE = "assignee"
    APPOINTMENT = "appointment"
    VISIT = "visit"


class To(StrEnum):
    """Whom a step of the ladder reaches; who that is in person is found out by the module above."""

    ASSIGNEE = "assignee"
    TEAM = "team"
    TEAM_LEADER = "team_leader"
    OWNER = "owner"
    MANAGER = "manager"
    COMPANY = "company"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Budget:
    """A length of time promised. Days end at midnight and do not count the first one; 0 days is the same day (当日).

    Raises Invalid for an amount that is no length.
    """

    amount: int
    unit: Unit
    base: TimeBase = TimeBase.CALENDAR

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.amount == 0 and self.unit is not Unit.DAYS):
            raise Invalid("cases.budget.amount", "amount", value=self.amount)


@dataclass(frozen=True, slots=True)
class BudgetOffer:
    """A budget that holds for a clock. promise_id: of the promise; quote: its words; source: plan, house or law."""

    budget: Budget
    promise_id: int | None = None
    quote: str = ""
    source: str = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetQuestion:
    """For what a budget is asked. at: when the clock starts, the moment whose plan counts."""

    kind: str
    clock: str
    community_id: int
    place_id: int | None
    severity: int
    fields: Mapping[str, Any]
    at: datetime


BudgetSource = Callable[[BudgetQuestion], Sequence[BudgetOffer]]


def fixed(*offers: BudgetOffer) -> BudgetSource:
    """A source that answers the same for every case, such as a line of the law."""
    return lambda question: offers


@dataclass(frozen=True, slots=True)
class State:
    """dropped: closed without being settled (cancelled, refused): closing rules are not asked, nobody is visited, and
    a promise that was not broken by then does not count.
    """

    code: str
    name: Any
    closed: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """sources: states it starts from. to: state it leads to, "" to stay. fields: declared fields that must be given.

    starts, stops, pauses, resumes: codes of clocks. A clock that was stopped starts a run of its own. follows: deeds
    after which it is made by itself when all it asks for is there (FOLLOWED). reopens: the way out of a closed state.
    """

    code: str
    name: Any
    sources: tuple[str, ...]
    to: str
    permission: Permission
    asks: tuple[Ask, ...] = ()
    fields: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    side: Side = Side.INTERNAL
    follows: tuple[str, ...] = ()
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """budgets: asked once, when the clock starts; without an answer the clock measures and is never due.

    opens: it starts with the case.
    """

    code: str
    name: Any
    budgets: BudgetSource = field(default=fixed())
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """One step of the ladder of a clock. share: per cent of the budget (100 is the limit); then `minutes` more.

    every: rings again every so many minutes until the clock stops. message: code of the template that is sent.
    """

    code: str
    clock: str
    to: To
    message: str
    share: int = 100
    minutes: int = 0
    every: int = 0
    role: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A fact of a kind's own. sort: text, number, flag or choice (one of `choices`)."""

    code: str
    name: Any
    sort: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What closing rules and asks are judged by.

    photos: number by role. hands: who worked on it and checkers: who passed it, as ("staff", id) and ("user", id).
    chargeable, agreed: fen; agreed None without consent. drawn: None until the draw. returned: a visit was recorded.
    rated, stars: what was said since it was last settled; what was said before it was done again does not count.
    """

    kind: str
    state: str
    severity: int
    fields: Mapping[str, Any]
    photos: Mapping[str, int]
    hands: frozenset[tuple[str, int]] = frozenset()
    checkers: frozenset[tuple[str, int]] = frozenset()
    checked: bool | None = None
    items: int = 0
    chargeable: int = 0
    agreed: int | None = None
    visits: int = 0
    appointment: bool = False
    assigned: bool = False
    rated: bool = False
    stars: int | None = None
    drawn: bool | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """A case may close when `holds`; `name` is what is said when it does not."""

    code: str
    name: Any
    holds: Callable[[CaseFacts], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule:
    """Return visits: at least `percent` of the ordinary and all from `serious_from` on, within `days` of the draw.

    percent: a number, or a function that is asked when the draw is held, for what people set. state: entering it puts a case up for the draw; "" is closing. What a visit leads to says a transition that
    follows "satisfied", "fair", "dissatisfied" or "unreached".
    """

    percent: int | Callable[[], int] = 50
    serious_from: int = Severity.SERIOUS
    days: int = 7
    state: str = ""

    @property
    def share(self) -> int:
        """The percentage that counts now."""
        return self.percent if isinstance(self.percent, int) else self.percent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Permissions of a kind; None is the engine's own for all kinds."""

    open: Permission | None = None
    read: Permission | None = None
    work: Permission | None = None
    assign: Permission | None = None
    decide: Permission | None = None
    check: Permission | None = None
    survey: Permission | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind:
    """prefix: of its numbers (R2026-000123). The first state is the one a case is opened in.

    Clocks with `opens` start with the case. Wording, plans and people are the module's; the engine moves, times and
    remembers.
    """

    code: str
    name: Any
    prefix: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    clocks: tuple[Clock, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    closing: tuple[ClosingRule, ...] = ()
    fields: tuple[Field, ...] = ()
    rights: Rights = Rights()
    returns: ReturnRule | None = None

    @property
    def initial(self) -> str:
        return self.states[0].code

    def state(self, code: str) -> State | None:
        return next((one for one in self.states if one.code == code), None)

    def transition(self, code: str) -> Transition | None:
        return next((one for one in self.transitions if one.code == code), None)

    def clock(self, code: str) -> Clock | None:
        return next((one for one in self.clocks if one.code == code), None)

    def is_closed(self, state: str) -> bool:
        found = self.state(state)
        return state in (MERGED, VOID) or (found is not None and found.closed)

    def is_dropped(self, state: str) -> bool:
        found = self.state(state)
        return found is not None and found.dropped

    def steps(self, clock: str) -> tuple[LadderStep, ...]:
        return tuple(one for one in self.ladder if one.clock == clock)
