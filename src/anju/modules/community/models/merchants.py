"""Merchants around and in a community: their equipment, checks, joint actions, and what is found on the streets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.community.models.dogs import Dog


class Trade(models.TextChoices):
    CATERING = "catering", _("餐饮")
    RETAIL = "retail", _("零售")
    SERVICE = "service", _("居民服务")
    LEISURE = "leisure", _("文体娱乐")
    EDUCATION = "education", _("教育培训")
    MEDICAL = "medical", _("医疗药店")
    OTHER = "other", _("其他")


class Approval(models.TextChoices):
    """State of the environmental approval (环评)."""

    UNKNOWN = "unknown", _("未核实")
    EXEMPT = "exempt", _("无需办理")
    FILED = "filed", _("已备案")
    APPROVED = "approved", _("已批准")
    MISSING = "missing", _("应办未办")


class MerchantState(models.TextChoices):
    OPEN = "open", _("营业")
    PAUSED = "paused", _("停业整顿")
    CLOSED = "closed", _("已关店")


class EquipmentKind(models.TextChoices):
    GREASE = "grease", _("隔油池")
    SMOKE = "smoke", _("油烟净化器")
    DUCT = "duct", _("排烟管道")


class Inspector(models.TextChoices):
    US = "us", _("物业")
    BUREAU = "bureau", _("环保部门")


class StreetSort(models.TextChoices):
    ADVERTISEMENT = "advertisement", _("违规广告")
    STALL = "stall", _("占道摊点")


class Merchant(ScopedModel):
    """A shop. operator: who runs it, with his number in the register of persons where he is known.

    Source: catalogue B MER-01."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    name = models.CharField(_("店名"), max_length=60)
    sign = models.CharField(_("招牌"), max_length=60, blank=True)
    trade = models.CharField(_("业态"), max_length=10, choices=Trade)
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("位置说明"), max_length=80, blank=True)
    person_id = LooseKey(target="people.Person", null=True)
    operator = models.CharField(_("经营者"), max_length=60)
    phone = SealedText(blank=True)
    licence = models.CharField(_("营业执照号"), max_length=40, blank=True)
    approval = models.CharField(_("环评手续"), max_length=10, choices=Approval, default=Approval.UNKNOWN)
    approval_number = models.CharField(_("环评文号"), max_length=60, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=MerchantState, default=MerchantState.OPEN)
    opened_on = models.DateField(_("开业日期"), null=True)
    state_on = models.DateField(_("状态日期"))
    state_why = models.CharField(_("状态说明"), max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(_("登记人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="merchant_number_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "state", "number"], name="merchant_community"),
            models.Index(fields=["org", "person_id"], name="merchant_person"),
        ]

    def __str__(self) -> str:
        return self.name


class Equipment(ScopedModel):
    """A grease trap or smoke purifier. cycle_days: how often it has to be cleaned; next_on: by when."""

    merchant = ScopedKey(Merchant, on_delete=models.CASCADE, related_name="equipment")
    kind = models.CharField(_("设备"), max_length=8, choices=EquipmentKind)
    cycle_days = models.PositiveSmallIntegerField(_("清洗周期（天）"))
    last_on = models.DateField(_("上次清洗"), null=True)
    next_on = models.DateField(_("下次清洗"))

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "merchant", "kind"], name="merchant_equipment_once"),
            models.CheckConstraint(condition=models.Q(cycle_days__gte=1), name="merchant_equipment_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.kind}"


class Cleaning(ScopedModel):
    equipment = ScopedKey(Equipment, on_delete=models.CASCADE, related_name="cleanings")
    on = models.DateField(_("清洗日期"))
    by = models.CharField(_("清洗单位"), max_length=80)
    receipt = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    noted_by = models.CharField(_("登记人"), max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "equipment", "-on"], name="merchant_cleaning_newest")]

    def __str__(self) -> str:
        return f"{self.equipment_id} {self.on}"


