from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class GoalKind(models.TextChoices):
    """Sources: award A STD-17; project B ORG-05; stage B ORG-18; service A STD-21; principle A STD-20; work B ORG-06."""

    AWARD = "award", _("创优目标")
    PROJECT = "project", _("项目目标")
    STAGE = "stage", _("阶段管理目标")
    SERVICE = "service", _("服务目标")
    PRINCIPLE = "principle", _("服务原则")
    WORK = "work", _("总体工作计划")


class Principle(models.TextChoices):
    """Service principles that are reported on. Source: A STD-20."""

    QUALITY = "quality", _("质量与效率")
    FAIRNESS = "fairness", _("公正处理投诉")
    TRAINING = "training", _("员工培训")
    PARTICIPATION = "participation", _("居民参与")
    ENVIRONMENT = "environment", _("节能环保低碳")


class WorkStage(models.TextChoices):
    """Parts of the overall work plan of a project. Source: B ORG-06."""

    PREPARATION = "preparation", _("具体方案")
    EARLY = "early", _("早期介入")
    MOVE_IN = "move_in", _("入住")
    DECORATION = "decoration", _("装修")
    SECURITY = "security", _("治安")
    FIRE = "fire", _("消防")
    ENVIRONMENT = "environment", _("保洁绿化")
    WITHDRAWAL = "withdrawal", _("退场")


class GoalState(models.TextChoices):
    OPEN = "open", _("进行中")
    ACHIEVED = "achieved", _("已达成")
    FAILED = "failed", _("未达成")
    CANCELLED = "cancelled", _("已取消")


class Goal(ScopedModel):
    """Something to reach by a day. community_id None: of the whole company. due_on: the last day that is in time.

    topic: a Principle or a WorkStage where the kind asks for one. percent: as the newest progress entry says.
    remind_days: how long before the day it counts as coming due.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类别"), max_length=10, choices=GoalKind)
    topic = models.CharField(_("分类"), max_length=14, blank=True)
    title = models.CharField(_("目标"), max_length=120)
    target = models.TextField(_("达成标准"))
    starts_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("期限"))
    owner = ScopedKey("people.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    remind_days = models.PositiveSmallIntegerField(_("提前提醒"), default=30)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    state = models.CharField(_("状态"), max_length=9, choices=GoalState, default=GoalState.OPEN)
    closed_on = models.DateField(_("完成日期"), null=True)
    closing_note = models.CharField(_("结论"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    owner_id: int | None
    entries: Any

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=models.F("starts_on")), name="goal_span"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="goal_percent"),
        ]
        indexes = [
            models.Index(fields=["org", "state", "due_on"], name="goal_due"),
            models.Index(fields=["org", "community_id", "kind"], name="goal_board"),
        ]

    def __str__(self) -> str:
        return self.title


class GoalEntry(ScopedModel):
    """How far a goal was on a day, with what shows it."""

    goal = ScopedKey(Goal, on_delete=models.CASCADE, related_name="entries")
    on = models.DateField(_("日期"))
    percent = models.PositiveSmallIntegerField(_("进度"))
    note = models.TextField(_("进展"))
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    goal_id: int
    file_id: int | None

    class Meta(ScopedModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="goal_entry_percent")]
        indexes = [models.Index(fields=["org", "goal", "-on", "-id"], name="goal_entry_newest")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.on}"
