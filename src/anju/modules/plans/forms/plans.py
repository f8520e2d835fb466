"""Forms of plans and of the steps of their versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect
from anju.modules.plans.rules.templates import templates
from anju.modules.plans.services.documents import LONGEST_TITLE, PlanCard

CARD = ("title", "grade", "addressees", "interpreter", "purpose", "scope", "goals", "principles")


class InCommunity(forms.Form):
    """A form that asks for one of the communities in reach. communities: (id, name)."""

    community = forms.TypedChoiceField(label=_("小区"), coerce=int, widget=SearchSelect)

    def __init__(self, *args: Any, communities: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].choices = communities  # type: ignore[attr-defined]
        if len(communities) == 1:
            self.fields["community"].initial = communities[0][0]


class UploadForm(InCommunity):
    file = forms.FileField(
        label=_("方案文件"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx,.pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
        help_text=_(
            "TXT、DOCX、PDF，装有文字识别组件时也可用扫描件和图片，不超过 20 MB；繁体、断行、注音会自动处理。"
        ),
    )
    title = forms.CharField(
        label=_("方案名称"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("留空则用文件自己的标题；与已有方案同名时成为它的新版本。"),
    )
    change_reason = forms.CharField(
        label=_("修订原因"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TemplateForm(InCommunity):
    template = forms.ChoiceField(label=_("模板"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("方案名称"), max_length=LONGEST_TITLE, required=False, help_text=_("留空则用模板的标题。")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["template"].choices = [(one.code, one.title) for one in templates()]  # type: ignore[attr-defined]


class CardForm(forms.Form):
    title = forms.CharField(label=_("方案名称"), max_length=LONGEST_TITLE)
    grade = forms.CharField(label=_("服务标准等级"), max_length=60, required=False)
    addressees = forms.CharField(label=_("适用对象"), max_length=200, required=False)
    interpreter = forms.CharField(label=_("解释权"), max_length=120, required=False)
    purpose = forms.CharField(label=_("目的"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    scope = forms.CharField(label=_("适用范围"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    goals = forms.CharField(label=_("服务目标"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    principles = forms.CharField(
        label=_("服务原则"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApproveForm(forms.Form):
    note = forms.CharField(label=_("批准意见"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 3}))


class EnforceForm(forms.Form):
    on = forms.DateField(
        label=_("生效日期"),
        widget=DateInput,
        help_text=_("当天生效立即开始派活；以后的日期在当日零点自动生效。"),
    )


def card_of(data: dict[str, Any]) -> PlanCard:
    return PlanCard(**{name: data.get(name, "") for name in CARD})
