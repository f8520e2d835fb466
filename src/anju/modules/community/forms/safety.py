"""Forms of contacts, local information, shared equipment, occasions and the year's plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.community.forms import fields as ask
from anju.modules.community.models import BriefSort, ContactKind, OccasionKind

KINDS = (("hazard", _("隐患")), ("violation", _("违规")))
GUESTS = _("每行一人：单位，姓名。例如：春风路派出所，周警官")


class ContactForm(forms.Form):
    kind = ask.one_of(_("类别"), ContactKind.choices)
    body = ask.line(_("单位"), 60)
    name = ask.line(_("联系人"), 40, required=False)
    duty = ask.line(_("职务"), 40, required=False)
    phone = ask.line(_("电话"), 24)
    second_phone = ask.line(_("备用电话"), 24, required=False)
    hours = ask.line(_("值守时间"), 60, required=False, hint=_("例如：24 小时，或 工作日 9:00–17:00"))
    checked_on = ask.day(_("核对日期"), hint=_("最近一次打通并确认无误的日期"))
    valid_from = ask.day(_("启用日期"), required=False)
    valid_until = ask.day(_("停用日期"), required=False, hint=_("从这一天起不再使用"))


class BriefForm(forms.Form):
    sort = ask.one_of(_("类别"), BriefSort.choices)
    title = ask.line(_("标题"), 60)
    source = ask.line(_("来源"), 60, hint=_("谁告诉我们的，例如：派出所、社区、业主、本项目巡逻"))
    received_at = ask.moment(_("收到时间"))
    area = ask.line(_("涉及区域"), 80, required=False)
    valid_until = ask.day(_("有效至"), required=False)
    text = ask.text(_("内容"), 1000, rows=5)
    photo = ask.photo(_("照片"))


class FacilityForm(forms.Form):
    thing = ask.line(_("设施设备"), 80)
    partner = ask.line(_("共享单位"), 60)
    contact = ask.line(_("联系人"), 40, required=False)
    phone = ask.line(_("联系电话"), 24, required=False)
    starts_on = ask.day(_("生效日期"))
    ends_on = ask.day(_("到期日期"), required=False)
    terms = ask.text(_("约定"), 500, required=False)


class UseForm(forms.Form):
    used_at = ask.moment(_("使用时间"))
    by_whom = ask.line(_("使用单位或人员"), 60)
    purpose = ask.line(_("用途"), 200)


class LineForm(forms.Form):
    month = ask.day(_("月份"), hint=_("当月任意一天"))
    theme = ask.line(_("主题"), 80)
    audience = ask.line(_("对象"), 60)
    note = ask.text(_("形式和要求"), 200, required=False, rows=2)


class OccasionForm(forms.Form):
    kind = ask.one_of(_("类别"), OccasionKind.choices)
    title = ask.line(_("名称"), 80)
    host = ask.line(_("召集、带队或主讲"), 60)
    place = ask.line(_("地点或路线"), 120)
    starts_at = ask.moment(_("开始时间"))
    ends_at = ask.moment(_("结束时间"))
    guests = ask.text(_("外部参加人"), 2000, required=False, hint=GUESTS)

    def __init__(
        self,
        *args: Any,
        staff: Sequence[tuple[int, str]],
        lines: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = ask.row_of(_("对应的年度计划"), lines, required=False)
        self.fields["staff"] = ask.some_of(_("本公司参加人"), staff)

    def clean_guests(self) -> list[tuple[str, str, int | None]]:
        found: list[tuple[str, str, int | None]] = []
        for each in self.cleaned_data["guests"].splitlines():
            if not each.strip():
                continue
            body, comma, name = each.replace(",", "，").partition("，")
            if not (comma and body.strip() and name.strip()):
                raise forms.ValidationError(GUESTS)
            found.append((body.strip(), name.strip(), None))
        return found


class HoldForm(forms.Form):
    minutes = ask.text(_("内容记录"), 10_000, rows=6)
    outcome = ask.text(_("成效与经验"), 1000, required=False)
    homes = ask.number_of(_("户数"), required=False)
    persons = ask.number_of(_("人数"), required=False)

    def __init__(self, *args: Any, guests: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if guests:
            self.fields["came"] = ask.some_of(_("到场"), guests)
        self.fields["material"] = ask.paper(_("资料"))
        for number in range(1, 4):
            self.fields[f"photo{number}"] = ask.photo(_("照片 %(n)s") % {"n": number})


class AppraisalForm(forms.Form):
    item = ask.line(_("验收项目"), 60, hint=_("例如：门岗值守、技防设施、消防通道"))
    score = ask.number_of(_("得分"), most=100)
    text = ask.text(_("评语"), 500, rows=2)


class ProblemForm(forms.Form):
    item = ask.line(_("位置"), 60)
    text = ask.text(_("发现的问题"), 500, rows=3)


class ReasonForm(forms.Form):
    reason = ask.text(_("原因"), 500, rows=2)
