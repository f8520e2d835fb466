"""Form controls of ours: Django widgets that know how `ui/form.html` draws them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.numbers import parse_number
from anju.foundation.ui.tables.filters import TreeNode
from anju.kernel.money import Money

BIGGEST_FEN = 10**15


class DateInput(forms.DateInput):
    """The browser's own calendar; what goes over the wire is ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class UnitInput(forms.NumberInput):
    """A number with its unit beside it: `UnitInput("m²", step="0.01")`."""

    def __init__(self, unit: Any, *, step: str = "any", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "step": step, **(attrs or {})})
        self.unit = unit


class MoneyInput(forms.TextInput):
    """An amount in yuan; commas and full-width digits are understood by MoneyField."""

    unit = "¥"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value.yuan:.2f}" if isinstance(value, Money) else super().format_value(value)


class SearchSelect(forms.Select):
    """A select that a script turns into one with a search box; without the script it is a select."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs={"data-search-select": "", **(attrs or {})}, choices=choices)


class TreeSelect(SearchSelect):
    """Choices of a tree, indented by depth; `tree_choices` makes them."""


def tree_choices(nodes: Iterable[TreeNode], empty: Any = "") -> list[tuple[Any, Any]]:
    """Nodes in walking order as indented choices; `empty`: label of a first, empty choice."""
    first = [("", empty)] if empty else []
    return [*first, *((node.value, f"{'　' * node.depth}{node.label}") for node in nodes)]


class MoneyField(forms.Field):
    """Whole fen as Money from what people type: "1,234.5", "￥１２", "12元". Raises ValidationError otherwise."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("请输入金额，例如 1234.50"),
        "places": _("金额最多到分（两位小数）"),
        "negative": _("金额不能为负"),
        "too_large": _("金额过大"),
    }

    def __init__(self, *, allow_negative: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.allow_negative = allow_negative

    def to_python(self, value: Any) -> Money | None:
        if isinstance(value, Money) or value in self.empty_values:
            return value or None
        number = parse_number(str(value).strip().removeprefix("¥").removeprefix("￥").removesuffix("元"))
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return self._money(number)

    def _money(self, number: Decimal) -> Money:
        if number != number.quantize(Decimal("0.01")):
            raise forms.ValidationError(self.error_messages["places"], code="places")
        if number < 0 and not self.allow_negative:
            raise forms.ValidationError(self.error_messages["negative"], code="negative")
        if abs(number) * 100 > BIGGEST_FEN:
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        return Money.of(number)
