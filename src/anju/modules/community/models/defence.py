from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class BriefSort(models.TextChoices):
    """What local security information is about; the last ones concern everybody. Source: catalogue A INC-04, INC-07."""

    THEFT = "theft", _("盗窃")
    FRAUD = "fraud", _("诈骗")
    MISSING = "missing", _("人员走失")
    SUSPECT = "suspect", _("可疑人员")
    BULLETIN = "bulletin", _("治安通报")
    OTHER = "other", _("其他")
    FALLING = "falling", _("高空抛物坠物")
    TYPHOON = "typhoon", _("台风大风")
    FIRE = "fire", _("火灾隐患")


class SafetyBrief(ScopedModel):
    """Local security information, received or our own warning. source: who gave it. area: what it is about.

    shared_at: passed on to the guards. notice_id: the notice to residents it was made into.
    """

    community_id = LooseKey(target="estate.Place")
    sort = models.CharField(_("类别"), max_length=8, choices=BriefSort)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=1000)
    source = models.CharField(_("来源"), max_length=60)
    area = models.CharField(_("涉及区域"), max_length=80, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    valid_until = models.DateField(_("有效至"), null=True)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    noted_by = models.CharField(_("登记人"), max_length=60)
    shared_at = models.DateTimeField(_("传达时间"), null=True)
    shared_by = models.CharField(max_length=60, blank=True)
    notice_id = LooseKey(target="messaging.BoardNotice", null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "-received_at"], name="brief_newest")]

    def __str__(self) -> str:
        return self.title


class BriefReading(ScopedModel):
    """That a member of staff has read a brief; the first time counts."""

    brief = ScopedKey(SafetyBrief, on_delete=models.CASCADE, related_name="readings")
    staff_id = LooseKey(target="people.Staff")
    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "brief", "staff_id"], name="brief_read_once")]

    def __str__(self) -> str:
        return self.name


class SharedFacility(ScopedModel):
    """An agreement with another body on security equipment used together. Source: catalogue A INC-11."""

    community_id = LooseKey(target="estate.Place")
    thing = models.CharField(_("设施设备"), max_length=80)
    partner = models.CharField(_("共享单位"), max_length=60)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=24, blank=True)
    starts_on = models.DateField(_("生效日期"))
    ends_on = models.DateField(_("到期日期"), null=True)
    terms = models.CharField(_("约定"), max_length=500, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "-starts_on"], name="facility_newest")]

    def __str__(self) -> str:
        return self.thing


class FacilityUse(ScopedModel):
    facility = ScopedKey(SharedFacility, on_delete=models.CASCADE, related_name="uses")
    at = models.DateTimeField(_("使用时间"))
    by_whom = models.CharField(_("使用单位或人员"), max_length=60)
    purpose = models.CharField(_("用途"), max_length=200)
    noted_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "facility", "-at"], name="facility_use_newest")]

    def __str__(self) -> str:
        return self.purpose
