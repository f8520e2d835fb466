"""The sign register (标识台账). Source: catalogue A SGN-01 … SGN-06."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit, files, sequences
from anju.foundation.actors import Actor
from anju.kernel.errors import Conflict, Invalid, NotFound
from anju.modules.estate.contracts import SignKind, SignState
from anju.modules.estate.models import Place, Sign, SignCheck
from anju.modules.estate.permissions import SIGN_CHANGE, SIGN_CHECK, SIGN_READ
from anju.modules.estate.rules.signs import LONGEST_CYCLE, due_after
from anju.modules.estate.services.acts import SIGN_ADDED, SIGN_CHANGED, SIGN_CHECKED, SIGN_REMOVED

SIGN_PHOTO = files.purpose("estate.sign", reading=SIGN_READ, photo=True)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it was uploaded."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDraft:
    """spot: where exactly at the place. check_months: every how many months it is looked at."""

    place_id: int
    kind: str
    wording: str
    spot: str = ""
    quantity: int = 1
    installed_on: date | None = None
    check_months: int = 1
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """What was found on the day `on`. visible: the sign hangs where everybody sees it (SGN-05)."""

    on: date
    state: str
    visible: bool = True
    note: str = ""
    photo: Photo | None = None


def sign_add(*, actor: Actor, draft: SignDraft, at: datetime, on: date) -> int:
    """Put a sign into the register; its first check is due one cycle after `on`. Returns its id.

    Raises Forbidden, NotFound (place), Invalid: estate.sign.wording_empty, estate.unit.choice_unknown,
    estate.sign.out_of_range.
    """
    with transaction.atomic():
        values = _checked(actor, draft)
        sign = Sign.objects.create(
            **values,
            number=f"BS-{sequences.take('estate.sign'):05d}",
            due_on=due_after(on, draft.check_months),
        )
        _add_photo(actor, sign, draft.photo)
        audit.record(actor, SIGN_ADDED, sign, after=_logged(values), at=at)
    return int(sign.pk)


def sign_change(*, actor: Actor, sign_id: int, draft: SignDraft, at: datetime) -> None:
    """Raises as `sign_add`, and Conflict: estate.sign.removed."""
    with transaction.atomic():
        sign = _locked(actor, sign_id)
        actor.require(SIGN_CHANGE, sign.place.path)
        values = _checked(actor, draft)
        before = {name: getattr(sign, name) for name in values}
        for name, value in values.items():
            setattr(sign, name, value)
        if sign.checked_on is not None:
            sign.due_on = due_after(sign.checked_on, sign.check_months)
        sign.save()
        _add_photo(actor, sign, draft.photo)
        audit.record(actor, SIGN_CHANGED, sign, before=_logged(before), after=_logged(values), at=at)


def sign_check(*, actor: Actor, sign_id: int, draft: CheckDraft, at: datetime) -> None:
    """Record a check; the next is due one cycle later.

    Raises Forbidden, NotFound, Invalid: estate.unit.choice_unknown; Conflict: estate.sign.removed.
    """
    if draft.state not in set(SignState):
        raise Invalid("estate.unit.choice_unknown", field="state", value=draft.state)
    with transaction.atomic():
        sign = _locked(actor, sign_id)
        actor.require(SIGN_CHECK, sign.place.path)
        photo = _kept(actor, draft.photo)
        SignCheck.objects.create(
            sign=sign, at=at, by_name=actor.name, by_user=actor.user_id, state=draft.state, visible=draft.visible,
            note=draft.note.strip(), photo=photo,
        )  # fmt: skip
        before = {"state": sign.state, "visible": sign.visible, "checked_on": sign.checked_on}
        if sign.checked_on is None or draft.on >= sign.checked_on:
            sign.state, sign.visible, sign.checked_on = draft.state, draft.visible, draft.on
            sign.due_on = due_after(draft.on, sign.check_months)
            sign.photo = photo or sign.photo
            sign.save(update_fields=["state", "visible", "checked_on", "due_on", "photo"])
        after = {"state": sign.state, "visible": sign.visible, "checked_on": sign.checked_on}
        audit.record(actor, SIGN_CHECKED, sign, before=before, after=after, reason=draft.note.strip(), at=at)


def sign_remove(*, actor: Actor, sign_id: int, on: date, reason: str, at: datetime) -> None:
    """Take a sign down; it stays in the register. Raises Forbidden, NotFound, Invalid: estate.reason_empty."""
    if not reason.strip():
        raise Invalid("estate.reason_empty", field="reason")
    with transaction.atomic():
        sign = _locked(actor, sign_id)
        actor.require(SIGN_CHANGE, sign.place.path)
        sign.removed_on, sign.due_on = on, None
        sign.save(update_fields=["removed_on", "due_on"])
        audit.record(actor, SIGN_REMOVED, sign, after={"removed_on": on}, reason=reason.strip(), at=at)


def _checked(actor: Actor, draft: SignDraft) -> dict[str, Any]:
    place = Place.objects.filter(pk=draft.place_id).first()
    if place is None or place.community_id is None or not actor.reach(SIGN_READ).covers(place.path):
        raise NotFound("estate.place.missing", field="place")
    actor.require(SIGN_CHANGE, place.path)
    if draft.kind not in set(SignKind):
        raise Invalid("estate.unit.choice_unknown", field="kind", value=draft.kind)
    if not draft.wording.strip():
        raise Invalid("estate.sign.wording_empty", field="wording")
    for name, value, most in (
        ("quantity", draft.quantity, 10_000),
        ("check_months", draft.check_months, LONGEST_CYCLE),
    ):
        if not 1 <= value <= most:
            raise Invalid("estate.sign.out_of_range", field=name)
    return {
        "place_id": place.pk, "community_id": place.community_id, "kind": draft.kind,
        "wording": draft.wording.strip(), "spot": draft.spot.strip(), "quantity": draft.quantity,
        "installed_on": draft.installed_on, "check_months": draft.check_months,
    }  # fmt: skip


def _logged(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "community_id"}


def _kept(actor: Actor, photo: Photo | None) -> Any:
    return (
        None if photo is None else files.keep(actor=actor, what=SIGN_PHOTO, name=photo.name, data=photo.data)
    )


def _add_photo(actor: Actor, sign: Sign, photo: Photo | None) -> None:
    if photo is not None:
        sign.photo = _kept(actor, photo)
        sign.save(update_fields=["photo"])


def _locked(actor: Actor, sign_id: int) -> Sign:
    rows = Sign.objects.select_for_update(of=("self",)).select_related("place")
    sign: Sign | None = rows.filter(pk=sign_id).first()
    if sign is None or not actor.reach(SIGN_READ).covers(sign.place.path):
        raise NotFound("estate.sign.missing")
    if sign.removed_on is not None:
        raise Conflict("estate.sign.removed", number=sign.number)
    return sign
