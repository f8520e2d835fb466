"""Forms of contracts, hand-over steps, service standards and improvements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, UnitInput
from anju.kernel.quantity import Area, Price
from anju.modules.plans.forms.plans import InCommunity
from anju.modules.plans.models import ContractKind
from anju.modules.plans.queries import wording
from anju.modules.plans.services.contracts import ContractDraft
from anju.modules.plans.services.standards import StandardDraft

_BLANK = _("原文空缺就留空，显示为“待填写”")
_PLAIN = ("community", "kind", "title", "number", "party_a", "party_b", "place", "content", "signed_on", "starts_on", "ends_on", "remind_days", "grade", "is_public")  # fmt: skip


def _area(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_value=Decimal(10) ** 10, decimal_places=2,
        widget=UnitInput("m²", step="0.01"),
    )  # fmt: skip


def _day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=hint)


class ContractForm(InCommunity):
    title = forms.CharField(label=_("合同或项目名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=ContractKind.choices)
    number = forms.CharField(label=_("合同编号"), max_length=60, required=False, help_text=_BLANK)
    party_a = forms.CharField(label=_("甲方"), max_length=120, required=False)
    party_b = forms.CharField(label=_("乙方"), max_length=120, required=False)
    place = forms.CharField(label=_("坐落"), max_length=200, required=False)
    content = forms.CharField(label=_("采购内容"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    signed_on = _day(_("签订日期"))
    starts_on = _day(_("起始日期"))
    ends_on = _day(_("终止日期"), hint=_("最后一天"))
    remind_days = forms.IntegerField(label=_("到期前提醒"), min_value=0, max_value=730, initial=90, widget=UnitInput(_("天"), step="1"))  # fmt: skip
    site_area = _area(_("占地面积"))
    floor_area = _area(_("建筑面积"))
    green_area = _area(_("绿化面积"))
    green_share = forms.DecimalField(label=_("绿化率"), required=False, min_value=Decimal(0), max_value=Decimal(100), decimal_places=2, widget=UnitInput("%", step="0.01"))  # fmt: skip
    grade = forms.CharField(label=_("服务等级"), max_length=60, required=False)
    price = forms.DecimalField(label=_("物业费单价"), required=False, min_value=Decimal(0), max_value=Decimal(999), decimal_places=4, widget=UnitInput(_("元/m²·月"), step="0.0001"))  # fmt: skip
    scope = forms.MultipleChoiceField(
        label=_("服务范围"), required=False, widget=forms.CheckboxSelectMultiple, choices=tuple(wording.DOMAINS.items())
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("向业主公开条款"),
        required=False,
        help_text=_("公开后业主委员会可以阅读；业主端上线后业主也可以阅读"),
    )


class PaperForm(forms.Form):
    file = forms.FileField(
        label=_("合同文件"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx,.pdf"}),
        help_text=_("TXT、DOCX 或带文字的 PDF；读出的条款会替换现有条款"),
    )


class EndForm(forms.Form):
    on = _day(_("终止日期"), required=True)
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 3}))


class StageForm(forms.Form):
    title = forms.CharField(label=_("步骤"), max_length=120)
    due_on = _day(_("日期"), required=True)
    people = forms.IntegerField(label=_("到岗人数"), required=False, min_value=1, max_value=5_000, widget=UnitInput(_("人"), step="1"))  # fmt: skip
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class OptionalCommunity(forms.Form):
    """communities: (id, name); empty for the whole company, where the writer may."""

    community = forms.TypedChoiceField(label=_("小区"), coerce=int, empty_value=None, required=False)

    def __init__(
        self, *args: Any, communities: Sequence[tuple[int, str]], whole: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        first = [("", _("全公司"))] if whole else []
        self.fields["community"].choices = [*first, *communities]  # type: ignore[attr-defined]
        self.fields["community"].required = not whole


class StandardForm(OptionalCommunity):
    domain = forms.ChoiceField(label=_("领域"), choices=tuple(wording.DOMAINS.items()))
    title = forms.CharField(label=_("项目"), max_length=120)
    requirement = forms.CharField(label=_("标准"), widget=forms.Textarea(attrs={"rows": 3}))
    indicator = forms.CharField(
        label=_("指标"), max_length=200, required=False, help_text=_("量什么、量到多少算达标")
    )
    method = forms.CharField(label=_("检查方法"), max_length=200, required=False)
    points = forms.DecimalField(label=_("分值"), min_value=Decimal("0.1"), max_value=Decimal(100), decimal_places=1, widget=UnitInput(_("分"), step="0.1"))  # fmt: skip
    deduction = forms.DecimalField(label=_("每处扣分"), required=False, min_value=Decimal("0.1"), max_value=Decimal(100), decimal_places=1, widget=UnitInput(_("分"), step="0.1"))  # fmt: skip


class TakeForm(InCommunity):
    points = forms.DecimalField(label=_("每项分值"), min_value=Decimal("0.1"), max_value=Decimal(100), decimal_places=1, widget=UnitInput(_("分"), step="0.1"))  # fmt: skip


class ImprovementForm(OptionalCommunity):
    title = forms.CharField(label=_("改进事项"), max_length=120)
    standard = forms.TypedChoiceField(label=_("针对的标准"), coerce=int, empty_value=None, required=False)
    plan = forms.CharField(label=_("计划（P）"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = _day(_("期限"), required=True)

    def __init__(self, *args: Any, standards: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standard"].choices = [("", _("不针对某项标准")), *standards]  # type: ignore[attr-defined]


class StepsForm(forms.Form):
    plan = forms.CharField(label=_("计划（P）"), widget=forms.Textarea(attrs={"rows": 3}))
    done = forms.CharField(label=_("实施（D）"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    checked = forms.CharField(label=_("检查（C）"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    acted = forms.CharField(
        label=_("处置（A）"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("解决了：写入标准的内容；没解决：下一轮的计划"),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("结果"), widget=forms.RadioSelect, choices=(("solved", _("已解决，写入标准")), ("unsolved", _("未解决，转入下一轮")))
    )  # fmt: skip
    due_on = _day(_("下一轮期限"), hint=_("未解决时填写"))


def contract_of(data: Mapping[str, Any]) -> ContractDraft:
    areas: dict[str, Any] = {
        name: None if data.get(name) is None else Area.of(data[name]).hundredths
        for name in ("site_area", "floor_area", "green_area")
    }
    share, price = data.get("green_share"), data.get("price")
    plain = {name: data[name] for name in _PLAIN if name != "community"}
    return ContractDraft(
        community_id=data["community"], **plain, **areas, green_share=None if share is None else int(share * 100),
        price=None if price is None else Price.of(price).ten_thousandths, scope=tuple(data.get("scope", ())),
    )  # fmt: skip


def standard_of(data: Mapping[str, Any]) -> StandardDraft:
    deduction = data.get("deduction")
    return StandardDraft(
        community_id=data["community"], domain=data["domain"], title=data["title"], requirement=data["requirement"],
        indicator=data["indicator"], method=data["method"], points=int(data["points"] * 10),
        deduction=None if deduction is None else int(deduction * 10),
    )  # fmt: skip
