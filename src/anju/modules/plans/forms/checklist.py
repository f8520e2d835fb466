"""Rows of a checklist in a form: those there are, and some empty ones. A row without a label is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.schedule.contracts import Checklist, ChecklistItem, ItemKind
from anju.foundation.ui.numbers import parse_number
from anju.kernel.errors import Invalid

EMPTY_ROWS = 4
MOST_ROWS = 60
KINDS: dict[str, Any] = {
    "ok_notok": lazy("正常 / 异常"), "number": lazy("数值"), "photo": lazy("照片"), "text": lazy("文字"),
    "choice": lazy("选项"), "signature": lazy("签名"),
}  # fmt: skip
# Offered for patrols (A PAT-06, PAT-10, PAT-11): the keys name the category of a finding.
STANDARD = (
    ChecklistItem(key="suspicious", label="可疑人员情况", kind=ItemKind.OK_NOTOK),
    ChecklistItem(key="hazard", label="安全隐患情况", kind=ItemKind.OK_NOTOK),
    ChecklistItem(key="shop_reminder", label="进店提示", kind=ItemKind.CHOICE, required=False,
                  choices=("已提示", "未营业", "未提示"), failing=("未提示",)),
)  # fmt: skip
_FIELDS = ("key", "label", "kind", "required", "unit", "low", "high", "choices", "failing", "photos")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed. error: what is wrong with it."""

    number: int
    values: Mapping[str, str]
    error: str = ""


class ChecklistRows:
    """rows: as they are drawn. items: the checklist they make, after `check`."""

    def __init__(self, data: Any, before: Iterable[ChecklistItem]) -> None:
        self.items: tuple[ChecklistItem, ...] = tuple(before)
        if data is None:
            self.rows = [Row(number, _values(one)) for number, one in enumerate(self.items)]
        else:
            count = _whole(data.get("items-count", ""), 0)
            self.rows = [Row(number, _typed(data, number)) for number in range(min(count, MOST_ROWS))]
            self.rows = [one for one in self.rows if one.values["label"]]
            if data.get("items-standard"):
                known = {one.values["key"] for one in self.rows}
                self.rows += [Row(0, _values(one)) for one in STANDARD if one.key not in known]
        self._number()

    @property
    def standard(self) -> tuple[ChecklistItem, ...]:
        return STANDARD

    def kinds(self) -> list[tuple[str, Any]]:
        return list(KINDS.items())

    def drawn(self) -> list[Row]:
        """The rows, then empty ones to add to."""
        last = len(self.rows)
        blank = dict.fromkeys(_FIELDS, "") | {"kind": "ok_notok", "required": "1"}
        return [*self.rows, *(Row(last + number, blank) for number in range(EMPTY_ROWS))]

    def check(self, form: forms.Form) -> None:
        """Read the rows; what does not fit is said at its row and once above the form."""
        taken = {one.values["key"] for one in self.rows if one.values["key"]}
        made: list[ChecklistItem] = []
        for index, row in enumerate(self.rows):
            try:
                made.append(_item(row.values, taken))
            except (Invalid, ValueError) as error:
                said = _("第 %(number)d 项“%(label)s”：%(why)s") % {
                    "number": index + 1, "label": row.values["label"], "why": _why(error),
                }  # fmt: skip
                self.rows[index] = Row(row.number, row.values, _why(error))
                form.add_error(None, forms.ValidationError(said))
        try:
            self.items = Checklist(tuple(made)).items
        except Invalid:
            form.add_error(None, forms.ValidationError(_("检查项重复。")))

    def _number(self) -> None:
        self.rows = [Row(number, one.values, one.error) for number, one in enumerate(self.rows)]


def _values(item: ChecklistItem) -> dict[str, str]:
    return {
        "key": item.key, "label": item.label, "kind": item.kind.value, "required": "1" if item.required else "",
        "unit": item.unit, "low": "" if item.low is None else f"{item.low:f}",
        "high": "" if item.high is None else f"{item.high:f}", "choices": "、".join(item.choices),
        "failing": "、".join(item.failing), "photos": str(item.photos),
    }  # fmt: skip


def _typed(data: Any, number: int) -> dict[str, str]:
    return {name: str(data.get(f"items-{number}-{name}", "")).strip() for name in _FIELDS}


def _item(values: Mapping[str, str], taken: set[str]) -> ChecklistItem:
    """Raises Invalid, ValueError."""
    kind = ItemKind(values["kind"])
    number, choice = kind is ItemKind.NUMBER, kind is ItemKind.CHOICE
    return ChecklistItem(
        key=values["key"][:40] or _fresh(taken),
        label=values["label"],
        kind=kind,
        required=bool(values["required"]),
        unit=values["unit"] if number else "",
        low=_decimal(values["low"]) if number else None,
        high=_decimal(values["high"]) if number else None,
        choices=_words(values["choices"]) if choice else (),
        failing=_words(values["failing"]) if choice else (),
        photos=_whole(values["photos"], 1) if kind is ItemKind.PHOTO else 1,
    )


def _fresh(taken: set[str]) -> str:
    """A key of its own that later changes of the row keep."""
    number = next(n for n in range(1, MOST_ROWS * 2) if f"item{n}" not in taken)
    taken.add(f"item{number}")
    return f"item{number}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in re.split(r"[\s、,，;；]+", text) if one))


def _decimal(text: str) -> Decimal | None:
    if not text:
        return None
    number = parse_number(text)
    if number is None:
        raise ValueError(text)
    return number


def _whole(text: str, instead: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else instead


def _why(error: Exception) -> str:
    name = (error.field or "").rpartition(".")[2] if isinstance(error, Invalid) else ""
    return {
        "choices": _("选项类的检查项须列出不重复的选项。"), "failing": _("不合格的选项须在选项之中。"),
        "high": _("上限不能小于下限。"), "photos": _("照片张数须为 1 到 20。"),
    }.get(name) or _("数值或类型不正确。")  # fmt: skip
