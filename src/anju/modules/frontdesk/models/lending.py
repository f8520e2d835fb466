"""Keys, tools and cards: where each hangs, who has it, until when; and keys that owners gave into custody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class LendKind(models.TextChoices):
    KEY = "key", _("钥匙")
    TOOL = "tool", _("工具")
    CARD = "card", _("卡证")


class LendBoard(ScopedModel):
    """A key board or a tool cabinet with numbered hooks."""

    community_id = LooseKey(target="estate.Place")
    name = models.CharField(_("名称"), max_length=40)
    spot = models.CharField(_("位置"), max_length=80, blank=True)
    hooks = models.PositiveSmallIntegerField(_("挂位数"))

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "name"], name="board_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class LendState(models.TextChoices):
    STORED = "stored", _("在库")
    LENT = "lent", _("借出")
    LOST = "lost", _("遗失")
    BROKEN = "broken", _("待修")
    RETIRED = "retired", _("停用")
    GIVEN_BACK = "given_back", _("已退还业主")


class Lendable(ScopedModel):
    """A key, tool or card. place_id: what a key opens. seal: number of the seal or sealed bag it lies in.

    owner, entrusted_*: a key that an owner gave into custody for his absence (委托保管), with how he agreed.
    """

    community_id = LooseKey(target="estate.Place")
    kind = models.CharField(_("类型"), max_length=4, choices=LendKind)
    number = models.CharField(_("编号"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    board = ScopedKey(LendBoard, on_delete=models.PROTECT, null=True, related_name="things")
    hook = models.PositiveSmallIntegerField(_("挂位"), null=True)
    place_id = LooseKey(target="estate.Place", null=True)
    state = models.CharField(_("状态"), max_length=10, choices=LendState, default=LendState.STORED)
    seal = models.CharField(_("封签号"), max_length=30, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    owner_id = LooseKey(target="people.Person", null=True)
    owner = models.CharField(_("委托人"), max_length=40, blank=True)
    owner_phone = SealedText(blank=True)
    consent = models.CharField(_("委托约定"), max_length=300, blank=True)
    consent_how = models.CharField(_("同意方式"), max_length=20, blank=True)
    entrusted_at = models.DateTimeField(_("委托时间"), null=True)
    entrusted_until = models.DateField(_("保管至"), null=True)
    entrusted_to = models.CharField(_("接收人"), max_length=60, blank=True)
    given_back_at = models.DateTimeField(_("退还时间"), null=True)
    given_back_to = models.CharField(_("退还给"), max_length=40, blank=True)
    given_back_by = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "kind", "number"], name="lendable_number_once"),
            models.UniqueConstraint(
                fields=["org", "board", "hook"],
                condition=models.Q(hook__isnull=False)
                & ~models.Q(state__in=["retired", "given_back", "lost"]),
                name="lendable_hook_once",
            ),
        ]
        indexes = [models.Index(fields=["org", "community_id", "kind", "number"], name="lendable_list")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class BorrowerKind(models.TextChoices):
    STAFF = "staff", _("员工")
    PERSON = "person", _("住户")
    CONTRACTOR = "contractor", _("外部单位")


class Loan(ScopedModel):
    """A thing handed to somebody until it comes back or is lost. warned: how many warnings were sent."""

    community_id = LooseKey(target="estate.Place")
    lendable = ScopedKey(Lendable, on_delete=models.PROTECT, related_name="loans")
    number = models.CharField(_("借条号"), max_length=24, db_collation="C")
    borrower = models.CharField(_("借用人类型"), max_length=10, choices=BorrowerKind)
    staff_id = LooseKey(target="people.Staff", null=True)
    person_id = LooseKey(target="people.Person", null=True)
    name = models.CharField(_("借用人"), max_length=40)
    company = models.CharField(_("单位"), max_length=60, blank=True)
    phone = SealedText(blank=True)
    purpose = models.CharField(_("用途"), max_length=120)
    case_number = models.CharField(_("相关事项"), max_length=24, blank=True)
    seal_given = models.CharField(_("借出时封签"), max_length=30, blank=True)
    seal_back = models.CharField(_("归还时封签"), max_length=30, blank=True)
    lent_at = models.DateTimeField(_("借出时间"))
    lent_by = models.CharField(_("借出经办"), max_length=60)
    due_at = models.DateTimeField(_("应还时间"))
    returned_at = models.DateTimeField(_("归还时间"), null=True)
    returned_to = models.CharField(_("归还经办"), max_length=60, blank=True)
    condition = models.CharField(_("归还情况"), max_length=200, blank=True)
    lost = models.BooleanField(_("遗失"), default=False)
    warned = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="loan_number_once"),
            models.UniqueConstraint(
                fields=["org", "lendable"],
                condition=models.Q(returned_at__isnull=True),
                name="loan_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["org", "due_at"], condition=models.Q(returned_at__isnull=True), name="loan_open_due"
            ),
            models.Index(fields=["org", "lendable", "-lent_at"], name="loan_history"),
        ]

    def __str__(self) -> str:
        return self.number
