"""Fields that forms of community life share: rows to choose from, several files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import SearchSelect
from anju.modules.community.services.meetings import Upload

Choices = Sequence[tuple[Any, Any]]


def chosen(label: Any, *, required: bool = True, **more: Any) -> forms.TypedChoiceField:
    """One row by its number; the view brings the choices."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, widget=SearchSelect, **more
    )


def several(label: Any, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def area(
    label: Any, *, rows: int = 3, longest: int = 500, required: bool = True, **more: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **more)


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
