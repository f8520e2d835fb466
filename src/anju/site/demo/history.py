"""Three months of good and bad days, told the same way every time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from anju.engines.schedule.contracts import OccurrenceView
from anju.engines.schedule.facade import Record

# Days ago → share of the work that was missed: a storm, a walk-out of a shift, a tired Sunday.
BAD_DAYS = {68: 0.10, 47: 0.16, 46: 0.08, 23: 0.20, 12: 0.07, 5: 0.05}
MISSED, LATE, SKIPPED, UNPROVEN = 0.006, 0.012, 0.002, 0.035


@dataclass(frozen=True, slots=True)
class Told:
    """What the story needs: now, the local day, the members of each team, labels of places."""

    now: datetime
    today: date
    members: Mapping[int, Sequence[int]]
    labels: Mapping[int, str]
    skill: Callable[[str], float]


def chance(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone."""
    return zlib.crc32("|".join(map(str, parts)).encode()) / 2**32


def records(work: Sequence[OccurrenceView], told: Told) -> Iterator[Record]:
    for one in work:
        record = _settled(one, told)
        if record is not None:
            yield record


def _settled(one: OccurrenceView, told: Told) -> Record | None:
    if one.opens_at >= told.now:
        return None
    luck = chance("luck", one.round_id, one.place_id, one.slot)
    if one.closes_at <= told.now:
        return _past(one, told, luck)
    if one.due_at <= told.now:
        return None if luck < 0.12 else _done(one, told, late=luck < 0.16)
    elapsed = (told.now - one.opens_at) / (one.due_at - one.opens_at)
    return _done(one, told, late=False) if luck < elapsed * 0.8 else None


def _past(one: OccurrenceView, told: Told, luck: float) -> Record:
    ago = (told.today - one.on).days
    missed = BAD_DAYS.get(ago, MISSED) * told.skill(one.domain)
    if ago == 1 and one.domain == "security" and one.opens_at.hour in (15, 16) and one.place_id is None:
        missed = 1.0
    if luck < missed:
        return Record(occurrence_id=one.id, state="missed", staff_id=_person(one, told))
    if luck < missed + LATE * told.skill(one.domain):
        return _done(one, told, late=True)
    if luck > 1 - SKIPPED:
        return Record(occurrence_id=one.id, state="skipped", reason="天气原因，经主管同意")
    return _done(one, told, late=False)


def _done(one: OccurrenceView, told: Told, *, late: bool) -> Record:
    share = 0.08 + 0.86 * chance("when", one.round_id, one.place_id, one.slot)
    start, end = (one.due_at, one.closes_at) if late else (one.opens_at, one.due_at)
    end = min(end, told.now)
    done_at = start + (end - start) * share
    person = _person(one, told)
    lacking = ("photos",) if chance("proof", one.round_id, one.place_id, one.slot) < UNPROVEN else ()
    label = told.labels.get(one.place_id or 0, "")
    return Record(
        occurrence_id=one.id,
        state="done",
        late=late,
        done_at=done_at,
        staff_id=person,
        key=key_of(one),
        codes=(label,) if label and not lacking else (),
        people=_people(one, told, person),
        lacking=lacking,
    )


def key_of(one: OccurrenceView) -> UUID:
    return uuid5(NAMESPACE_URL, f"anju-demo:{one.round_id}:{one.place_id}:{one.slot}")


def _person(one: OccurrenceView, told: Told) -> int | None:
    if one.staff_id is not None:
        return one.staff_id
    team = told.members.get(one.team_id or 0, ())
    return team[int(chance("who", one.on, one.sequence) * len(team))] if team else None


def _people(one: OccurrenceView, told: Told, person: int | None) -> tuple[int, ...]:
    team = [member for member in told.members.get(one.team_id or 0, ()) if member != person]
    night = one.opens_at.hour >= 14
    pair = team[:1] if night and one.domain == "security" else []
    return tuple(one for one in (person, *pair) if one is not None)


def spells(days: int) -> Iterator[timedelta]:
    """How long ago each finding was seen: denser lately."""
    for number in range(days // 2):
        yield timedelta(days=int(days * (number / (days / 2)) ** 1.6) + 1)
