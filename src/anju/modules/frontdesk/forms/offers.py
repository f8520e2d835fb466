"""Forms of special services, orders and listings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import MoneyField, UnitInput
from anju.modules.frontdesk.forms.registering import (
    NONE,
    OfferForm,
    chosen,
    day,
    home,
    line,
    moment,
    price_of,
    text,
)
from anju.modules.frontdesk.models import FamilyName, ListingKind, ListingState

HOWS = (
    ("phone", lazy("电话")),
    ("visit", lazy("当面")),
    ("signature", lazy("签字")),
    ("app", lazy("手机端")),
)
LINES = 4


def _price(label: Any, *, required: bool = False, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=4, min_value=Decimal(0), required=required, help_text=hint,
        widget=UnitInput("¥"),
    )  # fmt: skip


class VendorForm(forms.Form):
    name = line(lazy("名称"), 80)
    contact = line(lazy("联系人"), 40, required=False)
    phone = line(lazy("电话"), 30, required=False, hint=lazy("加密保存"))
    families = forms.MultipleChoiceField(
        label=lazy("服务类别"),
        choices=FamilyName.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    qualification = line(lazy("资质"), 200, required=False)
    qualified_until = day(lazy("资质有效期至"), required=False, hint=lazy("过期后不能再派单"))
    account = line(lazy("收款账户"), 80, required=False, hint=lazy("加密保存，不再显示；留空表示不改"))
    note = line(lazy("备注"), 200, required=False)
    active = forms.BooleanField(label=lazy("合作中"), required=False, initial=True)


class OfferingForm(OfferForm):
    code = line(lazy("编号"), 20)
    name = line(lazy("服务项目"), 60)
    family = forms.ChoiceField(label=lazy("类别"), choices=FamilyName.choices)
    unit = line(lazy("计价单位"), 12, hint=lazy("次、小时、平方米……"))
    content = text(lazy("服务内容"), longest=300)
    deposit = MoneyField(label=lazy("押金"), required=False)
    vendor = chosen(lazy("服务商"), required=False, hint=lazy("不选表示由本公司员工提供"))
    team = chosen(lazy("服务班组"), required=False)
    everywhere = forms.BooleanField(label=lazy("所有小区都提供"), required=False)
    active = forms.BooleanField(label=lazy("在售"), required=False, initial=True)


class PriceForm(forms.Form):
    by_quote = forms.BooleanField(label=lazy("上门后报价"), required=False)
    price = _price(lazy("单价"))
    vendor_price = _price(lazy("服务商结算价"), hint=lazy("本公司员工提供的不填"))
    valid_from = day(lazy("生效日期"))
    valid_until = day(lazy("失效日期"), required=False, hint=lazy("留空表示一直有效"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("by_quote") and data.get("price") is None and "price" not in self.errors:
            self.add_error("price", lazy("请填写单价，或勾选上门后报价。"))
        data["price"] = None if data.get("by_quote") else price_of(data.get("price"))
        data["vendor_price"] = price_of(data.get("vendor_price")) or 0
        return data


class OrderForm(OfferForm):
    customer = line(lazy("客户姓名"), 40)
    phone = line(lazy("电话"), 20, required=False)
    home = home(required=False)
    wanted_at = moment(lazy("希望时间"), required=False)
    words = text(lazy("要求"), longest=1000)
    consent_how = forms.ChoiceField(
        label=lazy("客户是否同意标价"), choices=[("", lazy("还没问")), *HOWS], required=False
    )
    # However often the form is sent, it orders once.
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"offer{number}"] = chosen(lazy("服务项目"), required=number == 1)
            self.fields[f"offer{number}"].choices = [*NONE, *lines]
            self.fields[f"quantity{number}"] = forms.DecimalField(
                label=lazy("数量"),
                max_digits=9,
                decimal_places=3,
                min_value=Decimal("0.001"),
                initial=1,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["lines"] = [
            (data[f"offer{number}"], int((data.get(f"quantity{number}") or Decimal(1)) * 1000))
            for number in range(1, LINES + 1)
            if data.get(f"offer{number}")
        ]
        return data


class QuoteForm(forms.Form):
    price = _price(lazy("单价"), required=True)
    vendor_price = _price(lazy("服务商结算价"))


class ConsentForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label=lazy("客户答复"),
        coerce=lambda text: text == "1",
        choices=[("1", lazy("同意")), ("0", lazy("不同意"))],
        widget=forms.RadioSelect,
        empty_value=None,
    )
    by_name = line(lazy("答复人"), 60)
    how = forms.ChoiceField(label=lazy("方式"), choices=HOWS, widget=forms.RadioSelect, initial="phone")
    words = line(lazy("说明"), 300, required=False)


class OrderVendorForm(OfferForm):
    vendor = chosen(lazy("服务商"))


class ListingForm(forms.Form):
    home = home()
    kind = forms.ChoiceField(label=lazy("租售"), choices=ListingKind.choices, widget=forms.RadioSelect)
    area = forms.DecimalField(
        label=lazy("面积"), max_digits=8, decimal_places=2, min_value=Decimal("0.01"), widget=UnitInput("m²")
    )
    layout = line(lazy("户型"), 40, required=False)
    price = MoneyField(label=lazy("挂牌价"), help_text=lazy("出租填每月租金，出售填总价"))
    owner = line(lazy("委托人"), 40)
    phone = line(lazy("电话"), 20, required=False, hint=lazy("加密保存"))
    mandate = line(lazy("委托书"), 120, hint=lazy("编号或签署日期"))
    note = line(lazy("备注"), 200, required=False)


class AskForm(forms.Form):
    price = MoneyField(label=lazy("新的挂牌价"))


class ListingEndForm(forms.Form):
    state = forms.ChoiceField(label=lazy("状态"), choices=ListingState.choices, widget=forms.RadioSelect)
    dealt_price = MoneyField(label=lazy("成交价"), required=False)
