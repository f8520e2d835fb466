from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class OpinionBox(ScopedModel):
    """A box for letters. every_days: None leaves it to the setting. Source: catalogue B CSR-13."""

    community_id = LooseKey(target="estate.Place")
    name = models.CharField(_("名称"), max_length=40)
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("位置说明"), max_length=80)
    keeper_id = LooseKey(target="people.Staff")
    every_days = models.PositiveSmallIntegerField(_("几天开启一次"), null=True)
    hung_on = models.DateField(_("启用日期"))
    ended_on = models.DateField(_("停用日期"), null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "name"], name="opinionbox_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class BoxOpening(ScopedModel):
    """One opening before two pairs of eyes; letters: how many lay in it, 0 is a record too. due_on: when it was due."""

    box = ScopedKey(OpinionBox, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField(_("开启时间"))
    due_on = models.DateField()
    staff_id = LooseKey(target="people.Staff")
    witness_id = LooseKey(target="people.Staff", null=True)
    witness = models.CharField(_("见证人"), max_length=60)
    letters = models.PositiveSmallIntegerField(_("来信"))
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "box", "-opened_at"], name="boxopening_newest")]

    def __str__(self) -> str:
        return f"{self.box_id} {self.opened_at:%Y-%m-%d}"


class BoxLetter(ScopedModel):
    opening = ScopedKey(BoxOpening, on_delete=models.PROTECT, related_name="taken")
    number = models.PositiveSmallIntegerField()
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "opening", "number"], name="boxletter_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.opening_id}/{self.number}"
