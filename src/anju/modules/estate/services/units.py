"""Facts of units and parking spaces."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.foundation import audit
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid, NotFound
from anju.kernel.identifiers.estate_unit import parse_estate_unit_code
from anju.modules.estate.contracts import PlaceDraft, PlaceKind, SpaceFacts, UnitFacts
from anju.modules.estate.models import (
    AreaBasis,
    ParkingSpace,
    Place,
    SpaceOwnership,
    Unit,
    UnitState,
    UnitUse,
)
from anju.modules.estate.permissions import PLACE_CHANGE, PLACE_READ
from anju.modules.estate.rules import areas
from anju.modules.estate.services.acts import SPACE_CHANGED, UNIT_CHANGED


def checked_unit(facts: UnitFacts) -> dict[str, Any]:
    """The columns of a unit; an empty basis becomes the usual one.

    Raises Invalid: estate.unit.choice_unknown, estate.unit.basis_without_area, estate.unit.property_code,
    estate.area.out_of_range.
    """
    found = asdict(facts)
    for name, choices in (("use", UnitUse), ("state", UnitState)):
        if found[name] not in choices.values:
            raise Invalid("estate.unit.choice_unknown", field=name, value=found[name])
    for name in ("registered_area", "surveyed_area", "contract_area"):
        if found[name] is not None and not 0 < found[name] <= areas.LARGEST:
            raise Invalid("estate.area.out_of_range", field=name, text=areas.area_text(abs(found[name])))
    found["basis"] = found["basis"] or areas.counted_basis(
        facts.registered_area, facts.surveyed_area, facts.contract_area
    )
    if found["basis"] and found["basis"] not in AreaBasis.values:
        raise Invalid("estate.unit.choice_unknown", field="basis", value=found["basis"])
    if found["basis"] and found[f"{found['basis']}_area"] is None:
        raise Invalid("estate.unit.basis_without_area", field="basis")
    if facts.property_code.strip():
        found["property_code"] = property_code(facts.property_code)
    return found


def property_code(text: str) -> str:
    """The 28 characters of a unit in the land register. Raises Invalid("estate.unit.property_code")."""
    try:
        return parse_estate_unit_code(text).code
    except Invalid as error:
        raise Invalid("estate.unit.property_code", field="property_code", value=text) from error


def checked_space(facts: SpaceFacts) -> dict[str, Any]:
    """Raises Invalid: estate.unit.choice_unknown."""
    if facts.ownership not in SpaceOwnership.values:
        raise Invalid("estate.unit.choice_unknown", field="ownership", value=facts.ownership)
    return asdict(facts)


def facts_create(place: Place, draft: PlaceDraft) -> None:
    if place.kind == PlaceKind.UNIT:
        Unit.objects.create(place=place, **checked_unit(draft.unit or UnitFacts()))
    elif place.kind == PlaceKind.SPACE:
        ParkingSpace.objects.create(place=place, **checked_space(draft.space or SpaceFacts()))


def unit_change(*, actor: Actor, place_id: int, facts: UnitFacts, at: datetime) -> None:
    """Set all facts of a unit. Raises Forbidden, NotFound, Invalid as `checked_unit`."""
    values = checked_unit(facts)
    with transaction.atomic():
        unit = (
            Unit.objects.select_for_update(of=("self",))
            .select_related("place")
            .filter(place_id=place_id)
            .first()
        )
        _change(actor, unit, values, UNIT_CHANGED, at)


def space_change(*, actor: Actor, place_id: int, facts: SpaceFacts, at: datetime) -> None:
    """Set the facts of a parking space. Raises Forbidden, NotFound, Invalid: estate.unit.choice_unknown."""
    values = checked_space(facts)
    with transaction.atomic():
        rows = ParkingSpace.objects.select_for_update(of=("self",)).select_related("place")
        _change(actor, rows.filter(place_id=place_id).first(), values, SPACE_CHANGED, at)


def _change(actor: Actor, row: Any, values: dict[str, Any], what: audit.Action, at: datetime) -> None:
    if row is None or not actor.reach(PLACE_READ).covers(row.place.path):
        raise NotFound("estate.place.missing")
    actor.require(PLACE_CHANGE, row.place.path)
    before = {name: getattr(row, name) for name in values}
    if before == values:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    audit.record(actor, what, row.place, before=before, after=values, at=at)