class MerchantCheck(ScopedModel):
    """A check of grease trap, sewage and smoke. items: {code of the item: "ok", "bad" or "none"}. first: the check
    whose faults this one looks at again; closed_on: of a first one, when a check again found nothing.

    Source: catalogue B MER-03."""

    merchant = ScopedKey(Merchant, on_delete=models.CASCADE, related_name="checks")
    first = ScopedKey("self", on_delete=models.CASCADE, null=True, related_name="rechecks")
    on = models.DateField(_("检查日期"))
    by = models.CharField(_("检查方"), max_length=8, choices=Inspector)
    inspector = models.CharField(_("检查人"), max_length=60)
    items = models.JSONField(default=dict)
    faults = models.PositiveSmallIntegerField(_("问题数"))
    found = models.CharField(_("检查情况"), max_length=500, blank=True)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    deadline = models.DateField(_("整改期限"), null=True)
    next_on = models.DateField(_("下次检查"), null=True)
    closed_on = models.DateField(_("销项日期"), null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "merchant", "-on", "-id"], name="merchant_check_newest")]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.on}"


class JointAction(ScopedModel):
    """A dossier on merchants' nuisance, worked off with committee and authorities. Source: catalogue B MER-02, CMP-14."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    title = models.CharField(_("名称"), max_length=80)
    goal = models.CharField(_("目标"), max_length=300, blank=True)
    participants = models.CharField(_("参与单位"), max_length=200)
    target_on = models.DateField(_("目标日期"))
    opened_on = models.DateField(_("立案日期"))
    closed_on = models.DateField(_("结案日期"), null=True)
    result = models.CharField(_("结果"), max_length=500, blank=True)
    made_by = models.CharField(_("建立人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="joint_action_number_once")]
        indexes = [models.Index(fields=["org", "community_id", "-target_on"], name="joint_action_newest")]

    def __str__(self) -> str:
        return self.title


class JointMerchant(ScopedModel):
    action = ScopedKey(JointAction, on_delete=models.CASCADE, related_name="shops")
    merchant = ScopedKey(Merchant, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "action", "merchant"], name="joint_merchant_once")
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.merchant_id}"


class JointStep(ScopedModel):
    action = ScopedKey(JointAction, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(_("事项"), max_length=200)
    who = models.CharField(_("负责人"), max_length=60)
    due_on = models.DateField(_("期限"))
    done_on = models.DateField(_("完成日期"), null=True)
    result = models.CharField(_("结果"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "action", "due_on"], name="joint_step_due")]

    def __str__(self) -> str:
        return self.what


class NeighbourCase(ScopedModel):
    """A case about a dog, a merchant or within a joint action."""

    case = ScopedKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    dog = ScopedKey(Dog, on_delete=models.CASCADE, null=True, related_name="cases")
    merchant = ScopedKey(Merchant, on_delete=models.CASCADE, null=True, related_name="cases")
    action = ScopedKey(JointAction, on_delete=models.CASCADE, null=True, related_name="cases")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case", "dog", "merchant", "action"],
                name="neighbour_case_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["org", "dog"], name="neighbour_case_dog"),
            models.Index(fields=["org", "merchant"], name="neighbour_case_merchant"),
            models.Index(fields=["org", "action"], name="neighbour_case_action"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class StreetFinding(ScopedModel):
    """An advertisement or a stall where it may not be, reported to an authority. Source: catalogue B MER-04."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    sort = models.CharField(_("类别"), max_length=14, choices=StreetSort)
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("地点"), max_length=80)
    words = models.CharField(_("情况"), max_length=300)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    merchant = ScopedKey(Merchant, on_delete=models.PROTECT, null=True, related_name="findings")
    found_on = models.DateField(_("发现日期"))
    authority = models.CharField(_("报告部门"), max_length=80, blank=True)
    reported_on = models.DateField(_("报告日期"), null=True)
    answer = models.CharField(_("部门答复"), max_length=300, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True)
    closed_on = models.DateField(_("办结日期"), null=True)
    result = models.CharField(_("结果"), max_length=200, blank=True)
    noted_by = models.CharField(_("登记人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="street_number_once")]
        indexes = [models.Index(fields=["org", "community_id", "-found_on", "-id"], name="street_newest")]

    def __str__(self) -> str:
        return self.number
