"""How a value stands in a cell of a list, on screen and in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, singledispatch
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from anju.foundation.ui import filters
from anju.kernel.money import Money

EMPTY = Markup('<span class="text-muted" aria-hidden="true">—</span>')


@singledispatch
def shown(value: Any) -> str | Markup:
    """Text of a value for the screen. Other packages register their own types: `shown.register(Money)`."""
    return str(value)


@shown.register
def _none(value: None) -> Markup:
    return EMPTY


@shown.register
def _text(value: str) -> str | Markup:
    return value or EMPTY


@shown.register
def _bool(value: bool) -> str:
    return _("是") if value else _("否")


@shown.register
def _int(value: int) -> str:
    return f"{value:,}"


@shown.register
def _decimal(value: Decimal) -> str:
    return f"{value:,f}"


@shown.register
def _datetime(value: datetime) -> str:
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"


@shown.register
def _date(value: date) -> str:
    return value.isoformat()


@shown.register
def _time(value: time) -> str:
    return f"{value:%H:%M}"


@shown.register
def _money(value: Money) -> str:
    return filters.money(value.minor)


def plain(value: Any) -> str:
    """The same as text without markup, for sentences."""
    text = shown(value)
    return text.striptags() if isinstance(text, Markup) else str(text)


def value_at(row: Any, path: str) -> Any:
    """Follow a dotted path through attributes, mapping keys and methods without arguments.

    A missing object on the way gives None; a misspelt name raises AttributeError or KeyError.
    """
    value = row
    for name in path.split("."):
        if value is None:
            return None
        value = value[name] if isinstance(value, dict) else getattr(value, name)
        if callable(value):
            value = value()
    return value


@lru_cache(maxsize=512)
def _macro(reference: str) -> Callable[..., Any]:
    name, _separator, macro = reference.partition("#")
    template: Any = get_template(name)
    found: Callable[..., Any] = getattr(template.template.module, macro)
    return found


def from_template(reference: str, row: Any, value: Any) -> Any:
    """Render "estate/_cells.html#unit_name" (a macro taking the row, the fast way) or a whole template file."""
    if "#" in reference:
        return _macro(reference)(row)
    template: Any = get_template(reference)
    return Markup(template.template.render(row=row, value=value))
