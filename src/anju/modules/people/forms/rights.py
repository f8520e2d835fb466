"""Forms of requests about one's own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.people.forms.offering import NONE, words
from anju.modules.people.models import Asker, Proof, RequestChannel, RequestKind
from anju.modules.people.rules.requests import PROOFS
from anju.modules.people.services.consents import purposes

GROUNDS = (
    ("identity", _("无法核实申请人身份")), ("law", _("法律、行政法规规定应当保存或保密")),
    ("others", _("涉及他人的个人信息")), ("repeated", _("短期内重复申请且情况没有变化")), ("not_held", _("我们没有处理这项信息")),
)  # fmt: skip


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("请求事项"), choices=RequestKind, widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=_("撤回哪一项同意"), required=False, choices=NONE, help_text=_("只在“撤回同意”时填写")
    )
    wish = words(_("请求内容"), 3, help_text=_("照申请人的话记录；更正请写明错在哪里、应改成什么"))
    channel = forms.ChoiceField(
        label=_("受理渠道"), choices=[one for one in RequestChannel.choices if one[0] != "portal"]
    )
    asker = forms.ChoiceField(label=_("申请人"), choices=Asker)
    asker_name = forms.CharField(
        label=_("申请人姓名"), max_length=60, required=False, help_text=_("不是本人时填写")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [*NONE, *((one.code, one.label) for one in purposes())]  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """asker: who asks decides what may prove it."""

    proof = forms.ChoiceField(label=_("怎样核实"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, asker: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Proof.choices)
        self.fields["proof"].choices = [(code, labels[Proof(code)]) for code in PROOFS[asker]]  # type: ignore[attr-defined]


class RequestAnswerForm(forms.Form):
    answer = words(_("答复"), 4)


class RefusalForm(forms.Form):
    ground = forms.ChoiceField(label=_("拒绝理由"), choices=GROUNDS, widget=forms.RadioSelect)
    reason = words(_("向申请人说明"), 4, required=True)
