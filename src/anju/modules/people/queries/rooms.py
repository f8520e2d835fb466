"""Homes of a community as the names people write for them."""

from __future__ import annotations

from typing import Any

from anju.modules.people.queries.communities import community_names
from anju.modules.people.queries.places import place_rows
from anju.modules.people.rules.sheets.rooms import Home, RoomIndex

ABOVE = {"cluster": "cluster", "building": "building", "entrance": "entrance"}


def room_index(community_id: int) -> RoomIndex:
    """Finds the units and parking spaces of the community from what stands in a cell. Two queries."""
    model: Any = place_rows().model
    nodes = {
        pk: (kind, code, name)
        for pk, kind, code, name in model._default_manager.filter(
            community_id=community_id, kind__in=tuple(ABOVE)
        ).values_list("pk", "kind", "code", "name")
    }
    rows = place_rows().filter(community_id=community_id, state="active")
    homes = [
        _home(pk, code, full_name, path, nodes, kind == "space")
        for pk, code, full_name, path, kind in rows.values_list("pk", "code", "full_name", "path", "kind")
    ]
    return RoomIndex.of(homes, community_names().get(community_id, ""))


def _home(
    pk: int, code: str, full_name: str, path: str, nodes: dict[int, tuple[str, str, str]], space: bool
) -> Home:
    above = {}
    for part in path.strip("/").split("/"):
        kind, own_code, _name = nodes.get(int(part), ("", "", ""))
        if kind in ABOVE:
            above[ABOVE[kind]] = own_code
    return Home(pk, code, name=full_name, space=space, **above)


def registered_areas(community_id: int) -> dict[int, int | None]:
    """Place → area in 1/100 m² as the estate counts it: the registered, else the surveyed, else the contract area."""
    fields = ("units__registered_area", "units__surveyed_area", "units__contract_area")
    rows = place_rows().filter(community_id=community_id, kind="unit").values_list("pk", *fields)
    return {pk: registered or surveyed or contract for pk, registered, surveyed, contract in rows}
