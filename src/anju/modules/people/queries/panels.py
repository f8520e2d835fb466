"""Parts of the pages of a person and of a home that other modules fill: cases, bills, orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Panel:
    """body: markup of the panel's inside. order: lower stands higher."""

    title: Any
    body: Markup
    icon: str = "list-details"
    order: int = 50


Asked = Callable[[Any, int], Panel | None]
_person_panels: list[Asked] = []
_home_panels: list[Asked] = []


def register_person_panel(asked: Asked) -> None:
    """`asked(request, person id)` gives a panel of the person's page, None where there is nothing to show or no right."""
    _person_panels.append(asked)


def register_home_panel(asked: Asked) -> None:
    """`asked(request, place id)` gives a panel of the home's page, None where there is nothing to show or no right."""
    _home_panels.append(asked)


def person_panels(request: Any, person_id: int) -> list[Panel]:
    return _asked(_person_panels, request, person_id)


def home_panels(request: Any, place_id: int) -> list[Panel]:
    return _asked(_home_panels, request, place_id)


def _asked(registered: list[Asked], request: Any, key: int) -> list[Panel]:
    found = (asked(request, key) for asked in registered)
    return sorted((one for one in found if one is not None), key=lambda panel: panel.order)
