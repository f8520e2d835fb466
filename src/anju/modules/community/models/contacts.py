from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedModel
from anju.modules.community.rules.safety import dialled


class ContactKind(models.TextChoices):
    OFFICER = "officer", _("社区民警（片警）")
    POLICE = "police", _("派出所")
    COMMUNITY = "community", _("社区工作人员")
    STREET = "street", _("街道办事处")
    NEIGHBOURHOOD = "neighbourhood", _("居委会")
    COMMITTEE = "committee", _("业主委员会")
    FIRE = "fire", _("消防救援站")
    HOSPITAL = "hospital", _("医院")
    WATER = "water", _("供水")
    POWER = "power", _("供电")
    GAS = "gas", _("燃气")
    HEAT = "heat", _("供热")
    LIFT = "lift", _("电梯维保")
    OTHER = "other", _("其他")


class SafetyContact(ScopedModel):
    """Whom the community calls: a body and who answers there. checked_on: somebody last called and found it right.

    phone, second_phone: encrypted at rest, shown in full to whoever may see the list, since it is there to be dialled.
    Source: catalogue A INC-03.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(_("类别"), max_length=14, choices=ContactKind)
    body = models.CharField(_("单位"), max_length=60)
    name = models.CharField(_("联系人"), max_length=40, blank=True)
    duty = models.CharField(_("职务"), max_length=40, blank=True)
    phone = SealedText(_("电话"))
    second_phone = SealedText(_("备用电话"), blank=True)
    hours = models.CharField(_("值守时间"), max_length=60, blank=True)
    valid_from = models.DateField(_("启用日期"), null=True)
    valid_until = models.DateField(_("停用日期"), null=True)
    checked_on = models.DateField(_("核对日期"))
    checked_by = models.CharField(_("核对人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="contact_forward",
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "kind"], name="contact_list")]

    def __str__(self) -> str:
        return f"{self.body} {self.name}".strip()

    @property
    def dial(self) -> str:
        return dialled(str(self.phone or ""))

    @property
    def second_dial(self) -> str:
        return dialled(str(self.second_phone or ""))
