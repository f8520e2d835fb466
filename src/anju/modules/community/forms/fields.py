"""Fields that forms of community life share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, DateTimeInput, SearchSelect
from anju.modules.community.services.uploads import Upload

Choices = Sequence[tuple[Any, Any]]


def line(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


def text(
    label: Any, longest: int = 500, *, required: bool = True, rows: int = 3, hint: Any = ""
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


def chosen(label: Any, *, required: bool = True, **more: Any) -> forms.TypedChoiceField:
    """One row by its number; the view brings the choices."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, widget=SearchSelect, **more
    )


def several(label: Any, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, given as uploads."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        listed = data if isinstance(data, list | tuple) else [data] if data else []
        found = [super(FilesField, self).clean(one, initial) for one in listed]
        return [Upload(one.name, one.read()) for one in found]


class RowForm(forms.Form):
    """A form whose choices are given by name: `offers={"staff": [(7, "…")]}`; a choice that may be empty says so first."""

    def __init__(self, *args: Any, offers: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            field = self.fields[name]
            first = [] if isinstance(field, forms.TypedMultipleChoiceField) else [("", _("请选择"))]
            field.choices = [*first, *choices]  # type: ignore[attr-defined]
            if not first and not choices:
                del self.fields[name]
