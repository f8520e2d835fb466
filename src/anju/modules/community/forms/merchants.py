"""Forms of the register of merchants, checks, joint actions and street findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.community.forms.neighbours import ChoosingForm, chosen, day, line, paper, picture, text
from anju.modules.community.forms.picking import PickingForm, person
from anju.modules.community.models import (
    Approval,
    EquipmentKind,
    Inspector,
    MerchantState,
    StreetSort,
    Trade,
)
from anju.modules.community.rules.merchants import ITEMS

NUISANCES = {
    "noise": _("噪声扰民"), "smoke": _("油烟扰民"), "environment": _("污水垃圾"), "occupation": _("占道经营"),
    "other": _("其他商户投诉"),
}  # fmt: skip
ITEM_NAMES = {
    "grease": _("隔油池清掏"), "sewage": _("污水排放"), "smoke": _("油烟净化"), "noise": _("设备噪声"),
    "waste": _("餐厨垃圾"), "approval": _("环评手续"),
}  # fmt: skip
VERDICTS = [("ok", _("正常")), ("bad", _("有问题")), ("none", _("不适用"))]


class MerchantForm(ChoosingForm):
    name = line(_("店名"), 60)
    sign = line(_("招牌"), 60, required=False)
    trade = forms.ChoiceField(label=_("业态"), choices=Trade.choices)
    place = chosen(_("所在位置"), hint=_("不在图上的写位置说明"))
    spot = line(_("位置说明"), 80, required=False)
    operator = person(_("经营者"), 60, help_text=_("姓名或公司；是本小区住户的，输入姓名、电话或房号后选定"))
    phone = line(_("电话"), 20, required=False, hint=_("加密保存"))
    licence = line(_("营业执照号"), 40, required=False)
    approval = forms.ChoiceField(label=_("环评手续"), choices=Approval.choices)
    approval_number = line(_("环评文号"), 60, required=False)
    opened_on = day(_("开业日期"), required=False)
    note = text(_("备注"), 300, required=False, rows=2)


class MerchantStateForm(forms.Form):
    state = forms.ChoiceField(label=_("状态"), choices=MerchantState.choices)
    on = day(_("日期"))
    why = text(_("说明"), 200, rows=2)


class EquipmentForm(forms.Form):
    kind = forms.ChoiceField(label=_("设备"), choices=EquipmentKind.choices)
    cycle_days = forms.IntegerField(label=_("清洗周期（天）"), min_value=1, max_value=730)
    last_on = day(_("上次清洗"), required=False, hint=_("从未清洗的留空，今天起列为应清洗"))


class CleaningForm(forms.Form):
    on = day(_("清洗日期"))
    by = line(_("清洗单位"), 80)
    receipt = paper(_("清洗单据"), _("照片或 PDF"))


class NuisanceForm(PickingForm):
    what = forms.ChoiceField(label=_("投诉内容"), choices=list(NUISANCES.items()))
    words = text(_("经过"), 1000)
    name = person(
        _("投诉人"), 40, required=False, help_text=_("输入姓名、电话或房号，再选定是哪一位；匿名的留空")
    )
    phone = line(_("电话"), 20, required=False)


class CheckForm(forms.Form):
    """One choice for every item of the checklist, then what was found."""

    on = day(_("检查日期"))
    by = forms.ChoiceField(label=_("检查方"), choices=Inspector.choices)
    inspector = line(_("检查人"), 60)
    found = text(_("检查情况"), 500, required=False, hint=_("有问题的必填"))
    deadline = day(_("整改期限"), required=False, hint=_("有问题的必填；到期前后须另日复查"))
    next_on = day(_("下次检查"), required=False)
    photo = picture(_("照片"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ITEMS:
            self.fields[f"item_{code}"] = forms.ChoiceField(
                label=ITEM_NAMES[code], choices=VERDICTS, widget=forms.RadioSelect, initial="ok"
            )
        self.order_fields(["on", "by", "inspector", *(f"item_{code}" for code in ITEMS), "found", "deadline"])


class ActionForm(forms.Form):
    title = line(_("名称"), 80)
    goal = text(_("目标"), 300, required=False, rows=2)
    participants = text(_("参与单位"), 200, rows=2, hint=_("例如：业委会、街道综合执法队、生态环境部门"))
    target_on = day(_("目标日期"), hint=_("一般为当月末"))
    merchants = forms.TypedMultipleChoiceField(
        label=_("涉及商户"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, shops: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merchants"].choices = shops  # type: ignore[attr-defined]
        if not shops:
            del self.fields["merchants"]


class ActionStepForm(forms.Form):
    what = line(_("事项"), 200)
    who = line(_("负责人"), 60)
    due_on = day(_("期限"))


class ActionStepDoneForm(forms.Form):
    done_on = day(_("完成日期"))
    result = text(_("结果"), 300, rows=2)


class JoinForm(ChoosingForm):
    merchant = chosen(_("商户"), required=True)


class ResultForm(forms.Form):
    result = text(_("结果"), 500)


class StreetForm(ChoosingForm):
    sort = forms.ChoiceField(label=_("类别"), choices=StreetSort.choices)
    spot = line(_("地点"), 80)
    place = chosen(_("图上位置"))
    merchant = chosen(_("涉及商户"))
    words = text(_("情况"), 300, rows=2)
    found_on = day(_("发现日期"))
    photo = picture(_("照片"))


class StreetReportForm(forms.Form):
    authority = line(_("报告部门"), 80)
    on = day(_("报告日期"))


class StreetAnswerForm(forms.Form):
    answer = text(_("部门答复"), 300, rows=2)
    on = day(_("答复日期"))


class StreetCloseForm(forms.Form):
    result = text(_("结果"), 200, rows=2)
    on = day(_("办结日期"))


class PeriodForm(forms.Form):
    first = day(_("从"))
    last = day(_("到"))
