"""Forms of keys, tools and cards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.modules.frontdesk.forms.registering import OfferForm, chosen, day, home, line, moment, text
from anju.modules.frontdesk.models import BorrowerKind, LendKind, LendState


class BoardForm(forms.Form):
    name = line(lazy("名称"), 40)
    spot = line(lazy("位置"), 80, required=False)
    hooks = forms.IntegerField(label=lazy("挂位数"), min_value=1, max_value=500, initial=20)


class LendableForm(OfferForm):
    kind = forms.ChoiceField(label=lazy("类型"), choices=LendKind.choices, widget=forms.RadioSelect)
    number = line(lazy("编号"), 30)
    name = line(lazy("名称"), 60)
    board = chosen(lazy("钥匙板或工具柜"), required=False)
    hook = forms.IntegerField(label=lazy("挂位"), min_value=1, required=False)
    place = chosen(lazy("哪里的钥匙"), required=False)
    seal = line(lazy("封签号"), 30, required=False)
    note = line(lazy("说明"), 200, required=False)


class EntrustForm(OfferForm):
    home = home()
    owner = line(lazy("委托人"), 40)
    phone = line(lazy("电话"), 20, required=False, hint=lazy("加密保存"))
    number = line(lazy("编号"), 30)
    name = line(lazy("内容"), 60, hint=lazy("例如：入户门钥匙 2 把"))
    seal = line(lazy("密封袋封签号"), 30)
    consent = text(
        lazy("委托约定"), longest=300, required=True, hint=lazy("什么情况下可以开封、由谁陪同，写清楚")
    )
    consent_how = forms.ChoiceField(
        label=lazy("同意方式"),
        choices=[
            ("当面签字", lazy("当面签字")),
            ("手机确认", lazy("手机确认")),
            ("书面委托", lazy("书面委托")),
        ],
    )
    until = day(lazy("保管至"), required=False)
    board = chosen(lazy("钥匙板"), required=False)
    hook = forms.IntegerField(label=lazy("挂位"), min_value=1, required=False)


class LoanForm(OfferForm):
    borrower = forms.ChoiceField(label=lazy("借用人"), choices=BorrowerKind.choices, widget=forms.RadioSelect)
    staff = chosen(lazy("员工"), required=False)
    name = line(lazy("姓名（住户或外部单位）"), 40, required=False)
    company = line(lazy("外部单位"), 60, required=False)
    phone = line(lazy("电话"), 20, required=False, hint=lazy("加密保存"))
    purpose = line(lazy("用途"), 120)
    case_number = line(lazy("相关事项编号"), 24, required=False)
    due_at = moment(lazy("应还时间"))


class ReturnForm(forms.Form):
    condition = line(lazy("归还情况"), 200, required=False)
    seal = line(lazy("现在的封签号"), 30, required=False)
    broken = forms.BooleanField(label=lazy("损坏，转待修"), required=False)


class GiveBackForm(forms.Form):
    to = line(lazy("交给谁"), 40)
    seal = line(lazy("袋上的封签号"), 30, hint=lazy("当面核对；与登记不符会写进记录"))


class StateForm(forms.Form):
    state = forms.ChoiceField(
        label=lazy("新状态"),
        choices=[(LendState.STORED.value, LendState.STORED.label), (LendState.BROKEN.value, LendState.BROKEN.label),
                 (LendState.RETIRED.value, LendState.RETIRED.label)],
    )  # fmt: skip
    reason = text(lazy("原因"), longest=200, required=True)
