"""Make the occurrences of the near future, set-based and idempotently."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, Sum, TextField
from django.db.models.functions import Cast

from anju.engines.schedule.contracts import Recurrence
from anju.engines.schedule.models import Occurrence, OccurrenceState, Round, RoundSpot, RoundState
from anju.engines.schedule.queries import sources
from anju.engines.schedule.rules import recurrence
from anju.engines.schedule.services import actions, stale
from anju.engines.schedule.services.expansion import (
    Deal,
    Expansion,
    RoundRow,
    copy_lines,
    line,
    placed_lines,
)
from anju.foundation import actors, audit, locks, scope
from anju.foundation.accounts import home
from anju.kernel import calendar

HORIZON = timedelta(days=4)
_CHUNK = 2_000

_FRESH = """
create temporary table fresh_occurrence (
  community_id bigint, round_id bigint, place_id bigint, slot varchar(40), day date, sequence smallint,
  opens_at timestamptz, due_at timestamptz, closes_at timestamptz,
  position_id bigint, team_id bigint, staff_id bigint
) on commit drop
"""
# A void occurrence comes back when its slot is asked for again; every other one stays as it is.
_TAKE = """
with made as (
  insert into schedule_occurrence as o (
    org_id, community_id, round_id, place_id, slot, "on", sequence, opens_at, due_at, closes_at,
    position_id, team_id, staff_id, state, late, proven, reason, findings)
  select %s, community_id, round_id, place_id, slot, day, sequence, opens_at, due_at, closes_at,
    position_id, team_id, staff_id, 'todo', false, false, '', 0
  from fresh_occurrence
  on conflict on constraint occurrence_once do update set
    state = 'todo', "on" = least(o."on", excluded."on"), opens_at = least(o.opens_at, excluded.opens_at),
    due_at = excluded.due_at, closes_at = excluded.closes_at, position_id = excluded.position_id,
    team_id = excluded.team_id, staff_id = excluded.staff_id
  where o.state = 'void'
  returning community_id, "on"
)
select community_id, "on", count(*) from made group by 1, 2
"""


def horizon_end(at: datetime) -> date:
    """The first day beyond the horizon: occurrences exist for the local day of `at` and three more."""
    return at.astimezone(home.zone()).date() + HORIZON


def materialise(*, community_id: int, until: date, at: datetime) -> int:
    """Make the occurrences of a community's running rounds for all days before `until`; return how many were made.

    Making them again makes nothing. Of a round that begins now only slots not yet due at `at` are asked, those
    already open included. Runs in the scope of one organisation, as part of the system, hence without an actor.
    """
    return materialise_many(community_ids=[community_id], until=until, at=at)


def materialise_many(*, community_ids: Iterable[int], until: date, at: datetime) -> int:
    """The same for several communities with a handful of statements for all of them."""
    with transaction.atomic():
        due = _due(until).filter(community_id__in=sorted(set(community_ids)))
        for community_id in sorted(set(due.values_list("community_id", flat=True))):
            lock(community_id)
        return _make(_due(until).filter(community_id__in=sorted(set(community_ids))), until, at)


def materialise_rounds(*, round_ids: Sequence[int], until: date, at: datetime) -> int:
    """The same for some rounds, whose communities are locked already."""
    return _make(_due(until).filter(pk__in=round_ids), until, at)


def materialise_event(
    *, round_id: int, happened_at: datetime, place_ids: Collection[int] | None = None
) -> int:
    """Make the occurrences of a round that follow an event; its community is locked already.

    place_ids: where it happened; a route that passes there is walked whole, and a round without places is done.
    """
    zone, work_days = home.zone(), calendar.china()
    day = happened_at.astimezone(zone).date()
    (row,) = _rows(Round.objects.filter(pk=round_id), day, happened_at)
    if place_ids is not None:
        row = replace(row, places=_touched(row, frozenset(place_ids)))
    words = Recurrence.from_json(json.loads(row.recurrence))
    slots = recurrence.event_slots(words, happened_at, calendar=work_days, zone=zone)
    deal = Deal(sources.members, defaultdict(int, _open_minutes([row], sources.members)))
    made = _insert(placed_lines(row, [line(slot) for slot in slots], row.places, deal))
    stale.mark((community_id, on) for community_id, on, _count in made)
    return sum(count for _community, _on, count in made)


def _touched(row: RoundRow, place_ids: frozenset[int]) -> tuple[int | None, ...]:
    if row.places != (None,):
        return tuple(place for place in row.places if place in place_ids)
    spots = set(RoundSpot.objects.filter(round_id=row.id).values_list("place_id", flat=True))
    return row.places if not spots or spots & place_ids else ()


def still_asked(occurrence: Occurrence) -> bool:
    """Whether the occurrence's running round would ask for it today as it did when it was made."""
    found = occurrence.round
    if found.state != RoundState.ACTIVE:
        return False
    spots = set(RoundSpot.objects.filter(round=found).values_list("place_id", flat=True))
    if occurrence.place_id not in (spots if found.mode == "each" and spots else {None}):
        return False
    words = Recurrence.from_json(found.recurrence)
    if words.event is not None:
        return occurrence.slot.startswith(f"{words.event}@")
    keys = recurrence.keys_around(words, occurrence.on, calendar=calendar.china(), zone=home.zone())
    return occurrence.slot in keys


