"""Forms of the register of dogs, the ladders and the inspections."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.community.forms.neighbours import (
    ChoosingForm,
    chosen,
    day,
    home,
    line,
    paper,
    picture,
    text,
)
from anju.modules.community.forms.picking import PickingForm, person
from anju.modules.community.models import CheckResult, DogSex, DogSize, DogState, Step

BREACHES = {
    "leash": _("遛犬不牵绳"), "fouling": _("犬便未清理"), "barking": _("犬吠扰民"), "bite": _("犬只伤人"),
    "licence": _("无证养犬"), "forbidden": _("饲养禁养犬"), "stray": _("流浪犬聚集"), "other": _("其他养犬违规"),
}  # fmt: skip


class DogForm(PickingForm):
    home = home(hint=_("例如 3-1502；流浪或不知哪户的留空"))
    spot = line(_("出没地点"), 80, required=False, hint=_("没有房号时必填"))
    keeper = person(
        _("饲养人"), 40, required=False, help_text=_("输入姓名、电话或房号，再选定是哪一位；留空取该户联系人")
    )
    keeper_phone = line(_("饲养人电话"), 20, required=False, hint=_("加密保存"))
    name = line(_("犬名"), 40, required=False)
    breed = line(_("品种"), 40)
    size = forms.ChoiceField(label=_("体型"), choices=DogSize.choices)
    height_cm = forms.IntegerField(label=_("肩高（厘米）"), required=False, min_value=1, max_value=150)
    sex = forms.ChoiceField(label=_("性别"), choices=DogSex.choices, initial=DogSex.UNKNOWN)
    colour = line(_("毛色"), 40, required=False)
    born_on = day(_("出生日期"), required=False)
    licence = line(_("犬证号"), 40, required=False)
    licence_until = day(_("犬证有效期至"), required=False)
    vaccinated_on = day(_("狂犬疫苗接种日期"), required=False)
    vaccine_until = day(_("下次接种日期"), required=False)
    photo = picture(_("照片"))
    note = text(_("备注"), 300, required=False, rows=2)


class DogStateForm(forms.Form):
    state = forms.ChoiceField(label=_("状态"), choices=DogState.choices)
    on = day(_("日期"))
    why = text(_("说明"), 200, rows=2)


class BreachForm(forms.Form):
    what = forms.ChoiceField(label=_("违规"), choices=list(BREACHES.items()))
    words = text(_("经过"), 1000, required=False, rows=2, hint=_("时间、地点、谁反映的"))


class HomeBreachForm(BreachForm):
    home = home(hint=_("不知道是哪一户就留空"))

    field_order = ("what", "home", "words")


class LadderForm(ChoosingForm):
    title = line(_("事由"), 120)
    home = home(hint=_("犬只来历不明、面向全小区的留空"))
    due_on = day(_("宣传告知期限"))
    staff = chosen(_("负责人"))


class StepForm(ChoosingForm):
    step = forms.ChoiceField(label=_("步骤"), choices=Step.choices)
    due_on = day(_("期限"))
    staff = chosen(_("负责人"))
    ahead = text(_("提前的理由"), 200, required=False, rows=2, hint=_("上一步还没有记录时必填"))


class StepNoteForm(forms.Form):
    done_on = day(_("完成日期"))
    said = text(_("说了什么、做了什么"), 500)
    effect = text(_("效果"), 200, rows=2, hint=_("例如：当场承诺牵绳，一周内未再发现"))
    evidence = paper(_("证据"), _("照片或签收单"))


class OutcomeForm(forms.Form):
    outcome = text(_("结果"), 300)


class InspectionForm(forms.Form):
    title = line(_("名称"), 80)
    starts_on = day(_("开始日期"))
    ends_on = day(_("结束日期"))
    bodies = text(_("参加单位"), 200, rows=2, hint=_("例如：辖区派出所、社区居委会、物业服务中心"))
    places = line(_("检查范围"), 200, required=False)


class InspectionHomeForm(PickingForm):
    home = home(required=True)
    keeper = person(_("饲养人"), 40, required=False)


class LineForm(forms.Form):
    result = forms.ChoiceField(
        label=_("结果"),
        choices=[one for one in CheckResult.choices if one[0] != CheckResult.PENDING],
        widget=forms.RadioSelect,
    )
    found = text(_("发现的问题"), 300, required=False, rows=2, hint=_("不合格的必填"))
    handed = line(_("移交公安情况"), 120, required=False, hint=_("例如：已移交派出所，回执 12 号"))
    checked_on = day(_("检查日期"))


class ClosingForm(forms.Form):
    closing = text(_("总结"), 500)
