"""Concierges (礼宾助理), the buildings they serve, their bulletins, and what was found fault with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Concierge(ScopedModel):
    """The profile of a member of staff who serves buildings. starts = ends: round the clock on his weekdays."""

    community_id = LooseKey(target="estate.Place")
    staff_id = LooseKey(target="people.Staff")
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("称呼"), max_length=40)
    strengths = models.CharField(_("特长"), max_length=200)
    languages = models.CharField(_("语言"), max_length=60, blank=True)
    motto = models.CharField(_("服务承诺"), max_length=120, blank=True)
    service_phone = models.CharField(_("服务电话"), max_length=30)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("值班日"))
    starts = models.TimeField(_("上岗时间"))
    ends = models.TimeField(_("下岗时间"))
    active = models.BooleanField(_("在岗"), default=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "staff_id"], name="concierge_once")
        ]

    def __str__(self) -> str:
        return self.name


class ConciergeBuilding(ScopedModel):
    """A building, or a door of one, that a concierge serves."""

    concierge = ScopedKey(Concierge, on_delete=models.CASCADE, related_name="buildings")
    place_id = LooseKey(target="estate.Place")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "concierge", "place_id"], name="concierge_building_once")
        ]
        indexes = [models.Index(fields=["org", "place_id"], name="concierge_building_place")]

    def __str__(self) -> str:
        return f"{self.concierge_id} {self.place_id}"


class BulletinSort(models.TextChoices):
    """Source: catalogue A CON-04."""

    COMMUNITY = "community", _("小区动态")
    LAW = "law", _("法律政策")
    COMPANY = "company", _("公司动态")
    WEATHER = "weather", _("天气提示")
    HEALTH = "health", _("健康知识")
    SAFETY = "safety", _("安全提醒")


class Bulletin(ScopedModel):
    """A bulletin of a month, told as a notice of the board."""

    community_id = LooseKey(target="estate.Place")
    sort = models.CharField(_("类别"), max_length=10, choices=BulletinSort)
    month = models.DateField(_("月份"))
    title = models.CharField(_("标题"), max_length=80)
    notice = ScopedKey("messaging.BoardNotice", on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("起草时间"))
    written_by = models.CharField(_("起草人"), max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "-month"], name="bulletin_month")]

    def __str__(self) -> str:
        return self.title


class FaultKind(models.TextChoices):
    """Source: catalogue A CON-06."""

    DELAY = "delay", _("对本职事项不理、拖延")
    UNREPORTED = "unreported", _("未及时上报未解决的投诉")
    ATTITUDE = "attitude", _("情绪化、不诚恳对待业主")


class Measure(models.TextChoices):
    ORAL = "oral", _("口头警告")
    WRITTEN = "written", _("书面警告")
    BONUS = "bonus", _("扣减当月奖金")
    DISMISSAL = "dismissal", _("辞退")


class Fault(ScopedModel):
    """What a concierge was found at fault with, the evidence, and what followed. reduced: fen off the month's bonus."""

    community_id = LooseKey(target="estate.Place")
    concierge = ScopedKey(Concierge, on_delete=models.PROTECT, related_name="faults")
    kind = models.CharField(_("情形"), max_length=12, choices=FaultKind)
    on = models.DateField(_("发生日期"))
    evidence = models.CharField(_("事实与证据"), max_length=500)
    measure = models.CharField(_("处理"), max_length=10, choices=Measure)
    reduced = models.BigIntegerField(_("扣减金额"), default=0)
    case_number = models.CharField(_("相关事项"), max_length=24, blank=True)
    decided_at = models.DateTimeField(_("决定时间"))
    decided_by = models.CharField(_("决定人"), max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "concierge", "-on"], name="fault_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(reduced__gte=0), name="fault_reduced_positive")
        ]

    def __str__(self) -> str:
        return f"{self.concierge_id} {self.on}"
