"""Forms of surveys and of what they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect
from anju.modules.community.models import Audience, ItemKind, Topic
from anju.modules.community.queries.questionnaires import NAMES

AREA = forms.Textarea(attrs={"rows": 3})


class SurveyForm(forms.Form):
    community = forms.TypedChoiceField(label=_("小区"), coerce=int)
    title = forms.CharField(label=_("标题"), max_length=80)
    intro = forms.CharField(label=_("给填写人的说明"), max_length=500, required=False, widget=AREA)
    audience = forms.ChoiceField(label=_("对象"), choices=Audience.choices)
    template = forms.ChoiceField(label=_("从哪份问卷开始"), choices=list(NAMES.items()))
    anonymous = forms.BooleanField(
        label=_("匿名"), required=False, help_text=_("匿名时只记录哪些户已答，不记录谁怎么答。")
    )

    def __init__(self, *args: Any, communities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = communities  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    text = forms.CharField(label=_("题目"), max_length=200)
    kind = forms.ChoiceField(label=_("题型"), choices=ItemKind.choices)
    topic = forms.ChoiceField(label=_("方面"), choices=Topic.choices)
    choices = forms.CharField(
        label=_("选项"), required=False, widget=AREA, help_text=_("单选题每行一个选项，其他题型留空。")
    )
    required = forms.BooleanField(label=_("必答"), required=False)


class OpenForm(forms.Form):
    opens_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    closes_on = forms.DateField(label=_("截止日期"), widget=DateInput)
    tickets = forms.BooleanField(
        label=_("为每户生成专属链接"),
        required=False,
        help_text=_("每户只能答一次；另有一个公开二维码可张贴。"),
    )


class ConcludeForm(forms.Form):
    concluded = forms.CharField(
        label=_("分析结论"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class PlaceForm(forms.Form):
    place = forms.TypedChoiceField(label=_("楼栋"), coerce=int, required=False, empty_value=None)
    number = forms.CharField(
        label=_("问卷编号"), max_length=20, required=False, help_text=_("填写后，同一编号不会重复录入。")
    )

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("不填")), *places]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    measure = forms.CharField(label=_("改进措施"), max_length=500, widget=AREA)
    staff = forms.TypedChoiceField(label=_("责任人"), coerce=int, widget=SearchSelect)
    due_on = forms.DateField(label=_("完成期限"), widget=DateInput)

    def __init__(self, *args: Any, staff: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", _("请选择")), *staff]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    result = forms.CharField(label=_("落实情况"), max_length=500, widget=AREA)
