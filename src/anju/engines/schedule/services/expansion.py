"""From rounds to the lines of their occurrences: slots, places and people, without the database.

A horizon run sees the same recurrence in many communities, so expansions are kept while it lasts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from zlib import crc32
from zoneinfo import ZoneInfo

from anju.engines.schedule.contracts import DayWindow, Recurrence, Slot
from anju.engines.schedule.rules import assignment, recurrence
from anju.engines.schedule.rules.terms import SUB_DAILY, Period
from anju.kernel.calendar import WorkCalendar
from anju.kernel.errors import Invalid
from anju.kernel.interval import DateInterval

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A running round as stored; recurrence: its JSON text; start: first day to expand; fresh: for the first time."""

    id: int
    community_id: int
    recurrence: str
    minutes: int
    position_id: int | None
    team_id: int | None
    staff_id: int | None
    places: tuple[int | None, ...]
    start: date
    end: date
    fresh: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A slot with its columns as COPY reads them: slot, on, sequence, opens, due, closes."""

    slot: Slot
    text: str

    @property
    def key(self) -> str:
        return self.slot.key


@dataclass(slots=True)
class Expansion:
    """at: the moment of the run; what was due before it is not asked of a round that only begins."""

    calendar: WorkCalendar
    zone: ZoneInfo
    at: datetime
    peaks: Mapping[int, Sequence[DayWindow]] = field(default_factory=dict)
    _words: dict[str, Recurrence] = field(default_factory=dict)
    _lines: dict[object, tuple[Line, ...]] = field(default_factory=dict)

    def words(self, text: str) -> Recurrence:
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = Recurrence.from_json(json.loads(text))
        return found

    def by_place(self, row: RoundRow) -> list[tuple[tuple[Line, ...], tuple[int | None, ...]]]:
        """Lines with the places they hold for; places with peak hours of their own have lines of their own."""
        groups: dict[tuple[DayWindow, ...], list[int | None]] = defaultdict(list)
        avoids = self._avoids_peaks(row)
        for place in row.places:
            groups[tuple(self.peaks.get(place, ())) if avoids and place else ()].append(place)
        return [(self.lines(row, peaks), tuple(places)) for peaks, places in groups.items()]

    def lines(self, row: RoundRow, peaks: tuple[DayWindow, ...]) -> tuple[Line, ...]:
        key = (row.recurrence, peaks, row.start, row.end, row.fresh)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = tuple(map(line, self._slots(row, peaks)))
        return found

    def _avoids_peaks(self, row: RoundRow) -> bool:
        words = self.words(row.recurrence)
        fixed = words.clock_times or words.period in (*SUB_DAILY, Period.EVENT)
        return bool(self.peaks) and not fixed

    def _slots(self, row: RoundRow, peaks: tuple[DayWindow, ...]) -> Iterator[Slot]:
        words = _keeping_out(self.words(row.recurrence), peaks)
        span = DateInterval(row.start, row.end)
        found = recurrence.slots(words, span, calendar=self.calendar, zone=self.zone)
        if not row.fresh:
            return found
        return self._first(words, row.start, found)

    def _first(self, words: Recurrence, start: date, found: Iterator[Slot]) -> Iterator[Slot]:
        midnight = datetime.combine(start, time(), self.zone).astimezone(UTC)
        since = max(midnight, self.at)
        running = recurrence.slots_open_on(words, start, calendar=self.calendar, zone=self.zone)
        for slot in running:
            if slot.due_at > since:
                yield replace(slot, on=start, opens_at=max(slot.opens_at, midnight))
        for slot in found:
            if slot.due_at > since:
                yield slot


def _keeping_out(words: Recurrence, peaks: tuple[DayWindow, ...]) -> Recurrence:
    if not peaks:
        return words
    try:
        return replace(words, excluded=(*words.excluded, *peaks))
    except Invalid:
        # The promise itself leaves no other time; it stands above the place's habits.
        return words


def line(slot: Slot) -> Line:
    moments = "\t".join(each.isoformat() for each in (slot.opens_at, slot.due_at, slot.closes_at))
    return Line(slot, f"{slot.key.translate(_ESCAPES)}\t{slot.on.isoformat()}\t{slot.sequence}\t{moments}")


@dataclass(slots=True)
class Deal:
    """Gives work to people. members: of a team and position. load: minutes each has to do already; grows."""

    members: Callable[[int | None, int | None], Sequence[int]]
    load: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def owners(
        self, row: RoundRow, lines: Sequence[Line], places: Sequence[int | None]
    ) -> Callable[[str, int | None], int | None]:
        """Who does a slot at a place: the round's person, a member of its team, or the one holder of its post."""
        if row.staff_id is not None:
            return lambda _key, _place: row.staff_id
        if row.team_id is None:
            holders = self.members(None, row.position_id) if row.position_id is not None else ()
            only = holders[0] if len(holders) == 1 else None
            return lambda _key, _place: only
        team = list(self.members(row.team_id, row.position_id))
        if not team:
            return lambda _key, _place: None
        if len(row.places) >= len(team):
            return self._areas(row, team, places, len(lines))
        return self._turns(row, team, lines, places)

    def _areas(
        self, row: RoundRow, team: list[int], places: Sequence[int | None], count: int
    ) -> Callable[[str, int | None], int | None]:
        home = assignment.areas(row.places, team)
        for place in places:
            self.load[home[place]] += row.minutes * count
        return lambda _key, place: home[place]

    def _turns(
        self, row: RoundRow, team: list[int], lines: Sequence[Line], places: Sequence[int | None]
    ) -> Callable[[str, int | None], int | None]:
        dealt: dict[tuple[str, int | None], int | None] = {}
        for day, slots in groupby(lines, key=lambda each: each.slot.on):
            # Among equals another one begins each day; the same one whenever the day is dealt again.
            first = crc32(f"{row.id} {day}".encode()) % len(team)
            order = team[first:] + team[:first]
            weights = assignment.Weights(effort=dict.fromkeys(places, row.minutes), load=self.load)
            part = assignment.spread(list(slots), places, order, weights=weights)
            for owner in part.values():
                if owner is not None:
                    self.load[owner] += row.minutes
            dealt |= part
        return lambda key, place: dealt[key, place]


def copy_lines(rows: Iterable[RoundRow], expansion: Expansion, deal: Deal) -> Iterator[str]:
    """Lines for COPY: community, round, place, the slot's columns, position, team, staff."""
    for row in rows:
        for lines, places in expansion.by_place(row):
            yield from placed_lines(row, lines, places, deal)


def placed_lines(
    row: RoundRow, lines: Sequence[Line], places: Sequence[int | None], deal: Deal
) -> Iterator[str]:
    """The same for lines of one round that are known already."""
    if not lines:
        return
    owner = deal.owners(row, lines, places)
    tail = f"\t{_text(row.position_id)}\t{_text(row.team_id)}\t"
    for place in places:
        head = f"{row.community_id}\t{row.id}\t{_text(place)}\t"
        for each in lines:
            yield f"{head}{each.text}{tail}{_text(owner(each.slot.key, place))}\n"


def _text(value: int | None) -> str:
    return NULL if value is None else str(value)
