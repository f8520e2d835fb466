"""Occasions: what people come together for, be it to confer, to patrol or to teach; and the year's plan of teaching."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class OccasionKind(models.TextChoices):
    """Sources: catalogue A INC-05, INC-13, INC-10."""

    MEETING = "meeting", _("联防会议")
    PATROL = "patrol", _("联勤巡逻")
    TEACHING = "teaching", _("安全教育")


class OccasionState(models.TextChoices):
    PLANNED = "planned", _("待举行")
    HELD = "held", _("已举行")
    CANCELLED = "cancelled", _("已取消")


class TeachingLine(ScopedModel):
    """One line of the year's plan of safety education. month: its first day."""

    community_id = LooseKey(target="estate.Place")
    theme = models.CharField(_("主题"), max_length=80)
    audience = models.CharField(_("对象"), max_length=60)
    month = models.DateField(_("月份"))
    note = models.CharField(_("形式和要求"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "month", "theme"], name="teaching_line_once"
            )
        ]

    def __str__(self) -> str:
        return self.theme


class Occasion(ScopedModel):
    """host: who called it, leads it or teaches. place: room or route. homes, persons: counted attendance, beside names.

    outcome: the minutes, what was gained by it (经验), or what the teaching brought about.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(_("类别"), max_length=8, choices=OccasionKind)
    line = ScopedKey(TeachingLine, on_delete=models.PROTECT, null=True, related_name="sessions")
    title = models.CharField(_("名称"), max_length=80)
    host = models.CharField(_("召集或主讲"), max_length=60)
    place = models.CharField(_("地点或路线"), max_length=120)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    state = models.CharField(_("状态"), max_length=9, choices=OccasionState, default=OccasionState.PLANNED)
    homes = models.PositiveIntegerField(_("户数"), null=True)
    persons = models.PositiveIntegerField(_("人数"), null=True)
    minutes = models.TextField(_("内容记录"), blank=True)
    outcome = models.CharField(_("成效与经验"), max_length=1000, blank=True)
    material = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    noted_by = models.CharField(max_length=60)
    held_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="occasion_forward"
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "kind", "-starts_at"], name="occasion_newest")]

    def __str__(self) -> str:
        return self.title


class OccasionGuest(ScopedModel):
    """Who was to come, of which body. staff_id: one of ours."""

    occasion = ScopedKey(Occasion, on_delete=models.CASCADE, related_name="guests")
    body = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    staff_id = LooseKey(target="people.Staff", null=True)
    came = models.BooleanField(default=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "occasion"], name="occasion_guests")]

    def __str__(self) -> str:
        return self.name


class PointSort(models.TextChoices):
    APPRAISAL = "appraisal", _("治安验收")
    PROBLEM = "problem", _("发现问题")


class OccasionPoint(ScopedModel):
    """An item appraised with 0–100 points, or a problem found; case_id: the case that was made of it."""

    occasion = ScopedKey(Occasion, on_delete=models.CASCADE, related_name="points")
    sort = models.CharField(_("类别"), max_length=9, choices=PointSort)
    item = models.CharField(_("项目或位置"), max_length=60)
    score = models.PositiveSmallIntegerField(_("得分"), null=True)
    text = models.CharField(_("说明"), max_length=500)
    case_id = LooseKey(target="cases.Case", null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__lte=100), name="point_score"
            )
        ]
        indexes = [models.Index(fields=["org", "occasion"], name="occasion_points")]

    def __str__(self) -> str:
        return self.item


class OccasionPhoto(ScopedModel):
    occasion = ScopedKey(Occasion, on_delete=models.CASCADE, related_name="photos")
    file = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "occasion"], name="occasion_photos")]

    def __str__(self) -> str:
        return str(self.pk)
