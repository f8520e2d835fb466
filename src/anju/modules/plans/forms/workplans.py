"""Forms of weekly work plans: the plan with its rows, what became of them, another week like this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.forms import DateInput, SearchSelect
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import Invalid
from anju.modules.plans.services.workplans import LONGEST_FOCUS, MOST_ITEMS, ItemDraft, Judgement

EMPTY_ROWS = 5
FIELDS = ("text", "place_id", "area", "target", "staff_id", "due_on")
_LONGEST = {"text": 200, "area": 120, "target": 200}
Choices = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row as typed. errors: field → what is wrong with it."""

    number: int
    values: Mapping[str, str]
    errors: Mapping[str, str]


class ItemRows:
    """The items of a plan in a form. A row without text is left out; their order is the order of the plan."""

    def __init__(self, data: Any, before: Iterable[ItemDraft], places: Choices, staff: Choices) -> None:
        self.places, self.staff = places, staff
        if data is None:
            typed = [_plain(one) for one in before]
        else:
            count = min(_whole(data.get("items-count", "")) or 0, MOST_ITEMS + EMPTY_ROWS)
            typed = [_typed(data, number) for number in range(count)]
        self.rows = [
            ItemRow(number, one, {}) for number, one in enumerate(one for one in typed if any(one.values()))
        ]

    def drawn(self) -> list[ItemRow]:
        blank = dict.fromkeys(FIELDS, "")
        last = len(self.rows)
        return [*self.rows, *(ItemRow(last + number, blank, {}) for number in range(EMPTY_ROWS))]

    def read(self, form: forms.Form) -> tuple[ItemDraft, ...]:
        """The items; what cannot be read is said at its row."""
        made = []
        for row in self.rows:
            try:
                made.append(self._item(row.values))
            except Invalid as error:
                self.blame(form, f"items.{row.number}.{error.field}", error_text(error.code, error.params))
        return tuple(made)

    def blame(self, form: forms.Form, field: str, text: str) -> None:
        """Put a refusal at "items.<row>.<field>" and above the form."""
        _items, number, name = field.split(".", 2)
        row = self.rows[int(number)]
        self.rows[row.number] = ItemRow(row.number, row.values, {**row.errors, name: text})
        words = {"number": row.number + 1, "why": text}
        form.add_error(None, forms.ValidationError(_("第 %(number)d 项：%(why)s") % words))

    def _item(self, values: Mapping[str, str]) -> ItemDraft:
        for name, longest in _LONGEST.items():
            if len(values[name]) > longest:
                raise Invalid("plans.workplan.too_long", name, limit=longest)
        if not values["text"]:
            raise Invalid("plans.workplan.item_text", "text")
        return ItemDraft(
            text=values["text"],
            place_id=_whole(values["place_id"]),
            area=values["area"],
            target=values["target"],
            staff_id=_whole(values["staff_id"]),
            due_on=_day(values["due_on"]),
        )


class PlanForm(forms.Form):
    """A week's focus and rows."""

    focus = forms.CharField(
        label=lazy("本周重点"),
        max_length=LONGEST_FOCUS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        places: Choices,
        staff: Choices,
        before: Iterable[ItemDraft] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.rows = ItemRows(data, before, places, staff)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {**data, "items": self.rows.read(self), "rows": self.rows}


class NewPlanForm(PlanForm):
    """The same with the department and the week it is for."""

    department_id = forms.TypedChoiceField(label=lazy("部门"), coerce=int, widget=SearchSelect)
    week = forms.DateField(label=lazy("周"), widget=DateInput, help_text=lazy("选这一周的任意一天。"))
    field_order = ("department_id", "week", "focus")

    def __init__(self, *args: Any, departments: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department_id"].choices = [("", _("请选择")), *departments]  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    week = forms.DateField(
        label=lazy("复制到哪一周"),
        widget=DateInput,
        help_text=lazy("选那一周的任意一天；完成日期随周移动，完成情况不复制。"),
    )


class CloseForm(forms.Form):
    summary = forms.CharField(
        label=lazy("本周小结"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def judgements(data: Any, ids: Iterable[int]) -> dict[int, Judgement]:
    """What was typed about items: `result-<id>` and `met-<id>` (1, 0 or nothing)."""
    met = {"1": True, "0": False}
    return {
        number: Judgement(
            str(data.get(f"result-{number}", "")).strip(), met.get(data.get(f"met-{number}", ""))
        )
        for number in ids
        if f"result-{number}" in data
    }


def _plain(item: ItemDraft) -> dict[str, str]:
    return {name: "" if getattr(item, name) is None else str(getattr(item, name)) for name in FIELDS}


def _typed(data: Any, number: int) -> dict[str, str]:
    return {name: str(data.get(f"items-{number}-{name}", "")).replace("\x00", "").strip() for name in FIELDS}


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid("plans.workplan.due_unreadable", "due_on") from error
