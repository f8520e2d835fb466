"""The figures costs are worked out with, and what somebody tries out on the page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import MoneyField, UnitInput
from anju.kernel.money import Money
from anju.modules.plans.queries.cost_wording import ROLES
from anju.modules.plans.queries.costing import BASIC, Scenario
from anju.modules.plans.rules.costing import Changed
from anju.modules.plans.services.costing import HIGHEST_PAY, LIMITS, BasisDraft

_OF_PROMISE = {"m": "minutes", "t": "times", "p": "people"}
_MOST = {"m": 1440, "t": 10_000, "p": 500}
_SHORT = {
    "walk": "walk_minutes",
    "preparation": "preparation_minutes",
    "leave_days": "leave_days",
    "absence": "absence",
}


class BasisForm(forms.Form):
    """One amount per role, empty where nobody knows it; the rest empty for the usual figure."""

    walk_minutes = forms.IntegerField(
        label=_("到每处的步行时间"),
        required=False,
        min_value=0,
        max_value=LIMITS["walk_minutes"],
        widget=UnitInput(_("分钟"), step="1"),
        help_text=_("留空按 %(n)s 分钟") % {"n": BASIC.walk},
    )
    preparation_minutes = forms.IntegerField(
        label=_("每次作业的准备时间"),
        required=False,
        min_value=0,
        max_value=LIMITS["preparation_minutes"],
        widget=UnitInput(_("分钟"), step="1"),
        help_text=_("留空按 %(n)s 分钟") % {"n": BASIC.preparation},
    )
    leave_days = forms.IntegerField(
        label=_("每人每年年休假"),
        required=False,
        min_value=0,
        max_value=LIMITS["leave_days"],
        widget=UnitInput(_("天"), step="1"),
        help_text=_("留空按 %(n)s 天：工龄满 1 年不满 10 年的法定天数") % {"n": BASIC.leave_days},
    )
    absence = forms.IntegerField(label=_("病事假等缺勤"), required=False, min_value=0, max_value=LIMITS["absence"], widget=UnitInput("%", step="1"), help_text=_("留空按 %(n)s%%，这是假设，不是法定数") % {"n": BASIC.absence})  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pay = {
            f"pay_{role}": MoneyField(label=_("%(role)s的月人工成本") % {"role": name}, required=False, help_text=_("每人每月，含社保；不知道就留空"))
            for role, name in ROLES.items()
        }  # fmt: skip
        self.fields = {**pay, **self.fields}


def basis_of(data: Mapping[str, Any]) -> BasisDraft:
    pay = {role: data[f"pay_{role}"].minor for role in ROLES if isinstance(data.get(f"pay_{role}"), Money)}
    return BasisDraft(pay=pay, **{name: data.get(name) for name in LIMITS})


def scenario_of(given: Mapping[str, str]) -> tuple[Scenario, list[str]]:
    """What the address tries out: walk, preparation, leave_days, absence, pay_<role>, and m_, t_, p_<promise>.

    The second part: names of figures that fit nothing; they are left out and named on the page.
    """
    refused: list[str] = []
    figures = {
        name: int(value)
        for name, column in _SHORT.items()
        if (value := _number(given, name, LIMITS[column], refused, whole=True)) is not None
    }
    pay = {
        role: int(value * 100)
        for role in ROLES
        if (value := _number(given, f"pay_{role}", HIGHEST_PAY // 100, refused)) is not None and value > 0
    }
    changes: dict[int, dict[str, Any]] = {}
    for name in given:
        letter, _line, key = name.partition("_")
        if letter not in _OF_PROMISE or not key.isdigit():
            continue
        value = _number(given, name, _MOST[letter], refused, whole=letter == "p")
        if value is not None:
            changes.setdefault(int(key), {})[_OF_PROMISE[letter]] = int(value) if letter == "p" else value
    return Scenario(
        **figures, pay=pay, changes={key: Changed(**one) for key, one in changes.items()}
    ), refused


def _number(
    given: Mapping[str, str], name: str, most: int, refused: list[str], *, whole: bool = False
) -> Fraction | None:
    text = given.get(name, "").strip().replace(",", "")
    if not text:
        return None
    try:
        value = Decimal(text)
        if not value.is_finite() or not 0 <= value <= most or (whole and value != value.to_integral_value()):
            raise ValueError(text)
    except (InvalidOperation, ValueError):
        refused.append(text[:20])
        return None
    return Fraction(value)
