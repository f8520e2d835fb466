"""Forms of meetings, groups, boxes and proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, DateTimeInput
from anju.modules.community.forms.fields import FilesField, RowForm, chosen, several, text
from anju.modules.community.forms.picking import PickingForm, person
from anju.modules.community.models import Called, Invited, MeetingKind, Origin, Platform, PostSort, Topic
from anju.modules.community.services.opinions import KIND_NAMES

TAKEN = (("yes", _("采纳")), ("no", _("不采纳")))
DECISIONS = (
    ("adopted", _("采纳")),
    ("partly", _("部分采纳")),
    ("declined", _("不采纳")),
    ("noted", _("已记录")),
)
HOME = _("写房号即可，例如 3-1502")


class MeetingForm(RowForm):
    title = forms.CharField(label=_("主题"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=MeetingKind.choices)
    starts_at = forms.DateTimeField(label=_("时间"), widget=DateTimeInput)
    place = forms.CharField(label=_("地点"), max_length=80)
    chair = chosen(_("主持人"))
    invited = forms.ChoiceField(label=_("邀请"), choices=Invited.choices)
    agenda = text(_("议程"), rows=4, longest=4_000, required=False)
    buildings = several(_("邀请的楼栋"), help_text=_("不选为整个小区。"))


class MeetingPlanForm(MeetingForm):
    times = forms.IntegerField(
        label=_("共几次"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("一次排好全年，例如 4 次、每 3 个月。"),
    )
    every_months = forms.IntegerField(label=_("每隔几个月"), min_value=1, max_value=12, initial=3)


class ReasonForm(forms.Form):
    reason = text(_("原因"), longest=200)


class AttendanceForm(PickingForm, RowForm):
    homes = text(
        _("到会业主"), rows=5, longest=40_000, required=False, hint=_("每行一位：房号 姓名，例如 3-1502 陈雨")
    )  # fmt: skip
    person = person(
        _("逐位登记"), 60, required=False, help_text=_("同名的、电话里报到的，输入姓名、电话或房号后选定")
    )
    guests = text(_("来宾"), longest=2_000, required=False, hint=_("每行一位，例如 居委会 李主任"))
    staff = several(_("物业人员"))


class CallForm(forms.Form):
    called = forms.ChoiceField(label=_("发给谁"), choices=Called.choices, widget=forms.RadioSelect)
    homes = text(
        _("业主代表的房屋"), rows=5, longest=20_000, hint=_("每行一户，例如 3-1502；发给这些房屋里登记的人")
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, representatives: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not representatives:
            del self.fields["homes"]


class MinutesForm(forms.Form):
    minutes = text(_("会议纪要"), rows=12, longest=20_000)
    files = FilesField(label=_("附件"), required=False, help_text=_("签到表照片、现场照片、材料，可多选。"))


class HearForm(PickingForm):
    text = text(_("意见"))
    who = person(
        _("提出人"), 60, required=False, help_text=_("输入姓名、电话或房号，再选定是哪一位；不愿具名的留空")
    )
    home = forms.CharField(label=_("房屋"), max_length=40, required=False, help_text=HOME)
    topic = forms.ChoiceField(label=_("方面"), choices=Topic.choices, initial=Topic.OTHER)


class JudgeForm(RowForm):
    accepted = forms.ChoiceField(label=_("是否采纳"), choices=TAKEN, widget=forms.RadioSelect)
    reason = text(_("理由"), required=False, hint=_("不采纳的必须写明理由。"))
    measure = text(_("措施"), required=False, hint=_("采纳的填写措施、责任人和期限。"))
    staff = chosen(_("责任人"), required=False)
    due_on = forms.DateField(label=_("完成期限"), widget=DateInput, required=False)


class AnswerForm(forms.Form):
    answer = text(_("答复"), rows=4)


class GroupForm(RowForm):
    name = forms.CharField(label=_("群名"), max_length=60)
    platform = forms.ChoiceField(label=_("平台"), choices=Platform.choices)
    owner = chosen(_("群主"))
    opened_on = forms.DateField(label=_("建群日期"), widget=DateInput)
    closed_on = forms.DateField(label=_("解散日期"), widget=DateInput, required=False)
    admins = several(_("管理员"))
    buildings = several(_("覆盖楼栋"), help_text=_("不选为整个小区。"))


class MembersForm(forms.Form):
    joined_on = forms.DateField(label=_("入群日期"), widget=DateInput)
    lines = text(
        _("成员名单"), rows=12, longest=100_000,
        hint=_("每行一位：房号 群内名称。有一行对不上房屋，就一行也不导入。"),
    )  # fmt: skip


class PostForm(RowForm):
    sort = forms.ChoiceField(label=_("类别"), choices=PostSort.choices)
    posted_at = forms.DateTimeField(label=_("时间"), widget=DateTimeInput)
    text = text(_("内容"), rows=4, longest=2_000)
    member = chosen(_("提问的成员"), required=False)
    by_name = forms.CharField(label=_("发布人"), max_length=60, required=False, help_text=_("不填为您本人。"))
    notice = chosen(_("对应的公告"), required=False)
    file = FilesField(label=_("附件"), required=False)


class BoxForm(RowForm):
    name = forms.CharField(label=_("名称"), max_length=40)
    spot = forms.CharField(label=_("位置"), max_length=80)
    place = chosen(_("对应的场所"), required=False, help_text=_("选择后可打印带“扫码报事”二维码的标签。"))
    keeper = chosen(_("开箱人"))
    every_days = forms.IntegerField(
        label=_("几天开启一次"), min_value=1, max_value=365, required=False, help_text=_("不填按小区设置。")
    )
    hung_on = forms.DateField(label=_("启用日期"), widget=DateInput)
    ended_on = forms.DateField(label=_("停用日期"), widget=DateInput, required=False)


class OpeningForm(RowForm):
    opened_at = forms.DateTimeField(label=_("开启时间"), widget=DateTimeInput)
    staff = chosen(_("开箱人"))
    second = chosen(_("见证的同事"), required=False)
    witness = forms.CharField(
        label=_("其他见证人"),
        max_length=60,
        required=False,
        help_text=_("由业主见证时填写姓名。开箱须两人在场。"),
    )
    letters = forms.IntegerField(
        label=_("来信数"), min_value=0, max_value=200, help_text=_("没有来信填 0，也要登记。")
    )
    note = forms.CharField(label=_("备注"), max_length=200, required=False)


class LetterForm(PickingForm):
    kind = forms.ChoiceField(label=_("类别"), choices=KIND_NAMES, widget=forms.RadioSelect)
    words = text(_("来信内容"), rows=6, longest=2_000)
    name = person(
        _("来信人"), 60, required=False, help_text=_("输入姓名、电话或房号，再选定是哪一位；匿名的都留空")
    )
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    home = forms.CharField(label=_("房屋"), max_length=40, required=False, help_text=HOME)
    photo = FilesField(label=_("来信照片"), required=False)


class ProposalForm(forms.Form):
    title = forms.CharField(label=_("建议"), max_length=80)
    text = text(
        _("公开内容"),
        rows=5,
        longest=1_000,
        required=False,
        hint=_("全体住户都能看到，请不要写姓名和电话。"),
    )


class NewProposalForm(ProposalForm):
    origin = forms.ChoiceField(label=_("来源"), choices=Origin.choices, initial=Origin.DESK)
    home = forms.CharField(label=_("提出的房屋"), max_length=40, required=False, help_text=HOME)


class ShownForm(ProposalForm):
    published = forms.BooleanField(label=_("向住户公开"), required=False)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("决定"), choices=DECISIONS, widget=forms.RadioSelect)
    answer = text(_("答复和理由"), rows=5, longest=1_000)


class SupportForm(forms.Form):
    home = forms.CharField(label=_("附议的房屋"), max_length=40, help_text=HOME)
