"""Forms of the indicators' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.scores.services.freezing import LONGEST_REASON


class TargetForm(forms.Form):
    target = forms.DecimalField(label=_("目标值"), required=False, max_digits=12, decimal_places=4)
    warn = forms.DecimalField(label=_("预警线"), required=False, max_digits=12, decimal_places=4)
    everywhere = forms.ChoiceField(label=_("适用范围"), required=False)

    def __init__(self, *args: Any, scopes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["everywhere"].choices = scopes  # type: ignore[attr-defined]
        self.fields["target"].help_text = _("比率请填百分数，例如 90；留空表示不设目标。")


class ReplaceForm(forms.Form):
    reason = forms.CharField(
        label=_("重算原因"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
