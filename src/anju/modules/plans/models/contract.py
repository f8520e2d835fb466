from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class ContractKind(models.TextChoices):
    SERVICE = "service", _("物业服务合同")
    EARLY = "early", _("前期物业服务合同")
    CONTRACTED = "contracted", _("专项服务合同")


class Contract(ScopedModel):
    """A service contract with the record of its project; what the papers leave blank is None or "" and never 0.

    ends_on: the last day. Areas in 1/100 m²; green_share: hundredths of a percent; price: 1/10,000 yuan per m² and month.
    scope: fields of work (contracts.Domain). is_public: owners may read its clauses. ended_on: ended before its time.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(_("类别"), max_length=10, choices=ContractKind, default=ContractKind.SERVICE)
    title = models.CharField(_("合同名称"), max_length=120)
    number = models.CharField(_("合同编号"), max_length=60, blank=True)
    party_a = models.CharField(_("甲方"), max_length=120, blank=True)
    party_b = models.CharField(_("乙方"), max_length=120, blank=True)
    place = models.CharField(_("坐落"), max_length=200, blank=True)
    content = models.TextField(_("采购内容"), blank=True)
    signed_on = models.DateField(_("签订日期"), null=True)
    starts_on = models.DateField(_("起始日期"), null=True)
    ends_on = models.DateField(_("终止日期"), null=True)
    remind_days = models.PositiveSmallIntegerField(_("提前提醒"), default=90)
    site_area = models.PositiveBigIntegerField(_("占地面积"), null=True)
    floor_area = models.PositiveBigIntegerField(_("建筑面积"), null=True)
    green_area = models.PositiveBigIntegerField(_("绿化面积"), null=True)
    green_share = models.PositiveSmallIntegerField(_("绿化率"), null=True)
    grade = models.CharField(_("服务等级"), max_length=60, blank=True)
    price = models.PositiveIntegerField(_("物业费单价"), null=True)
    scope = models.JSONField(_("服务范围"), default=list, blank=True)
    is_public = models.BooleanField(_("向业主公开"), default=False)
    source = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(_("提前终止日期"), null=True)
    end_reason = models.CharField(_("终止原因"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    source_id: int | None
    clauses: Any
    stages: Any

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "title"], name="contract_title_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="contract_term",
            ),
        ]
        indexes = [models.Index(fields=["org", "ends_on"], name="contract_expiry")]

    def __str__(self) -> str:
        return self.title


class ClauseSide(models.TextChoices):
    COMPANY = "company", _("物业公司")
    OWNERS = "owners", _("业主方")
    BOTH = "both", _("双方")


class ContractClause(ScopedModel):
    """A clause in the order of the contract. side: whose right or duty it states."""

    contract = ScopedKey(Contract, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("条款号"), max_length=80, blank=True)
    heading = models.CharField(_("标题"), max_length=200, blank=True)
    text = models.TextField(_("内容"))
    side = models.CharField(_("权利义务方"), max_length=7, choices=ClauseSide, default=ClauseSide.BOTH)

    contract_id: int

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "contract", "position"], name="contract_clause_order")
        ]

    def __str__(self) -> str:
        return self.text[:40]


class HandoverStage(ScopedModel):
    """A step of the hand-over timetable: what, by when, and how many people arrive. Source: A CTR-07."""

    contract = ScopedKey(Contract, on_delete=models.CASCADE, related_name="stages")
    title = models.CharField(_("步骤"), max_length=120)
    due_on = models.DateField(_("日期"))
    role = models.CharField(_("岗位"), max_length=10, blank=True)
    people = models.PositiveSmallIntegerField(_("到岗人数"), null=True)
    done_on = models.DateField(_("完成日期"), null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    contract_id: int

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "contract", "due_on"], name="handover_order")]

    def __str__(self) -> str:
        return self.title


class ServiceStandard(ScopedModel):
    """One item of the service quality standard with how it is scored. Source: B QLT-05.

    community_id None: of the whole company. points: full marks, in tenths. deduction: points per fault, in tenths,
    None where scoring is by level. indicator: what is measured. promise: the promise it comes from.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    domain = models.CharField(_("领域"), max_length=20)
    title = models.CharField(_("项目"), max_length=120)
    requirement = models.TextField(_("标准"))
    indicator = models.CharField(_("指标"), max_length=200, blank=True)
    method = models.CharField(_("检查方法"), max_length=200, blank=True)
    points = models.PositiveSmallIntegerField(_("分值"))
    deduction = models.PositiveSmallIntegerField(_("每处扣分"), null=True)
    promise = ScopedKey("plans.Promise", on_delete=models.SET_NULL, null=True, related_name="+")
    retired_on = models.DateField(_("停用日期"), null=True)
    created_at = models.DateTimeField(default=timezone.now)

    promise_id: int | None

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "domain"], name="service_standard_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deduction__isnull=True) | Q(deduction__lte=F("points")), name="standard_deduction"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Improvement(ScopedModel):
    """A quality improvement in four fields (PDCA). Unsolved, it goes on in the next cycle; proven, it becomes a standard.

    cycle: from 1; before: the cycle it goes on from. Source: B QLT-02.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    standard = ScopedKey(ServiceStandard, on_delete=models.PROTECT, null=True, related_name="improvements")
    before = ScopedKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    cycle = models.PositiveSmallIntegerField(_("轮次"), default=1)
    title = models.CharField(_("改进事项"), max_length=120)
    plan = models.TextField(_("计划"))
    done = models.TextField(_("实施"), blank=True)
    checked = models.TextField(_("检查"), blank=True)
    acted = models.TextField(_("处置"), blank=True)
    due_on = models.DateField(_("期限"))
    outcome = models.CharField(
        _("结果"), max_length=8, blank=True, choices=(("solved", _("已解决")), ("unsolved", _("未解决")))
    )
    closed_on = models.DateField(_("结束日期"), null=True)
    created_at = models.DateTimeField(default=timezone.now)

    standard_id: int | None
    before_id: int | None

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "due_on"], name="improvement_due")]

    def __str__(self) -> str:
        return self.title
