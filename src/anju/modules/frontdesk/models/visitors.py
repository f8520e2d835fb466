"""The visitors' book: who came to whom, why, by which gate, and when he left again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedModel


class VisitState(models.TextChoices):
    ANNOUNCED = "announced", _("已预约")
    INSIDE = "inside", _("在访")
    LEFT = "left", _("已离开")
    EXPIRED = "expired", _("未到访")
    CANCELLED = "cancelled", _("已取消")


class Purpose(models.TextChoices):
    GUEST = "guest", _("探亲访友")
    DELIVERY = "delivery", _("送货送餐")
    REPAIR = "repair", _("维修安装")
    DECORATION = "decoration", _("装修施工")
    HOUSEKEEPING = "housekeeping", _("家政服务")
    VIEWING = "viewing", _("看房")
    OFFICIAL = "official", _("公务")
    BUSINESS = "business", _("到物业办事")
    OTHER = "other", _("其他")


class Visit(ScopedModel):
    """One visit, announced or not. code: lets an announced visitor in, once, from valid_from until before valid_until.

    stay_until: when he said he would leave. forgotten_at: when what names him was taken off (PIPL art. 19).
    """

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    state = models.CharField(_("状态"), max_length=10, choices=VisitState)
    name = models.CharField(_("访客"), max_length=40)
    phone = SealedText(blank=True)
    phone_digest = models.CharField(max_length=64, blank=True)
    plate = models.CharField(_("车牌"), max_length=12, blank=True)
    company = models.CharField(_("单位"), max_length=60, blank=True)
    companions = models.PositiveSmallIntegerField(_("同行人数"), default=0)
    purpose = models.CharField(_("事由"), max_length=12, choices=Purpose, default=Purpose.GUEST)
    words = models.CharField(_("说明"), max_length=120, blank=True)
    place_id = LooseKey(target="estate.Place", null=True)
    department_id = LooseKey(target="people.Department", null=True)
    host_id = LooseKey(target="people.Person", null=True)
    host = models.CharField(_("被访人"), max_length=40, blank=True)
    gate_id = LooseKey(target="estate.Place", null=True)
    out_gate_id = LooseKey(target="estate.Place", null=True)
    card = models.CharField(_("访客证"), max_length=20, blank=True)
    card_returned = models.BooleanField(_("访客证已交回"), default=False)
    code = models.CharField(max_length=8, blank=True)
    valid_from = models.DateTimeField(_("有效起"), null=True)
    valid_until = models.DateTimeField(_("有效止"), null=True)
    announced_at = models.DateTimeField(_("预约时间"), null=True)
    announced_by = models.CharField(max_length=60, blank=True)
    came_at = models.DateTimeField(_("进入时间"), null=True)
    stay_until = models.DateTimeField(_("预计离开"), null=True)
    left_at = models.DateTimeField(_("离开时间"), null=True)
    signed_in_by = models.CharField(_("登记人"), max_length=60, blank=True)
    signed_out_by = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=100, null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="visit_number_once"),
            models.UniqueConstraint(
                fields=["org", "code"], condition=models.Q(state="announced"), name="visit_code_once"
            ),
            models.UniqueConstraint(
                fields=["org", "key"], condition=models.Q(key__isnull=False), name="visit_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("came_at")),
                name="visit_left_after",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "community_id", "-came_at", "-id"], name="visit_newest"),
            models.Index(fields=["org", "state", "came_at"], name="visit_state"),
            models.Index(fields=["org", "place_id", "-came_at"], name="visit_home"),
            models.Index(
                fields=["org", "phone_digest"], condition=~models.Q(phone_digest=""), name="visit_phone"
            ),
            models.Index(
                fields=["org", "came_at"], condition=models.Q(forgotten_at__isnull=True), name="visit_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.number
