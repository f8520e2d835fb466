"""Residents who need special care, and the visits to them. Sensitive: what is known of health is sealed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.people.models.persons import Consent, Person
from anju.modules.people.models.staff import Staff


class CareReason(models.TextChoices):
    ELDERLY_ALONE = "elderly_alone", _("独居老人")
    ELDERLY = "elderly", _("高龄老人")
    DISABLED = "disabled", _("残障人士")
    CHRONIC = "chronic", _("慢性病或行动不便")
    MINOR_ALONE = "minor_alone", _("独自在家的未成年人")
    LOW_INCOME = "low_income", _("困难家庭")
    BEREAVED = "bereaved", _("失独家庭")
    EXPECTING = "expecting", _("孕产妇")
    OTHER = "other", _("其他")


class CareEntry(ScopedModel):
    """A person on the care list. `due_on`: when the next visit is due; null once it has ended.

    reasons: codes of CareReason, sealed with the details, since they tell of health (PIPL art. 28).
    """

    community_id = LooseKey(target="estate.Place")
    person = ScopedKey(Person, on_delete=models.PROTECT, related_name="care_entries")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, related_name="+")
    reasons = SealedText()
    details = SealedText(blank=True)
    emergency_contact = SealedText(blank=True)
    consent = ScopedKey(Consent, on_delete=models.PROTECT, related_name="+")
    guardian = models.CharField(_("监护人"), max_length=60, blank=True)
    every_days = models.PositiveSmallIntegerField(_("走访间隔（天）"))
    visitor = ScopedKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_entries")
    starts_on = models.DateField(_("列入日期"))
    due_on = models.DateField(_("下次走访"), null=True, blank=True)
    last_on = models.DateField(_("上次走访"), null=True, blank=True)
    last_condition = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(_("移出日期"), null=True, blank=True)
    end_reason = models.CharField(_("移出原因"), max_length=200, blank=True)
    added_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person"], name="care_once", condition=models.Q(ended_on__isnull=True)
            )
        ]
        indexes = [
            models.Index(
                fields=["org", "community_id", "due_on"],
                name="care_due",
                condition=models.Q(ended_on__isnull=True),
            ),
            models.Index(
                fields=["org", "place"], name="care_place", condition=models.Q(ended_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def reason_names(self) -> list[str]:
        labels = dict(CareReason.choices)
        return [str(labels[code]) for code in self.reasons.split(",") if code in labels]


class VisitWay(models.TextChoices):
    DOOR = "door", _("上门")
    PHONE = "phone", _("电话")
    MET = "met", _("小区内见面")


class Condition(models.TextChoices):
    GOOD = "good", _("平安")
    ATTENTION = "attention", _("需要关注")
    URGENT = "urgent", _("需要帮助")
    ABSENT = "absent", _("未见到本人")


class CareVisit(ScopedModel):
    """One visit. An absent one counts as tried, not as seen: the next stays due. words are sealed."""

    entry = ScopedKey(CareEntry, on_delete=models.PROTECT, related_name="visits")
    community_id = LooseKey(target="estate.Place")
    at = models.DateTimeField(_("走访时间"))
    visitor = ScopedKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="care_visits")
    by_name = models.CharField(_("走访人"), max_length=60)
    way = models.CharField(_("方式"), max_length=6, choices=VisitWay)
    condition = models.CharField(_("情况"), max_length=10, choices=Condition)
    words = SealedText(_("走访记录"))
    photo = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    late_days = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["org", "entry", "-at"], name="carevisit_newest"),
            models.Index(fields=["org", "community_id", "at"], name="carevisit_span"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.at:%Y-%m-%d}"
