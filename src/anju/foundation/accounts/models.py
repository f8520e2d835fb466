"""Who logs in, and to which organisations. Shared tables: they decide the scope, so they cannot lie under it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation import privacy
from anju.foundation.accounts.phones import normalised


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("物业服务企业")
    RENTAL = "rental", _("公租房运营单位")
    AUTHORITY = "authority", _("主管部门")
    COMMITTEE = "committee", _("业主委员会")


class Organisation(models.Model):
    """A tenant: a property company, a rental operator, an owners' committee or an authority."""

    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(
        _("类型"), max_length=12, choices=OrganisationKind, default=OrganisationKind.COMPANY
    )
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    adcode = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    time_zone = models.CharField(_("时区"), max_length=40, default="Asia/Shanghai")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.short_name or self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save()
        return user

    def by_phone(self, phone: str) -> User | None:
        number = normalised(phone)
        return self.filter(phone_digest=privacy.digest(number)).first() if number else None


class User(AbstractBaseUser):
    username = models.CharField(_("用户名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    phone = privacy.SealedText(_("手机号"), blank=True)
    phone_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def set_phone(self, phone: str, *, verified: bool = False) -> None:
        self.phone = normalised(phone)
        self.phone_digest = privacy.digest(self.phone) if self.phone else None
        self.phone_verified = verified


class Membership(models.Model):
    """This user works in this organisation; what he may do there are his assignments."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.org}"


class Residency(models.Model):
    """This user lives in, or owns, something that this organisation runs. He opens the resident's pages only.

    Shared, as it decides the scope. Who he is there is said by the organisation's own register of persons.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="residencies")
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="residencies")
    is_active = models.BooleanField(default=True)
    since_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "user"], name="residency_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.org}"


class EntryWay(models.TextChoices):
    PHONE = "phone", _("短信验证码")
    PAPER = "paper", _("服务中心发的登录码")
    INVITE = "invite", _("家人邀请码")


class EntryCode(models.Model):
    """A code that lets a resident in: sent to a phone, or handed to a person of the register. Only digests are kept.

    Shared: with a phone nobody knows yet which organisation it leads to. mark: digest of the phone; caller: digest of
    the address that asked.
    """

    way = models.CharField(max_length=8, choices=EntryWay)
    mark = models.CharField(max_length=64, blank=True)
    caller = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64, db_index=True)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    person_id = models.BigIntegerField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mark", "-made_at"], name="entry_code_of_phone"),
            models.Index(fields=["caller", "-made_at"], name="entry_code_of_caller"),
            models.Index(fields=["org", "person_id"], name="entry_code_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.made_at:%Y-%m-%d %H:%M}"


class Supervision(models.Model):
    """`authority` may read, never change, the rows of `supervised`."""

    authority = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="supervises")
    supervised = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="supervised_by")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "supervised"], name="supervision_once")]

    def __str__(self) -> str:
        return f"{self.authority} → {self.supervised}"


class ApiToken(models.Model):
    """A personal key to the API for one user in one organisation. Only its digest is kept.

    Shared, not under a scope: it decides the scope. for_resident: opens what residents may, and nothing of the staff's.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=60)
    beginning = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)
    for_resident = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "org"], name="token_of_user")]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
