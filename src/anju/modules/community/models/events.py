from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Only(models.Func):
    """A whole number as a range of one, so that one GiST index compares it beside a span of time."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class Span(models.Func):
    """[from, until) of two moments."""

    function = "tstzrange"


class EventState(models.TextChoices):
    DRAFT = "draft", _("编制中")
    SUBMITTED = "submitted", _("待批准")
    RETURNED = "returned", _("退回修改")
    RELEASED = "released", _("已批准")
    SIGNED = "signed", _("已完成")


class EventRisk(models.TextChoices):
    LOW = "low", _("低")
    MEDIUM = "medium", _("中")
    HIGH = "high", _("高")


class MajorEvent(ScopedModel):
    """A major event with its security plan. words: of the approval or the sending back. Source: catalogue A INC-12."""

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("活动名称"), max_length=80)
    place = models.CharField(_("地点"), max_length=120)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    expected = models.PositiveIntegerField(_("预计人数"))
    risk = models.CharField(_("风险等级"), max_length=6, choices=EventRisk)
    risks = models.CharField(_("主要风险"), max_length=1000)
    measures = models.TextField(_("措施与任务"))
    state = models.CharField(_("状态"), max_length=9, choices=EventState, default=EventState.DRAFT)
    made_by = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True)
    signed_by = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_words = models.CharField(max_length=500, blank=True)
    review = models.TextField(_("总结讲评"), blank=True)
    reviewed_by = models.CharField(max_length=60, blank=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_forward"
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "-starts_at"], name="event_newest")]

    def __str__(self) -> str:
        return self.title


class EventPost(ScopedModel):
    """Somebody at a post of an event over [starts_at, ends_at). came_at: he was there when the day was signed off."""

    event = ScopedKey(MajorEvent, on_delete=models.CASCADE, related_name="posts")
    post = models.CharField(_("岗位"), max_length=60)
    staff_id = LooseKey(target="people.Staff")
    starts_at = models.DateTimeField(_("上岗"))
    ends_at = models.DateTimeField(_("下岗"))
    task = models.CharField(_("任务"), max_length=200, blank=True)
    came = models.BooleanField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_post_forward"
            ),
            ExclusionConstraint(
                name="event_post_one_place",
                expressions=[
                    (Only("org_id"), RangeOperators.OVERLAPS),
                    (Only("staff_id"), RangeOperators.OVERLAPS),
                    (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["org", "event", "starts_at"], name="event_roster")]

    def __str__(self) -> str:
        return self.post
