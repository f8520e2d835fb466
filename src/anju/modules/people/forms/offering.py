"""What forms of people share: choices of rows, offered by the views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import SearchSelect

Choices = Sequence[tuple[Any, Any]]
NONE = [("", _("（无）"))]
COMPANY = [("", _("公司本部"))]


def chosen(label: Any, *, required: bool = True, search: bool = True, **more: Any) -> forms.TypedChoiceField:
    """A choice of a row by id; its choices come from the view."""
    widget = SearchSelect if search else forms.Select
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, widget=widget, **more
    )


def words(label: Any, rows: int = 3, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4_000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class OfferForm(forms.Form):
    """A form whose view offers the choices: `offers` is field → choices."""

    def __init__(self, *args: Any, offers: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            if name in self.fields:
                self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
