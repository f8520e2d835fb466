"""The resident's own cases: which they are, and the right to what he may do with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseRow, CaseView
from anju.foundation import registry
from anju.foundation.actors import Actor
from anju.kernel.errors import NotFound
from anju.modules.estate import facade as estate
from anju.portals.resident import words
from anju.portals.resident.entrance import with_right
from anju.portals.resident.settings import REOPEN_DAYS

READ = "cases.case:read"
# What his own transitions are called by the kinds, and in which states the portal offers them.
CANCEL, CONFIRM, AGAIN, REOPEN = "cancel", "confirm", "redo", "reopen"


@dataclass(frozen=True, slots=True)
class Card:
    """One case in a list. clock: the promise that is next, or None."""

    row: CaseRow
    kind: str
    state: str
    place: str
    clock: words.ClockLine | None


def mine(request: Any) -> Any:
    """Queryset of what the reader reported, by phone at the desk or here, latest first."""
    here = cases.reported(user_id=request.user.pk)
    return (here | cases.reported(person_id=request.person.id)).distinct()


def open_rows(request: Any) -> list[CaseRow]:
    return cases.rows(mine(request).filter(closed_at__isnull=True)[:50])


def case(request: Any, case_id: int, at: datetime) -> CaseView:
    """One of the reader's own. Raises NotFound for anybody else's."""
    if not mine(request).filter(pk=case_id).exists():
        raise NotFound("not_found", noun="cases.case")
    return cases.case_view(actor=with_right(request.actor, READ), case_id=case_id, at=at)


def acting(actor: Actor, view: CaseView, *deeds: str) -> Actor:
    """The reader with the rights that these deeds of the engine's Rights ask for at this case."""
    kind = cases.kind_of(view.row.kind)
    rights = [cases.right(kind, one) for one in deeds]
    return with_right(actor, *rights, community_id=view.row.community_id)


def moving(actor: Actor, view: CaseView, transition: str) -> Actor:
    """The reader with the right to one transition. Raises NotFound when the kind has none of this name."""
    found = cases.kind_of(view.row.kind).transition(transition)
    if found is None:
        raise NotFound("page_not_found")
    return with_right(actor, found.permission, READ, community_id=view.row.community_id)


def may(view: CaseView, at: datetime) -> set[str]:
    """What the page offers: cancel, confirm, again, reopen, rate, sign, price, visit, words, photo."""
    kind, row = cases.kind_of(view.row.kind), view.row
    ways = {one.code for one in kind.transitions if row.state in one.sources}
    found = set()
    if row.merged_into_id is not None:
        return found
    if CANCEL in ways and row.state in ("new", "assigned"):
        found.add("cancel")
    if CONFIRM in ways and not view.fields.get("confirmed"):
        found.add("confirm")
    if AGAIN in ways:
        found.add("again")
    if REOPEN in ways and _lately(row, at):
        found.add("reopen")
    if row.closed_at is None:
        found.update({"words", "photo"})
        found.update({"price"} if any(one.answer is None for one in view.prices) else set())
        if row.assignee_id is not None and row.kind == "repair" and row.state in ("assigned", "waiting"):
            found.add("visit")
    if row.state in ("done", "closed") and view.rating is None:
        found.add("rate")
    if (
        row.state == "done"
        and row.kind == "repair"
        and not any(one.role == "signature" for one in view.photos)
    ):
        found.add("sign")
    return found


def _lately(row: CaseRow, at: datetime) -> bool:
    days = registry.value(REOPEN_DAYS, row.community_id)
    return row.closed_at is not None and at < row.closed_at + timedelta(days=days)


def cards(rows: Sequence[CaseRow], at: datetime, zone: ZoneInfo) -> list[Card]:
    """Cases of a list with the promise that is next; as many statements for many as for one."""
    places = estate.places_by_id({one.place_id for one in rows if one.place_id is not None})
    clocks = cases.clock_views(case_ids=[one.id for one in rows if one.closed_at is None], at=at)
    made = []
    for row in rows:
        lines = words.clock_lines_of(clocks.get(row.id, ()), row.closed_at, at, zone)
        place = places.get(row.place_id) if row.place_id is not None else None
        made.append(
            Card(
                row=row,
                kind=str(cases.kind_of(row.kind).name),
                state=words.state_words(row),
                place=(place.full_name or place.name) if place else "",
                clock=lines[0] if lines and lines[0].tone in ("run", "late", "wait") else None,
            )
        )
    return made
