"""Forms of major events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.community.forms import fields as ask
from anju.modules.community.models import EventRisk


class EventForm(forms.Form):
    title = ask.line(_("活动名称"), 80)
    place = ask.line(_("地点"), 120)
    starts_at = ask.moment(_("开始时间"))
    ends_at = ask.moment(_("结束时间"))
    expected = ask.number_of(_("预计人数"))
    risk = ask.one_of(_("风险等级"), EventRisk.choices)
    risks = ask.text(_("主要风险"), 1000)
    measures = ask.text(_("措施与任务"), 10_000, rows=6)


class PostForm(forms.Form):
    post = ask.line(_("岗位"), 60)
    starts_at = ask.moment(_("上岗"))
    ends_at = ask.moment(_("下岗"))
    task = ask.line(_("任务"), 200, required=False)

    def __init__(self, *args: Any, staff: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"] = ask.row_of(_("人员"), staff)
        self.order_fields(["post", "staff", "starts_at", "ends_at", "task"])


class DecideForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("决定"),
        choices=(("approve", _("批准并下达")), ("return", _("退回修改"))),
        widget=forms.RadioSelect,
    )
    words = ask.text(_("意见"), 500, required=False, hint=_("退回时必填"))


class SignForm(forms.Form):
    words = ask.text(_("当天情况"), 500, required=False)

    def __init__(self, *args: Any, posts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"] = ask.some_of(_("到岗"), posts)
        self.order_fields(["came", "words"])


class ReviewForm(forms.Form):
    review = ask.text(_("总结讲评"), 10_000, rows=8, hint=_("做得好的、没做好的、下次怎样改"))
