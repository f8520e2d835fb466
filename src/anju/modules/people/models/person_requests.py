"""What people ask about their own data by law, and what must be kept although they asked for its deletion."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.people.models.persons import Person


class RequestKind(models.TextChoices):
    ACCESS = "access", _("查阅")
    COPY = "copy", _("复制、转移")
    CORRECT = "correct", _("更正、补充")
    DELETE = "delete", _("删除")
    EXPLAIN = "explain", _("解释说明")
    WITHDRAW = "withdraw", _("撤回同意")


class RequestState(models.TextChoices):
    RECEIVED = "received", _("待核实身份")
    PROVEN = "proven", _("办理中")
    DONE = "done", _("已办结")
    REFUSED = "refused", _("已拒绝")
    DROPPED = "dropped", _("申请人撤销")


class Asker(models.TextChoices):
    SELF = "self", _("本人")
    GUARDIAN = "guardian", _("监护人")
    AGENT = "agent", _("受托人")
    RELATIVE = "relative", _("逝者近亲属")


class RequestChannel(models.TextChoices):
    COUNTER = "counter", _("前台")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("书面")
    EMAIL = "email", _("电子邮件")
    PORTAL = "portal", _("住户端")


class Proof(models.TextChoices):
    PAPER = "paper", _("查验证件原件")
    LOGIN = "login", _("本人登录账号")
    CALLBACK = "callback", _("回拨登记电话核对")
    AUTHORITY = "authority", _("查验证件和授权书")
    KINSHIP = "kinship", _("查验亲属关系证明")


class PersonRequest(ScopedModel):
    """A request under PIPL art. 44–50. `due_on` was promised when it came and does not move with the setting.

    kept: [{source, what, reason, until}] that a deletion left locked; erased: source → number of records.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    person = ScopedKey(Person, on_delete=models.PROTECT, related_name="requests")
    number = models.CharField(_("编号"), max_length=20)
    kind = models.CharField(_("请求事项"), max_length=8, choices=RequestKind)
    state = models.CharField(_("状态"), max_length=8, choices=RequestState, default=RequestState.RECEIVED)
    wish = models.TextField(_("请求内容"), blank=True)
    purpose = models.CharField(_("同意事项"), max_length=30, blank=True)
    asker = models.CharField(_("申请人"), max_length=8, choices=Asker, default=Asker.SELF)
    asker_name = models.CharField(_("申请人姓名"), max_length=60, blank=True)
    channel = models.CharField(_("受理渠道"), max_length=8, choices=RequestChannel)
    received_at = models.DateTimeField(_("受理时间"))
    received_by = models.CharField(_("受理人"), max_length=60)
    due_on = models.DateField(_("答复期限"))
    proof = models.CharField(_("身份核实"), max_length=10, choices=Proof, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    proven_by = models.CharField(max_length=60, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    refusal = models.CharField(_("拒绝理由"), max_length=20, blank=True)
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept = models.JSONField(default=list)
    erased = models.JSONField(default=dict)
    warned_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="personrequest_number_once")]
        indexes = [
            models.Index(
                fields=["org", "due_on"],
                name="personrequest_due",
                condition=models.Q(state__in=("received", "proven")),
            ),
            models.Index(fields=["org", "person"], name="personrequest_person"),
        ]

    def __str__(self) -> str:
        return self.number


class PersonLock(ScopedModel):
    """Data of a person that the law lets nobody delete yet: stored, and used for nothing else (PIPL art. 47).

    source: code of the package that holds it. until: the day it may go, None while the reason stands.
    """

    person = ScopedKey(Person, on_delete=models.CASCADE, related_name="locks")
    request = ScopedKey(PersonRequest, on_delete=models.PROTECT, related_name="locks")
    source = models.CharField(max_length=40)
    what = models.CharField(_("数据"), max_length=100)
    reason = models.CharField(_("保留理由"), max_length=200)
    until = models.DateField(_("保留到"), null=True, blank=True)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person", "source", "what"],
                name="personlock_once",
                condition=models.Q(released_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.source}"
