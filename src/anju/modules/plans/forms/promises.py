"""The form in which a promise is corrected, added or made of a passage: all of its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.modules.plans.queries import wording
from anju.modules.plans.rules.compiling import PromiseFacts
from anju.modules.plans.rules.fields import LONGEST_WORDS
from anju.modules.plans.rules.rereading import Reread
from anju.modules.plans.rules.reshaping import Part
from anju.modules.plans.services.reshaping import Half
from anju.modules.plans.services.review import LONGEST_NOTE, Words

FACTS = ("activity", "object", "domain", "kind", "comparator", "value", "unit", "every", "period")
SIDES = ("first", "second")


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


class SplitForm(forms.Form):
    """Two promises side by side: every field twice, named first_… and second_…, and one note."""

    note = forms.CharField(label=_("说明"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in SIDES:
            self.fields[f"{side}_quote"] = forms.CharField(
                label=_("原文"), required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            for name in FACTS:
                self.fields[f"{side}_{name}"] = PromiseForm().fields[name]

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        for side in SIDES:
            if data.get(f"{side}_period") and not data.get(f"{side}_every"):
                data[f"{side}_every"] = 1
        return data


def facts_of(data: dict[str, Any], side: str = "") -> PromiseFacts:
    """The facts that a form gives; side: `first_` or `second_` of a SplitForm."""
    values = {name: data[f"{side}{name}"] for name in FACTS}
    return PromiseFacts(**{**values, "unit": values["unit"] or None, "period": values["period"] or None})


def halves_of(data: dict[str, Any]) -> tuple[Half, Half]:
    first, second = (Half(facts=facts_of(data, f"{side}_"), quote=data[f"{side}_quote"]) for side in SIDES)
    return first, second


def words_of(data: dict[str, Any], text: str) -> Words:
    """The span a script marked, if the words are still those that stand there; else the words as typed."""
    start, end, quote = data.get("start"), data.get("end"), data["quote"].strip()
    if start is not None and end is not None and _same(text[start:end], quote):
        return Words(start=start, end=end)
    return Words(quote=quote)


def _same(words: str, typed: str) -> bool:
    """Browsers send line ends in their own way."""
    return "".join(words.split()) == "".join(typed.split())


def initial_of(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FACTS}
    return {**values, "value": wording.number(row.value), "note": row.review_note}


def initial_of_facts(facts: PromiseFacts) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in FACTS}
    return {**values, "value": wording.number(facts.value)}


def initial_of_halves(parts: tuple[Part, Part], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for side, part in zip(SIDES, parts, strict=True):
        found[f"{side}_quote"] = text[part.start : part.end]
        found |= {f"{side}_{name}": value for name, value in initial_of_facts(part.facts).items()}
    return found


def initial_of_words(quote: str, found: list[Reread]) -> dict[str, Any]:
    """What the reader saw first in marked words; where it saw nothing, a promise of once a day to be filled in."""
    if found:
        return initial_of_facts(found[0].facts)
    words = " ".join(quote.split())[:LONGEST_WORDS]
    return {"kind": "frequency", "unit": "times", "every": 1, "period": "day", "value": 1, "activity": words}
