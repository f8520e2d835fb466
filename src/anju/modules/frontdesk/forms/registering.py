"""Fields that the forms of the registers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import DateInput, DateTimeInput, SearchSelect

Offers = Mapping[str, Sequence[tuple[Any, Any]]]
NONE = [("", lazy("请选择"))]
MOMENT = ["%Y-%m-%dT%H:%M"]


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdigit() else None


class OfferForm(forms.Form):
    """A form whose choices depend on the reader: `offers` holds them by field."""

    def __init__(self, *args: Any, offers: Offers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            if name in self.fields:
                self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def chosen(label: Any, *, required: bool = True, hint: Any = "") -> forms.TypedChoiceField:
    """A row chosen by its number; None for nothing."""
    return forms.TypedChoiceField(
        label=label, coerce=_number, empty_value=None, required=required, widget=SearchSelect, help_text=hint
    )


def text(
    label: Any, *, longest: int, rows: int = 2, required: bool = False, hint: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=hint)


def moment(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, widget=DateTimeInput, input_formats=MOMENT, help_text=hint
    )


def home(*, required: bool = True) -> forms.CharField:
    return line(lazy("房号"), 30, required=required, hint=lazy("例如 3-1502；有重复时写上单元：3-2-1502"))


def picture(label: Any, *, required: bool = False) -> forms.FileField:
    return forms.FileField(
        label=label, required=required, widget=forms.FileInput(attrs={"accept": "image/*"})
    )


def price_of(yuan: Decimal | None) -> int | None:
    """1/10,000 yuan of what was typed with up to four places."""
    return None if yuan is None else int(yuan * 10_000)


class ReasonForm(forms.Form):
    reason = text(lazy("原因"), longest=200, required=True)


class SureForm(forms.Form):
    """Nothing to fill in."""
