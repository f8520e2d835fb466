"""A change of owner: on one day the old owners end and the new ones begin; taken back while nothing followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.foundation import audit, locks, outbox
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.contracts import (
    OwnerChanged,
    OwnerChangeReversed,
    PersonDraft,
    Share,
    TieDraft,
    TieKind,
)
from anju.modules.people.models import Acquisition, HomeTie, OwnerChange, Person
from anju.modules.people.permissions import PERSON_EDIT
from anju.modules.people.queries.persons import in_force
from anju.modules.people.queries.places import HomePlace, home_place
from anju.modules.people.services.acts import OWNER_CHANGE_REVERSED, OWNER_CHANGED
from anju.modules.people.services.person_index import index
from anju.modules.people.services.persons import person_create
from anju.modules.people.services.ties import check_fits, columns, place_lock, tied_person

Follower = Callable[[int, date], str]
_followers: dict[str, Follower] = {}


def register_follower(name: str, asked: Follower) -> None:
    """`asked(place id, day)` answers what stands in the way of taking a change of owner back, "" for nothing.

    For what came to rest on the change elsewhere: a bill to the new owner, a vote he cast.
    """
    if name in _followers:
        raise ValueError(f"{name!r} follows changes of owner already")
    _followers[name] = asked


@dataclass(frozen=True, slots=True)
class NewOwner:
    """Who is registered already (`person_id`), or who is registered on the way (`draft`)."""

    person_id: int | None
    share: Share
    certificate: str = ""
    lives_here: bool = True
    draft: PersonDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChangeDraft:
    """on: the first day of the new owners. leaving: ties of owners that end; None: all of them.

    households_end: tenants stay (买卖不破租赁, Civil Code art. 725); the old owners' families leave.
    """

    place_id: int
    on: date
    acquired: str
    owners: tuple[NewOwner, ...]
    leaving: tuple[int, ...] | None = None
    households_end: bool = True
    note: str = ""


def owner_change(*, actor: Actor, draft: OwnerChangeDraft, at: datetime) -> int:
    """End old owners and begin new ones on one day. Returns the id of the change.

    Raises Forbidden, NotFound (home, person), Invalid: people.change.nobody, people.change.acquired,
    people.change.before_owner (the day is not after an old owner's beginning), people.share.range,
    people.share.over; Conflict: people.tie.twice, people.change.later when an owner began on or after that day.
    """
    actor.require(PERSON_EDIT)
    _check(draft)
    with transaction.atomic():
        place = home_place(actor, draft.place_id, PERSON_EDIT)
        place_lock(place.id)
        leaving = _leaving(draft)
        ended = _end([*leaving, *families_leaving(draft)], draft.on)
        begun = [_begin(place, draft, one, _person_of(actor, one, at)) for one in draft.owners]
        change = OwnerChange.objects.create(
            community_id=place.community_id,
            place_id=place.id,
            on=draft.on,
            acquired=draft.acquired,
            note=draft.note.strip(),
            ended=ended,
            begun=[row.pk for row in begun],
            at=at,
            by_name=actor.name,
        )
        gone, come = _ids(leaving), _ids(begun)
        index({*gone, *come, *_persons_of(ended)})
        audit.record(
            actor,
            OWNER_CHANGED,
            change,
            before={"owners": gone},
            after={"owners": come, "on": draft.on},
            at=at,
        )
        outbox.publish(OwnerChanged(place.id, draft.on, gone, come))
    return int(change.pk)


def owner_change_check(*, actor: Actor, draft: OwnerChangeDraft, at: datetime) -> None:
    """Whether `owner_change` would go through; nothing stays written. Raises as `owner_change`."""
    with transaction.atomic():
        owner_change(actor=actor, draft=draft, at=at)
        transaction.set_rollback(True)


def owner_change_reverse(*, actor: Actor, change_id: int, at: datetime, reason: str = "") -> None:
    """Take a change of owner back while nothing followed.

    Raises Forbidden, NotFound; Conflict: people.change.reversed, people.change.followed (a later change, or a tie of
    it was changed since), people.change.rests (something elsewhere rests on it).
    """
    actor.require(PERSON_EDIT)
    with transaction.atomic():
        change = OwnerChange.objects.filter(pk=change_id).first()
        if change is None:
            raise NotFound("people.change.missing")
        place = home_place(actor, change.place_id, PERSON_EDIT)
        place_lock(place.id)
        change = locks.row(OwnerChange, change_id)
        stands_in_the_way(change)
        begun = list(HomeTie.objects.filter(pk__in=change.begun))
        come = _ids(begun)
        HomeTie.objects.filter(pk__in=change.begun).delete()
        back = _reopen(change)
        change.reversed_at, change.reversed_by = at, actor.name
        change.save(update_fields=["reversed_at", "reversed_by"])
        gone = _ids(one for one in back if one.kind == TieKind.OWNER)
        index({*come, *(one.person_id for one in back)})
        audit.record(
            actor, OWNER_CHANGE_REVERSED, change, before={"owners": come}, after={"owners": gone},
            reason=reason.strip(), at=at,
        )  # fmt: skip
        outbox.publish(OwnerChangeReversed(place.id, change.on, come, gone))


def stands_in_the_way(change: OwnerChange) -> None:
    """Raises Conflict as `owner_change_reverse` when the change cannot be taken back."""
    if change.reversed_at is not None:
        raise Conflict("people.change.reversed")
    later = OwnerChange.objects.filter(place_id=change.place_id, pk__gt=change.pk, reversed_at__isnull=True)
    begun = HomeTie.objects.filter(pk__in=change.begun, starts_on=change.on, ends_on__isnull=True).count()
    ended = HomeTie.objects.filter(pk__in=[one["tie"] for one in change.ended], ends_on=change.on).count()
    if later.exists() or begun != len(change.begun) or ended != len(change.ended):
        raise Conflict("people.change.followed")
    for asked in _followers.values():
        if words := asked(change.place_id, change.on):
            raise Conflict("people.change.rests", what=words)


def _check(draft: OwnerChangeDraft) -> None:
    if not draft.owners:
        raise Invalid("people.change.nobody", field="owners")
    if draft.acquired not in Acquisition.values:
        raise Invalid("people.change.acquired", field="acquired")


def _leaving(draft: OwnerChangeDraft) -> list[HomeTie]:
    owners = HomeTie.objects.filter(place_id=draft.place_id, kind=TieKind.OWNER)
    if owners.filter(starts_on__gte=draft.on).exists():
        raise Conflict("people.change.later", field="on")
    rows = owners.filter(in_force(draft.on))
    return list(rows if draft.leaving is None else rows.filter(pk__in=draft.leaving))


def families_leaving(draft: OwnerChangeDraft) -> list[HomeTie]:
    """Who lives there with the old owners and goes with them; nobody when an owner stays or a tenant holds the home."""
    if not draft.households_end:
        return []
    held = HomeTie.objects.filter(in_force(draft.on), place_id=draft.place_id)
    leaving = {row.pk for row in _leaving(draft)}
    if not leaving or held.filter(kind__in=(TieKind.OWNER, TieKind.TENANT)).exclude(pk__in=leaving).exists():
        return []
    return list(held.filter(kind__in=(TieKind.FAMILY, TieKind.OTHER)).select_related("person"))


def _end(rows: Iterable[HomeTie], on: date) -> list[dict[str, object]]:
    ended: list[dict[str, object]] = []
    for row in rows:
        if row.starts_on is not None and row.starts_on >= on:
            continue
        ended.append(
            {"tie": row.pk, "person": row.person_id, "ends_on": row.ends_on and row.ends_on.isoformat()}
        )
        row.ends_on = on
        row.save(update_fields=["ends_on"])
    return ended


def _person_of(actor: Actor, owner: NewOwner, at: datetime) -> Person:
    if owner.draft is not None:
        return tied_person(person_create(actor=actor, draft=owner.draft, at=at))
    return tied_person(owner.person_id or 0)


def _begin(place: HomePlace, draft: OwnerChangeDraft, owner: NewOwner, person: Person) -> HomeTie:
    values = columns(
        TieDraft(
            person_id=person.pk, place_id=place.id, kind=TieKind.OWNER, starts_on=draft.on, share=owner.share,
            acquired=draft.acquired, certificate=owner.certificate, lives_here=owner.lives_here,
        )
    )  # fmt: skip
    row = HomeTie(place_id=place.id, community_id=place.community_id, person=person, **values)
    check_fits(row)
    row.save()
    return row


def _reopen(change: OwnerChange) -> list[HomeTie]:
    before = {one["tie"]: one["ends_on"] for one in change.ended}
    rows = list(HomeTie.objects.filter(pk__in=before))
    for row in rows:
        row.ends_on = date.fromisoformat(before[row.pk]) if before[row.pk] else None
        row.save(update_fields=["ends_on"])
    return rows


def _ids(rows: Iterable[HomeTie]) -> tuple[int, ...]:
    return tuple(row.person_id for row in rows)


def _persons_of(ended: list[dict[str, object]]) -> list[int]:
    return [int(str(one["person"])) for one in ended]
