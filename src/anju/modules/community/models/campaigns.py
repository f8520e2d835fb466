from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class CampaignTarget(models.TextChoices):
    RESIDENTS = "residents", _("常住户")
    OWNERS = "owners", _("已入住业主")


class CampaignState(models.TextChoices):
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")


class VisitOutcome(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("一般")
    DISSATISFIED = "dissatisfied", _("不满意")
    UNREACHED = "unreached", _("未遇到")


class VisitCampaign(ScopedModel):
    """Visits to all homes of a group over some weeks. percent: the share promised. Source: catalogue B RTV-01, 02, 05."""

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("名称"), max_length=80)
    target = models.CharField(_("对象"), max_length=10, choices=CampaignTarget)
    percent = models.PositiveSmallIntegerField(_("承诺比例"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(max_length=8, choices=CampaignState, default=CampaignState.OPEN)
    made_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="campaign_forward"
            ),
            models.CheckConstraint(condition=models.Q(percent__range=(1, 100)), name="campaign_percent"),
        ]
        indexes = [models.Index(fields=["org", "community_id", "-starts_on"], name="campaign_newest")]

    def __str__(self) -> str:
        return self.title


class CampaignHome(ScopedModel):
    """A home on a campaign's list, as the list stood when it was made. visited_at: somebody was met, who is `met`."""

    campaign = ScopedKey(VisitCampaign, on_delete=models.CASCADE, related_name="homes")
    place_id = LooseKey(target="estate.Place")
    building_id = LooseKey(target="estate.Place", null=True)
    contact = models.CharField(max_length=60, blank=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    planned_on = models.DateField(null=True)
    visited_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=VisitOutcome, blank=True)
    needs = models.CharField(max_length=500, blank=True)
    proposal = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    met = models.CharField(max_length=60, blank=True)
    met_id = LooseKey(target="people.Person", null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "campaign", "place_id"], name="campaign_home_once")
        ]
        indexes = [models.Index(fields=["org", "campaign", "staff_id"], name="campaign_home_staff")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.place_id}"
