from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.engines.cases.models.case import Case
from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Assignment(ScopedModel):
    """A person works on a case: one leads, others help. state: given, accepted, refused or ended."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="assignments")
    staff_id = LooseKey(target="people.Staff")
    lead = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="given")
    how = models.CharField(max_length=8, default="assigned")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=60)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case", "staff_id"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_running_once",
            ),
            models.UniqueConstraint(
                fields=["org", "case"],
                condition=models.Q(ended_at__isnull=True, lead=True),
                name="assignment_one_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "staff_id", "-given_at"], name="assignment_staff"),
            models.Index(fields=["org", "case", "id"], name="assignment_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.staff_id}"


class Offer(ScopedModel):
    """A case offered to a team: whoever takes it first has it. state: open, taken or withdrawn."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="offers")
    team_id = LooseKey(target="people.Team")
    state = models.CharField(max_length=10, default="open")
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=60)
    settled_at = models.DateTimeField(null=True)
    taken_by = LooseKey(target="people.Staff", null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case"], condition=models.Q(state="open"), name="offer_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["org", "team_id"], condition=models.Q(state="open"), name="offer_team"),
            models.Index(fields=["org", "case", "id"], name="offer_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.team_id}"


class Refusal(ScopedModel):
    """A person refused a case he was given or offered, and why."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="refusals")
    staff_id = LooseKey(target="people.Staff")
    offer = ScopedKey(Offer, on_delete=models.CASCADE, null=True, related_name="refusals")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["org", "case", "id"], name="refusal_case"),
            models.Index(fields=["org", "staff_id", "-at"], name="refusal_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ✗ {self.staff_id}"


class Visit(ScopedModel):
    """Somebody goes there, by appointment or at once. state: agreed, under_way, done or called_off."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="visits")
    staff_id = LooseKey(target="people.Staff")
    state = models.CharField(max_length=10, default="agreed")
    begins_at = models.DateTimeField(_("预约开始"), null=True)
    ends_at = models.DateTimeField(_("预约结束"), null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    arrived_by = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case", "staff_id"],
                condition=models.Q(state="under_way"),
                name="visit_under_way_once",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_at__isnull=True, ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("begins_at")),
                name="visit_window",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "case", "id"], name="visit_case"),
            models.Index(fields=["org", "staff_id", "begins_at"], name="visit_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.staff_id}"


class Item(ScopedModel):
    """Material or labour. quantity: thousandths; price: 1/10,000 yuan a unit; amount: fen, rounded once at the line."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="items")
    visit = ScopedKey(Visit, on_delete=models.PROTECT, null=True, related_name="items")
    sort = models.CharField(max_length=8)
    name = models.CharField(_("名称"), max_length=120)
    quantity = models.PositiveIntegerField(default=1000)
    unit = models.CharField(_("单位"), max_length=12, blank=True)
    price = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    charged = models.BooleanField(default=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0, amount__gte=0), name="item_not_negative")
        ]
        indexes = [models.Index(fields=["org", "case", "id"], name="item_case")]

    def __str__(self) -> str:
        return self.name


class PriceConsent(ScopedModel):
    """A price told to the reporter and his answer; work that is paid for begins with a yes. amount: fen."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="prices")
    amount = models.BigIntegerField()
    lines = models.JSONField(default=list)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=60)
    answer = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "case", "id"], name="price_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"


class CasePhoto(ScopedModel):
    """A picture, a signature on glass or another file. role: before, during, after, signature or attachment."""

    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="photos")
    visit = ScopedKey(Visit, on_delete=models.PROTECT, null=True, related_name="photos")
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    side = models.CharField(max_length=8, default="reporter")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "case", "id"], name="casephoto_case")]

    def __str__(self) -> str:
        return str(self.file_id)


class QualityCheck(ScopedModel):
    case = ScopedKey(Case, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    staff_id = LooseKey(target="people.Staff", null=True)
    user_id = models.BigIntegerField(null=True)
    passed = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "case", "id"], name="check_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.passed}"
