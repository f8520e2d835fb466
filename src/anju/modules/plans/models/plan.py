from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Plan(ScopedModel):
    """A service plan (物业服务方案) of one community; its text lives in versions.

    is_bid: offered by a company in a tender; read and reviewed like any other, never approved, never in force.
    """

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("方案名称"), max_length=120)
    purpose = models.TextField(_("目的"), blank=True)
    scope = models.TextField(_("适用范围"), blank=True)
    addressees = models.CharField(_("适用对象"), max_length=200, blank=True)
    goals = models.TextField(_("服务目标"), blank=True)
    principles = models.TextField(_("服务原则"), blank=True)
    grade = models.CharField(_("服务标准等级"), max_length=60, blank=True)
    interpreter = models.CharField(_("解释权"), max_length=120, blank=True)
    is_bid = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    versions: Any

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "title"], name="plan_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    IN_FORCE = "in_force", _("执行中")
    SUPERSEDED = "superseded", _("已被替代")
    WITHDRAWN = "withdrawn", _("已撤回")


class PlanVersion(ScopedModel):
    """One text of a plan. draft → approved → in force from `in_force_from` → superseded; older texts stay readable.

    An approved version with a day set comes into force when that day begins. read_at: None while a large text is
    being read. superseded_on: the first day on which the version no longer holds. scans: pages that are pictures, as
    `contracts.Scan` has them.
    """

    plan = ScopedKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    source = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    template = models.CharField(max_length=40, blank=True)
    media = models.CharField(max_length=8, default="txt")
    text = models.TextField()
    scans = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField(null=True)
    change_reason = models.TextField(_("修订原因"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approval_note = models.TextField(_("批准意见"), blank=True)
    in_force_from = models.DateField(_("生效日期"), null=True)
    superseded_on = models.DateField(_("失效日期"), null=True)

    plan_id: int
    promises: Any

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(
                fields=["org", "in_force_from"], condition=models.Q(state="approved"), name="version_coming"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["org", "plan", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["org", "plan"], condition=models.Q(state="in_force"), name="version_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanClause(ScopedModel):
    """A clause and its place in the text; offsets are code points, half-open."""

    version = ScopedKey(PlanVersion, on_delete=models.CASCADE, related_name="clauses")
    index = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(null=True)
    section = models.CharField(max_length=80, blank=True)
    heading = models.JSONField(default=list)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "version", "index"], name="clause_once")]

    def __str__(self) -> str:
        return self.section
