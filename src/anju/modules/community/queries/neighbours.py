"""What the pages of dogs and merchants share: cases with their states, names of places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.engines.cases import facade as cases
from anju.foundation.actors import Actor
from anju.kernel.errors import Invalid
from anju.kernel.identifiers.phone import parse_phone
from anju.modules.community.models import NeighbourCase
from anju.modules.community.permissions import DOG_READ, MERCHANT_READ
from anju.modules.estate import facade as estate
from anju.modules.people import facade as people


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a register shows it. measure: what was done about it, as its closing says."""

    id: int
    number: str
    title: str
    state: str
    opened_at: datetime
    is_closed: bool
    measure: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is about. address: name of its page."""

    label: str
    number: str
    address: str
    id: int


SUBJECTS = (
    ("dog", "community:dog", DOG_READ), ("merchant", "community:merchant", MERCHANT_READ),
    ("action", "community:joint_action", MERCHANT_READ),
)  # fmt: skip


def cases_about(actor: Actor, **about: Any) -> list[CaseLine]:
    """Cases of a dog, merchant or action that the actor may see, the latest first."""
    ids = NeighbourCase.objects.filter(**about).values_list("case_id", flat=True)
    found = cases.cases(actor=actor).filter(pk__in=list(ids)).order_by("-opened_at", "-id")
    return [
        CaseLine(
            one.pk, one.number, one.title, _state(one.kind, one.state), one.opened_at,
            one.closed_at is not None, str(one.fields.get("measure") or ""),
        )
        for one in found
    ]  # fmt: skip


def about_case(actor: Actor, case_id: int) -> list[Subject]:
    """Dogs, merchants and dossiers that a case is about, of those the actor may see."""
    rows = (
        NeighbourCase.objects.filter(case_id=case_id)
        .select_related("dog", "merchant", "action")
        .order_by("pk")
    )
    found = []
    for row in rows:
        for name, address, permission in SUBJECTS:
            one = getattr(row, name)
            if one is not None and actor.reach(permission).covers_community(one.community_id):
                found.append(Subject(str(one), one.number, address, one.pk))
    return found


def masked(phone: str) -> str:
    """138****1234; "" stays ""."""
    try:
        return parse_phone(phone).masked if phone else ""
    except Invalid:
        return "****"


def place_name(place_id: int | None) -> str:
    found = estate.places_by_id([place_id]) if place_id is not None else {}
    return next((one.full_name for one in found.values()), "")


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    return {key: one.name for key, one in people.staff_by_id([one for one in ids if one is not None]).items()}


def _state(kind: str, state: str) -> str:
    return next((str(one.name) for one in cases.kind_of(kind).states if one.code == state), state)
