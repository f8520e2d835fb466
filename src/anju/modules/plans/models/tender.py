from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.plans.models.plan import PlanVersion


class TenderState(models.TextChoices):
    OPEN = "open", _("比选中")
    DECIDED = "decided", _("已选定")
    CANCELLED = "cancelled", _("已取消")


class Tender(ScopedModel):
    """A community compares the plans of several companies (选聘比选).

    charged_area: 1/100 m² on which the price is charged, None while unknown. standard, grade: what is asked at least.
    criteria: [{"code", "label", "weight"}] in the order of the scoring sheet; codes of rules.comparing.CRITERIA are
    worked out from the plans, others are given by hand. chosen: the bid that was taken.
    """

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("比选名称"), max_length=120)
    note = models.TextField(_("说明"), blank=True)
    charged_area = models.PositiveIntegerField(_("计费面积"), null=True)
    standard = models.CharField(_("服务标准"), max_length=40, blank=True)
    grade = models.PositiveSmallIntegerField(_("要求等级"), null=True)
    criteria = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=9, choices=TenderState, default=TenderState.OPEN)
    chosen = ScopedKey("plans.Bid", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decision = models.TextField(_("选定理由"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.BigIntegerField(null=True)

    chosen_id: int | None
    bids: Any

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "title"], name="tender_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class Bid(ScopedModel):
    """What one company offers. version: its plan as read; it never comes into force itself.

    price: 1/10,000 yuan per m² and month. people: offered by the company, None where it does not say.
    scores: points 0..100 by criterion that is given by hand.
    """

    tender = ScopedKey(Tender, on_delete=models.PROTECT, related_name="bids")
    company = models.CharField(_("公司"), max_length=80)
    version = ScopedKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    price = models.PositiveIntegerField(_("报价"), null=True)
    people = models.PositiveIntegerField(_("拟派人数"), null=True)
    note = models.TextField(_("备注"), blank=True)
    scores = models.JSONField(default=dict, blank=True)
    withdrawn = models.BooleanField(_("已退出"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    tender_id: int
    version_id: int

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "tender", "company"], name="bid_company_once")]

    def __str__(self) -> str:
        return self.company
