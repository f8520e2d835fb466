from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.estate.models.place import Place


class SignKind(models.TextChoices):
    SITE_PLAN = "site_plan", _("小区平面示意图")
    ROAD = "road", _("路标")
    NUMBER = "number", _("组团、楼栋、单元、户门牌")
    DANGER = "danger", _("危险警示")
    TRAFFIC = "traffic", _("交通标志")
    SLIPPERY = "slippery", _("防滑提示")
    RULES = "rules", _("上墙制度")
    EVACUATION = "evacuation", _("疏散指示")
    REFUSE = "refuse", _("垃圾分类标识")
    OTHER = "other", _("其他标识")


class SignState(models.TextChoices):
    GOOD = "good", _("完好")
    WORN = "worn", _("陈旧模糊")
    DAMAGED = "damaged", _("破损")
    MISSING = "missing", _("缺失")


class Sign(ScopedModel):
    """One sign of the register (标识台账). `due_on`: when it must be looked at again; null once it is taken down."""

    community_id = LooseKey(target="estate.Place")
    place = ScopedKey(Place, on_delete=models.PROTECT, related_name="signs")
    number = models.CharField(_("编号"), max_length=20)
    kind = models.CharField(_("类型"), max_length=12, choices=SignKind)
    wording = models.CharField(_("标识内容"), max_length=120)
    spot = models.CharField(_("具体位置"), max_length=120, blank=True)
    quantity = models.PositiveSmallIntegerField(_("数量"), default=1)
    state = models.CharField(_("状态"), max_length=8, choices=SignState, default=SignState.GOOD)
    visible = models.BooleanField(_("位置醒目"), default=True)
    installed_on = models.DateField(_("安装日期"), null=True, blank=True)
    check_months = models.PositiveSmallIntegerField(_("检查周期（月）"), default=1)
    checked_on = models.DateField(_("上次检查"), null=True, blank=True)
    due_on = models.DateField(_("下次检查"), null=True, blank=True)
    removed_on = models.DateField(_("撤除日期"), null=True, blank=True)
    photo = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="sign_number_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "kind"], name="sign_community"),
            models.Index(
                fields=["org", "due_on"], name="sign_due", condition=models.Q(removed_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"


class SignCheck(ScopedModel):
    sign = ScopedKey(Sign, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    by_name = models.CharField(_("检查人"), max_length=60)
    by_user = models.BigIntegerField(null=True)
    state = models.CharField(_("状态"), max_length=8, choices=SignState)
    visible = models.BooleanField(_("位置醒目"))
    note = models.CharField(_("备注"), max_length=300, blank=True)
    photo = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "sign", "-at"], name="signcheck_newest")]

    def __str__(self) -> str:
        return f"{self.sign_id} {self.at:%Y-%m-%d}"
