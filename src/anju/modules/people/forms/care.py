"""Forms of special care and of new services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, DateTimeInput
from anju.modules.people.forms.offering import NONE, OfferForm, chosen, words
from anju.modules.people.models import CareReason, Condition, ConsentWay, NeedKind, VisitWay


class CareForm(OfferForm):
    place = chosen(_("住处"), search=False)
    reasons = forms.MultipleChoiceField(
        label=_("原因"), choices=CareReason, widget=forms.CheckboxSelectMultiple
    )
    details = words(_("照料说明"), 3, help_text=_("加密保存，只有获准的人能看，每次查看都有记录"))
    emergency_contact = forms.CharField(label=_("紧急联系人和电话"), max_length=120, required=False)
    every_days = forms.IntegerField(label=_("多少天走访一次"), min_value=1, max_value=365, initial=14)
    visitor = chosen(_("走访人"), required=False)
    consent_how = forms.ChoiceField(label=_("本人怎样同意的"), required=False, choices=[*NONE, *ConsentWay.choices], help_text=_("健康等敏感信息需要本人单独同意；已登记过同意的不用再选"))  # fmt: skip
    guardian = forms.CharField(
        label=_("监护人"), max_length=60, required=False, help_text=_("未满 14 周岁由监护人同意")
    )


class VisitForm(OfferForm):
    visited_at = forms.DateTimeField(
        label=_("走访时间"), widget=DateTimeInput, input_formats=["%Y-%m-%dT%H:%M"]
    )
    way = forms.ChoiceField(label=_("方式"), choices=VisitWay)
    condition = forms.ChoiceField(label=_("情况"), choices=Condition, widget=forms.RadioSelect)
    words = words(_("走访记录"), 3, required=True)
    visitor = chosen(_("走访人"), required=False)
    photo = forms.FileField(label=_("照片"), required=False, help_text=_("征得同意后拍摄"))


class IdeaForm(OfferForm):
    title = forms.CharField(label=_("名称"), max_length=80)
    community = chosen(_("小区"), required=False, search=False)
    kind = forms.ChoiceField(label=_("对应需求"), choices=NeedKind)
    text = words(_("设想"), 4, required=True)
    basis_from = forms.DateField(label=_("依据的需求从"), required=False, widget=DateInput)
    basis_until = forms.DateField(label=_("到"), required=False, widget=DateInput)
    staff = chosen(_("负责人"), required=False)


class TrialForm(forms.Form):
    trial_from = forms.DateField(label=_("试行开始"), widget=DateInput)
    trial_until = forms.DateField(label=_("试行结束"), widget=DateInput)
    trial_scope = forms.CharField(label=_("试行范围"), max_length=200)
    measure = forms.CharField(label=_("评价办法"), max_length=200, help_text=_("试行前说清楚怎样算成功"))


class DecisionForm(forms.Form):
    adopt = forms.ChoiceField(
        label=_("决定"), choices=[("yes", _("推广")), ("no", _("不采用"))], widget=forms.RadioSelect
    )
    result = words(_("结果"), 4, required=True)
