"""Say what a promise means for the clocks, and change one of the house's own limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Budget, TimeBase, Unit
from anju.kernel.errors import Invalid
from anju.modules.frontdesk.queries.wording import CHOICES, SEVERITIES
from anju.modules.frontdesk.rules.kinds import KINDS
from anju.modules.frontdesk.services.limits import LimitDraft

LINES = ("one", "two")
UNITS = (
    ("minutes", lazy("分钟")),
    ("hours", lazy("小时")),
    ("half_days", lazy("半天")),
    ("days", lazy("天（0 天为当日）")),
    ("workdays", lazy("工作日")),
)
BASES = (("calendar", lazy("自然时间")), ("work", lazy("工作时间")))
# Facts of cases by which limits differ.
_WHERE = ("area", "class", "topic", "danger", "hazard", "violation", "defect", "simple", "parts")


def _clocks() -> list[tuple[str, str]]:
    found = [("", "—")]
    for code in KINDS:
        kind = cases.kind_of(code)
        found += [
            (f"{code}.{one.code}", f"{kind.name} · {one.name}") for one in kind.clocks if one.code != "visit"
        ]
    return found


def _where() -> list[tuple[str, str]]:
    found = [("", str(lazy("不限")))]
    for code in KINDS:
        for field in cases.kind_of(code).fields:
            if field.code not in _WHERE:
                continue
            if field.sort == "flag":
                found.append((f"{field.code}=1", str(field.name)))
            names = CHOICES.get(field.code, {})
            found += [
                (f"{field.code}={one}", f"{field.name}：{names.get(one, one)}") for one in field.choices
            ]
    return list(dict(found).items())


def budget_fields(required: bool) -> dict[str, forms.Field]:
    return {
        "amount": forms.IntegerField(label=lazy("时限"), min_value=0, max_value=100_000, required=required),
        "unit": forms.ChoiceField(label=lazy("单位"), choices=UNITS, required=required),
        "base": forms.ChoiceField(label=lazy("按什么时间"), choices=BASES, required=required),
    }


class LimitForm(forms.Form):
    """Up to two clocks of one promise; both empty says that it limits none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        severities = [(code, name) for code, name in SEVERITIES.items()]
        for line in LINES:
            self.fields[f"{line}_what"] = forms.ChoiceField(
                label=lazy("管哪个计时"), choices=_clocks(), required=False
            )
            self.fields[f"{line}_from"] = forms.TypedChoiceField(
                label=lazy("严重程度从"), choices=severities, coerce=int, required=False, empty_value=1
            )
            self.fields[f"{line}_to"] = forms.TypedChoiceField(
                label=lazy("到"), choices=severities, coerce=int, required=False, empty_value=4, initial=4
            )
            self.fields[f"{line}_where"] = forms.ChoiceField(
                label=lazy("只用于"), choices=_where(), required=False
            )
            for name, field in budget_fields(required=False).items():
                self.fields[f"{line}_{name}"] = field
            self.fields[f"{line}_amount"].help_text = lazy("不填则按承诺原文")
        self.fields["note"] = forms.CharField(label=lazy("修正理由"), max_length=200)

    def drafts(self) -> list[LimitDraft]:
        return [one for one in (self._draft(line) for line in LINES) if one is not None]

    def _draft(self, line: str) -> LimitDraft | None:
        given = {
            name: self.cleaned_data[f"{line}_{name}"] for name in ("what", "from", "to", "where", "amount")
        }
        if not given["what"]:
            return None
        kind, clock = given["what"].split(".")
        fields: dict[str, list[Any]] = {}
        if given["where"]:
            code, value = given["where"].split("=")
            fields[code] = [True] if value == "1" else [value]
        budget = None
        if given["amount"] is not None:
            budget = budget_of(
                given["amount"],
                self.cleaned_data[f"{line}_unit"],
                self.cleaned_data[f"{line}_base"],
                f"{line}_amount",
            )
        return LimitDraft(
            kind=kind,
            clock=clock,
            severity_from=given["from"],
            severity_to=given["to"],
            fields=fields,
            budget=budget,
        )


class HouseLimitForm(forms.Form):
    amount = forms.IntegerField(label=lazy("时限"), min_value=0, max_value=100_000)
    unit = forms.ChoiceField(label=lazy("单位"), choices=UNITS)
    base = forms.ChoiceField(label=lazy("按什么时间"), choices=BASES)
    everywhere = forms.BooleanField(label=lazy("用于公司所有小区"), required=False)
    off = forms.BooleanField(label=lazy("不设这条时限"), required=False)


def budget_of(amount: int, unit: str, base: str, field: str = "amount") -> Budget:
    """Raises Invalid at the field for an amount that is no length."""
    try:
        return Budget(amount, Unit(unit or "minutes"), TimeBase(base or "calendar"))
    except Invalid as error:
        raise Invalid("cases.budget.amount", field, value=amount) from error
