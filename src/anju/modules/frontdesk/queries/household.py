"""What the desk shows of a caller: home, people, open cases with their clocks, earlier ones, calls, arrears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseFilter, CaseRow
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.modules.estate.contracts import PlaceView
from anju.modules.frontdesk.models import Call
from anju.modules.frontdesk.permissions import CALL_READ
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.frontdesk.rules.calling import masked
from anju.modules.people import facade as people
from anju.modules.people.contracts import HomeHit, HomeView, PersonView

EARLIER, CALLS, MOST_HITS = 5, 3, 10

# place ids, day → fen owed, by place; places that owe nothing are left out.
ArrearsSource = Callable[[list[int], Any], Mapping[int, int]]
_arrears: list[ArrearsSource] = []


class Hit(NamedTuple):
    """One line under the field. sort: home, person or case."""

    sort: str
    label: str
    sub: str
    place_id: int | None
    person_id: int | None
    community_id: int | None
    case_id: int | None = None


class PastCall(NamedTuple):
    at: datetime
    outcome: str
    words: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """place None: a person without a home, or nobody known. arrears: fen, None when nobody can tell."""

    place: PlaceView | None
    home: HomeView | None
    person: PersonView | None
    open: tuple[CaseRow, ...]
    earlier: tuple[CaseRow, ...]
    calls: tuple[PastCall, ...]
    names: Names
    arrears: int | None


def register_arrears(owed: ArrearsSource) -> None:
    """`owed(place ids, day)` says what homes owe, in fen. The last one registered is asked; without one the desk says nothing."""
    _arrears.append(owed)


def found(actor: Actor, text: str, community_id: int | None) -> list[Hit]:
    """Homes, persons and cases for a number, room, name, pinyin or case number; the likeliest first."""
    text = text.strip()
    if len(text) < 2:
        return []
    hits = _homes(people.find_homes(actor=actor, text=text, community_id=community_id, limit=MOST_HITS))
    if not hits or (text[:1].isalpha() and any(one.isdigit() for one in text)):
        hits = _cases(actor, text) + hits
    return hits[:MOST_HITS]


def household(actor: Actor, *, place_id: int | None, person_id: int | None, at: datetime) -> Household:
    """Everything at a glance, in some fifteen statements. Raises NotFound for a place out of reach."""
    on = at.astimezone(ZoneInfo(actor.time_zone)).date()
    place = None if place_id is None else _place(actor, place_id)
    person = None if person_id is None else people.persons_by_id([person_id]).get(person_id)
    home = people.homes([place.id], on).get(place.id) if place else None
    standing, earlier = _of(actor, place, person_id)
    return Household(
        place=place,
        home=home,
        person=person,
        open=standing,
        earlier=earlier,
        calls=_calls(actor, place_id, person_id),
        names=names_of(actor, [*standing, *earlier]),
        arrears=_owed(place.id, on) if place and home else None,
    )


def _homes(hits: list[HomeHit]) -> list[Hit]:
    return [
        Hit(
            "home" if one.place_id else "person",
            " · ".join(part for part in (one.place_name, one.name) if part),
            one.phone_shown,
            one.place_id,
            one.person_id,
            one.community_id,
        )
        for one in hits
    ]


def _cases(actor: Actor, text: str) -> list[Hit]:
    rows = cases.find(actor=actor, text=text, limit=5)
    names = names_of(actor, rows)
    return [
        Hit(
            "case",
            f"{one.number} {one.title}",
            names.place(one),
            one.place_id,
            None,
            one.community_id,
            one.id,
        )
        for one in rows
    ]


def _place(actor: Actor, place_id: int) -> PlaceView:
    found = estate.place(place_id)
    if not actor.reach(CALL_READ).covers(found.path):
        raise NotFound("not_found", noun="estate.place")
    return found


def _of(
    actor: Actor, place: PlaceView | None, person_id: int | None
) -> tuple[tuple[CaseRow, ...], tuple[CaseRow, ...]]:
    if place is not None:
        wanted = CaseFilter(place_ids=[place.id])
    elif person_id is not None:
        wanted = CaseFilter(person_id=person_id)
    else:
        return (), ()
    rows = cases.cases(actor=actor, wanted=wanted)
    standing = cases.rows(rows.filter(closed_at__isnull=True).order_by("due_at", "id")[:10])
    earlier = cases.rows(rows.filter(closed_at__isnull=False).order_by("-opened_at", "-id")[:EARLIER])
    return tuple(standing), tuple(earlier)


def _calls(actor: Actor, place_id: int | None, person_id: int | None) -> tuple[PastCall, ...]:
    rows = (
        Call.objects.filter(actor.reach(CALL_READ).q(), cases.not_barred(actor, "case__"))
        .exclude(state="ringing")
        .order_by("-came_at", "-pk")
    )
    if place_id is not None:
        rows = rows.filter(place_id=place_id)
    elif person_id is not None:
        rows = rows.filter(person_id=person_id)
    else:
        return ()
    return tuple(
        PastCall(one.came_at, str(one.get_outcome_display()), one.words, str(one.get_state_display()))
        for one in rows[:CALLS]
    )


def _owed(place_id: int, on: Any) -> int | None:
    return int(_arrears[-1]([place_id], on).get(place_id, 0)) if _arrears else None


def number_shown(call: Call) -> str:
    return masked(str(call.number or ""))
