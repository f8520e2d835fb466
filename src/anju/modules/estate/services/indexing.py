"""What the search box knows of places. A home is found by its number, everything else by its whole name."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.foundation import search
from anju.modules.estate.models import Place, PlaceKind
from anju.modules.estate.permissions import PLACE_READ
from anju.modules.estate.rules import hierarchy, naming

PLACE_KIND = search.kind(
    search.Kind(
        "estate.place",
        _("位置"),
        "map-pin",
        PLACE_READ,
        lambda pk: reverse("estate:place", args=[pk]),
        order=20,
    )
)
UNIT_KIND = search.kind(
    search.Kind(
        "estate.unit", _("房屋"), "home", PLACE_READ, lambda pk: reverse("estate:place", args=[pk]), order=10
    )
)


def entry_of(place: Place, steps: list[tuple[str, str, str]]) -> search.Entry:
    """steps: (kind, code, name) from the root down to the place itself."""
    named = [naming.Step(kind, name) for kind, _code, name in steps]
    if place.kind != PlaceKind.UNIT:
        return search.Entry(
            place.pk, (place.full_name,), str(place.get_kind_display()), place.community_id, place.path
        )
    community = next((name for kind, _code, name in steps if kind == PlaceKind.COMMUNITY), "")
    names = (naming.local_name(named), naming.short_code([(kind, code) for kind, code, _name in steps]))
    return search.Entry(place.pk, names, community, place.community_id, place.path)


def index(places: Iterable[Place]) -> None:
    """Index the places anew; their ancestors are read in one query."""
    places = list(places)
    wanted = {number for one in places for number in hierarchy.ids_of(one.path)}
    rows = Place.objects.filter(pk__in=wanted).values_list("pk", "kind", "code", "name")
    known = {pk: (kind, code, name) for pk, kind, code, name in rows}
    units: list[search.Entry] = []
    others: list[search.Entry] = []
    for one in places:
        steps = [known[number] for number in hierarchy.ids_of(one.path)]
        (units if one.kind == PlaceKind.UNIT else others).append(entry_of(one, steps))
    search.put(UNIT_KIND, units)
    search.put(PLACE_KIND, others)


def forget(place: Place) -> None:
    search.drop(UNIT_KIND if place.kind == PlaceKind.UNIT else PLACE_KIND, [place.pk])
