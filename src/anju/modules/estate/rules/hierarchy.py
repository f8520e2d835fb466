"""Which kind of place may hang under which."""

from __future__ import annotations

from collections.abc import Sequence

from anju.kernel.errors import Conflict, Invalid
from anju.modules.estate.contracts import PlaceKind as K

_BUILT = frozenset({K.COMMUNITY, K.CLUSTER, K.BUILDING, K.ENTRANCE, K.FLOOR, K.PARKING})
UNDER: dict[K, frozenset[K | None]] = {
    K.REGION: frozenset({None, K.REGION}),
    K.COMMUNITY: frozenset({None, K.REGION}),
    K.CLUSTER: frozenset({K.COMMUNITY}),
    K.BUILDING: frozenset({K.COMMUNITY, K.CLUSTER}),
    K.ENTRANCE: frozenset({K.BUILDING}),
    K.FLOOR: frozenset({K.BUILDING, K.ENTRANCE}),
    K.UNIT: frozenset({K.BUILDING, K.ENTRANCE, K.FLOOR}),
    K.PUBLIC: _BUILT,
    K.ROOM: _BUILT,
    K.GATE: frozenset({K.COMMUNITY, K.CLUSTER, K.BUILDING, K.PARKING}),
    K.POST: frozenset({K.COMMUNITY, K.CLUSTER, K.BUILDING, K.PARKING}),
    K.PARKING: frozenset({K.COMMUNITY, K.CLUSTER}),
    K.SPACE: frozenset({K.PARKING}),
}
ORDER = {kind: rank for rank, kind in enumerate(K)}


def check_under(kind: str, parent: str | None) -> None:
    """Raises Invalid("estate.place.wrong_parent") when a `kind` cannot hang under a `parent` (None: the top)."""
    if (None if parent is None else K(parent)) not in UNDER[K(kind)]:
        raise Invalid("estate.place.wrong_parent", field="parent", kind=kind, parent=parent or "")


def kinds_under(parent: str | None) -> list[K]:
    """The kinds that may be made under a place of kind `parent`, in the order of the tree."""
    wanted = None if parent is None else K(parent)
    return [kind for kind in K if wanted in UNDER[kind]]


def path_of(parent_path: str | None, place_id: int) -> str:
    return f"{parent_path or '/'}{place_id}/"


def depth_of(path: str) -> int:
    """The root has depth 0."""
    return path.count("/") - 2


def ids_of(path: str) -> list[int]:
    """Ids from the root down to the place itself."""
    return [int(part) for part in path.split("/") if part]


def check_move(path: str, new_parent_path: str | None) -> None:
    """Raises Conflict("estate.place.into_itself") when a place would hang below itself."""
    if new_parent_path is not None and new_parent_path.startswith(path):
        raise Conflict("estate.place.into_itself", field="parent")


def moved(paths: Sequence[str], old: str, new: str) -> list[str]:
    """The paths of a subtree after its root went from `old` to `new`. All must begin with `old`."""
    for path in paths:
        if not path.startswith(old):
            raise ValueError(f"{path} is not below {old}")
    return [new + path[len(old) :] for path in paths]
