"""Forms of decisions about work: skip it, hand it over, write down that it was done, close a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import ChecklistItem, ItemKind, Photo
from anju.foundation.ui.forms import DateTimeInput, SearchSelect
from anju.modules.plans.services.works import Recorded

ANSWER = "answer_"
LARGEST_PHOTO = 12 << 20
SEVERITIES = ((1, _("一般")), (2, _("较重")), (3, _("严重")))
MARKS = (("", _("未检查")), ("ok", _("正常")), ("not_ok", _("异常")))


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=_("跳过的原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=_("跳过的作业计入“跳过”，不算漏做，也不算完成；原因会保留在记录里。"),
    )  # fmt: skip


class HandOverForm(forms.Form):
    to_staff_id = forms.TypedChoiceField(label=_("转给"), coerce=int, widget=SearchSelect)

    def __init__(self, *args: Any, staff: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_staff_id"].choices = [("", _("请选择")), *staff]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("处理结果"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明怎样处理的、由谁处理。"),
    )  # fmt: skip


class Photos(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures in one field. Raises ValidationError for what is no picture, or too large."""

    widget = Photos

    def clean(self, data: Any, initial: Any = None) -> list[Photo]:
        listed = data if isinstance(data, list | tuple) else [data] if data else []
        found = [super(PhotosField, self).clean(one, initial) for one in listed]
        if any(one.size > LARGEST_PHOTO for one in found):
            raise forms.ValidationError(_("单张照片不能超过 12 MB。"))
        return [Photo(one.name, one.read()) for one in found]


class RecordForm(forms.Form):
    """The work's checklist becomes fields of its own. staff: (id, name) of who may have done it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    staff_id = forms.TypedChoiceField(label=_("完成人"), coerce=int, widget=SearchSelect)
    with_people = forms.TypedMultipleChoiceField(
        label=_("同行人员"), coerce=int, required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("按住 Ctrl 可多选。"),
    )  # fmt: skip
    done_at = forms.DateTimeField(label=_("完成时间"), widget=DateTimeInput)
    photos = PhotosField(
        label=_("现场照片"), required=False, widget=Photos(attrs={"accept": "image/*", "multiple": True})
    )
    note = forms.CharField(
        label=_("说明"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("为什么由后台补录、依据是什么。"),
    )  # fmt: skip
    finding = forms.CharField(
        label=_("发现的问题"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    severity = forms.TypedChoiceField(label=_("严重程度"), coerce=int, choices=SEVERITIES, required=False)

    def __init__(
        self,
        *args: Any,
        staff: Sequence[tuple[int, str]],
        checklist: Iterable[ChecklistItem],
        now: datetime,
        **options: Any,
    ) -> None:
        initial = {"key": uuid4(), "done_at": now, **(options.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **options)
        self.fields["staff_id"].choices = staff  # type: ignore[attr-defined]
        self.fields["with_people"].choices = staff  # type: ignore[attr-defined]
        self.items = tuple(checklist)
        for item in self.items:
            self.fields[f"{ANSWER}{item.key}"] = _answer(item)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return data if self.errors else {**data, "recorded": self._recorded(data)}

    def _recorded(self, data: dict[str, Any]) -> Recorded:
        answers: dict[str, object] = {}
        photos = [("", one) for one in data["photos"]]
        for item in self.items:
            value = data.get(f"{ANSWER}{item.key}")
            if item.kind is ItemKind.PHOTO:
                photos += [(item.key, one) for one in value or ()]
            elif value not in (None, ""):
                answers[item.key] = value
        key: UUID = data["key"]
        return Recorded(
            key=key,
            staff_id=data["staff_id"],
            done_at=data["done_at"],
            note=data["note"],
            answers=answers,
            photos=tuple(photos),
            finding=data["finding"],
            severity=data["severity"] or 1,
            with_people=tuple(one for one in data["with_people"] if one != data["staff_id"]),
        )


def _answer(item: ChecklistItem) -> forms.Field:
    label: Any = item.label
    if item.kind is ItemKind.OK_NOTOK:
        return forms.ChoiceField(label=label, choices=MARKS, required=False)
    if item.kind is ItemKind.CHOICE:
        choices = [("", _("未检查")), *((one, one) for one in item.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if item.kind is ItemKind.NUMBER:
        return forms.DecimalField(label=f"{label} ({item.unit})" if item.unit else label, required=False)
    if item.kind is ItemKind.PHOTO:
        widget = Photos(attrs={"accept": "image/*", "multiple": True})
        return PhotosField(label=label, required=False, widget=widget)
    return forms.CharField(label=label, max_length=2000, required=False)
