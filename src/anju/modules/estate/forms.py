"""Forms of estate. Choices that come from the database are handed in by the views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect, UnitInput
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import Invalid
from anju.modules.estate.models import AreaBasis, SignKind, SignState, SpaceOwnership, UnitState, UnitUse
from anju.modules.estate.rules import peaks
from anju.modules.estate.rules.areas import LARGEST
from anju.modules.estate.rules.coordinates import coordinates_of
from anju.modules.estate.rules.layout import LIMITS
from anju.modules.estate.rules.signs import LONGEST_CYCLE

Choices = Sequence[tuple[Any, Any]]
CODE_HINT = _("同一上级下不能重复，例如 3 或 B1")


def split_tags(text: str) -> tuple[str, ...]:
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(sorted({part.strip() for part in parts if part.strip()}))


class PlaceForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"))
    code = forms.CharField(label=_("编号"), max_length=30, help_text=CODE_HINT)
    name = forms.CharField(
        label=_("名称"), max_length=80, required=False, help_text=_("不填则按编号取名，例如 3栋")
    )
    tags = forms.CharField(
        label=_("标记"), max_length=200, required=False, help_text=_("用逗号分开，例如：机房,二次供水")
    )
    peak_hours = forms.CharField(
        label=_("使用高峰期"),
        max_length=200,
        required=False,
        help_text=_("保洁和扰民的维修会避开，例如：07:00-09:00, 17:30-19:00"),
    )
    latitude = forms.DecimalField(
        label=_("纬度"),
        max_digits=8,
        decimal_places=6,
        min_value=-90,
        max_value=90,
        required=False,
        help_text=_(
            "WGS-84 坐标，例如 30.274100，用于核对现场定位。高德、百度地图的坐标有几百米偏移，请用手机定位的坐标。"
        ),
    )
    longitude = forms.DecimalField(
        label=_("经度"),
        max_digits=9,
        decimal_places=6,
        min_value=-180,
        max_value=180,
        required=False,
        help_text=_("例如 120.155070"),
    )
    note = forms.CharField(
        label=_("备注"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]

    def clean_tags(self) -> tuple[str, ...]:
        return split_tags(self.cleaned_data["tags"])

    def clean_peak_hours(self) -> tuple[peaks.PeakWindow, ...]:
        try:
            return peaks.parse(self.cleaned_data["peak_hours"])
        except Invalid as error:
            raise forms.ValidationError(error_text(error.code, error.params)) from error

    def clean(self) -> dict[str, Any]:
        """`coordinates`: both or none, in place of the two numbers."""
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            found = coordinates_of(data.pop("latitude"), data.pop("longitude"))
        except Invalid as error:
            raise forms.ValidationError({error.field: error_text(error.code, error.params)}) from error
        return {**data, "coordinates": found}


class MoveForm(forms.Form):
    parent = forms.TypedChoiceField(label=_("新的上级"), coerce=int, empty_value=None, widget=SearchSelect)

    def __init__(self, *args: Any, parents: Choices, top: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [*([("", _("（最上级）"))] if top else []), *parents]  # type: ignore[attr-defined]
        self.fields["parent"].required = not top


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AreaField(forms.DecimalField):
    """Square metres on the screen, whole 1/100 m² in the data."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=9, decimal_places=2, min_value=0, max_value=LARGEST // 100, required=False,
            widget=UnitInput("m²", step="0.01"), **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100) or None


class UnitForm(forms.Form):
    use = forms.ChoiceField(label=_("用途"), choices=UnitUse.choices)
    state = forms.ChoiceField(label=_("使用状态"), choices=UnitState.choices)
    registered_area = AreaField(label=_("登记面积"))
    surveyed_area = AreaField(label=_("实测面积"))
    contract_area = AreaField(label=_("合同面积"))
    basis = forms.ChoiceField(
        label=_("计算依据"),
        choices=[("", _("自动（登记、实测、合同依次）")), *AreaBasis.choices],
        required=False,
        help_text=_("投票、收费和维修资金按这个面积计算"),
    )
    delivered_on = forms.DateField(label=_("交付日期"), required=False, widget=DateInput)
    property_code = forms.CharField(label=_("不动产单元号"), max_length=40, required=False)


class SpaceForm(forms.Form):
    ownership = forms.ChoiceField(label=_("权属"), choices=SpaceOwnership.choices)
    charging = forms.BooleanField(label=_("有充电桩"), required=False)


