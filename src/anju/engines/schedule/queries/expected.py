"""What will be asked beyond the days for which work has been made: expanded from the rounds, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from anju.engines.schedule.contracts import ExpectedWork, Posting, RoundDraft, RoundView
from anju.engines.schedule.models import Round, RoundState
from anju.engines.schedule.queries import sources
from anju.engines.schedule.queries.rounds import rounds_by_id
from anju.engines.schedule.rules import assignment, recurrence
from anju.foundation.accounts import home
from anju.kernel import calendar
from anju.kernel.interval import DateInterval


@dataclass(frozen=True, slots=True)
class _Part:
    place_ids: tuple[int, ...]
    shared: bool


def expected_of(staff_id: int, days: DateInterval) -> list[ExpectedWork]:
    """What rounds will ask of a person on days not made yet, in the order it opens. Raises Invalid for open days.

    Days that were made already give nothing: their work is stored. Of work that a team does by turns, or that several
    holders of a post see, everybody's says `shared`.
    """
    posting = sources.posting(staff_id)
    if posting is None:
        return []
    found: list[ExpectedWork] = []
    for view in _rounds(posting, staff_id):
        part = _part(view.draft, posting, staff_id)
        if part is not None:
            found.extend(_work(view, part, days))
    return sorted(found, key=lambda one: (one.opens_at, one.due_at, one.round_id))


def _rounds(posting: Posting, staff_id: int) -> list[RoundView]:
    rows = Round.objects.filter(state=RoundState.ACTIVE)
    if posting.community_id is not None:
        rows = rows.filter(community_id=posting.community_id)
    fitting = [
        number
        for number, team, post, person in rows.values_list("pk", "team_id", "position_id", "staff_id")
        if person == staff_id
        or (person is None and team is not None and team == posting.team_id)
        or (person is None and team is None and post is not None and post == posting.position_id)
    ]
    return list(rounds_by_id(fitting).values())


def _part(draft: RoundDraft, posting: Posting, staff_id: int) -> _Part | None:
    """The person's part of a round, as the horizon would deal it; None when he has none."""
    if draft.staff_id is not None:
        return _Part(draft.place_ids, shared=False)
    members = list(sources.members(draft.team_id, draft.position_id))
    if staff_id not in members:
        return None
    units = len(draft.place_ids) if draft.mode == "each" and draft.place_ids else 1
    if draft.team_id is not None and draft.place_ids and 1 < len(members) <= units:
        areas = assignment.areas(draft.place_ids, members)
        own = tuple(place for place in draft.place_ids if areas[place] == staff_id)
        return _Part(own, shared=False) if own else None
    return _Part(draft.place_ids, shared=len(members) > 1)


def _work(view: RoundView, part: _Part, days: DateInterval) -> Iterator[ExpectedWork]:
    draft = view.draft
    start = max(days.start, draft.active_from, view.materialised_until or days.start)
    end = min(days.end or days.start, draft.active_until or date.max)
    if start >= end:
        return
    span = DateInterval(start, end)
    for slot in recurrence.slots(draft.recurrence, span, calendar=calendar.china(), zone=home.zone()):
        yield ExpectedWork(
            round_id=view.id,
            title=draft.title,
            domain=draft.domain,
            kind=draft.kind,
            mode=draft.mode,
            minutes=draft.minutes,
            place_ids=part.place_ids,
            on=slot.on,
            opens_at=slot.opens_at,
            due_at=slot.due_at,
            shared=part.shared,
        )
