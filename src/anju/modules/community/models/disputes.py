from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.community.rules import safety as rules


class DisputeLevel(models.TextChoices):
    ORDINARY = "ordinary", _("一般")
    SERIOUS = "serious", _("重大")


class Mediation(models.TextChoices):
    PEOPLE = "people", _("人民调解")
    ADMINISTRATIVE = "administrative", _("行政调解")
    JUDICIAL = "judicial", _("司法调解")


class Tier(models.TextChoices):
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道（乡镇）")
    DISTRICT = "district", _("区（县）")
    CITY = "city", _("市")


class DisputeState(models.TextChoices):
    OPEN = "open", _("调解中")
    AGREED = "agreed", _("达成协议")
    FAILED = "failed", _("调解不成")
    WITHDRAWN = "withdrawn", _("当事人撤回")


class Dispute(ScopedModel):
    """One line of the ledger of disputes (纠纷台账). case_id: the complaint it began as. staff_id: who looks
    after it and is reminded. Source: catalogue B CMP-10."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    subject = models.CharField(_("事由"), max_length=80)
    text = SealedText(_("经过"))
    level = models.CharField(_("程度"), max_length=8, choices=DisputeLevel)
    mediation = models.CharField(_("调解方式"), max_length=14, choices=Mediation)
    tier = models.CharField(_("调解层级"), max_length=9, choices=Tier)
    mediator = models.CharField(_("调解组织"), max_length=60)
    case_id = LooseKey(target="cases.Case", null=True)
    opened_on = models.DateField(_("登记日期"))
    opened_by = models.CharField(max_length=60)
    staff_id = LooseKey(target="people.Staff", null=True)
    state = models.CharField(_("结果"), max_length=9, choices=DisputeState, default=DisputeState.OPEN)
    outcome = SealedText(_("结果说明"), blank=True)
    agreement = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(_("办结日期"), null=True)
    follow_on = models.DateField(_("回访日期"), null=True)
    followed_on = models.DateField(null=True)
    follow_up = SealedText(_("回访情况"), blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="dispute_number_once")]
        indexes = [models.Index(fields=["org", "community_id", "-opened_on"], name="dispute_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def missing(self) -> tuple[str, ...]:
        """To whom it has still to be reported while it is open."""
        is_open = self.state == DisputeState.OPEN
        return rules.reports_missing(self.level, {one.tier for one in self.reports.all()}) if is_open else ()


class DisputeParty(ScopedModel):
    """One side: a home, a person of the register, or a name alone."""

    dispute = ScopedKey(Dispute, on_delete=models.CASCADE, related_name="parties")
    name = SealedText(_("姓名或单位"))
    place_id = LooseKey(target="estate.Place", null=True)
    person_id = LooseKey(target="people.Person", null=True)
    claim = SealedText(_("主张"), blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "person_id"], name="dispute_party_person")]

    def __str__(self) -> str:
        return str(self.pk)


class DisputeReport(ScopedModel):
    dispute = ScopedKey(Dispute, on_delete=models.CASCADE, related_name="reports")
    tier = models.CharField(_("报告层级"), max_length=9, choices=Tier)
    to = models.CharField(_("接收单位或人员"), max_length=60)
    at = models.DateTimeField(_("报告时间"))
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "dispute", "tier"], name="dispute_report_once")]

    def __str__(self) -> str:
        return self.to


class DisputeSession(ScopedModel):
    dispute = ScopedKey(Dispute, on_delete=models.CASCADE, related_name="sessions")
    at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=80)
    mediators = models.CharField(_("调解员"), max_length=80)
    record = SealedText(_("调解记录"))

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "dispute", "at"], name="dispute_sessions")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
