"""Forms of goals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.forms import DateInput, SearchSelect, UnitInput
from anju.modules.plans.models import GoalKind, GoalState, Principle, WorkStage
from anju.modules.plans.services.goals import LONGEST_REMINDER, TOPICS, GoalDraft

Choices = Sequence[tuple[Any, Any]]
CLOSED = [(value, label) for value, label in GoalState.choices if value != GoalState.OPEN]


class GoalForm(forms.Form):
    """places: (community, name); the empty one is the company. owners: (staff, name)."""

    kind = forms.ChoiceField(label=_("类别"), choices=GoalKind.choices)
    topic = forms.ChoiceField(
        label=_("分类"), required=False, help_text=_("服务原则和总体工作计划须选分类，其他类别不选。"),
        choices=[("", _("不分类")), (_("服务原则"), Principle.choices), (_("总体工作计划"), WorkStage.choices)],
    )  # fmt: skip
    title = forms.CharField(label=_("目标"), max_length=120)
    community = forms.TypedChoiceField(label=_("小区"), required=False, coerce=int, empty_value=None)
    target = forms.CharField(
        label=_("达成标准"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("怎样算达成，由谁认定。")
    )
    owner = forms.TypedChoiceField(
        label=_("责任人"), required=False, coerce=int, empty_value=None, widget=SearchSelect
    )
    starts_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    due_on = forms.DateField(label=_("期限"), widget=DateInput)
    remind_days = forms.IntegerField(
        label=_("提前提醒"),
        min_value=0,
        max_value=LONGEST_REMINDER,
        initial=30,
        widget=UnitInput(_("天"), step="1"),
    )

    def __init__(
        self, *args: Any, places: Choices, owners: Choices, fixed: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["community"].choices = places  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("未指定")), *owners]  # type: ignore[attr-defined]
        if fixed:
            del self.fields["community"]

    def clean_topic(self) -> str:
        """A topic of another kind is dropped; that one is missing, the service says."""
        topic = self.cleaned_data["topic"]
        return topic if topic in TOPICS.get(self.cleaned_data.get("kind", ""), [""]) else ""


class ReportForm(forms.Form):
    on = forms.DateField(label=_("日期"), widget=DateInput)
    percent = forms.IntegerField(label=_("进度"), min_value=0, max_value=100, widget=UnitInput("%", step="1"))
    note = forms.CharField(label=_("进展"), widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label=_("证明材料"), required=False)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结论"), choices=CLOSED, widget=forms.RadioSelect)
    on = forms.DateField(label=_("日期"), widget=DateInput)
    note = forms.CharField(label=_("说明"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def goal_of(data: dict[str, Any], community_id: int | None) -> GoalDraft:
    return GoalDraft(
        community_id=community_id, kind=data["kind"], topic=data["topic"], title=data["title"],
        target=data["target"], owner_id=data["owner"], starts_on=data["starts_on"], due_on=data["due_on"],
        remind_days=data["remind_days"],
    )  # fmt: skip
