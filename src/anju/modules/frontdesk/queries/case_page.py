"""Everything the page of one case shows, in words; a dozen statements however long its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, CaseRow, CaseView, ClockView
from anju.foundation.actors import Actor
from anju.modules.estate import facade as estate
from anju.modules.frontdesk.queries import case_deeds, case_history
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_names import Names, names_of
from anju.modules.people import facade as people
from anju.modules.people.contracts import PersonView

SAME_WITHIN = timedelta(days=14)
MOST_SAME = 12
HIDDEN_FIELDS = frozenset({"unanswered", "about_staff", "about_place", "agreed_until"})


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as a line: filled and over in per cent of the line, whose limit stands at `limit`."""

    view: ClockView
    name: str
    said: str
    tone: str
    source: str
    filled: float
    limit: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of a case. first: code of what is usually done next. same: cases that may be the same thing."""

    view: CaseView
    kind: CaseKind
    names: Names
    clocks: tuple[ClockLine, ...]
    events: tuple[case_history.Told, ...]
    facts: tuple[tuple[str, str], ...]
    deeds: tuple[case_deeds.Deed, ...]
    ways: tuple[Any, ...]
    first: str
    person: PersonView | None
    same: tuple[CaseRow, ...]
    linked: tuple[tuple[Any, CaseRow | None], ...]

    @property
    def row(self) -> CaseRow:
        return self.view.row

    def by_group(self, group: str) -> list[case_deeds.Deed]:
        return [one for one in self.deeds if one.group == group]

    def photos(self, role: str) -> list[Any]:
        return [one for one in self.view.photos if one.role == role]

    @property
    def charged(self) -> int:
        return sum(one.amount for one in self.view.items if one.charged)


def shown(actor: Actor, view: CaseView, at: datetime) -> Shown:
    kind = cases.kind_of(view.row.kind)
    events = cases.history(actor=actor, case_id=view.row.id)
    same = same_thing(actor, view, at) if view.row.closed_at is None else []
    linked = _linked(actor, view)
    staff = case_history.staff_in(events) | {one.staff_id for one in (*view.workers, *view.visits)}
    staff.add(view.fields.get("about_staff") if isinstance(view.fields.get("about_staff"), int) else 0)
    names = names_of(actor, [view.row, *same, *linked.values()], staff_ids=staff)
    deeds = case_deeds.open_deeds(actor, view, kind)
    hand = case_deeds.ways(view, kind)
    return Shown(
        view=view,
        kind=kind,
        names=names,
        clocks=tuple(clock_line(one, kind, at) for one in view.clocks),
        events=tuple(case_history.told(kind, events, names)),
        facts=tuple(_facts(kind, view, names)),
        deeds=tuple(deeds),
        ways=tuple(hand),
        first=case_deeds.first_deed(deeds, hand, view),
        person=people.persons_by_id([view.person_id]).get(view.person_id) if view.person_id else None,
        same=tuple(same),
        linked=tuple((one, linked.get(one.case_id or 0)) for one in view.links),
    )


def clock_line(clock: ClockView, kind: CaseKind, at: datetime) -> ClockLine:
    declared = kind.clock(clock.code)
    length, used = clock.length, clock.elapsed
    whole = max(length or used, used, timedelta(seconds=1))
    return ClockLine(
        view=clock,
        name=str(declared.name) if declared is not None else clock.code,
        said=words.clock_words(clock, at),
        tone=words.clock_tone(clock, at),
        source=str(words.SOURCES.get(clock.source, "")),
        filled=round(100 * (used / whole), 2),
        limit=round(100 * ((length or whole) / whole), 2),
    )


def same_thing(actor: Actor, view: CaseView, at: datetime) -> list[CaseRow]:
    """Open cases of the last two weeks that may be the same thing: at the place, beside it or of the building it is in,
    of the same trade where both say one; the same kind first, then the latest.
    """
    row = view.row
    place_ids = _around(row)
    near = Q(place_id__in=place_ids) if place_ids else Q(place_id__isnull=True, community_id=row.community_id)
    wanted = cases.cases(actor=actor).filter(
        near, closed_at__isnull=True, opened_at__gte=at - SAME_WITHIN, community_id=row.community_id
    )
    trade = view.fields.get("trade")
    if trade:
        wanted = wanted.filter(Q(fields__trade=trade) | Q(fields__trade__isnull=True))
    found = cases.rows(wanted.exclude(pk=row.id).order_by("-opened_at", "-id")[: MOST_SAME * 2])
    return sorted(found, key=lambda one: (one.kind != row.kind, one.place_id != row.place_id))[:MOST_SAME]


def _around(row: CaseRow) -> list[int]:
    """The place, what lies below it, and the building it lies in with all of its places."""
    if row.place_id is None:
        return []
    place = estate.places_by_id([row.place_id]).get(row.place_id)
    if place is None:
        return [row.place_id]
    above = estate.places_by_id([int(part) for part in place.path.strip("/").split("/") if part])
    building = next((one for one in above.values() if one.kind == "building"), place)
    return estate.descendant_ids(building.path) or [row.place_id]


def _linked(actor: Actor, view: CaseView) -> dict[int, CaseRow]:
    ids = [one.case_id for one in view.links if one.case_id]
    if view.row.merged_into_id:
        ids.append(view.row.merged_into_id)
    if not ids:
        return {}
    return {one.id: one for one in cases.rows(cases.cases(actor=actor).filter(pk__in=ids))}


def _facts(kind: CaseKind, view: CaseView, names: Names) -> list[tuple[str, str]]:
    found = [
        (str(one.name), words.field_value(kind, one.code, view.fields[one.code]))
        for one in kind.fields
        if view.fields.get(one.code) not in (None, "") and one.code not in HIDDEN_FIELDS
    ]
    about = view.fields.get("about_staff")
    if isinstance(about, int):
        found.insert(0, (_("被投诉员工"), names.staff(about) or str(about)))
    return found


def barred_now(actor: Actor, view: CaseView) -> list[int]:
    rows = cases.cases(actor=actor).filter(pk=view.row.id).values_list("barred_staff", flat=True)
    return list(next(iter(rows), ()))
