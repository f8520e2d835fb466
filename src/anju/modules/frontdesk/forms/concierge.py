"""Forms of concierges."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import MoneyField
from anju.modules.frontdesk.forms.registering import OfferForm, chosen, day, line, picture, text
from anju.modules.frontdesk.models import BulletinSort, FaultKind, Measure

WEEK = (
    (0, lazy("周一")), (1, lazy("周二")), (2, lazy("周三")), (3, lazy("周四")), (4, lazy("周五")), (5, lazy("周六")),
    (6, lazy("周日")),
)  # fmt: skip


def _hour(label: object, initial: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, initial=initial, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class ConciergeForm(OfferForm):
    staff = chosen(lazy("员工"))
    title = line(lazy("称呼"), 40, hint=lazy("例如：一号楼礼宾管家"))
    strengths = text(lazy("特长"), longest=200, required=True, hint=lazy("住户据此知道能请他帮什么"))
    languages = line(lazy("语言"), 60, required=False)
    motto = line(lazy("服务承诺"), 120, required=False)
    service_phone = line(lazy("服务电话"), 30, hint=lazy("公示给住户，请用工作号码"))
    weekdays = forms.TypedMultipleChoiceField(
        label=lazy("值班日"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = _hour(lazy("上岗时间"), "08:00")
    ends = _hour(lazy("下岗时间"), "20:00")
    buildings = forms.TypedMultipleChoiceField(
        label=lazy("服务楼栋"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )
    photo = picture(lazy("形象照"))
    active = forms.BooleanField(label=lazy("在岗，向住户公示"), required=False, initial=True)


class FaultForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("情形"), choices=FaultKind.choices)
    on = day(lazy("发生日期"))
    evidence = text(lazy("事实与证据"), longest=500, rows=3, required=True)
    measure = forms.ChoiceField(label=lazy("处理"), choices=Measure.choices)
    reduced = MoneyField(label=lazy("扣减金额"), required=False, help_text=lazy("只在扣减当月奖金时填写"))
    case_number = line(lazy("相关事项编号"), 24, required=False)


class BulletinForm(forms.Form):
    sort = forms.ChoiceField(label=lazy("类别"), choices=BulletinSort.choices)
    title = line(lazy("标题"), 80)
    body = text(lazy("正文"), longest=4000, rows=8, required=True)
