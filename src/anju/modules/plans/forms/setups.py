"""How the round of a promise is set up: hours, days, places, people, proof. Empty means: as proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import DayWindow, EvidenceAsk, Period, Recurrence, RoundDraft
from anju.foundation.ui.forms import DateInput, SearchSelect, UnitInput
from anju.kernel.errors import Invalid
from anju.modules.plans.queries.phrasing import WEEKDAYS
from anju.modules.plans.rules.compiling import Adjustments

_SPAN = re.compile(r"(\d{1,2})[::](\d{2})\s*[-–—~至到]\s*(\d{1,2})[::](\d{2})")
MODES = (("each", _("逐点完成")), ("route", _("按路线一次完成")))
ASSIGNEES = {"team": "team_id", "position": "position_id", "staff": "staff_id"}


class SetupForm(forms.Form):
    """places, assignees: choices; proposed: the round as it would run without this form."""

    hours = forms.CharField(
        label=_("作业时段"), required=False, help_text=_("如 08:00-12:00、14:00-18:00；留空为全天。")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), required=False, coerce=int, choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    once_on = forms.DateField(label=_("完成日期"), required=False, widget=DateInput)
    place_ids = forms.TypedMultipleChoiceField(
        label=_("位置"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("路线按列出的顺序走；都不选则按系统建议。"),
    )
    mode = forms.ChoiceField(label=_("方式"), choices=MODES, widget=forms.RadioSelect)
    assignee = forms.ChoiceField(label=_("执行人"), required=False, widget=SearchSelect)
    minutes = forms.IntegerField(
        label=_("预计用时"), min_value=1, max_value=1440, widget=UnitInput(_("分钟"), step="1")
    )
    qr = forms.BooleanField(label=_("扫描位置标签"), required=False)
    photos = forms.IntegerField(
        label=_("照片"), min_value=0, max_value=50, widget=UnitInput(_("张"), step="1")
    )
    time = forms.BooleanField(label=_("核对完成时间"), required=False)
    position = forms.BooleanField(label=_("核对定位"), required=False)
    people = forms.IntegerField(
        label=_("同行人数"), min_value=1, max_value=50, widget=UnitInput(_("人"), step="1")
    )
    instructions = forms.CharField(
        label=_("作业要求"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    held = forms.CharField(
        label=_("暂缓执行的原因"), required=False, help_text=_("填写后不派活，承诺显示为等待。")
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[int, str]],
        assignees: Sequence[tuple[str, Any]],
        proposed: RoundDraft,
        chosen: Adjustments,
        **options: Any,
    ) -> None:
        super().__init__(
            *args, **{**options, "initial": {**_initial(proposed, chosen), **(options.get("initial") or {})}}
        )
        self.fields["place_ids"].choices = places  # type: ignore[attr-defined]
        self.fields["assignee"].choices = assignees  # type: ignore[attr-defined]
        self.proposed, self.chosen = proposed, chosen
        if proposed.recurrence.period is not Period.ONCE:
            del self.fields["once_on"]
        if proposed.recurrence.period is not Period.WEEK:
            del self.fields["weekdays"]

    def clean_hours(self) -> tuple[DayWindow, ...]:
        text = self.cleaned_data["hours"].strip()
        spans = [match.groups() for match in _SPAN.finditer(text)]
        if text and (not spans or re.sub(r"[\s、,，;；]", "", _SPAN.sub("", text))):
            raise forms.ValidationError(_("请写成 08:00-12:00 的形式。"))
        try:
            return tuple(DayWindow(_time(a, b), _time(c, d)) for a, b, c, d in spans)
        except ValueError as error:
            raise forms.ValidationError(_("没有这样的钟点。")) from error

    def adjustments(self) -> Adjustments:
        """What differs from the proposal. Raises Invalid naming the field."""
        data, proposed = self.cleaned_data, self.proposed
        evidence = EvidenceAsk(
            qr=data["qr"],
            photos=data["photos"],
            time=data["time"],
            position=data["position"],
            people=data["people"],
        )
        places = tuple(data["place_ids"])
        kind, _dot, number = data["assignee"].partition(":")
        who = {ASSIGNEES[kind]: int(number)} if kind in ASSIGNEES else {}
        recurrence = self._recurrence()
        keep = self.chosen
        return Adjustments(
            recurrence=recurrence if recurrence != proposed.recurrence or keep.recurrence else None,
            place_ids=places if places and (places != proposed.place_ids or keep.place_ids) else None,
            mode=data["mode"] if data["mode"] != proposed.mode or keep.mode else None,
            evidence=evidence if evidence != proposed.evidence or keep.evidence else None,
            minutes=data["minutes"] if data["minutes"] != proposed.minutes or keep.minutes else None,
            instructions=data["instructions"].strip() if data["instructions"].strip() != proposed.instructions else keep.instructions,
            held=data["held"].strip(),
            position_id=who.get("position_id"),
            team_id=who.get("team_id"),
            staff_id=who.get("staff_id"),
        )  # fmt: skip

    def _recurrence(self) -> Recurrence:
        base, data = self.proposed.recurrence, self.cleaned_data
        changes: dict[str, Any] = {} if base.clock_times else {"windows": data["hours"]}
        if base.period is Period.WEEK:
            days = frozenset(data["weekdays"])
            changes |= {
                "weekdays": days,
                "times": base.promised if base.promised % max(1, len(days)) == 0 else len(days),
            }
        if base.period is Period.ONCE and data.get("once_on"):
            changes |= {"once_on": data["once_on"]}
            if base.anchor is not None and base.anchor > data["once_on"]:
                changes |= {"anchor": None}
        try:
            return replace(base, **changes)
        except Invalid as error:
            field = {"windows": "hours"}.get(error.field or "", error.field)
            raise Invalid(error.code, field, **error.params) from error


def _initial(proposed: RoundDraft, chosen: Adjustments) -> dict[str, Any]:
    recurrence, evidence = proposed.recurrence, proposed.evidence
    number = {"team": proposed.team_id, "position": proposed.position_id, "staff": proposed.staff_id}
    who = next((f"{kind}:{key}" for kind, key in number.items() if key is not None), "")
    return {
        "hours": "、".join(f"{_clock(one.start)}-{_clock(one.end, end=True)}" for one in recurrence.windows),
        "weekdays": sorted(recurrence.weekdays),
        "once_on": recurrence.once_on,
        "place_ids": list(proposed.place_ids),
        "mode": proposed.mode,
        "assignee": who,
        "minutes": proposed.minutes,
        "qr": evidence.qr,
        "photos": evidence.photos,
        "time": evidence.time,
        "position": evidence.position,
        "people": evidence.people,
        "instructions": proposed.instructions,
        "held": chosen.held,
    }


def _time(hour: str, minute: str) -> time:
    return time(int(hour) % 24, int(minute)) if int(hour) <= 24 else time(99)


def _clock(value: time, *, end: bool = False) -> str:
    return "24:00" if end and value == time() else value.strftime("%H:%M")
