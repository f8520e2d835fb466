"""Forms of a tender: its own facts, a bid, the scoring sheet, the choice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import UnitInput
from anju.foundation.ui.messages import error_text
from anju.kernel.errors import Invalid
from anju.kernel.quantity import Area, Price
from anju.modules.plans.forms.plans import InCommunity
from anju.modules.plans.rules import grading
from anju.modules.plans.rules.comparing import CRITERIA
from anju.modules.plans.services.tenders import (
    LONGEST_COMPANY,
    LONGEST_TITLE,
    BidDraft,
    TenderDraft,
    Weight,
)

_SCORE = re.compile(r"score-(\d+)-([a-z0-9_]+)")
HAND_ROWS = 4


class TenderForm(InCommunity):
    title = forms.CharField(label=_("比选名称"), max_length=LONGEST_TITLE)
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    charged_area = forms.DecimalField(
        label=_("计费面积"), required=False, min_value=Decimal("0.01"), max_value=Decimal(20_000_000), decimal_places=2,
        widget=UnitInput("m²", step="0.01"), help_text=_("用来算每月物业费总额；不知道就留空"),
    )  # fmt: skip
    minimum = forms.ChoiceField(
        label=_("要求的服务等级"), required=False, help_text=_("选定后逐项检查各家是否达到这个等级")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [
            (f"{pack.code}:{grade}", f"{pack.title} · {label}")
            for pack in grading.standards()
            for grade, label in pack.grades
        ]
        self.fields["minimum"].choices = [("", _("不要求")), *levels]  # type: ignore[attr-defined]


class BidFactsForm(forms.Form):
    company = forms.CharField(label=_("公司名称"), max_length=LONGEST_COMPANY)
    price = forms.DecimalField(
        label=_("报价"), required=False, min_value=Decimal("0.0001"), max_value=Decimal(999), decimal_places=4,
        widget=UnitInput(_("元/m²·月"), step="0.0001"), help_text=_("没有报价就留空，显示为“待填写”"),
    )  # fmt: skip
    people = forms.IntegerField(
        label=_("拟派人数"), required=False, min_value=1, max_value=5_000, widget=UnitInput(_("人"), step="1"),
        help_text=_("留空则取方案里承诺的人数"),
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class BidForm(BidFactsForm):
    field_order = ("company", "file", "price", "people", "note")
    file = forms.FileField(
        label=_("服务方案"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx,.pdf"}),
        help_text=_("TXT、DOCX 或带文字的 PDF，不超过 20 MB"),
    )


class ChooseForm(forms.Form):
    title = forms.CharField(
        label=_("成为哪份方案的新版本"), max_length=LONGEST_TITLE, help_text=_("没有同名方案时新建一份")
    )
    reason = forms.CharField(label=_("选定理由"), widget=forms.Textarea(attrs={"rows": 3}))


def tender_of(data: Mapping[str, Any]) -> TenderDraft:
    standard, _colon, grade = str(data.get("minimum") or "").partition(":")
    area = data.get("charged_area")
    return TenderDraft(
        community_id=data["community"], title=data["title"], note=data["note"],
        charged_area=None if area is None else Area.of(area).hundredths, standard=standard,
        grade=int(grade) if grade else None,
    )  # fmt: skip


def bid_of(data: Mapping[str, Any], largest: int = 0) -> BidDraft:
    """largest: bytes of the file that are read at most; 0 where the form has none."""
    price, file = data.get("price"), data.get("file")
    return BidDraft(
        company=data["company"], price=None if price is None else Price.of(price).ten_thousandths,
        people=data.get("people"), note=data.get("note", ""), filename=file.name if file else "",
        data=file.read(largest) if file else b"",
    )  # fmt: skip


def weights_of(sent: Mapping[str, str]) -> list[Weight]:
    """The scoring sheet as typed: weight_<code> of what is worked out, label_/weight_hand<n> of what is scored by hand.

    A row by hand without a label is no row. Raises Invalid at a weight that is no whole number.
    """
    rows = [Weight(code=code, label="", weight=_whole(sent, f"weight_{code}")) for code in CRITERIA]
    for number in range(1, HAND_ROWS + 1):
        label = sent.get(f"label_hand{number}", "").strip()
        if label:
            rows.append(
                Weight(code=f"hand{number}", label=label, weight=_whole(sent, f"weight_hand{number}"))
            )
    return rows


def scores_of(sent: Mapping[str, str]) -> dict[int, dict[str, int | None]]:
    """Points as typed in score-<bid>-<code>; an empty one takes the points back. Raises Invalid at the field."""
    found: dict[int, dict[str, int | None]] = {}
    for name, text in sent.items():
        match = _SCORE.fullmatch(name)
        if match is None:
            continue
        points = int(text) if text.strip().isascii() and text.strip().isdigit() else None
        if text.strip() and points is None:
            raise Invalid("plans.bid.points", name)
        found.setdefault(int(match[1]), {})[match[2]] = points
    return found


def refusal(error: Invalid) -> tuple[str, str]:
    """Field and sentence of a refused sheet."""
    return error.field or "", error_text(error.code, error.params)


def _whole(sent: Mapping[str, str], name: str) -> int:
    text = sent.get(name, "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Invalid("plans.tender.weight", name, limit=100)
    return int(text)
