"""The form of a round: what, how often, where, by whom, with what proof. Fields of other periods are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.contracts import (
    EvidenceAsk,
    HolidayRule,
    Period,
    Recurrence,
    RoundDraft,
)
from anju.foundation.ui.forms import DateInput, SearchSelect, UnitInput
from anju.kernel.errors import Invalid
from anju.modules.plans.forms import fields
from anju.modules.plans.forms.checklist import ChecklistRows
from anju.modules.plans.queries import phrasing, wording

_REPEATING = tuple(one.value for one in Period if one not in (Period.ONCE, Period.EVENT))
_BY_DAY = tuple(one for one in _REPEATING if one not in ("minute", "hour"))
# Which fields a period knows; the page shows just these, and what others hold is not read.
PERIODS_OF: dict[str, tuple[str, ...]] = {
    "times": (*_BY_DAY, "event"),
    "every": _REPEATING,
    "anchor": (*_BY_DAY, "once"),
    "clock_times": (*_BY_DAY, "once"),
    "clock_within": (*_BY_DAY, "once"),
    "weekdays": _REPEATING,
    "month_days": ("day", "night", "month", "quarter", "half_year", "year"),
    "months": _REPEATING,
    "season_from": _REPEATING,
    "season_to": _REPEATING,
    "once_on": ("once",),
    "event": ("event",),
    "event_within": ("event",),
    "holidays": (*_REPEATING, "once"),
}
ASSIGNEES = {"team": "team_id", "position": "position_id", "staff": "staff_id"}
# Errors of the engine name its own fields; these are called otherwise here.
_RENAMED = {"season": "season_from"}


class RhythmForm(forms.Form):
    """How often; `recurrence()` puts it together. initial comes from `rhythm_initial`."""

    period = forms.ChoiceField(
        label=_("周期"),
        choices=[(one.value, label) for one, label in phrasing.PERIODS.items()],
        initial="day",
    )
    times = forms.IntegerField(
        label=_("次数"),
        min_value=1,
        max_value=1440,
        initial=1,
        required=False,
        widget=UnitInput(_("次"), step="1"),
    )
    every = forms.IntegerField(
        label=_("每几个周期"),
        min_value=1,
        max_value=1000,
        initial=1,
        required=False,
        widget=UnitInput("", step="1"),
        help_text=_("如“每 2 个月”填 2。"),
    )
    anchor = forms.DateField(
        label=_("从哪天起算"),
        required=False,
        widget=DateInput,
        help_text=_("每几个周期一次时，从这天所在的周期数起；一次性任务从这天开始做。"),
    )
    clock_times = fields.ClockTimesField(
        label=_("固定时刻"), required=False, help_text=_("如 08:00、14:00；不填则在时段内均匀安排。")
    )
    clock_within = fields.MinutesField(
        label=_("到点后多久内完成"), required=False, widget=UnitInput(_("分钟"), step="1")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"),
        required=False,
        coerce=int,
        choices=list(enumerate(phrasing.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    month_days = fields.MonthDaysField(label=_("每月几日"), required=False, help_text=_("如 1、15、月末。"))
    months = forms.TypedMultipleChoiceField(
        label=_("月份"),
        required=False,
        coerce=int,
        choices=[(n, _("%d月") % n) for n in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )
    windows = fields.WindowsField(
        label=_("作业时段"),
        required=False,
        help_text=_("如 06:00-22:00；多段用、隔开；不填为全天，夜间默认 22:00-06:00。"),
    )
    excluded = fields.WindowsField(
        label=_("避开的高峰时段"),
        required=False,
        help_text=_("如 07:00-09:00；位置自己的高峰时段会自动避开。"),
    )
    workdays_only = forms.BooleanField(label=_("仅工作日"), required=False)
    holidays = forms.ChoiceField(
        label=_("遇节假日"),
        required=False,
        choices=[(one.value, label) for one, label in phrasing.HOLIDAYS.items()],
    )
    season_from = fields.MonthDayField(label=_("季节开始"), required=False, help_text=_("如 11-15，可跨年。"))
    season_to = fields.MonthDayField(label=_("季节结束"), required=False, help_text=_("含当天，如 3-15。"))
    once_on = forms.DateField(label=_("完成日期"), required=False, widget=DateInput)
    event = forms.CharField(
        label=_("触发事件"),
        required=False,
        max_length=18,
        widget=forms.TextInput(attrs={"list": "events"}),
        help_text=_("从列表选择或自行命名；事件发生后由人触发。"),
    )
    event_within = fields.HoursField(label=_("触发后多久内完成"), required=False, widget=UnitInput(_("小时")))
    grace = fields.HoursField(
        label=_("超时后多久仍可补做"), required=False, widget=UnitInput(_("小时")), help_text=_("过了这段时间记为漏做；不填为时长的一半。")
    )  # fmt: skip

    def recurrence(self) -> Recurrence:
        """Raises Invalid naming a field of this form."""
        period = Period(self.cleaned_data["period"])
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in RHYTHM and period.value in PERIODS_OF.get(name, (period.value,))
        }
        given["period"] = period
        first, last = given.pop("season_from", None), given.pop("season_to", None)
        if (first is None) != (last is None):
            raise Invalid("plans.round.season_half", "season_from" if first is None else "season_to")
        given["season"] = (first, last) if first and last else None
        given["holidays"] = HolidayRule(given.get("holidays") or HolidayRule.AS_USUAL)
        given["weekdays"], given["months"] = (
            frozenset(given.get("weekdays") or ()),
            frozenset(given.get("months") or ()),
        )
        given["times"], given["every"] = given.get("times") or 1, given.get("every") or 1
        given["event"] = given.get("event") or None
        if not given.get("clock_times"):
            given["clock_within"] = None
        for name in ("month_days", "clock_times", "windows", "excluded"):
            given[name] = given.get(name) or ()
        try:
            return Recurrence(**given)
        except Invalid as error:
            named = _RENAMED.get(error.field or "", error.field)
            raise Invalid(error.code, named if named in self.fields else None, **error.params) from error


RHYTHM = frozenset(RhythmForm.base_fields)


class RoundForm(RhythmForm):
    """A whole round in one community. places: (id, name) in the order of the tree; routes: (id, name, place ids).

    shortcuts: place ids by the code that chooses them all at once.
    """

    title = forms.CharField(label=_("名称"), max_length=120)
    domain = forms.ChoiceField(label=_("领域"), choices=list(wording.DOMAINS.items()))
    kind = forms.ChoiceField(label=_("工作类别"), choices=list(wording.WORKS.items()))
    instructions = forms.CharField(
        label=_("作业要求"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    active_from = forms.DateField(label=_("开始日期"), widget=DateInput)
    active_until = forms.DateField(
        label=_("结束日期"), required=False, widget=DateInput, help_text=_("不含当天；不填为长期。")
    )
    minutes = forms.IntegerField(
        label=_("预计用时"), min_value=1, max_value=1440, initial=10, widget=UnitInput(_("分钟"), step="1")
    )
    route = forms.TypedChoiceField(
        label=_("巡视路线"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=SearchSelect,
        help_text=_("选择路线后，按路线上的位置和顺序执行。"),
    )
    place_ids = forms.TypedMultipleChoiceField(label=_("位置"), required=False, coerce=int)
    all_of = forms.MultipleChoiceField(label=_("整类选取"), required=False)
    mode = forms.ChoiceField(
        label=_("方式"),
        initial="each",
        widget=forms.RadioSelect,
        choices=[("each", _("逐点完成：每个位置各算一次")), ("route", _("按路线：走完全部位置算一次"))],
    )
    assignee = forms.ChoiceField(
        label=_("执行人"), widget=SearchSelect, help_text=_("班组和岗位的作业会均匀分给成员。")
    )
    qr = forms.BooleanField(label=_("扫描位置标签"), required=False)
    time = forms.BooleanField(label=_("核对完成时间"), required=False)
    position = forms.BooleanField(label=_("核对定位"), required=False)
    photos = forms.IntegerField(
        label=_("照片至少"),
        min_value=0,
        max_value=20,
        initial=0,
        required=False,
        widget=UnitInput(_("张"), step="1"),
    )
    within_m = forms.IntegerField(
        label=_("定位范围"),
        min_value=1,
        max_value=10_000,
        initial=150,
        required=False,
        widget=UnitInput(_("米"), step="1"),
    )
    people = forms.IntegerField(
        label=_("同行人数至少"), min_value=1, max_value=20, initial=1, required=False, widget=UnitInput(_("人"), step="1"),
        help_text=_("夜间巡逻须两人同行时填 2。"),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        community_id: int,
        places: Sequence[tuple[int, str]],
        routes: Sequence[tuple[int, str, tuple[int, ...]]],
        assignees: Sequence[tuple[Any, Any]],
        shortcuts: Mapping[str, tuple[int, ...]],
        today: date,
        before: RoundDraft | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        given = (
            round_initial(before) if before is not None else {"active_from": today, "qr": True, "time": True}
        )
        super().__init__(data, files, initial={**given, **(initial or {})})
        self.community_id, self.before = community_id, before
        self.stops = {number: stops for number, _name, stops in routes}
        self.fields["place_ids"].choices = places  # type: ignore[attr-defined]
        self.shortcuts = shortcuts
        self.fields["all_of"].choices = [(code, code) for code in shortcuts]  # type: ignore[attr-defined]
        self.fields["route"].choices = [("", _("不按路线")), *((n, name) for n, name, _stops in routes)]  # type: ignore[attr-defined]
        self.fields["assignee"].choices = assignees  # type: ignore[attr-defined]
        self.checklist = ChecklistRows(data, before.checklist if before is not None else ())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.checklist.check(self)
        return {**data, "draft": self.draft}

    def draft(self) -> RoundDraft:
        """The round as written. Raises Invalid naming a field."""
        data = self.cleaned_data
        kind, _colon, number = data["assignee"].partition(":")
        route = data.get("route")
        places = self.stops[route] if route is not None else self._in_order(data["place_ids"], data["all_of"])
        return RoundDraft(
            community_id=self.community_id,
            domain=data["domain"],
            kind=data["kind"],
            title=data["title"],
            recurrence=self.recurrence(),
            active_from=data["active_from"],
            active_until=data["active_until"],
            place_ids=places,
            mode="route" if route is not None else data["mode"],
            instructions=data["instructions"],
            checklist=self.checklist.items,
            evidence=self._evidence(),
            minutes=data["minutes"],
            **{ASSIGNEES[kind]: int(number)},
        )

    def _evidence(self) -> EvidenceAsk:
        data = self.cleaned_data
        return EvidenceAsk(
            qr=data["qr"],
            photos=data["photos"] or 0,
            time=data["time"],
            position=data["position"],
            within_m=data["within_m"] or 150,
            people=data["people"] or 1,
        )

    def _in_order(self, chosen: Sequence[int], all_of: Sequence[str]) -> tuple[int, ...]:
        """Places that stay keep their order along the route; new ones follow in the order of the tree."""
        wanted = {*chosen, *(one for code in all_of for one in self.shortcuts[code])}
        kept = [one for one in (self.before.place_ids if self.before else ()) if one in wanted]
        tree = [number for number, _name in self.fields["place_ids"].choices]  # type: ignore[attr-defined]
        return (*kept, *(one for one in tree if one in wanted and one not in kept))


def round_initial(draft: RoundDraft) -> dict[str, Any]:
    who = {"staff": draft.staff_id, "team": draft.team_id, "position": draft.position_id}
    named = next((f"{kind}:{number}" for kind, number in who.items() if number is not None), "")
    evidence = draft.evidence
    return {
        **rhythm_initial(draft.recurrence),
        **{name: getattr(draft, name) for name in (
            "title", "domain", "kind", "instructions", "active_from", "active_until", "minutes", "mode",
        )},
        "place_ids": list(draft.place_ids), "assignee": named, "qr": evidence.qr, "time": evidence.time,
        "position": evidence.position, "photos": evidence.photos, "within_m": evidence.within_m,
        "people": evidence.people,
    }  # fmt: skip


def rhythm_initial(recurrence: Recurrence) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(recurrence, name) for name in RHYTHM if hasattr(recurrence, name)}
    first, last = recurrence.season or (None, None)
    return {
        **values,
        "period": recurrence.period.value,
        "times": recurrence.promised,
        "weekdays": sorted(recurrence.weekdays),
        "months": sorted(recurrence.months),
        "holidays": recurrence.holidays.value,
        "season_from": first,
        "season_to": last,
    }


class EventForm(forms.Form):
    """Which event happened, where and when. events: (name, label) of what running rounds wait for."""

    community_id = forms.TypedChoiceField(label=_("小区"), coerce=int, widget=SearchSelect)
    event = forms.ChoiceField(label=_("发生的事件"), widget=forms.RadioSelect)
    place_id = forms.TypedChoiceField(
        label=_("发生位置"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=SearchSelect,
        help_text=_("只派出这个位置及其下级的作业；经过这里的路线整条派出。"),
    )
    happened_at = forms.DateTimeField(
        label=_("发生时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("作业期限从这一刻算起；同一时刻重复触发不会重复派活。"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        communities: Sequence[tuple[int, str]],
        events: Sequence[tuple[str, str]],
        places: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["place_id"].choices = [("", _("全小区")), *places]  # type: ignore[attr-defined]
        self.fields["community_id"].choices = communities  # type: ignore[attr-defined]
        self.fields["event"].choices = events  # type: ignore[attr-defined]


class EventOverForm(forms.Form):
    """Which event is over, and why what is left of it need not be done."""

    event = forms.CharField(max_length=18)
    happened_at = forms.DateTimeField()
    reason = forms.CharField(label=_("原因"), max_length=200)


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("从哪天起不再执行"),
        required=False,
        widget=DateInput,
        help_text=_("不填为立即结束。之前的记录保留不变。"),
    )
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("暂停的原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("暂停期间不派活；恢复后不补派。"),
    )  # fmt: skip
