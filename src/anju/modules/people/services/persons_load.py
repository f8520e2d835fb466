"""Many persons and their ties at once, for imports and the demo: the same rules, a few statements, one line of audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.accounts.models import Organisation
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Forbidden, NotFound
from anju.modules.people.contracts import PersonDraft, PhoneDraft, TieDraft
from anju.modules.people.models import HomeTie, Person, PersonPhone, PersonState, TieKind
from anju.modules.people.permissions import PERSON_EDIT
from anju.modules.people.queries.places import HomePlace, home_places
from anju.modules.people.rules.shares import Holding, check_whole
from anju.modules.people.services.acts import PERSONS_LOADED
from anju.modules.people.services.person_index import index
from anju.modules.people.services.persons import checked, phone_row
from anju.modules.people.services.structure import require_at
from anju.modules.people.services.ties import columns, holding, places_lock

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """A new person (`draft`) or one who is known (`person_id`), with ties; the ties' own person_id is not looked at."""

    draft: PersonDraft | None = None
    person_id: int | None = None
    ties: tuple[TieDraft, ...] = ()


def persons_load(*, actor: Actor, loads: Sequence[PersonLoad], at: datetime) -> list[int]:
    """Register persons and tie them to homes. Returns the person ids in the order of `loads`.

    All or none. Raises as `person_create` and `living_add`, and DomainError errors carry no row: callers that need
    rows check their drafts one by one before. Several statements however many rows there are.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        places = _places(actor, loads)
        ids = _persons(actor, loads, at)
        ties = [
            _tie(places, person_id, one)
            for person_id, load in zip(ids, loads, strict=True)
            for one in load.ties
        ]
        _check(ties)
        HomeTie.objects.bulk_create(ties, batch_size=ROWS_AT_ONCE)
        index(list(dict.fromkeys(ids)))
        told = {"persons": sum(one.draft is not None for one in loads), "ties": len(ties)}
        audit.record(actor, PERSONS_LOADED, Organisation.objects.get(pk=actor.org_id), after=told, at=at)
    return ids


def _places(actor: Actor, loads: Sequence[PersonLoad]) -> dict[int, HomePlace]:
    wanted = {one.place_id for load in loads for one in load.ties}
    places_lock(wanted)
    places = home_places(wanted)
    if wanted - places.keys():
        raise NotFound("people.place.missing", field="place")
    reach = actor.reach(PERSON_EDIT)
    if not all(reach.covers(one.path) for one in places.values()):
        raise Forbidden("permission_missing", permission=PERSON_EDIT.code)
    return places


def _persons(actor: Actor, loads: Sequence[PersonLoad], at: datetime) -> list[int]:
    for community_id in {one.draft.community_id for one in loads if one.draft is not None}:
        require_at(actor, PERSON_EDIT, community_id)
    known = {one.person_id for one in loads if one.draft is None}
    there = set(Person.objects.filter(pk__in=known, state=PersonState.ACTIVE).values_list("pk", flat=True))
    if known - there:
        raise NotFound("people.person.missing", field="person")
    rows: list[Person] = []
    phones: list[list[PhoneDraft]] = []
    for draft in (one.draft for one in loads if one.draft is not None):
        values, numbers = checked(actor, draft, at)
        rows.append(Person(community_id=draft.community_id, created_at=at, **values))
        phones.append(numbers)
    Person.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    PersonPhone.objects.bulk_create(
        [
            phone_row(row.pk, one, main=place == 0)
            for row, numbers in zip(rows, phones, strict=True)
            for place, one in enumerate(numbers)
        ],
        batch_size=ROWS_AT_ONCE,
    )
    made = iter(rows)
    return [int(next(made).pk) if one.draft is not None else int(one.person_id or 0) for one in loads]


def _tie(places: dict[int, HomePlace], person_id: int, draft: TieDraft) -> HomeTie:
    place = places[draft.place_id]
    values = columns(replace(draft, person_id=person_id))
    return HomeTie(place_id=place.id, community_id=place.community_id, person_id=person_id, **values)


def _check(new: Sequence[HomeTie]) -> None:
    """As `ties.check_fits`, over all homes with one query."""
    homes = {one.place_id for one in new}
    there = list(HomeTie.objects.filter(place_id__in=homes))
    held: dict[int, list[Holding]] = {}
    parts: dict[tuple[Any, ...], list[HomeTie]] = {}
    for row in (*there, *new):
        if row.kind == TieKind.OWNER:
            held.setdefault(row.place_id, []).append(holding(row))
        key = (row.place_id, row.person_id, row.kind)
        if any(_meet(row, other) for other in parts.get(key, ())):
            raise Conflict("people.tie.twice", field="person")
        parts.setdefault(key, []).append(row)
    for holdings in held.values():
        check_whole(holdings)


def _meet(one: HomeTie, other: HomeTie) -> bool:
    return (one.ends_on is None or other.starts_on is None or other.starts_on < one.ends_on) and (
        other.ends_on is None or one.starts_on is None or one.starts_on < other.ends_on
    )
