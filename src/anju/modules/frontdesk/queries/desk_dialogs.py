"""Dialogs on the desk that other modules fill, such as whom to call in an emergency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class DeskDialog:
    """code: names it in the page. body: markup of the dialog's inside. icon: of the button that opens it."""

    code: str
    title: Any
    body: Markup
    icon: str


Asked = Callable[[Any, int], DeskDialog | None]
_registered: list[Asked] = []


def register_desk_dialog(asked: Asked) -> None:
    """`asked(request, community id)` gives a dialog, None where there is nothing to show or no right."""
    _registered.append(asked)


def dialogs(request: Any, community_id: int | None) -> list[DeskDialog]:
    if community_id is None:
        return []
    return [one for one in (asked(request, community_id) for asked in _registered) if one is not None]
