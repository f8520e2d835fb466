"""Making, naming, moving, closing and deleting places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from anju.foundation import audit, locks
from anju.foundation.actors import Actor
from anju.foundation.permissions.models import Assignment
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate.contracts import PeakWindow, PlaceDraft, PlaceKind, PlaceView
from anju.modules.estate.models import Place, PlaceState
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.queries.places import view_of, within
from anju.modules.estate.rules import hierarchy, labels, naming, peaks
from anju.modules.estate.rules.coordinates import coordinates_of, coordinates_text
from anju.modules.estate.services import indexing, subtree
from anju.modules.estate.services.acts import (
    PLACE_CHANGED,
    PLACE_CLOSED,
    PLACE_CREATED,
    PLACE_DELETED,
    PLACE_MOVED,
    PLACE_REOPENED,
)
from anju.modules.estate.services.units import facts_create


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """The new values; None leaves a field as it is. coordinates: (None, None) takes them away."""

    code: str | None = None
    name: str | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None
    peak_hours: tuple[PeakWindow, ...] | None = None
    coordinates: tuple[Decimal | None, Decimal | None] | None = None


def place_create(*, actor: Actor, draft: PlaceDraft, at: datetime) -> PlaceView:
    """Make a place below its parent, with its label and, for units and spaces, their facts.

    Raises Forbidden, NotFound (parent), Invalid: estate.place.wrong_parent, estate.place.code_empty; Conflict:
    estate.place.code_taken, estate.place.closed.
    """
    actor.require(PLACE_CHANGE)
    with transaction.atomic():
        parent = None if draft.parent_id is None else locked(actor, draft.parent_id)
        actor.require(PLACE_CHANGE, parent.path if parent else "")
        hierarchy.check_under(draft.kind, parent.kind if parent else None)
        if parent is not None and parent.state == PlaceState.CLOSED:
            raise Conflict("estate.place.closed", field="parent", name=parent.name)
        place = _new_place(draft, parent)
        _check_code(place)
        place.save(force_insert=True)
        facts_create(place, draft)
        indexing.index([place])
        audit.record(actor, PLACE_CREATED, place, after=_facts(place), at=at)
    return view_of(place)


def place_change(*, actor: Actor, place_id: int, change: PlaceChange, at: datetime) -> PlaceView:
    """Change code, name, note, tags, peak hours or coordinates; names below follow.

    Raises Forbidden, NotFound, Invalid: estate.place.code_empty, estate.peaks.*, estate.coordinates.*; Conflict:
    estate.place.code_taken.
    """
    with transaction.atomic():
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        before = _facts(place)
        _apply(place, change)
        _check_code(place)
        place.save(update_fields=["code", "name", "note", "tags", "peak_hours", "latitude", "longitude"])
        after = _facts(place)
        if (before["name"], before["code"]) != (after["name"], after["code"]):
            subtree.rename(place)
        if before != after:
            audit.record(actor, PLACE_CHANGED, place, before=before, after=after, at=at)
    return view_of(place)


def place_move(*, actor: Actor, place_id: int, parent_id: int | None, at: datetime) -> PlaceView:
    """Hang a place and everything below it under another parent; role assignments bound to it move along.

    Raises Forbidden, NotFound, Invalid: estate.place.wrong_parent; Conflict: estate.place.into_itself,
    estate.place.code_taken, estate.place.closed, estate.place.other_community.
    """
    with transaction.atomic():
        locks.advisory("estate-tree", actor.org_id)
        place = locked(actor, place_id)
        parent = None if parent_id is None else locked(actor, parent_id)
        actor.require(PLACE_CHANGE, place.path)
        actor.require(PLACE_CHANGE, parent.path if parent else "")
        _check_new_parent(place, parent)
        if parent_id == place.parent_id:
            return view_of(place)
        old = place.path
        place.parent = parent
        _check_code(place)
        place.path = hierarchy.path_of(parent.path if parent else None, place.pk)
        place.save(update_fields=["parent"])
        _move_paths(old, place.path)
        place.depth = hierarchy.depth_of(place.path)
        subtree.rename(place)
        audit.record(actor, PLACE_MOVED, place, before={"path": old}, after={"path": place.path}, at=at)
    return view_of(place)


def place_close(*, actor: Actor, place_id: int, reason: str, at: datetime) -> None:
    """Take a place and everything below it out of use. Raises Forbidden, NotFound, Invalid: estate.reason_empty."""
    if not reason.strip():
        raise Invalid("estate.reason_empty", field="reason")
    with transaction.atomic():
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        Place.objects.filter(within(place.path)).update(state=PlaceState.CLOSED)
        audit.record(actor, PLACE_CLOSED, place, reason=reason.strip(), at=at)


def place_reopen(*, actor: Actor, place_id: int, at: datetime) -> None:
    """Put a place and everything below it into use again.

    Raises Forbidden, NotFound; Conflict: estate.place.closed while the place above is closed.
    """
    with transaction.atomic():
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        above = place.parent
        if above is not None and above.state == PlaceState.CLOSED:
            raise Conflict("estate.place.closed", field="parent", name=above.name)
        Place.objects.filter(within(place.path)).update(state=PlaceState.ACTIVE)
        audit.record(actor, PLACE_REOPENED, place, at=at)


def place_delete(*, actor: Actor, place_id: int, at: datetime) -> None:
    """Delete a place nothing hangs on. Raises Forbidden, NotFound; Conflict: estate.place.has_children,
    estate.place.in_use (work, staff, signs, roles or anything else still points at it)."""
    with transaction.atomic():
        place = locked(actor, place_id)
        actor.require(PLACE_CHANGE, place.path)
        below = Place.objects.filter(parent_id=place.pk).count()
        if below:
            raise Conflict("estate.place.has_children", name=place.full_name, count=below)
        if Assignment.objects.filter(path=place.path).exists():
            raise Conflict("estate.place.in_use", name=place.full_name)
        indexing.forget(place)
        audit.record(actor, PLACE_DELETED, place, before=_facts(place), at=at)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                Place.objects.filter(pk=place.pk).delete()
                cursor.execute("set constraints all immediate")
        except IntegrityError as error:
            raise Conflict("estate.place.in_use", name=place.full_name) from error
        with connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")


def locked(actor: Actor, place_id: int) -> Place:
    """Lock a place that the actor may see. Raises NotFound."""
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None or not actor.reach(PLACE_READ).covers(place.path):
        raise NotFound("estate.place.missing")
    return place


def next_ids(count: int) -> list[int]:
    """Ids from the table's own sequence, so that paths are known before the rows are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('estate_place', 'id')) from generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _new_place(draft: PlaceDraft, parent: Place | None) -> Place:
    code = draft.code.strip()
    name = draft.name.strip() or naming.usual_name(draft.kind, code)
    (number,) = next_ids(1)
    path = hierarchy.path_of(parent.path if parent else None, number)
    spot = None if draft.coordinates is None else coordinates_of(*draft.coordinates)
    steps = [*subtree.steps_of(parent), naming.Step(draft.kind, name)]
    return Place(
        pk=number,
        parent=parent,
        community_id=number
        if draft.kind == PlaceKind.COMMUNITY
        else (parent.community_id if parent else None),
        kind=draft.kind.value,
        code=code,
        name=name,
        full_name=naming.full_name(steps),
        path=path,
        depth=hierarchy.depth_of(path),
        sort_key=naming.sort_key(parent.sort_key if parent else "", draft.kind, name),
        label=_free_label(),
        tags=_clean_tags(draft.tags),
        peak_hours=peaks.to_json(peaks.check(draft.peak_hours)),
        note=draft.note.strip(),
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
    )


