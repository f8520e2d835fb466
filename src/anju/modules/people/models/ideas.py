"""New services thought of because people need them: idea, trial, result."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.people.models.homes import NeedKind
from anju.modules.people.models.staff import Staff


class IdeaState(models.TextChoices):
    IDEA = "idea", _("设想")
    TRIAL = "trial", _("试行中")
    ADOPTED = "adopted", _("已推广")
    DROPPED = "dropped", _("未采用")


class ServiceIdea(ScopedModel):
    """A new service (服务创新). basis_*: how many needs of its kind stood behind it, in which span, when it was noted."""

    community_id = LooseKey(target="estate.Place", null=True)
    number = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("对应需求"), max_length=10, choices=NeedKind)
    text = models.TextField(_("设想"))
    basis_count = models.PositiveIntegerField(_("依据的需求数"), default=0)
    basis_from = models.DateField(null=True, blank=True)
    basis_until = models.DateField(null=True, blank=True)
    staff = ScopedKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="service_ideas")
    state = models.CharField(_("状态"), max_length=8, choices=IdeaState, default=IdeaState.IDEA)
    noted_on = models.DateField(_("提出日期"))
    by_name = models.CharField(max_length=60)
    trial_from = models.DateField(_("试行开始"), null=True, blank=True)
    trial_until = models.DateField(_("试行结束"), null=True, blank=True)
    trial_scope = models.CharField(_("试行范围"), max_length=200, blank=True)
    measure = models.CharField(_("评价办法"), max_length=200, blank=True)
    result = models.TextField(_("结果"), blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="serviceidea_number_once"),
            models.CheckConstraint(
                condition=models.Q(trial_until__isnull=True)
                | models.Q(trial_until__gte=models.F("trial_from")),
                name="serviceidea_trial",
            ),
        ]
        indexes = [models.Index(fields=["org", "community_id", "state"], name="serviceidea_state")]

    def __str__(self) -> str:
        return self.title
