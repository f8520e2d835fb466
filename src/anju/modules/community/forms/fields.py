"""Fields that the forms of safety have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, DateTimeInput, SearchSelect


def line(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


def text(
    label: Any, longest: int, *, required: bool = True, rows: int = 3, hint: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, help_text=hint)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=hint)


def moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=DateTimeInput)


def one_of(label: Any, choices: Sequence[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)


def number_of(label: Any, *, required: bool = True, most: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=0, max_value=most)


def row_of(
    label: Any, choices: Sequence[tuple[int, str]], *, required: bool = True, hint: Any = ""
) -> forms.TypedChoiceField:
    """Choose one row of many; empty_value None."""
    first: list[tuple[Any, Any]] = [("", _("请选择") if required else "—")]
    return forms.TypedChoiceField(
        label=label, choices=[*first, *choices], coerce=int, required=required, empty_value=None,
        widget=SearchSelect, help_text=hint,
    )  # fmt: skip


def some_of(label: Any, choices: Sequence[tuple[int, str]]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


def photo(label: Any) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": "image/*"})
    return forms.FileField(label=label, required=False, widget=widget)


def paper(label: Any, hint: Any = "") -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=hint)
