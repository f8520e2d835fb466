from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class WorkPlanState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CLOSED = "closed", _("已总结")


class WorkPlan(ScopedModel):
    """What a department means to do in one week at one community (周工作计划). week: its Monday. Source: A PLN-01."""

    community_id = LooseKey(target="estate.Place")
    department = ScopedKey("people.Department", on_delete=models.PROTECT, related_name="+")
    week = models.DateField(_("周"))
    focus = models.TextField(_("本周重点"), blank=True)
    summary = models.TextField(_("本周小结"), blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=WorkPlanState, default=WorkPlanState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    department_id: int
    items: Any

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "department", "week"], name="work_plan_once"
            ),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="work_plan_from_monday"),
        ]
        indexes = [models.Index(fields=["org", "week", "community_id"], name="work_plan_week")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.week}"


class WorkPlanItem(ScopedModel):
    """One thing to do in the week, with a target that can be checked; met: None until somebody judged it (A PLN-02)."""

    plan = ScopedKey(WorkPlan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("工作内容"), max_length=200)
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, null=True, related_name="+")
    area = models.CharField(_("区域"), max_length=120, blank=True)
    target = models.CharField(_("目标"), max_length=200, blank=True)
    staff = ScopedKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("完成日期"), null=True)
    result = models.CharField(_("完成情况"), max_length=300, blank=True)
    met = models.BooleanField(_("是否达到目标"), null=True)

    plan_id: int
    place_id: int | None
    staff_id: int | None

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "plan", "position"], name="work_plan_item_order")
        ]

    def __str__(self) -> str:
        return self.text[:40]
