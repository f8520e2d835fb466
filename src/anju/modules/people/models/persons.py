"""Persons and companies a community lives with: owners, tenants, their families."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel, SharedKey
from anju.modules.people.models.staff import Staff


class PersonKind(models.TextChoices):
    NATURAL = "natural", _("个人")
    COMPANY = "company", _("单位")


class IdKind(models.TextChoices):
    IDENTITY_CARD = "identity_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    TRAVEL_PERMIT = "travel_permit", _("港澳台居民证件")
    CREDIT_CODE = "credit_code", _("统一社会信用代码")


class PersonState(models.TextChoices):
    ACTIVE = "active", _("在册")
    MERGED = "merged", _("已合并")
    FORGOTTEN = "forgotten", _("已删除")


class Person(ScopedModel):
    """`community_id`: where the person was first registered; it decides who sees somebody without a home.

    `pinyin` sorts lists. `id_digest` finds an identity number again without opening one. `keeper` and `file_due_on`:
    who keeps the file and by which day it must be complete (OWN-02).
    """

    community_id = LooseKey(target="estate.Place", null=True)
    kind = models.CharField(_("类型"), max_length=8, choices=PersonKind, default=PersonKind.NATURAL)
    name = models.CharField(_("姓名"), max_length=80)
    pinyin = models.CharField(max_length=120, db_collation="C", blank=True)
    id_kind = models.CharField(_("证件类型"), max_length=14, choices=IdKind, blank=True)
    id_number = SealedText(_("证件号码"), blank=True)
    id_digest = models.CharField(max_length=64, db_collation="C", blank=True)
    birthday = models.DateField(_("出生日期"), null=True, blank=True)
    email = SealedText(_("电子邮箱"), blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    user = SharedKey("foundation.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=PersonState, default=PersonState.ACTIVE)
    merged_into = ScopedKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    keeper = ScopedKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="kept_files")
    file_due_on = models.DateField(_("建档期限"), null=True, blank=True)
    note = models.TextField(_("备注"), blank=True)
    created_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "user"], name="person_user_once", condition=models.Q(user__isnull=False)
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state="merged"),
                name="person_merged_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "pinyin", "id"], name="person_sorted"),
            models.Index(
                fields=["org", "id_digest"], name="person_id_number", condition=~models.Q(id_digest="")
            ),
            models.Index(
                fields=["org", "merged_into"],
                name="person_gone",
                condition=models.Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def homes_shown(self) -> list[Any]:
        """Each home once; of rows that `queries.person_lists.with_homes` read."""
        return list({tie.place_id: tie.place for tie in self.open_ties}.values())

    @property
    def parts_shown(self) -> list[Any]:
        """One tie for each part the person has somewhere; of the same rows."""
        return list({tie.kind: tie for tie in self.open_ties}.values())


class PersonPhone(ScopedModel):
    """A sealed number. `digest` finds the whole one, `tail_digest` its last four digits."""

    person = ScopedKey(Person, on_delete=models.CASCADE, related_name="phones")
    number = SealedText(_("电话"))
    digest = models.CharField(max_length=64, db_collation="C")
    tail_digest = models.CharField(max_length=64, db_collation="C")
    label = models.CharField(_("说明"), max_length=20, blank=True)
    main = models.BooleanField(_("首选"), default=False)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "person", "digest"], name="phone_once"),
            models.UniqueConstraint(
                fields=["org", "person"], name="phone_main_once", condition=models.Q(main=True)
            ),
        ]
        indexes = [
            models.Index(fields=["org", "digest"], name="phone_whole"),
            models.Index(fields=["org", "tail_digest"], name="phone_tail"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.label}"


class DocumentKind(models.TextChoices):
    IDENTITY = "identity", _("身份证明")
    DEED = "deed", _("不动产权证书")
    PURCHASE = "purchase", _("购房合同")
    LEASE = "lease", _("租赁合同")
    HANDOVER = "handover", _("房屋交接书")
    AGREEMENT = "agreement", _("物业服务协议")
    AUTHORITY = "authority", _("授权委托书")
    LETTER = "letter", _("来往信函")
    OTHER = "other", _("其他资料")


class Secrecy(models.TextChoices):
    INTERNAL = "internal", _("内部")
    SENSITIVE = "sensitive", _("敏感")


class PersonDocument(ScopedModel):
    """A paper of the owner file (业主档案). A sensitive one is opened only with the right to reveal, and logged."""

    person = ScopedKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("类型"), max_length=10, choices=DocumentKind)
    title = models.CharField(_("名称"), max_length=120)
    secrecy = models.CharField(_("密级"), max_length=10, choices=Secrecy, default=Secrecy.INTERNAL)
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField(_("日期"), null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "person", "-added_at"], name="persondocument_newest")]

    def __str__(self) -> str:
        return self.title


class ConsentWay(models.TextChoices):
    PAPER = "paper", _("书面签字")
    PHONE = "phone", _("手机确认")
    COUNTER = "counter", _("当面口头")


class Consent(ScopedModel):
    """A consent to one purpose in one wording; withdrawn, it stays as a record. Source: PIPL art. 14–16, 29."""

    person = ScopedKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("用途"), max_length=30)
    version = models.CharField(_("文本版本"), max_length=20)
    how = models.CharField(_("方式"), max_length=8, choices=ConsentWay)
    given_at = models.DateTimeField(_("同意时间"))
    given_to = models.CharField(_("经办人"), max_length=60)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_how = models.CharField(max_length=8, choices=ConsentWay, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person", "purpose"],
                name="consent_in_force_once",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


class ConventionKind(models.TextChoices):
    COVENANT = "covenant", _("管理规约（业主公约）")
    TEMPORARY = "temporary", _("临时管理规约")
    SERVICE = "service", _("前期物业服务协议")
    PROMISE = "promise", _("遵守规约承诺书")


class Convention(ScopedModel):
    """A convention or agreement the person signed (OWN-06)."""

    person = ScopedKey(Person, on_delete=models.PROTECT, related_name="conventions")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("类型"), max_length=10, choices=ConventionKind)
    version = models.CharField(_("版本"), max_length=40, blank=True)
    signed_on = models.DateField(_("签署日期"))
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "person", "place", "kind", "signed_on"],
                name="convention_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.signed_on}"


class PersonMerge(ScopedModel):
    """Two records of one person made one. `moved` says what came from where, so that they can be taken apart."""

    kept = ScopedKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    gone = ScopedKey(Person, on_delete=models.PROTECT, related_name="merges_gone")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "gone"],
                name="merge_in_force_once",
                condition=models.Q(undone_at__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["org", "kept"], name="merge_kept")]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class PersonDistinct(ScopedModel):
    """Two persons somebody looked at and found different; `first` has the lower number."""

    first = ScopedKey(Person, on_delete=models.CASCADE, related_name="distinct_after")
    second = ScopedKey(Person, on_delete=models.CASCADE, related_name="distinct_before")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "first", "second"], name="distinct_once")]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
