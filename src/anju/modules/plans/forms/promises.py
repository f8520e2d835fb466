"""The form in which a promise is corrected, added or made of a passage: all of its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.plans.queries import wording
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.fields import LONGEST_WORDS
from anju.modules.plans.services.review import LONGEST_NOTE, Words

FACTS = ("activity", "object", "domain", "kind", "comparator", "value", "unit", "period", "every")


def _choices(table: dict[str, Any], *, empty: Any = None) -> Iterable[tuple[str, Any]]:
    return [*([("", empty)] if empty is not None else []), *table.items()]


class PromiseForm(forms.Form):
    activity = forms.CharField(label=_("工作内容"), max_length=LONGEST_WORDS, required=False)
    object = forms.CharField(label=_("对象"), max_length=LONGEST_WORDS, required=False)
    domain = forms.ChoiceField(label=_("领域"), choices=_choices(wording.DOMAINS))
    kind = forms.ChoiceField(label=_("类型"), choices=_choices(wording.KINDS))
    comparator = forms.ChoiceField(label=_("比较"), choices=_choices(wording.COMPARATORS))
    value = forms.DecimalField(
        label=_("数值"),
        required=False,
        max_digits=16,
        decimal_places=4,
        help_text=_("日期写作月日，如 1231。"),
    )
    unit = forms.ChoiceField(label=_("单位"), choices=_choices(wording.UNITS, empty=_("无")), required=False)
    every = forms.IntegerField(label=_("每几个周期"), required=False, min_value=1, max_value=1000)
    period = forms.ChoiceField(
        label=_("周期"), choices=_choices(wording.PERIODS, empty=_("无")), required=False
    )
    note = forms.CharField(label=_("说明"), max_length=LONGEST_NOTE, required=False)

    def clean(self) -> dict[str, Any]:
        """A period without a count is every one of them: 每日, not 每 ? 日."""
        data = dict(super().clean() or {})
        if data.get("period") and not data.get("every") and "every" not in self.errors:
            data["every"] = 1
        return data


class AddForm(PromiseForm):
    quote = forms.CharField(
        label=_("原文"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("照抄文本中的原话；在文中须只出现一次，不够独特时多抄几个字。"),
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("quote", *FACTS, "note", "start", "end")


class RejectForm(forms.Form):
    reason = forms.CharField(label=_("驳回原因"), max_length=LONGEST_NOTE)


def facts_of(data: dict[str, Any]) -> PromiseFacts:
    return PromiseFacts(
        domain=data["domain"], activity=data["activity"], object=data["object"], kind=data["kind"],
        comparator=data["comparator"], value=data["value"], unit=data["unit"] or None,
        period=data["period"] or None, every=data["every"],
    )  # fmt: skip


def words_of(data: dict[str, Any], text: str) -> Words:
    """The span a script marked, if the words are still those that stand there; else the words as typed."""
    start, end, quote = data.get("start"), data.get("end"), data["quote"].strip()
    if start is not None and end is not None and text[start:end].strip() == quote:
        return Words(start=start, end=end)
    return Words(quote=quote)


def initial_of(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FACTS}
    return {**values, "value": row.value.normalize() if row.value else row.value, "note": row.review_note}
