"""The places of a round to choose from: by building, searchable, all of a kind at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.modules.estate.contracts import PlaceView
from anju.modules.plans.queries import rounds as reads

LABELS = {
    "building": _("全部楼栋"),
    "entrance": _("全部单元"),
    "lift": _("全部电梯"),
    "lobby": _("全部大堂"),
    "gate": _("全部出入口"),
    "post": _("全部岗亭"),
    "room": _("全部设备间"),
    "parking": _("全部停车场"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """places: (place, whether it is chosen). chosen: how many of the group are, shown or not."""

    name: str
    places: tuple[tuple[PlaceView, bool], ...]
    chosen: int
    open: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """kept: chosen places that the search hides. shortcuts: code, label, how many places."""

    groups: tuple[Group, ...]
    kept: tuple[int, ...]
    chosen: int
    typed: str
    shortcuts: tuple[tuple[str, Any, int], ...]


def picker(
    request: Any, places: Sequence[PlaceView], shortcuts: Mapping[str, tuple[int, ...]], before: Sequence[int]
) -> Picker:
    """before: what is chosen while nothing was sent; then what was ticked counts, and all of the kinds named."""
    chosen = _ticked(request, shortcuts) if request.method == "POST" else set(before)
    typed = request.POST.get("place_search", "").strip()[:60]
    shown = [one for one in places if not typed or reads.matching(one, typed)]
    groups = []
    for each in reads.place_groups(shown):
        marked = tuple((one, one.id in chosen) for one in each.places)
        count = sum(ticked for _place, ticked in marked)
        groups.append(Group(each.name, marked, count, bool(typed) or count > 0))
    visible = {one.id for one in shown}
    known = [one.id for one in places if one.id in chosen]
    return Picker(
        groups=tuple(groups),
        kept=tuple(number for number in known if number not in visible),
        chosen=len(known),
        typed=typed,
        shortcuts=tuple((code, LABELS[code], len(ids)) for code, ids in shortcuts.items()),
    )


def _ticked(request: Any, shortcuts: Mapping[str, tuple[int, ...]]) -> set[int]:
    texts = request.POST.getlist("place_ids")
    ticked = {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19}
    return ticked | {one for code in request.POST.getlist("all_of") for one in shortcuts.get(code, ())}
