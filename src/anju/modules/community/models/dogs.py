"""Dogs kept in a community, the ladder of steps towards their keepers, and inspections held with the police."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class DogState(models.TextChoices):
    KEPT = "kept", _("在养")
    STRAY = "stray", _("流浪或来历不明")
    MOVED = "moved", _("已随户搬离")
    GIVEN = "given", _("已送养")
    LOST = "lost", _("走失")
    HANDED = "handed", _("已移交收容")
    DIED = "died", _("已死亡")


class DogSex(models.TextChoices):
    MALE = "male", _("公")
    FEMALE = "female", _("母")
    UNKNOWN = "unknown", _("不详")


class DogSize(models.TextChoices):
    SMALL = "small", _("小型")
    MEDIUM = "medium", _("中型")
    LARGE = "large", _("大型")


class Step(models.TextChoices):
    PUBLICITY = "publicity", _("宣传告知")
    TALK = "talk", _("专题谈话提醒")
    MEASURE = "measure", _("强制措施")


class CheckResult(models.TextChoices):
    PENDING = "pending", _("待查")
    FIT = "fit", _("合格")
    UNLICENSED = "unlicensed", _("无证或过期")
    UNVACCINATED = "unvaccinated", _("未免疫")
    FORBIDDEN = "forbidden", _("禁养犬")
    STRAY = "stray", _("无主犬")
    ABSENT = "absent", _("未见到")


class Dog(ScopedModel):
    """A dog of the register; never deleted. place_id: the home, None for one nobody knows. keeper: who answers for it,
    with his number in the register of persons where he is known. Source: catalogue B DOG-01; Animal Epidemic
    Prevention Law (2021) art. 30."""

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=24, db_collation="C")
    name = models.CharField(_("犬名"), max_length=40, blank=True)
    breed = models.CharField(_("品种"), max_length=40)
    sex = models.CharField(_("性别"), max_length=8, choices=DogSex, default=DogSex.UNKNOWN)
    colour = models.CharField(_("毛色"), max_length=40, blank=True)
    size = models.CharField(_("体型"), max_length=8, choices=DogSize)
    height_cm = models.PositiveSmallIntegerField(_("肩高（厘米）"), null=True)
    born_on = models.DateField(_("出生日期"), null=True)
    licence = models.CharField(_("犬证号"), max_length=40, blank=True)
    licence_until = models.DateField(_("犬证有效期至"), null=True)
    vaccinated_on = models.DateField(_("狂犬疫苗接种日期"), null=True)
    vaccine_until = models.DateField(_("下次接种日期"), null=True)
    place_id = LooseKey(target="estate.Place", null=True)
    spot = models.CharField(_("出没地点"), max_length=80, blank=True)
    person_id = LooseKey(target="people.Person", null=True)
    keeper = models.CharField(_("饲养人"), max_length=40, blank=True)
    keeper_phone = SealedText(blank=True)
    photo = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("备注"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=DogState, default=DogState.KEPT)
    state_on = models.DateField(_("状态日期"))
    state_why = models.CharField(_("状态说明"), max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(_("登记人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "number"], name="dog_number_once")]
        indexes = [
            models.Index(fields=["org", "community_id", "state", "number"], name="dog_community"),
            models.Index(fields=["org", "place_id"], name="dog_place"),
            models.Index(fields=["org", "person_id"], name="dog_person"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.colour}{self.breed}"


class DogLadder(ScopedModel):
    """Steps against one keeper's breaches, from publicity to measures. dog and place_id None: the dog is unknown and
    the steps are the community's. Source: catalogue B DOG-02."""

    community_id = LooseKey(target="estate.Place")
    dog = ScopedKey(Dog, on_delete=models.PROTECT, null=True, related_name="ladders")
    place_id = LooseKey(target="estate.Place", null=True)
    title = models.CharField(_("事由"), max_length=120)
    opened_on = models.DateField(_("开始日期"))
    closed_on = models.DateField(_("结束日期"), null=True)
    outcome = models.CharField(_("结果"), max_length=300, blank=True)
    made_by = models.CharField(_("建立人"), max_length=60)

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["org", "community_id", "-opened_on", "-id"], name="dog_ladder_newest")
        ]

    def __str__(self) -> str:
        return self.title


class DogStep(ScopedModel):
    """One step of a ladder. ahead: why it was planned although the step before is not recorded."""

    ladder = ScopedKey(DogLadder, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("步骤"), max_length=10, choices=Step)
    due_on = models.DateField(_("期限"))
    staff_id = LooseKey(target="people.Staff", null=True)
    ahead = models.CharField(_("提前的理由"), max_length=200, blank=True)
    done_on = models.DateField(_("完成日期"), null=True)
    said = models.CharField(_("说了什么、做了什么"), max_length=500, blank=True)
    effect = models.CharField(_("效果"), max_length=200, blank=True)
    evidence = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    done_by = models.CharField(_("记录人"), max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "ladder", "id"], name="dog_step_ladder")]

    def __str__(self) -> str:
        return f"{self.ladder_id} {self.step}"


class DogCampaign(ScopedModel):
    """An inspection held with the police over some days. Source: catalogue B DOG-03."""

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("名称"), max_length=80)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    bodies = models.CharField(_("参加单位"), max_length=200)
    places = models.CharField(_("检查范围"), max_length=200, blank=True)
    closing = models.CharField(_("总结"), max_length=500, blank=True)
    closed_on = models.DateField(_("结束"), null=True)
    made_by = models.CharField(_("建立人"), max_length=60)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="dog_campaign_forward"
            )
        ]
        indexes = [models.Index(fields=["org", "community_id", "-starts_on"], name="dog_campaign_newest")]

    def __str__(self) -> str:
        return self.title


class DogCampaignLine(ScopedModel):
    """A dog, or a home without a registered one, on an inspection's list. dog_name, keeper: as they stood then."""

    campaign = ScopedKey(DogCampaign, on_delete=models.CASCADE, related_name="lines")
    dog = ScopedKey(Dog, on_delete=models.PROTECT, null=True, related_name="+")
    place_id = LooseKey(target="estate.Place", null=True)
    dog_name = models.CharField(_("犬只"), max_length=90, blank=True)
    keeper = models.CharField(_("饲养人"), max_length=40, blank=True)
    result = models.CharField(_("结果"), max_length=12, choices=CheckResult, default=CheckResult.PENDING)
    found = models.CharField(_("发现的问题"), max_length=300, blank=True)
    handed = models.CharField(_("移交公安情况"), max_length=120, blank=True)
    checked_on = models.DateField(_("检查日期"), null=True)
    checked_by = models.CharField(_("检查人"), max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "campaign", "dog"], name="dog_campaign_dog_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.dog_name}"