class CommunityForm(forms.Form):
    name = forms.CharField(label=_("小区名称"), max_length=80)
    code = forms.CharField(label=_("小区编号"), max_length=30, help_text=_("公司内不能重复，例如 CH01"))
    region = forms.TypedChoiceField(
        label=_("所属区域"), coerce=int, empty_value=None, required=False, widget=SearchSelect
    )
    note = forms.CharField(label=_("备注"), max_length=300, required=False)
    buildings = forms.IntegerField(label=_("楼栋数"), min_value=0, max_value=LIMITS["buildings"], initial=0)
    entrances = forms.IntegerField(
        label=_("每栋单元数"), min_value=0, max_value=LIMITS["entrances"], initial=1
    )
    floors = forms.IntegerField(label=_("楼层数"), min_value=0, max_value=LIMITS["floors"], initial=0)
    homes = forms.IntegerField(label=_("每层户数"), min_value=0, max_value=LIMITS["homes"], initial=0)

    def __init__(self, *args: Any, regions: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("（无）")), *regions]  # type: ignore[attr-defined]


class SignForm(forms.Form):
    place = forms.TypedChoiceField(label=_("所在位置"), coerce=int, widget=SearchSelect)
    kind = forms.ChoiceField(label=_("类型"), choices=SignKind.choices)
    wording = forms.CharField(label=_("标识内容"), max_length=120)
    spot = forms.CharField(
        label=_("具体位置"), max_length=120, required=False, help_text=_("例如：道闸右侧立柱")
    )
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=10_000, initial=1)
    installed_on = forms.DateField(label=_("安装日期"), required=False, widget=DateInput)
    check_months = forms.IntegerField(
        label=_("检查周期"),
        min_value=1,
        max_value=LONGEST_CYCLE,
        initial=1,
        widget=UnitInput(_("个月"), step="1"),
    )
    photo = forms.FileField(
        label=_("照片"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )

    def __init__(self, *args: Any, places: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("请选择")), *places]  # type: ignore[attr-defined]


class SignCheckForm(forms.Form):
    on = forms.DateField(label=_("检查日期"), widget=DateInput)
    state = forms.ChoiceField(
        label=_("状态"), choices=SignState.choices, widget=forms.RadioSelect, initial="good"
    )
    visible = forms.BooleanField(label=_("位置醒目，没有遮挡"), required=False, initial=True)
    note = forms.CharField(
        label=_("备注"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if self.today is not None and on > self.today:
            raise forms.ValidationError(_("日期不能晚于今天"))
        return on


class PlanForm(forms.Form):
    community = forms.TypedChoiceField(label=_("小区"), coerce=int)
    name = forms.CharField(label=_("名称"), max_length=60, initial=_("总平面图"))
    picture = forms.FileField(
        label=_("图片"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("JPG 或 PNG，最大 30 MB"),
    )

    def __init__(self, *args: Any, communities: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = communities  # type: ignore[attr-defined]


class PinForm(forms.Form):
    """Either a click on the plan (`spot`, "x,y" in pixels of the picture) or two numbers in permille."""

    place = forms.TypedChoiceField(label=_("位置"), coerce=int, widget=SearchSelect)
    spot = forms.CharField(label=_("点选的位置"), required=False, widget=forms.HiddenInput)
    x = forms.IntegerField(
        label=_("横向"), required=False, min_value=0, max_value=1000, help_text=_("0 左 – 1000 右")
    )
    y = forms.IntegerField(
        label=_("纵向"), required=False, min_value=0, max_value=1000, help_text=_("0 上 – 1000 下")
    )

    def __init__(
        self, *args: Any, places: Choices = (), size: tuple[int, int] = (1, 1), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.size = size
        self.fields["place"].choices = [("", _("请选择")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            spot = [int(part) for part in data.get("spot", "").split(",")] if data.get("spot") else []
        except ValueError:
            spot = []
        if len(spot) == 2 and data.get("x") is None and data.get("y") is None:
            data["x"], data["y"] = (
                min(1000, max(0, round(value * 1000 / side)))
                for value, side in zip(spot, self.size, strict=True)
            )
        if not self.errors and (data.get("x") is None or data.get("y") is None):
            raise forms.ValidationError(_("请在图上点选，或填写坐标"))
        return data


class RouteForm(forms.Form):
    name = forms.CharField(label=_("路线名称"), max_length=60)
    domain = forms.ChoiceField(label=_("领域"))
    requirements = forms.CharField(
        label=_("巡视内容和要求"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, domains: Choices = (), places: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = domains  # type: ignore[attr-defined]
        self.places = places
        for place_id, name in places:
            self.fields[f"at_{place_id}"] = forms.IntegerField(
                label=name,
                required=False,
                min_value=1,
                max_value=999,
                widget=forms.NumberInput(attrs={"min": 1}),
            )

    def clean(self) -> dict[str, Any]:
        """`place_ids`: the places with a number, in the order of their numbers."""
        data = super().clean() or {}
        numbered = [(data.get(f"at_{place_id}"), place_id) for place_id, _name in self.places]
        data["place_ids"] = tuple(place_id for number, place_id in sorted(one for one in numbered if one[0]))
        return data
