"""What ties persons to homes, and the file of a home."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.people.models.persons import Person


class TieKind(models.TextChoices):
    OWNER = "owner", _("业主")
    TENANT = "tenant", _("租户")
    FAMILY = "family", _("家庭成员")
    OTHER = "other", _("其他同住人")


class Acquisition(models.TextChoices):
    PURCHASE = "purchase", _("买卖")
    INHERITANCE = "inheritance", _("继承")
    GIFT = "gift", _("赠与")
    JUDGMENT = "judgment", _("法院判决或裁定")
    DELIVERY = "delivery", _("开发商交付")
    OTHER = "other", _("其他")


class Relation(models.TextChoices):
    """To the householder (户主)."""

    HEAD = "head", _("户主")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    GRANDPARENT = "grandparent", _("祖父母")
    GRANDCHILD = "grandchild", _("孙子女")
    SIBLING = "sibling", _("兄弟姐妹")
    IN_LAW = "in_law", _("姻亲")
    HELPER = "helper", _("保姆或护工")
    COLLEAGUE = "colleague", _("同事或合租")
    OTHER = "other", _("其他")


class NumberRange(models.Func):
    """A whole number as a range of one, so that one GiST index compares it beside a span of days."""

    function = "int8range"
    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class DayRange(models.Func):
    function = "daterange"


class HomeTie(ScopedModel):
    """A person owns, rents or lives in a home over `[starts_on, ends_on)`; null is unknown or still open.

    Only an owner has a share, a whole fraction of the home. `relation` is to the householder. `contract_until`: the
    last day of a lease.
    """

    community_id = LooseKey(target="estate.Place")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, related_name="+")
    person = ScopedKey(Person, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(_("身份"), max_length=8, choices=TieKind)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    share_numerator = models.PositiveIntegerField(_("份额分子"), null=True, blank=True)
    share_denominator = models.PositiveIntegerField(_("份额分母"), null=True, blank=True)
    acquired = models.CharField(_("取得方式"), max_length=12, choices=Acquisition, blank=True)
    certificate = models.CharField(_("权属证书号"), max_length=60, blank=True)
    relation = models.CharField(_("与户主关系"), max_length=12, choices=Relation, blank=True)
    lives_here = models.BooleanField(_("在此居住"), default=True)
    is_contact = models.BooleanField(_("首要联系人"), default=False)
    contract_until = models.DateField(_("合同到期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="tie_days",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="owner", share_numerator__gt=0, share_numerator__lte=models.F("share_denominator")
                )
                | (
                    ~models.Q(kind="owner")
                    & models.Q(share_numerator__isnull=True, share_denominator__isnull=True)
                ),
                name="tie_share_of_owner",
            ),
            ExclusionConstraint(
                name="tie_no_overlap",
                expressions=[
                    (NumberRange("org_id"), RangeOperators.OVERLAPS),
                    (NumberRange("person_id"), RangeOperators.OVERLAPS),
                    (NumberRange("place_id"), RangeOperators.OVERLAPS),
                    (DayRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="owner"),
            ),
        ]
        indexes = [
            models.Index(fields=["org", "place", "kind"], name="tie_place"),
            models.Index(fields=["org", "person"], name="tie_person"),
            models.Index(fields=["org", "community_id", "kind"], name="tie_community"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.place_id}"


class OwnerChange(ScopedModel):
    """A change of owner on a day. `ended` and `begun` hold what is needed to take it back while nothing followed.

    ended: [{"tie", "ends_on"}] with the end each old tie had before; begun: [tie ids].
    """

    community_id = LooseKey(target="estate.Place")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("变更日期"))
    acquired = models.CharField(_("取得方式"), max_length=12, choices=Acquisition)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    ended = models.JSONField(default=list)
    begun = models.JSONField(default=list)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "place", "-on"], name="ownerchange_newest")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.on}"


class CertificateState(models.TextChoices):
    UNKNOWN = "unknown", _("未登记")
    NONE = "none", _("未办理")
    APPLIED = "applied", _("办理中")
    ISSUED = "issued", _("已取得")
    MORTGAGED = "mortgaged", _("已取得（抵押）")


class GasState(models.TextChoices):
    UNKNOWN = "unknown", _("未登记")
    NONE = "none", _("未接入")
    CLOSED = "closed", _("已接入未开通")
    OPEN = "open", _("已开通")


class HeatingKind(models.TextChoices):
    UNKNOWN = "unknown", _("未登记")
    NONE = "none", _("无供暖")
    CENTRAL = "central", _("集中供暖")
    STOPPED = "stopped", _("集中供暖（已报停）")
    OWN = "own", _("自采暖")


class HomeFile(ScopedModel):
    """What is known of a home beside its areas: certificate, gas, heating, what the developer still owes (OWN-03)."""

    community_id = LooseKey(target="estate.Place")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, related_name="+")
    certificate = models.CharField(
        _("权属证书"), max_length=10, choices=CertificateState, default=CertificateState.UNKNOWN
    )
    area_note = models.CharField(_("面积说明"), max_length=200, blank=True)
    layout = models.CharField(_("户型"), max_length=40, blank=True)
    gas = models.CharField(_("燃气"), max_length=8, choices=GasState, default=GasState.UNKNOWN)
    heating = models.CharField(_("供暖"), max_length=8, choices=HeatingKind, default=HeatingKind.UNKNOWN)
    developer_issues = models.TextField(_("开发商遗留问题"), blank=True)
    note = models.TextField(_("备注"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "place"], name="homefile_once")]

    def __str__(self) -> str:
        return str(self.place_id)


class HouseholdProfile(ScopedModel):
    """What a concierge knows of a family: sealed, seen only by who may, each look in the log (CON-03).

    facts: JSON object of the headings in `rules.profiles.HEADINGS`.
    """

    community_id = LooseKey(target="estate.Place")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, related_name="+")
    facts = SealedText()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "place"], name="profile_once")]

    def __str__(self) -> str:
        return str(self.place_id)


class NeedKind(models.TextChoices):
    HOME = "home", _("房屋设施")
    COMMUNITY = "community", _("小区环境")
    SERVICE = "service", _("服务便利")
    ACTIVITY = "activity", _("社区活动")
    CARE = "care", _("关怀帮扶")
    OPINION = "opinion", _("意见建议")
    OTHER = "other", _("其他")


class Need(ScopedModel):
    """A need or an opinion of a person, of a home or both; it stays in the file when it is done (OWN-05, CRM-03)."""

    community_id = LooseKey(target="estate.Place")
    person = ScopedKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    place = ScopedKey("estate.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("类型"), max_length=10, choices=NeedKind)
    text = models.CharField(_("内容"), max_length=300)
    since_on = models.DateField(_("提出日期"))
    until_on = models.DateField(_("截止日期"), null=True, blank=True)
    done_on = models.DateField(_("落实日期"), null=True, blank=True)
    done_note = models.CharField(_("落实情况"), max_length=300, blank=True)
    by_name = models.CharField(max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(place__isnull=False),
                name="need_of_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["org", "community_id", "-since_on"], name="need_newest"),
            models.Index(fields=["org", "person"], name="need_person"),
            models.Index(fields=["org", "place"], name="need_place"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
