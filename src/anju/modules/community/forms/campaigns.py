"""Forms of visit campaigns and return visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, DateTimeInput
from anju.modules.community.forms.picking import PickingForm, person
from anju.modules.community.models import CampaignTarget, VisitOutcome

OUTCOMES = (
    ("satisfied", _("满意")),
    ("fair", _("一般")),
    ("dissatisfied", _("不满意")),
    ("unreached", _("未联系上")),
)


class CampaignForm(forms.Form):
    community = forms.TypedChoiceField(label=_("小区"), coerce=int)
    title = forms.CharField(label=_("名称"), max_length=80)
    target = forms.ChoiceField(label=_("对象"), choices=CampaignTarget.choices)
    percent = forms.IntegerField(
        label=_("承诺比例（%）"),
        min_value=1,
        max_value=100,
        help_text=_("常住户一般为 100%，已入住业主一般不低于 60%。"),
    )
    starts_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    ends_on = forms.DateField(label=_("结束日期"), widget=DateInput)
    butlers = forms.TypedMultipleChoiceField(
        label=_("走访人"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        communities: Sequence[tuple[int, str]],
        staff: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = communities  # type: ignore[attr-defined]
        self.fields["butlers"].choices = staff  # type: ignore[attr-defined]
        if not staff:
            del self.fields["butlers"]


class HomeVisitForm(PickingForm):
    outcome = forms.ChoiceField(label=_("结果"), choices=VisitOutcome.choices, widget=forms.RadioSelect)
    visited_at = forms.DateTimeField(label=_("走访时间"), widget=DateTimeInput)
    met = person(_("见到谁"), 60, required=False)
    needs = forms.CharField(
        label=_("需求"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proposal = forms.CharField(
        label=_("意见和建议"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("填写后进入建议清单，由主管认定并制定措施。"),
    )


class ReturnForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=OUTCOMES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("对方的话"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不满意时必填；事项会按规则重新打开。"),
    )
