"""Three months of good and bad days, told the same way every time."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from anju.engines.schedule.contracts import EvidenceAsk, OccurrenceView
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
# On a bad day those who do come are in a hurry.
HURRIED = 0.12


@dataclass(frozen=True, slots=True)
class Told:
    """What the story needs: now, the local day, the members of each team, labels of places and of whole routes, and
    the proof that each round asks.
    """

    now: datetime
    today: date
    members: Mapping[int, Sequence[int]]
    labels: Mapping[int, str]
    routes: Mapping[int, tuple[str, ...]]
    asks: Mapping[int, EvidenceAsk]
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
    last_night = told.now - one.closes_at < timedelta(days=1)
    if last_night and one.domain == "security" and one.opens_at.hour in (15, 16) and one.place_id is None:
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
    proof = _proof(one, told, person)
    return Record(
        occurrence_id=one.id,
        state="done",
        late=late,
        done_at=done_at,
        staff_id=person,
        key=key_of(one),
        codes=proof.codes,
        people=proof.people,
        lacking=proof.lacking,
    )


def key_of(one: OccurrenceView) -> UUID:
    return uuid5(NAMESPACE_URL, f"anju-demo:{one.round_id}:{one.place_id}:{one.slot}")


def _person(one: OccurrenceView, told: Told) -> int | None:
    if one.staff_id is not None:
        return one.staff_id
    team = told.members.get(one.team_id or 0, ())
    return team[int(chance("who", one.on, one.sequence) * len(team))] if team else None


class Proof(NamedTuple):
    codes: tuple[str, ...]
    people: tuple[int, ...]
    lacking: tuple[str, ...] = ()


def _proof(one: OccurrenceView, told: Told, person: int | None) -> Proof:
    """All that was asked; now and then, and more often on a bad day, a point, a picture or the second man is missing."""
    ask, codes = told.asks[one.round_id], codes_of(one, told)
    whole = Proof(codes, company(one, told, person))
    domain, _share = BAD_DAYS.get((told.today - one.on).days, ("", 0.0))
    luck = chance("proof", one.round_id, one.place_id, one.slot) / (
        HURRIED if domain == one.domain else UNPROVEN
    )
    if luck >= 1:
        return whole
    if ask.people > 1 and luck < 0.4:
        return whole._replace(people=whole.people[:1], lacking=("people",))
    if ask.qr:
        first = int(luck * len(codes))
        return whole._replace(codes=(*codes[:first], *codes[first + 2 :]), lacking=("qr",))
    return whole._replace(lacking=("photos",)) if ask.photos else whole


def codes_of(one: OccurrenceView, told: Told) -> tuple[str, ...]:
    """The labels that prove the work: of its place, or of all places of its route."""
    if not told.asks[one.round_id].qr:
        return ()
    return told.routes[one.round_id] if one.place_id is None else (told.labels[one.place_id],)


def company(one: OccurrenceView, told: Told, person: int | None) -> tuple[int, ...]:
    """Who went: the person, and as many of the team as the round asks for."""
    team = [member for member in told.members.get(one.team_id or 0, ()) if member != person]
    more = team[: told.asks[one.round_id].people - 1]
    return tuple(sorted(each for each in (person, *more) if each is not None))