def lock(community_id: int) -> None:
    """Keep other expansions of this community's rounds waiting until the transaction ends."""
    locks.advisory("schedule.horizon", scope.current().writes, community_id)


def communities_due(until: date) -> list[int]:
    """Communities with running rounds that have days before `until` without occurrences yet."""
    return sorted(set(_due(until).values_list("community_id", flat=True)))


def end_expired(*, at: datetime) -> int:
    """End the running and paused rounds whose last day has passed."""
    today = at.astimezone(home.zone()).date()
    open_states = (RoundState.ACTIVE, RoundState.PAUSED)
    with transaction.atomic():
        expired = Round.objects.select_for_update().filter(state__in=open_states, active_until__lte=today)
        found = list(expired.order_by("pk"))
        actor = actors.system("schedule.horizon", scope.current().home)
        for each in found:
            audit.record(actor, actions.ROUND_ENDED, each, before={"state": each.state}, at=at)
        Round.objects.filter(pk__in=[each.pk for each in found]).update(state=RoundState.ENDED)
    return len(found)


def _due(until: date) -> Any:
    unmade = Q(materialised_until=None) | Q(materialised_until__lt=until)
    return Round.objects.filter(unmade, state=RoundState.ACTIVE)


def _make(rounds: Any, until: date, at: datetime) -> int:
    rows = _rows(rounds, until, at)
    if not rows:
        return 0
    places = {place for row in rows for place in row.places if place is not None}
    expansion = Expansion(calendar.china(), home.zone(), at, sources.peak_hours(places))
    members = cache(sources.members)
    deal = Deal(members, defaultdict(int, _open_minutes(rows, members)))
    made = _insert(copy_lines([row for row in rows if row.start < row.end], expansion, deal))
    # A round that begins beyond the horizon has not begun.
    begun = [row.id for row in rows if row.start < until]
    Round.objects.filter(pk__in=begun).update(materialised_until=until)
    stale.mark((community_id, on) for community_id, on, _count in made)
    return sum(count for _community, _on, count in made)


def _rows(rounds: Any, until: date, at: datetime) -> list[RoundRow]:
    today = at.astimezone(home.zone()).date()
    found = rounds.order_by("community_id", "pk").values_list(
        "pk", "community_id", Cast("recurrence", TextField()), "minutes", "position_id", "team_id", "staff_id",
        "active_from", "active_until", "materialised_until", "mode",
    )  # fmt: skip
    records = list(found)
    spots: dict[int, list[int]] = defaultdict(list)
    placed = RoundSpot.objects.filter(round_id__in=[record[0] for record in records])
    for round_id, place_id in placed.order_by("round_id", "position", "pk").values_list(
        "round_id", "place_id"
    ):
        spots[round_id].append(place_id)
    rows = []
    for key, community, text, minutes, position, team, staff, first, last, made_until, mode in records:
        each_place = tuple(spots[key]) if mode == "each" and spots[key] else (None,)
        rows.append(
            RoundRow(
                id=key, community_id=community, recurrence=text, minutes=minutes, position_id=position,
                team_id=team, staff_id=staff, places=each_place,
                start=max(first, today) if made_until is None else max(first, made_until),
                end=until if last is None else min(until, last),
                fresh=made_until is None,
            )
        )  # fmt: skip
    return rows


def _open_minutes(rows: list[RoundRow], members: Any) -> dict[int, int]:
    people = {one for row in rows if row.team_id for one in members(row.team_id, row.position_id)}
    if not people:
        return {}
    open_work = Occurrence.objects.filter(state=OccurrenceState.TODO, staff_id__in=sorted(people))
    grouped = open_work.values("staff_id").annotate(minutes=Sum(F("round__minutes")))
    return dict(grouped.values_list("staff_id", "minutes"))


def _insert(lines: Iterable[str]) -> list[tuple[int, date, int]]:
    iterator = iter(lines)
    chunk = "".join(islice(iterator, _CHUNK))
    if not chunk:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FRESH)
        with cursor.copy("copy fresh_occurrence from stdin") as copy:
            while chunk:
                copy.write(chunk)
                chunk = "".join(islice(iterator, _CHUNK))
        cursor.execute(_TAKE, [scope.current().writes])
        made: list[tuple[int, date, int]] = cursor.fetchall()
        cursor.execute("drop table fresh_occurrence")
    return made
