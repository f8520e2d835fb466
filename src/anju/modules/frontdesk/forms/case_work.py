"""Forms of the work on a case: visits, pictures, materials, price, signature, check."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import DateTimeInput, MoneyField
from anju.foundation.ui.numbers import parse_number
from anju.modules.frontdesk.forms.case_dispatch import Choices, StaffForm, reason_field
from anju.modules.frontdesk.queries.case_words import OUTCOMES, PHOTO_ROLES

PAUSES = {
    "owner": lazy("等待业主在家"), "parts": lazy("等待配件"), "agreed": lazy("按约定时间上门"), "outside": lazy("等待外请单位"),
    "department": lazy("等待其他部门"), "weather": lazy("天气原因"),
}  # fmt: skip
MOST_FILES = 9
PNG = "data:image/png;base64,"


class AppointmentForm(StaffForm):
    begins_at = forms.DateTimeField(label=lazy("上门开始"), widget=DateTimeInput)
    minutes = forms.TypedChoiceField(
        label=lazy("预计用时"),
        coerce=int,
        initial=60,
        choices=[
            (30, lazy("半小时")), (60, lazy("1 小时")), (90, lazy("1.5 小时")), (120, lazy("2 小时")), (180, lazy("3 小时")),
            (240, lazy("半天（4 小时）")), (480, lazy("一天（8 小时）")),
        ],
    )  # fmt: skip
    words = forms.CharField(label=lazy("约定说明"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins_at") and data.get("minutes"):
            data["ends_at"] = data["begins_at"] + timedelta(minutes=data["minutes"])
        return data


class WordsForm(forms.Form):
    """What was done on a visit."""

    words = forms.CharField(
        label=lazy("处理情况"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(forms.Form):
    words = forms.CharField(label=lazy("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    side = forms.ChoiceField(
        label=lazy("谁能看到"),
        choices=[("reporter", lazy("报事人也能看到")), ("internal", lazy("仅内部"))],
        initial="internal",
        widget=forms.RadioSelect,
    )


class PauseForm(forms.Form):
    choice = forms.ChoiceField(label=lazy("原因"), widget=forms.RadioSelect)
    more = forms.CharField(label=lazy("补充说明"), required=False, max_length=150)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = [*PAUSES.items(), ("other", _("其他，见说明"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, more = data.get("choice", ""), data.get("more", "").strip()
        if chosen == "other" and not more:
            self.add_error("more", _("请写明原因。"))
        data["reason"] = "：".join(part for part in (str(PAUSES.get(chosen, "")), more) if part)
        return data


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; gives a list of uploads."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        many = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in many]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("一次最多上传 %(n)d 个文件。") % {"n": MOST_FILES})
        return [one for one in found if one]


class PhotoForm(forms.Form):
    role = forms.ChoiceField(
        label=lazy("用途"),
        choices=[(code, name) for code, name in PHOTO_ROLES.items() if code != "signature"],
        widget=forms.RadioSelect,
        initial="before",
    )
    files = FilesField(label=lazy("照片或附件"))
    side = forms.ChoiceField(
        label=lazy("谁能看到"),
        choices=[("reporter", lazy("报事人也能看到")), ("internal", lazy("仅内部"))],
        initial="reporter",
        widget=forms.RadioSelect,
    )


class ItemForm(forms.Form):
    sort = forms.ChoiceField(
        label=lazy("类别"),
        choices=[("material", lazy("用料")), ("labour", lazy("工时"))],
        initial="material",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=lazy("名称"), max_length=120)
    quantity = forms.CharField(label=lazy("数量"), initial="1", max_length=12)
    unit = forms.CharField(label=lazy("单位"), required=False, max_length=12, initial="个")
    price = MoneyField(label=lazy("单价"), required=False)
    charged = forms.BooleanField(label=lazy("向报事人收费"), required=False)

    def clean_quantity(self) -> int:
        """Thousandths of the unit."""
        number = parse_number(self.cleaned_data["quantity"])
        if number is None or number <= 0 or number >= 1_000_000 or number != round(number, 3):
            raise forms.ValidationError(_("请填写大于零的数量，最多三位小数。"))
        return int(number * 1000)

    def clean_price(self) -> int:
        """1/10,000 yuan a unit."""
        given = self.cleaned_data["price"]
        return 0 if given is None else int(given.minor) * 100


class PriceForm(forms.Form):
    amount = MoneyField(label=lazy("金额"), required=False, help_text=lazy("不填则按已登记的收费项目合计"))


class PriceAnswerForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label=lazy("答复"),
        coerce=lambda text: text == "1",
        choices=[("1", lazy("同意")), ("0", lazy("不同意"))],
        widget=forms.RadioSelect,
        empty_value=None,
    )
    by_name = forms.CharField(label=lazy("答复人"), max_length=60)
    how = forms.ChoiceField(
        label=lazy("方式"),
        choices=[
            ("phone", lazy("电话")),
            ("visit", lazy("当面")),
            ("signature", lazy("签字")),
            ("app", lazy("手机端")),
        ],
        widget=forms.RadioSelect,
        initial="phone",
    )
    words = forms.CharField(label=lazy("说明"), required=False, max_length=300)


class SignatureForm(forms.Form):
    """A signature drawn on glass, or a photograph of one on paper."""

    drawn = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-sign-value": ""}), max_length=1_500_000
    )
    file = forms.FileField(label=lazy("或上传签字照片"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        drawn, file = data.get("drawn", ""), data.get("file")
        if drawn.startswith(PNG):
            try:
                data["picture"] = base64.b64decode(drawn[len(PNG) :], validate=True)
            except binascii.Error:
                self.add_error("file", _("签字没有读出来，请重新签。"))
        elif file is not None:
            data["picture"] = file.read()
        else:
            self.add_error("file", _("请在框内签字，或上传签字照片。"))
        return data


class CheckForm(forms.Form):
    passed = forms.TypedChoiceField(
        label=lazy("检验结果"),
        coerce=lambda text: text == "1",
        choices=[("1", lazy("合格")), ("0", lazy("不合格"))],
        widget=forms.RadioSelect,
        empty_value=None,
    )
    words = forms.CharField(
        label=lazy("说明"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class RateForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=lazy("星级"),
        coerce=int,
        choices=[(n, "★" * n) for n in range(5, 0, -1)],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=lazy("评价"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(forms.Form):
    outcome = forms.ChoiceField(
        label=lazy("回访结果"),
        choices=[(code, mark.label) for code, mark in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=lazy("报事人的话"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("不满意的要写明原因"),
    )  # fmt: skip


class RemoveItemForm(forms.Form):
    item_id = forms.TypedChoiceField(label=lazy("项目"), coerce=int)
    reason = reason_field()

    def __init__(self, *args: Any, items: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item_id"].choices = [("", _("请选择")), *items]  # type: ignore[attr-defined]


class VisitReasonForm(forms.Form):
    visit_id = forms.TypedChoiceField(label=lazy("预约"), coerce=int)
    reason = reason_field()

    def __init__(self, *args: Any, visits: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visit_id"].choices = list(visits)  # type: ignore[attr-defined]


class VisitWordsForm(WordsForm):
    visit_id = forms.TypedChoiceField(label=lazy("谁离场"), coerce=int)

    def __init__(self, *args: Any, visits: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visit_id"].choices = list(visits)  # type: ignore[attr-defined]


def next_hour(at: datetime) -> datetime:
    """The next full half hour, local: what an appointment begins with unless said otherwise."""
    here = timezone.localtime(at).replace(second=0, microsecond=0)
    return here + timedelta(minutes=30 - here.minute % 30)
