"""Forms of the desk's books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect
from anju.modules.frontdesk.forms.case_work import FilesField
from anju.modules.frontdesk.models import LineSort, Topic

Choices = Sequence[tuple[Any, Any]]


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number(text: str) -> int | None:
    return int(text) if text else None


class ArticleForm(forms.Form):
    """An article; who may not write for all communities is not offered it."""

    question = forms.CharField(label=_("问题"), max_length=120)
    others = forms.CharField(
        label=_("其他问法"),
        required=False,
        widget=_long(3),
        help_text=_("一行一个，前台按这些说法也能找到。"),
    )
    answer = forms.CharField(label=_("答复"), max_length=4000, widget=_long(6))
    topic = forms.ChoiceField(label=_("主题"), choices=Topic.choices)
    subject = forms.CharField(label=_("分类"), max_length=30, required=False)
    community_id = forms.TypedChoiceField(
        label=_("适用小区"), required=False, coerce=_number, empty_value=None
    )
    department = forms.CharField(label=_("负责部门"), max_length=60, required=False)
    source = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("法规、合同或文件名称")
    )
    outside_duty = forms.BooleanField(label=_("不属于物业职责，只作解释"), required=False)
    in_charge = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    public = forms.BooleanField(label=_("业主端可以查到"), required=False)
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    valid_until = forms.DateField(label=_("失效日期"), required=False, widget=DateInput)
    review_on = forms.DateField(label=_("复核日期"), required=False, widget=DateInput)
    reason = forms.CharField(label=_("修改说明"), max_length=200, required=False)

    def __init__(self, *args: Any, communities: Choices, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community_id"].choices = communities  # type: ignore[attr-defined]
        if new:
            del self.fields["reason"]


class NoteForm(forms.Form):
    department = forms.TypedChoiceField(label=_("部门"), coerce=int, widget=SearchSelect)
    words = forms.CharField(label=_("内容"), max_length=2000, widget=_long(5))
    caller = forms.CharField(label=_("来电人"), max_length=60, required=False)
    contact = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    expert = forms.BooleanField(
        label=_("请专家支持"),
        required=False,
        help_text=_("需要专业判断的疑难问题，请公司本部分析并给出意见。"),
    )

    files = FilesField(label=_("附件"), required=False, help_text=_("照片、表格或文件，最多 6 个"))

    def __init__(self, *args: Any, departments: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200, widget=_long(2))


class AnswerForm(forms.Form):
    """expert: the answer of somebody asked for his opinion, who says why and what is to be done."""

    analysis = forms.CharField(label=_("分析"), max_length=2000, widget=_long(4))
    answer = forms.CharField(label=_("答复"), max_length=2000, widget=_long(4))
    files = FilesField(label=_("附件"), required=False)

    def __init__(self, *args: Any, expert: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if expert:
            self.fields["answer"].label = _("决定")
        else:
            del self.fields["analysis"]


class AskAgainForm(forms.Form):
    words = forms.CharField(label=_("还要问什么"), max_length=2000, widget=_long(3))


class ReviewForm(forms.Form):
    next_on = forms.DateField(label=_("下次复核日期"), widget=DateInput)


class ShiftForm(forms.Form):
    to_staff_id = forms.TypedChoiceField(label=_("接班人"), coerce=int, widget=SearchSelect)
    words = forms.CharField(label=_("交班说明"), max_length=2000, required=False, widget=_long(4))

    def __init__(self, *args: Any, staff: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_staff_id"].choices = staff  # type: ignore[attr-defined]


class SignForm(forms.Form):
    remark = forms.CharField(label=_("接班意见"), max_length=300, required=False, widget=_long(2))


class LinesForm(forms.Form):
    """Three telephones with their hours; an empty number takes one away."""

    def __init__(self, *args: Any, known: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for sort, name in LineSort.choices:
            line = known.get(sort)
            clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            self.fields[f"{sort}_number"] = forms.CharField(
                label=name, max_length=30, required=False, initial=line.number if line else ""
            )
            self.fields[f"{sort}_opens"] = forms.TimeField(
                label=_("开始"), widget=clock, initial=line.opens if line else time(8)
            )
            self.fields[f"{sort}_closes"] = forms.TimeField(
                label=_("结束"), widget=clock, initial=line.closes if line else time(18)
            )


class SolutionsForm(forms.Form):
    """A problem with up to four solutions; a line each: what, cost in yuan, days."""

    problem = forms.CharField(label=_("问题"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, 5):
            needed = number <= 2
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("方案 {number}").format(number=number), max_length=200, required=needed
            )
            self.fields[f"cost_{number}"] = forms.DecimalField(
                label=_("费用（元）"), required=False, min_value=0, max_digits=10, decimal_places=2
            )
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("需要天数"), required=False, min_value=0, max_value=365
            )


class ChoiceForm(forms.Form):
    chosen = forms.TypedChoiceField(label=_("选定方案"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("选择理由"), max_length=300, widget=_long(2))

    def __init__(self, *args: Any, options: Sequence[str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["chosen"].choices = list(enumerate(options))  # type: ignore[attr-defined]
