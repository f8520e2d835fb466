"""Who owns, rents and lives in a home: begun, changed, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.contracts import PersonDraft, Share, TieDraft, TieKind
from anju.modules.people.models import Acquisition, HomeTie, Person, PersonState, Relation
from anju.modules.people.permissions import PERSON_EDIT
from anju.modules.people.queries.persons import survivor_id
from anju.modules.people.queries.places import HomePlace, home_place, place_rows
from anju.modules.people.rules.shares import Holding, check_whole, checked_share
from anju.modules.people.services.acts import TIE_ADDED, TIE_CHANGED, TIE_ENDED
from anju.modules.people.services.person_index import index
from anju.modules.people.services.persons import person_create

LOGGED = (
    "kind", "starts_on", "ends_on", "share_numerator", "share_denominator", "acquired", "certificate", "relation",
    "lives_here", "is_contact", "contract_until", "note",
)  # fmt: skip


def living_add(*, actor: Actor, draft: TieDraft, at: datetime) -> int:
    """Tie a person to a home as owner, tenant, family or other. Returns the id of the tie.

    An owner added beside others must leave the sum of shares within the whole; a change of owner is
    `owner_change`, which ends the old ones on the same day.
    Raises Forbidden, NotFound (person, home), Invalid: people.tie.days, people.tie.kind, people.share.range,
    people.share.over; Conflict: people.tie.twice when he is that already on one of these days.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        place = home_place(actor, draft.place_id, PERSON_EDIT)
        person = tied_person(draft.person_id)
        place_lock(place.id)
        row = HomeTie(place_id=place.id, community_id=place.community_id, person=person, **columns(draft))
        check_fits(row)
        _contact_only(row)
        row.save()
        index([person.pk])
        audit.record(actor, TIE_ADDED, row, after=logged_tie(row, place), at=at)
    return int(row.pk)


def resident_register(*, actor: Actor, person: PersonDraft, tie: TieDraft, at: datetime) -> int:
    """Register a person and tie him to a home, both or neither; the tie's own person_id is not looked at.

    Returns the id of the tie. Raises as `person_create` and `living_add`.
    """
    with transaction.atomic():
        person_id = person_create(actor=actor, draft=person, at=at)
        return living_add(actor=actor, draft=replace(tie, person_id=person_id), at=at)


def tie_change(*, actor: Actor, tie_id: int, draft: TieDraft, at: datetime) -> None:
    """Set what is known of a tie; person, home and kind stay. Raises as `living_add`."""
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        row, place = locked_tie(actor, tie_id)
        before = logged_tie(row, place)
        kept = replace(draft, person_id=row.person_id, place_id=row.place_id, kind=TieKind(row.kind))
        for name, value in columns(kept).items():
            setattr(row, name, value)
        check_fits(row)
        _contact_only(row)
        row.save()
        index([row.person_id])
        audit.record(actor, TIE_CHANGED, row, before=before, after=logged_tie(row, place), at=at)


def tie_end(*, actor: Actor, tie_id: int, on: date | None, at: datetime, reason: str = "") -> None:
    """End a tie: `on` is the first day it no longer holds; None opens it again.

    Raises Forbidden, NotFound, Invalid: people.tie.days; as `living_add` when it is opened again.
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        row, place = locked_tie(actor, tie_id)
        before = logged_tie(row, place)
        row.ends_on = on
        _check_days(row.starts_on, row.ends_on)
        check_fits(row)
        row.save(update_fields=["ends_on"])
        index([row.person_id])
        audit.record(
            actor, TIE_ENDED, row, before=before, after=logged_tie(row, place), reason=reason.strip(), at=at
        )


def locked_tie(actor: Actor, tie_id: int) -> tuple[HomeTie, HomePlace]:
    """A tie of a home in the actor's reach, home first so that two callers never wait in a ring."""
    place_id = HomeTie.objects.filter(pk=tie_id).values_list("place_id", flat=True).first()
    if place_id is None:
        raise NotFound("people.tie.missing")
    place = home_place(actor, place_id, PERSON_EDIT)
    place_lock(place.id)
    return locks.row(HomeTie, tie_id), place


def place_lock(place_id: int) -> None:
    places_lock([place_id])


def places_lock(place_ids: Iterable[int]) -> None:
    """Whoever changes the ties of one home waits for the other: shares are counted over all of them."""
    rows = place_rows().select_for_update(no_key=True, of=("self",)).filter(pk__in=list(place_ids))
    list(rows.order_by("pk").values_list("pk"))


def tied_person(person_id: int) -> Person:
    """The person to be tied, wherever he is registered: owners have homes in several communities."""
    found = Person.objects.filter(pk=survivor_id(person_id), state=PersonState.ACTIVE).first()
    if found is None:
        raise NotFound("people.person.missing", field="person")
    return found


def columns(draft: TieDraft) -> dict[str, Any]:
    """The columns of a tie. Raises Invalid: people.tie.days, people.tie.kind, people.share.range."""
    _check_days(draft.starts_on, draft.ends_on)
    owner = draft.kind is TieKind.OWNER
    if not owner and draft.share is not None:
        raise Invalid("people.tie.kind", field="share")
    share = checked_share(draft.share or Share(1, 1)) if owner else None
    acquired = draft.acquired if draft.acquired in Acquisition.values else ""
    relation = draft.relation if draft.relation in Relation.values else ""
    return {
        "kind": draft.kind.value,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "share_numerator": share.numerator if share else None,
        "share_denominator": share.denominator if share else None,
        "acquired": acquired if owner else "",
        "certificate": draft.certificate.strip() if owner else "",
        "relation": relation,
        "lives_here": draft.lives_here,
        "is_contact": draft.is_contact,
        "contract_until": draft.contract_until if draft.kind is TieKind.TENANT else None,
        "note": draft.note.strip(),
    }


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        raise Invalid("people.tie.days", field="ends_on")


def check_fits(row: HomeTie) -> None:
    """The same person once in one part on any day, and never more than the whole home.

    Raises Conflict: people.tie.twice; Invalid: people.share.over.
    """
    others = HomeTie.objects.filter(place_id=row.place_id).exclude(pk=row.pk)
    days = Q()
    if row.starts_on is not None:
        days &= Q(ends_on__isnull=True) | Q(ends_on__gt=row.starts_on)
    if row.ends_on is not None:
        days &= Q(starts_on__isnull=True) | Q(starts_on__lt=row.ends_on)
    if others.filter(days, person_id=row.person_id, kind=row.kind).exists():
        raise Conflict("people.tie.twice", field="person")
    if row.kind == TieKind.OWNER:
        check_whole([*map(holding, others.filter(kind=TieKind.OWNER)), holding(row)])


def holding(row: HomeTie) -> Holding:
    return Holding(row.starts_on, row.ends_on, Share(row.share_numerator or 0, row.share_denominator or 1))


def _contact_only(row: HomeTie) -> None:
    """One first contact of a home: who is made it takes the place of the one before."""
    if row.is_contact:
        HomeTie.objects.filter(place_id=row.place_id, is_contact=True).exclude(pk=row.pk).update(
            is_contact=False
        )


def logged_tie(row: HomeTie, place: HomePlace) -> dict[str, Any]:
    return {"person": row.person_id, "place": str(place), **{name: getattr(row, name) for name in LOGGED}}
