"""Three months of good and bad days, told the same way every time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from anju.engines.schedule.contracts import OccurrenceView
from anju.engines.schedule.facade import Record

# Days ago → (field of work, share of it that was missed): a storm, a shift short of people, a broken gate.
BAD_DAYS = {
    68: ("cleaning", 0.22),
    47: ("security", 0.35),
    46: ("security", 0.20),
    23: ("cleaning", 0.40),
    12: ("engineering", 0.30),
    5: ("cleaning", 0.12),
}
SHAKY, MISSED, LATE, SKIPPED, UNPROVEN = 0.22, 0.02, 0.03, 0.002, 0.004


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
        shaky = chance("shaky", one.title) < SHAKY
        return None if shaky and luck < 0.3 else _done(one, told, late=False)
    elapsed = (told.now - one.opens_at) / (one.due_at - one.opens_at)
    return _done(one, told, late=False) if luck < elapsed * 0.8 else None


def _past(one: OccurrenceView, told: Told, luck: float) -> Record:
    ago = (told.today - one.on).days
    domain, share = BAD_DAYS.get(ago, ("", 0.0))
    shaky = chance("shaky", one.title) < SHAKY * told.skill(one.domain)
    missed = share if domain == one.domain else MISSED * shaky
    if ago == 1 and one.domain == "security" and one.opens_at.hour in (15, 16) and one.place_id is None:
        missed = 1.0
    if luck < missed:
        return Record(occurrence_id=one.id, state="missed", staff_id=_person(one, told))
    if luck < missed + LATE * shaky:
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
