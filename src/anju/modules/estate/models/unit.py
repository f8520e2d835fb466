from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import ScopedKey, ScopedModel
from anju.modules.estate.models.place import AreaBasis, Place


class UnitUse(models.TextChoices):
    HOME = "home", _("住宅")
    SHOP = "shop", _("商铺")
    OFFICE = "office", _("办公")
    APARTMENT = "apartment", _("公寓")
    STORE = "store", _("储藏室")
    SERVICE = "service", _("物业用房")
    OTHER = "other", _("其他")


class UnitState(models.TextChoices):
    UNSOLD = "unsold", _("未售")
    EMPTY = "empty", _("空置")
    DECORATING = "decorating", _("装修中")
    OCCUPIED = "occupied", _("自住")
    LET = "let", _("出租")


class Unit(ScopedModel):
    """Areas in whole 1/100 m²; `basis` says which of the three counts for votes, fees and the fund (CONV-06)."""

    place = ScopedKey(Place, on_delete=models.CASCADE, related_name="units")
    registered_area = models.PositiveIntegerField(_("登记面积"), null=True, blank=True)
    surveyed_area = models.PositiveIntegerField(_("实测面积"), null=True, blank=True)
    contract_area = models.PositiveIntegerField(_("合同面积"), null=True, blank=True)
    basis = models.CharField(_("计算依据"), max_length=10, choices=AreaBasis, blank=True)
    use = models.CharField(_("用途"), max_length=10, choices=UnitUse, default=UnitUse.HOME)
    state = models.CharField(_("使用状态"), max_length=10, choices=UnitState, default=UnitState.EMPTY)
    delivered_on = models.DateField(_("交付日期"), null=True, blank=True)
    property_code = models.CharField(_("不动产单元号"), max_length=28, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "place"], name="unit_place_once")]

    def __str__(self) -> str:
        return str(self.place)

    @property
    def area(self) -> int | None:
        return (
            {
                AreaBasis.REGISTERED: self.registered_area,
                AreaBasis.SURVEYED: self.surveyed_area,
                AreaBasis.CONTRACT: self.contract_area,
            }.get(AreaBasis(self.basis))
            if self.basis
            else None
        )


class SpaceOwnership(models.TextChoices):
    OWNED = "owned", _("产权车位")
    AIR_DEFENCE = "air_defence", _("人防车位")
    COMMON = "common", _("公共车位")


class ParkingSpace(ScopedModel):
    place = ScopedKey(Place, on_delete=models.CASCADE, related_name="spaces")
    ownership = models.CharField(
        _("权属"), max_length=12, choices=SpaceOwnership, default=SpaceOwnership.COMMON
    )
    charging = models.BooleanField(_("充电桩"), default=False)
    state = models.CharField(_("状态"), max_length=10, default="free")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "place"], name="space_place_once")]

    def __str__(self) -> str:
        return str(self.place)
