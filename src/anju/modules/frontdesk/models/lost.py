"""Things found, things reported lost, and how each came back to its owner or went to the authority."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class ThingSort(models.TextChoices):
    PHONE = "phone", _("手机数码")
    MONEY = "money", _("钱包现金")
    PAPERS = "papers", _("证件卡片")
    KEYS = "keys", _("钥匙")
    BAG = "bag", _("箱包")
    CLOTHES = "clothes", _("衣物")
    JEWEL = "jewel", _("首饰手表")
    CHILD = "child", _("儿童用品")
    UMBRELLA = "umbrella", _("雨伞")
    PET = "pet", _("宠物")
    OTHER = "other", _("其他")


class FoundState(models.TextChoices):
    KEPT = "kept", _("保管中")
    RETURNED = "returned", _("已领回")
    HANDED_OVER = "handed_over", _("已移交")


class FoundThing(ScopedModel):
    """A thing found. notice_on: since when it is told in public. What identifies who got it is kept sealed."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    state = models.CharField(_("状态"), max_length=12, choices=FoundState, default=FoundState.KEPT)
    name = models.CharField(_("物品"), max_length=60)
    sort = models.CharField(_("类别"), max_length=10, choices=ThingSort)
    words = models.CharField(_("特征"), max_length=300, blank=True)
    secret = models.CharField(_("核对特征"), max_length=200, blank=True)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("拾得地点"), max_length=80, blank=True)
    found_at = models.DateTimeField(_("拾得时间"))
    finder = models.CharField(_("拾得人"), max_length=40)
    finder_phone = SealedText(blank=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    kept_at = models.CharField(_("存放处"), max_length=60)
    noted_by = models.CharField(_("登记人"), max_length=60)
    noted_at = models.DateTimeField(_("登记时间"))
    notice_on = models.DateField(_("公示日期"), null=True)
    claimant = models.CharField(_("领取人"), max_length=40, blank=True)
    claimant_phone = SealedText(blank=True)
    claimant_paper = models.CharField(_("核验证件"), max_length=40, blank=True)
    claimant_number = SealedText(blank=True)
    proof = models.CharField(_("核对情况"), max_length=200, blank=True)
    signature = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    authority = models.CharField(_("移交单位"), max_length=80, blank=True)
    receipt = models.CharField(_("移交回执"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("处理时间"), null=True)
    ended_by = models.CharField(_("经办人"), max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="found_number_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "-found_at", "-id"], name="found_newest"),
            models.Index(fields=["org", "state", "found_at"], name="found_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class LostState(models.TextChoices):
    OPEN = "open", _("查找中")
    FOUND = "found", _("已找到")
    CLOSED = "closed", _("已结束")


class LostReport(ScopedModel):
    """Somebody misses something. lost_at: when he had it last, or thinks he lost it.

    claimed: the thing that he says is his, with the marks by which he knows it; what he says is for the desk alone.
    """

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    state = models.CharField(_("状态"), max_length=8, choices=LostState, default=LostState.OPEN)
    name = models.CharField(_("物品"), max_length=60)
    sort = models.CharField(_("类别"), max_length=10, choices=ThingSort)
    words = models.CharField(_("特征"), max_length=300, blank=True)
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("遗失地点"), max_length=80, blank=True)
    lost_at = models.DateTimeField(_("遗失时间"))
    person_id = LooseKey(target="people.Person", null=True)
    reporter = models.CharField(_("失主"), max_length=40)
    phone = SealedText(blank=True)
    found = ScopedKey(FoundThing, on_delete=models.SET_NULL, null=True, related_name="reports")
    noted_at = models.DateTimeField(_("登记时间"))
    noted_by = models.CharField(_("登记人"), max_length=60)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(_("结束原因"), max_length=200, blank=True)
    claimed = ScopedKey(FoundThing, on_delete=models.PROTECT, null=True, related_name="claims")
    marks = SealedText(blank=True)
    by_resident = models.BooleanField(_("住户自己登记"), default=False)
    key = models.CharField(max_length=100, null=True, db_collation="C")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="lost_number_once"),
            models.UniqueConstraint(fields=["org", "key"], name="lost_key_once"),
        ]
        indexes = [models.Index(fields=["org", "community_id", "-lost_at", "-id"], name="lost_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
