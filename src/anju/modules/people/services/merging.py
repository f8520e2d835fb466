"""Two records of one person made one, and taken apart again while nothing followed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from anju.foundation import audit, locks, outbox
from anju.foundation.actors import Actor
from anju.foundation.privacy import seal, unseal
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.people.contracts import PersonsMerged, PersonsParted
from anju.modules.people.models import (
    HomeTie,
    Person,
    PersonDistinct,
    PersonMerge,
    PersonPhone,
    PersonState,
)
from anju.modules.people.permissions import PERSON_MERGE
from anju.modules.people.services import merging_ties
from anju.modules.people.services.acts import PERSONS_DISTINCT, PERSONS_MERGED, PERSONS_PARTED
from anju.modules.people.services.person_index import index
from anju.modules.people.services.persons import locked
from anju.modules.people.services.ties import places_lock

# What of a person may be taken from the record that goes; the identity number brings its kind and digest along.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("kind", "name", "pinyin"),
    "id_number": ("id_kind", "id_number", "id_digest"),
    "birthday": ("birthday",),
    "email": ("email",),
    "language": ("language",),
    "note": ("note",),
}
# Rows that do not move: merges tell what happened, phones are copied, ties are joined.
STAYING = (
    "people.PersonMerge",
    "people.PersonDistinct",
    "people.PersonPhone",
    "people.HomeTie",
    "people.Person",
)

Follower = Callable[[int, int], str]
_followers: dict[str, Follower] = {}


def register_merge_follower(name: str, asked: Follower) -> None:
    """`asked(kept id, gone id)` answers what stands in the way of taking a merge apart, "" for nothing."""
    if name in _followers:
        raise ValueError(f"{name!r} follows merges already")
    _followers[name] = asked


def persons_merge(
    *, actor: Actor, kept_id: int, gone_id: int, take: Collection[str] = (), reason: str = "", at: datetime
) -> int:
    """Make two persons one. `take`: names of CHOICES whose value comes from the one that goes. Returns the merge's id.

    Homes, papers, needs and consents go over; overlapping ownership of one home becomes one with the shares added.
    The one that goes stays as a record that points at the other. What of him is empty at the kept one is taken anyway.
    Raises Forbidden, NotFound, Invalid: people.merge.same, people.merge.unknown; Conflict: people.merge.logins (both
    have a log-in), people.merge.shares.
    """
    actor.require(PERSON_MERGE)
    if set(take) - CHOICES.keys():
        raise Invalid("people.merge.unknown", field="take")
    with transaction.atomic():
        kept, gone = _both(actor, kept_id, gone_id)
        places_lock(HomeTie.objects.filter(person__in=(kept, gone)).values_list("place_id", flat=True))
        moved: dict[str, Any] = {
            "fields": _take_fields(kept, gone, take),
            "phones": _copy_phones(kept, gone),
            "ties": merging_ties.join(kept, gone),
            "rows": _move_rows(kept.pk, gone.pk, None),
        }
        gone.state, gone.merged_into = PersonState.MERGED, kept
        gone.save(update_fields=["state", "merged_into", "user"])
        kept.save()
        merge = PersonMerge.objects.create(
            kept=kept, gone=gone, moved=moved, at=at, by_name=actor.name, reason=reason.strip()[:200]
        )
        index([kept.pk, gone.pk])
        after = {"gone": gone.pk, "gone_name": gone.name, "taken": sorted(moved["fields"]["taken"])}
        audit.record(actor, PERSONS_MERGED, kept, after=after, reason=reason.strip(), at=at)
        outbox.publish(PersonsMerged(kept.pk, gone.pk))
    return int(merge.pk)


def persons_part(*, actor: Actor, merge_id: int, reason: str = "", at: datetime) -> None:
    """Take a merge apart: everything goes back where it was.

    Raises Forbidden, NotFound; Conflict: people.merge.undone, people.merge.followed (a later merge, or what was joined
    was changed since), people.merge.rests (something elsewhere rests on it).
    """
    actor.require(PERSON_MERGE)
    with transaction.atomic():
        merge = PersonMerge.objects.filter(pk=merge_id).first()
        if merge is None:
            raise NotFound("people.merge.missing")
        kept = locked(actor, merge.kept_id, PERSON_MERGE)
        merge = locks.row(PersonMerge, merge_id)
        gone = locks.row(Person, merge.gone_id)
        places_lock(HomeTie.objects.filter(person=kept).values_list("place_id", flat=True))
        stands_in_the_way(merge)
        _give_back_fields(kept, gone, merge.moved["fields"])
        PersonPhone.objects.filter(pk__in=merge.moved["phones"], person=kept).delete()
        merging_ties.part(kept, gone, merge.moved["ties"])
        _move_rows(gone.pk, kept.pk, merge.moved["rows"])
        gone.state, gone.merged_into = PersonState.ACTIVE, None
        kept.save()
        gone.save()
        merge.undone_at, merge.undone_by = at, actor.name
        merge.save(update_fields=["undone_at", "undone_by"])
        index([kept.pk, gone.pk])
        audit.record(actor, PERSONS_PARTED, kept, after={"back": gone.pk}, reason=reason.strip(), at=at)
        outbox.publish(PersonsParted(kept.pk, gone.pk))


def stands_in_the_way(merge: PersonMerge) -> None:
    """Raises Conflict as `persons_part` when a merge cannot be taken apart."""
    if merge.undone_at is not None:
        raise Conflict("people.merge.undone")
    later = PersonMerge.objects.filter(kept_id=merge.kept_id, pk__gt=merge.pk, undone_at__isnull=True)
    fields = merge.moved["fields"]
    kept, gone = merge.kept, merge.gone
    changed = [
        column
        for name in fields["taken"]
        for column in CHOICES[name]
        if getattr(kept, column) != getattr(gone, column)
    ]
    if later.exists() or changed or merging_ties.changed(merge.moved["ties"]):
        raise Conflict("people.merge.followed")
    for asked in _followers.values():
        if words := asked(merge.kept_id, merge.gone_id):
            raise Conflict("people.merge.rests", what=words)


def persons_distinct(*, actor: Actor, first_id: int, second_id: int, at: datetime) -> None:
    """Say that two persons are not one, so that they are not shown again. Raises Forbidden, NotFound."""
    actor.require(PERSON_MERGE)
    with transaction.atomic():
        first, second = _both(actor, *sorted((first_id, second_id)))
        PersonDistinct.objects.get_or_create(
            first=first, second=second, defaults={"at": at, "by_name": actor.name}
        )
        audit.record(actor, PERSONS_DISTINCT, first, after={"other": second.pk}, at=at)


def _both(actor: Actor, kept_id: int, gone_id: int) -> tuple[Person, Person]:
    """Both active persons, locked in the order of their ids. Raises Forbidden, NotFound, Invalid."""
    if kept_id == gone_id:
        raise Invalid("people.merge.same", field="gone")
    rows = {pk: locked(actor, pk, PERSON_MERGE) for pk in sorted((kept_id, gone_id))}
    if rows[kept_id].pk == rows[gone_id].pk:
        raise Invalid("people.merge.same", field="gone")
    return rows[kept_id], rows[gone_id]


def _take_fields(kept: Person, gone: Person, take: Collection[str]) -> dict[str, Any]:
    """Take values over; what the kept one had before is sealed, since numbers are among it."""
    if kept.user_id is not None and gone.user_id is not None:
        raise Conflict("people.merge.logins")
    empty = [
        name
        for name, columns in CHOICES.items()
        if not getattr(kept, columns[-1]) and getattr(gone, columns[-1])
    ]
    taken = sorted({*take, *empty})
    columns = [column for name in taken for column in CHOICES[name]]
    before = {column: getattr(kept, column) for column in columns}
    for column in columns:
        setattr(kept, column, getattr(gone, column))
    user = kept.user_id is None and gone.user_id is not None
    if user:
        kept.user, gone.user = gone.user, None
        Person.objects.filter(pk=gone.pk).update(user=None)
    return {"taken": taken, "user": user, "before": seal(json.dumps(before, cls=DjangoJSONEncoder))}


def _give_back_fields(kept: Person, gone: Person, fields: dict[str, Any]) -> None:
    before = json.loads(unseal(fields["before"]))
    columns: Any = Person._meta
    for column, value in before.items():
        setattr(kept, column, columns.get_field(column).to_python(value))
    if fields["user"] and kept.user_id is not None:
        kept.user, gone.user = None, kept.user
        Person.objects.filter(pk=kept.pk).update(user=None)


def _copy_phones(kept: Person, gone: Person) -> list[int]:
    """Numbers only the one that goes has are copied; he keeps his own rows."""
    known = set(kept.phones.values_list("digest", flat=True))
    main = kept.phones.filter(main=True).exists()
    made: list[PersonPhone] = []
    for one in gone.phones.order_by("-main", "pk"):
        if one.digest in known:
            continue
        made.append(
            PersonPhone(
                person=kept, number=one.number, digest=one.digest, tail_digest=one.tail_digest, label=one.label,
                main=not main and not made,
            )
        )  # fmt: skip
    return [row.pk for row in PersonPhone.objects.bulk_create(made)]


def _move_rows(to_id: int, from_id: int, only: dict[str, list[int]] | None) -> dict[str, list[int]]:
    """Give all rows of this package that point at one person to the other; with `only`, just these ids.

    A row that would stand twice, such as a consent in force at both, stays where it is.
    """
    moved: dict[str, list[int]] = {}
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        label = f"{model._meta.label}.{name}"
        if model._meta.app_label != "people" or model._meta.label in STAYING:
            continue
        rows = model._default_manager.filter(**{name: from_id})
        rows = rows if only is None else rows.filter(pk__in=only.get(label, []))
        done = []
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=pk).update(**{name: to_id})
                done.append(pk)
            except IntegrityError:
                continue
        if done:
            moved[label] = done
    return moved
