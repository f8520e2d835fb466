from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class EtiquetteAbout(models.TextChoices):
    PERSON = "person", _("员工礼仪")
    RECEPTION = "reception", _("服务接待处")


class EtiquetteCheck(ScopedModel):
    """A check of one person's manners or of a reception. staff_id: whom; spot: where. Source: catalogue B CSR-07."""

    community_id = LooseKey(target="estate.Place")
    about = models.CharField(_("对象"), max_length=9, choices=EtiquetteAbout)
    staff_id = LooseKey(target="people.Staff", null=True)
    spot = models.CharField(_("地点"), max_length=60, blank=True)
    on = models.DateField(_("检查日期"))
    due_on = models.DateField(_("整改期限"), null=True)
    checked_by = models.CharField(_("检查人"), max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "-on"], name="etiquette_newest")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class EtiquetteResult(ScopedModel):
    """One item as it was asked and found; what failed is checked again until it passes."""

    sheet = ScopedKey(EtiquetteCheck, on_delete=models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    passed = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    fixed_on = models.DateField(null=True)
    fixed_by = models.CharField(max_length=60, blank=True)
    fixed_words = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "sheet", "position"], name="etiquette_item_once")
        ]

    def __str__(self) -> str:
        return self.label
