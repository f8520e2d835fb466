"""Forms of persons, homes and their files."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput
from anju.modules.people.contracts import Share
from anju.modules.people.forms.offering import NONE, Choices, OfferForm, chosen, words
from anju.modules.people.models import (
    Acquisition,
    CertificateState,
    ConventionKind,
    DocumentKind,
    GasState,
    HeatingKind,
    IdKind,
    NeedKind,
    PersonKind,
    Relation,
    Secrecy,
)


class PersonFields(OfferForm):
    """What identifies a person; used alone and inside forms that register one on the way."""

    kind = forms.ChoiceField(label=_("类型"), choices=PersonKind.choices, initial=PersonKind.NATURAL)
    name = forms.CharField(label=_("姓名或单位名称"), max_length=80)
    phone1 = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("加密保存，只显示前三后四位")
    )
    phone1_label = forms.CharField(label=_("电话说明"), max_length=20, required=False)
    phone2 = forms.CharField(label=_("第二个电话"), max_length=30, required=False)
    phone2_label = forms.CharField(label=_("第二个电话说明"), max_length=20, required=False)
    phone3 = forms.CharField(label=_("第三个电话"), max_length=30, required=False)
    phone3_label = forms.CharField(label=_("第三个电话说明"), max_length=20, required=False)
    id_kind = forms.ChoiceField(label=_("证件类型"), choices=[*NONE, *IdKind.choices], required=False)
    id_number = forms.CharField(
        label=_("证件号码"), max_length=30, required=False, help_text=_("加密保存并核对校验位")
    )
    birthday = forms.DateField(
        label=_("出生日期"), required=False, widget=DateInput, help_text=_("填写身份证后自动得出")
    )
    email = forms.CharField(label=_("电子邮箱"), max_length=120, required=False)


class PersonForm(PersonFields):
    community = chosen(_("登记小区"), required=False)
    language = forms.ChoiceField(label=_("语言"), choices=[("zh-hans", _("中文")), ("en", "English")])
    note = words(_("备注"), 2)


class TieForm(forms.Form):
    """How a person is tied to a home. The view takes the fields away that do not belong to the kind."""

    starts_on = forms.DateField(label=_("开始日期"), required=False, widget=DateInput)
    ends_on = forms.DateField(
        label=_("结束日期"), required=False, widget=DateInput, help_text=_("从这一天起不再有效，留空表示至今")
    )
    share = forms.CharField(
        label=_("份额"), max_length=20, required=False, help_text=_("例如 1/2 或 50%，留空表示全部")
    )
    acquired = forms.ChoiceField(label=_("取得方式"), choices=[*NONE, *Acquisition.choices], required=False)
    certificate = forms.CharField(label=_("权属证书号"), max_length=60, required=False)
    relation = forms.ChoiceField(label=_("与户主关系"), choices=[*NONE, *Relation.choices], required=False)
    contract_until = forms.DateField(label=_("租赁合同到期"), required=False, widget=DateInput)
    lives_here = forms.BooleanField(label=_("在此居住"), required=False, initial=True)
    is_contact = forms.BooleanField(label=_("首要联系人"), required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)

    UNFIT = {
        "owner": ("contract_until",),
        "tenant": ("share", "acquired", "certificate"),
        "family": ("share", "acquired", "certificate", "contract_until"),
        "other": ("share", "acquired", "certificate", "contract_until"),
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.UNFIT[kind]:
            del self.fields[name]

    def clean_share(self) -> Share | None:
        return read_share(self.cleaned_data["share"])


def read_share(text: str) -> Share | None:
    """1/2, 50%, 1 or nothing. Raises ValidationError."""
    plain = text.replace(" ", "").replace("％", "%").replace("／", "/")
    if not plain:
        return None
    try:
        part = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError) as error:
        raise forms.ValidationError(_("份额写成 1/2 或 50%。")) from error
    return Share(part.numerator, part.denominator)


class NewTieForm(TieForm, PersonFields):
    """A person registered on the way into a home."""

    field_order = ("kind", "name")


class HomeFileForm(forms.Form):
    layout = forms.CharField(label=_("户型"), max_length=40, required=False)
    certificate = forms.ChoiceField(label=_("权属证书"), choices=CertificateState.choices)
    gas = forms.ChoiceField(label=_("燃气"), choices=GasState.choices)
    heating = forms.ChoiceField(label=_("供暖"), choices=HeatingKind.choices)
    area_note = forms.CharField(label=_("面积说明"), max_length=200, required=False)
    developer_issues = words(_("开发商遗留问题"))
    note = words(_("给前台的备注"), 2)


class ProfileForm(forms.Form):
    """Headings of rules.profiles."""

    members = words(_("家庭成员"), 2)
    background = words(_("背景"), 2)
    trade = words(_("职业"), 2)
    habits = words(_("生活习惯"), 2)
    food = words(_("饮食"), 2)
    hobbies = words(_("爱好"), 2)
    health = words(_("健康"), 2)
    business = words(_("商务需求"), 2)


class NeedForm(OfferForm):
    text = forms.CharField(label=_("内容"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("类型"), choices=NeedKind.choices, initial=NeedKind.SERVICE)
    place = chosen(_("房屋"), required=False)
    since_on = forms.DateField(label=_("提出日期"), widget=DateInput)
    until_on = forms.DateField(label=_("截止日期"), required=False, widget=DateInput)


class NeedDoneForm(forms.Form):
    on = forms.DateField(label=_("落实日期"), widget=DateInput)
    note = forms.CharField(
        label=_("落实情况"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("名称"), max_length=120, required=False)
    secrecy = forms.ChoiceField(
        label=_("密级"), choices=Secrecy.choices, help_text=_("身份证明总是按敏感资料保管")
    )
    dated_on = forms.DateField(label=_("资料日期"), required=False, widget=DateInput)
    file = forms.FileField(
        label=_("文件"), widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class ConventionForm(OfferForm):
    kind = forms.ChoiceField(label=_("类型"), choices=ConventionKind.choices)
    version = forms.CharField(label=_("版本"), max_length=40, required=False)
    signed_on = forms.DateField(label=_("签署日期"), widget=DateInput)
    place = chosen(_("房屋"), required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)
    file = forms.FileField(
        label=_("签字件"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
    )


class AssignForm(OfferForm):
    keeper = chosen(_("保管人"), required=False)
    due_on = forms.DateField(label=_("建档期限"), required=False, widget=DateInput)


class EndForm(forms.Form):
    on = forms.DateField(label=_("结束日期"), widget=DateInput, help_text=_("从这一天起不再有效"))
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)


OWNER_ROWS = 3


class OwnerChangeForm(forms.Form):
    """The day and the new owners; rows without a name are left out."""

    on = forms.DateField(label=_("变更日期"), widget=DateInput, help_text=_("新业主从这一天起算"))
    acquired = forms.ChoiceField(label=_("取得方式"), choices=Acquisition.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    families_leave = forms.BooleanField(label=_("原业主的家庭成员一同迁出"), required=False, initial=True)

    def __init__(self, *args: Any, leaving: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if leaving:
            self.fields["leaving"] = forms.TypedMultipleChoiceField(
                label=_("离开的业主"), coerce=int, required=False, choices=list(leaving),
                widget=forms.CheckboxSelectMultiple, initial=[key for key, _label in leaving],
            )  # fmt: skip
        for row in range(1, OWNER_ROWS + 1):
            first = row == 1
            self.fields[f"name{row}"] = forms.CharField(label=_("新业主"), max_length=80, required=first)
            self.fields[f"phone{row}"] = forms.CharField(label=_("电话"), max_length=30, required=False)
            self.fields[f"id_number{row}"] = forms.CharField(
                label=_("身份证或信用代码"), max_length=30, required=False
            )
            self.fields[f"share{row}"] = forms.CharField(label=_("份额"), max_length=20, required=False)
            self.fields[f"certificate{row}"] = forms.CharField(
                label=_("权属证书号"), max_length=60, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in range(1, OWNER_ROWS + 1):
            try:
                data[f"share{row}"] = read_share(data.get(f"share{row}") or "")
            except forms.ValidationError as error:
                self.add_error(f"share{row}", error)
        return data
