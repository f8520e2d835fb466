"""Fields and small forms that dogs and merchants share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect
from anju.modules.community.forms.picking import PickingForm

NONE = [("", _("请选择"))]


class ChoosingForm(PickingForm):
    """A form whose choices depend on the reader: `offers` holds them by field."""

    def __init__(
        self, *args: Any, offers: Mapping[str, Sequence[tuple[Any, Any]]] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            self.fields[name].choices = [*NONE, *choices]  # type: ignore[attr-defined]


def line(label: Any, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


def text(
    label: Any, longest: int, *, required: bool = True, hint: Any = "", rows: int = 3
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint, widget=area)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=hint)


def chosen(label: Any, *, required: bool = False, hint: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, widget=SearchSelect, help_text=hint
    )


def picture(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


def paper(label: Any, hint: Any = "") -> forms.FileField:
    return forms.FileField(
        label=label, required=False, help_text=hint, widget=forms.FileInput(attrs={"accept": "image/*,.pdf"})
    )


def home(
    *, required: bool = False, hint: Any = _("例如 3-1502；有重复时写上单元：3-2-1502")
) -> forms.CharField:
    return line(_("房号"), 30, required=required, hint=hint)


class ReasonForm(forms.Form):
    reason = text(_("原因"), 200)


class ReferenceForm(forms.Form):
    reference = line(_("事项编号"), 24, hint=_("例如 C2026-000123"))


class PhoneForm(forms.Form):
    """Nothing to fill in."""
