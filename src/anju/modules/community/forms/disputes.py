"""Forms of the ledger of disputes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.community.forms import fields as ask
from anju.modules.community.forms.picking import PickingForm, person
from anju.modules.community.models import DisputeLevel, DisputeState, Mediation, Tier


class DisputeForm(PickingForm):
    subject = ask.line(_("事由"), 80)
    opened_on = ask.day(_("登记日期"))
    level = forms.ChoiceField(
        label=_("程度"),
        choices=DisputeLevel.choices,
        help_text=_("一般纠纷由社区、街道调解并报区；重大纠纷由区有关部门调解并报市。"),
    )
    mediation = ask.one_of(_("调解方式"), Mediation.choices)
    tier = ask.one_of(_("调解层级"), Tier.choices)
    mediator = ask.line(_("调解组织"), 60)
    text = ask.text(_("经过"), 5000, rows=5)

    def __init__(self, *args: Any, staff: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("到回访日期提醒他；留空为登记的人")
        self.fields["staff"] = ask.row_of(_("责任人"), staff, required=False, hint=hint)


class NewDisputeForm(DisputeForm):
    """With the first two sides, and the complaint it began as."""

    party = person(_("一方当事人"), 60, required=False)
    other = person(_("另一方当事人"), 60, required=False)

    def __init__(self, *args: Any, cases: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cases:
            self.fields["case"] = ask.row_of(_("由哪件投诉而起"), cases, required=False)


class PartyForm(PickingForm):
    name = person(_("姓名或单位"), 60)
    home = ask.line(_("房号"), 30, required=False, hint=_("例如 3-1502；选定住户后留空，取他的房屋"))
    claim = ask.text(_("主张"), 1000, required=False)


class ReportForm(forms.Form):
    tier = ask.one_of(_("报告层级"), Tier.choices)
    to = ask.line(_("接收单位或人员"), 60)
    told_at = ask.moment(_("报告时间"))


class SessionForm(forms.Form):
    at = ask.moment(_("时间"))
    place = ask.line(_("地点"), 80)
    mediators = ask.line(_("调解员"), 80)
    record = ask.text(_("调解记录"), 10_000, rows=8)


class EndForm(forms.Form):
    state = ask.one_of(_("结果"), [one for one in DisputeState.choices if one[0] != DisputeState.OPEN])
    outcome = ask.text(_("结果说明"), 5000, rows=4)
    agreement = ask.paper(_("签字的调解协议"), _("达成协议时必须上传扫描件或照片"))
    follow_on = ask.day(_("回访日期"), required=False)


class FollowForm(forms.Form):
    words = ask.text(_("回访情况"), 2000)
