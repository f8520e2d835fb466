from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class PlaceKind(models.TextChoices):
    REGION = "region", _("区域")
    COMMUNITY = "community", _("小区")
    CLUSTER = "cluster", _("组团")
    BUILDING = "building", _("楼栋")
    ENTRANCE = "entrance", _("单元")
    FLOOR = "floor", _("楼层")
    UNIT = "unit", _("房屋")
    PUBLIC = "public", _("公共区域")
    ROOM = "room", _("设备间")
    GATE = "gate", _("出入口")
    POST = "post", _("岗亭")
    PARKING = "parking", _("停车场")
    SPACE = "space", _("车位")


class PlaceState(models.TextChoices):
    ACTIVE = "active", _("在用")
    CLOSED = "closed", _("停用")


class AreaBasis(models.TextChoices):
    """Which of the three areas counts. Source: SPC interpretation on condominium art. 8 (CONV-06)."""

    REGISTERED = "registered", _("登记面积")
    SURVEYED = "surveyed", _("实测面积")
    CONTRACT = "contract", _("合同面积")


class SitePlan(ScopedModel):
    """A picture of a community or a floor on which places are pinned."""

    community_id = LooseKey(target="estate.Place")
    name = models.CharField(_("名称"), max_length=60)
    picture = ScopedKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "name"], name="siteplan_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Place(ScopedModel):
    """A node of the tree region → community → … → unit. `path` is "/3/17/204/": ids from the root down to itself.

    latitude, longitude: WGS-84 degrees, both or none.
    """

    parent = ScopedKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类型"), max_length=10, choices=PlaceKind)
    code = models.CharField(_("编号"), max_length=30)
    name = models.CharField(_("名称"), max_length=80)
    full_name = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=250, db_collation="C")
    depth = models.PositiveSmallIntegerField(default=0)
    sort_key = models.CharField(max_length=200, db_collation="C", blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=PlaceState, default=PlaceState.ACTIVE)
    label = models.CharField(_("标签码"), max_length=16, db_collation="C")
    tags = models.JSONField(_("标记"), default=list, blank=True)
    peak_hours = models.JSONField(_("使用高峰期"), default=list, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    site_plan = ScopedKey(SitePlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="pins")
    pin_x = models.PositiveSmallIntegerField(null=True)
    pin_y = models.PositiveSmallIntegerField(null=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "parent", "kind", "code"], name="place_code_once", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["org", "label"], name="place_label_once"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_coordinates_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "path"], name="place_path"),
            models.Index(fields=["org", "community_id", "kind", "sort_key"], name="place_community"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.name