def _free_label() -> str:
    label = labels.new_label()
    while Place.objects.filter(label=label).exists():
        label = labels.new_label()
    return label


def _clean_tags(tags: tuple[str, ...]) -> list[str]:
    return sorted({tag.strip() for tag in tags if tag.strip()})


def _apply(place: Place, change: PlaceChange) -> None:
    if change.code is not None:
        place.code = change.code.strip()
    if change.name is not None:
        place.name = change.name.strip() or naming.usual_name(place.kind, place.code)
    if change.note is not None:
        place.note = change.note.strip()
    if change.tags is not None:
        place.tags = _clean_tags(change.tags)
    if change.peak_hours is not None:
        place.peak_hours = peaks.to_json(peaks.check(change.peak_hours))
    if change.coordinates is not None:
        place.latitude, place.longitude = coordinates_of(*change.coordinates) or (None, None)


def _check_code(place: Place) -> None:
    """The code is there and free among its siblings; a community's code in the whole organisation."""
    if not place.code:
        raise Invalid("estate.place.code_empty", field="code")
    same = Place.objects.filter(kind=place.kind, code=place.code).exclude(pk=place.pk)
    if place.kind not in (PlaceKind.COMMUNITY, PlaceKind.REGION):
        same = same.filter(parent_id=place.parent_id)
    if same.exists():
        raise Conflict("estate.place.code_taken", field="code", place_code=place.code)


def _check_new_parent(place: Place, parent: Place | None) -> None:
    hierarchy.check_under(place.kind, parent.kind if parent else None)
    hierarchy.check_move(place.path, parent.path if parent else None)
    if parent is None or place.kind in (PlaceKind.COMMUNITY, PlaceKind.REGION):
        return
    if parent.community_id != place.community_id:
        raise Conflict("estate.place.other_community", field="parent")
    if parent.state == PlaceState.CLOSED and place.state == PlaceState.ACTIVE:
        raise Conflict("estate.place.closed", field="parent", name=parent.name)


def _move_paths(old: str, new: str) -> None:
    """Rewrite the paths of a subtree, and of the role assignments bound to it, in one statement each."""
    moved = Concat(Value(new), Substr("path", len(old) + 1))
    shift = hierarchy.depth_of(new) - hierarchy.depth_of(old)
    Place.objects.filter(within(old)).update(path=moved, depth=F("depth") + shift)
    Assignment.objects.filter(within(old)).update(path=moved)


def _facts(place: Place) -> dict[str, Any]:
    return {
        "kind": place.kind,
        "code": place.code,
        "name": place.name,
        "note": place.note,
        "tags": place.tags,
        "peak_hours": place.peak_hours,
        "coordinates": coordinates_text(place.latitude, place.longitude),
        "path": place.path,
    }
