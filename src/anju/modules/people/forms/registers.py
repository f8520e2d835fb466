"""Forms of staff, departments and registers."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.permissions import ROLES
from anju.foundation.ui.forms import DateInput, DateTimeInput
from anju.modules.people.forms.offering import NONE, OfferForm, chosen, words
from anju.modules.people.models import BodyKind, DeviceKind, DeviceState, DutyRole, LogKind
from anju.modules.people.queries.domains import DOMAINS


class StaffForm(OfferForm):
    name = forms.CharField(label=_("姓名"), max_length=40)
    number = forms.CharField(label=_("工号"), max_length=20)
    phone = forms.CharField(
        label=_("手机号"), max_length=20, required=False, help_text=_("加密保存，列表里只显示前三后四位")
    )
    community = chosen(_("小区"), required=False)
    department = chosen(_("部门"))
    position = chosen(_("岗位"), required=False)
    team = chosen(_("班组"), required=False)
    skills = forms.CharField(
        label=_("专长"), max_length=300, required=False, help_text=_("用逗号分开，例如：电工,急救")
    )
    joined_on = forms.DateField(label=_("入职日期"), required=False, widget=DateInput)

    def clean_skills(self) -> tuple[str, ...]:
        parts = re.split(r"[,，、;；]", self.cleaned_data["skills"])
        return tuple(sorted({part.strip() for part in parts if part.strip()}))


class TransferForm(OfferForm):
    on = forms.DateField(label=_("调动日期"), widget=DateInput)
    community = chosen(_("小区"), required=False)
    department = chosen(_("部门"))
    position = chosen(_("岗位"), required=False)
    team = chosen(_("班组"), required=False)
    reason = words(_("调动原因"), 2, required=True)


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("离职日期"), widget=DateInput)
    reason = words(_("说明"), 2)


class LoginForm(OfferForm):
    username = forms.CharField(label=_("用户名"), max_length=40)
    role = forms.ChoiceField(label=_("角色"), choices=[(str(code), label) for code, label in ROLES.items()])
    community = chosen(_("管辖范围"), required=False, help_text=_("选一个小区，或整个公司"))


class DepartmentForm(OfferForm):
    name = forms.CharField(label=_("部门名称"), max_length=40)
    domain = forms.ChoiceField(label=_("负责领域"), choices=[*NONE, *DOMAINS], required=False)
    community = chosen(_("小区"), required=False)
    parent = chosen(_("上级部门"), required=False)
    head = chosen(_("负责人"), required=False)


class PositionForm(OfferForm):
    department = chosen(_("部门"))
    name = forms.CharField(label=_("岗位名称"), max_length=40)
    headcount = forms.IntegerField(label=_("编制"), min_value=0, max_value=1000, initial=1)
    demands = words(_("任职要求"))
    duties = words(_("岗位职责"))
    standard = words(_("工作标准"))


class TeamForm(OfferForm):
    department = chosen(_("部门"))
    name = forms.CharField(label=_("班组名称"), max_length=40)
    leader = chosen(_("班组长"), required=False)


class BodyForm(OfferForm):
    name = forms.CharField(label=_("机构名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=BodyKind.choices)
    community = chosen(_("小区"), required=False)
    head = forms.CharField(label=_("负责人"), max_length=60, required=False)
    duties = words(_("职责"))
    powers = words(_("权限"))
    principles = words(_("设置和配置原则"))


class LogForm(OfferForm):
    kind = forms.ChoiceField(label=_("类型"), choices=LogKind.choices)
    department = chosen(_("部门"))
    position = chosen(_("岗位"), required=False)
    author = chosen(_("值班人或请示人"))
    receiver = chosen(_("接班人或受理人"), required=False)
    happened_at = forms.DateTimeField(label=_("时间"), widget=DateTimeInput, input_formats=["%Y-%m-%dT%H:%M"])
    text = words(_("内容"), 5, required=True)
    unfinished = words(_("未完事项"), 2)


class AnswerForm(forms.Form):
    answer = words(_("答复"))


class DeviceForm(OfferForm):
    kind = forms.ChoiceField(label=_("类型"), choices=DeviceKind.choices)
    number = forms.CharField(label=_("编号"), max_length=30)
    community = chosen(_("小区"), required=False)
    description = forms.CharField(label=_("说明"), max_length=120, required=False)


class IssueForm(OfferForm):
    staff = chosen(_("领用人"))


class ReturnForm(forms.Form):
    state = forms.ChoiceField(
        label=_("归还情况"),
        choices=[("stored", _("完好")), ("broken", _("损坏")), ("lost", _("遗失"))],
        widget=forms.RadioSelect,
        initial="stored",
    )
    condition = words(_("说明"), 2)


class DeviceStateForm(forms.Form):
    state = forms.ChoiceField(
        label=_("新状态"), choices=[one for one in DeviceState.choices if one[0] != "issued"]
    )
    reason = words(_("原因"), 2, required=True)


class DutyForm(forms.Form):
    role = forms.ChoiceField(label=_("职责"), choices=[("", _("不参与")), *DutyRole.choices], required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    disputed = forms.CharField(
        label=_("争议"), max_length=200, required=False, help_text=_("有争议时写明双方各怎么说")
    )


class PassForm(OfferForm):
    subject = forms.CharField(label=_("事项"), max_length=200)
    domain = forms.ChoiceField(label=_("领域"), choices=[*NONE, *DOMAINS], required=False)
    from_department = chosen(_("转出部门"))
    to_department = chosen(_("转入部门"))
    reason = words(_("转交原因"), 2, required=True)
