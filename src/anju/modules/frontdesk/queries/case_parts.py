"""Parts of the page of a case that other modules fill, such as the dispute that a complaint became."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from anju.engines.cases.contracts import CaseRow


@dataclass(frozen=True, slots=True)
class CasePart:
    """body: markup of the panel's inside. order: lower stands higher."""

    title: Any
    body: Markup
    icon: str
    order: int = 50


Asked = Callable[[Any, CaseRow], CasePart | None]
_registered: list[Asked] = []


def register_case_part(asked: Asked) -> None:
    """`asked(request, case)` gives a panel of the case's page, None where there is nothing to show or no right."""
    _registered.append(asked)


def parts(request: Any, row: CaseRow) -> list[CasePart]:
    found = (asked(request, row) for asked in _registered)
    return sorted((one for one in found if one is not None), key=lambda one: one.order)
