"""How often something is promised, and the slots that follow from it.

A recurrence says how often something is promised; `rules.recurrence` turns it into slots. The words:

- A *service day* is a local day; a night belongs to the evening it begins on.
- A *block* is `every` consecutive periods (calendar days, Monday weeks, half months 1-15 and 16-end, months,
  quarters, half years, years), counted from `anchor`. The promise is `times` slots in each block.
- *Allowed time* is the windows minus the excluded hours, on the days that pass every day filter. Without fixed
  days or clock times the allowed time of a block is cut into equal consecutive parts, one per slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from anju.engines.schedule.rules import encoding, validation
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
