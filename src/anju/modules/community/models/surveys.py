from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")


class Audience(models.TextChoices):
    OWNERS = "owners", _("业主和住户")
    STAFF = "staff", _("员工")


class ItemKind(models.TextChoices):
    SCALE = "scale", _("满意 / 一般 / 不满意")
    STARS = "stars", _("一到五星")
    CHOICE = "choice", _("单选")
    TEXT = "text", _("文字")


class Topic(models.TextChoices):
    """What an item is about. Source: catalogue B RTV-08, DOG-04, CRM-04; A CS-08."""

    OVERALL = "overall", _("总体")
    SECURITY = "security", _("秩序与安全")
    CLEANING = "cleaning", _("保洁")
    GREENING = "greening", _("绿化")
    ENGINEERING = "engineering", _("设施维修")
    PARKING = "parking", _("停车")
    PASSAGE = "passage", _("通道与出入")
    SPORT = "sport", _("健身设施")
    PETS = "pets", _("宠物管理")
    STAFF = "staff", _("人员素质")
    ATTITUDE = "attitude", _("服务态度")
    WORK = "work", _("工作条件")
    OTHER = "other", _("其他")


class Channel(models.TextChoices):
    HOME = "home", _("每户链接")
    LINK = "link", _("公开二维码")
    PAPER = "paper", _("纸质问卷")


class Survey(ScopedModel):
    """A questionnaire put to a group. secret: of the public address, with which anybody may answer once per device.

    anonymous: answers are kept without the home they came from; the home's ticket only says that it answered.
    """

    community_id = LooseKey(target="estate.Place")
    title = models.CharField(_("标题"), max_length=80)
    intro = models.CharField(_("说明"), max_length=500, blank=True)
    audience = models.CharField(_("对象"), max_length=8, choices=Audience, default=Audience.OWNERS)
    anonymous = models.BooleanField(_("匿名"), default=True)
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.DRAFT)
    opens_on = models.DateField(_("开始日期"), null=True)
    closes_on = models.DateField(_("截止日期"), null=True)
    secret = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    concluded = models.TextField(_("分析结论"), blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "secret"], name="survey_secret_once")]
        indexes = [models.Index(fields=["org", "community_id", "-made_at"], name="survey_newest")]

    def __str__(self) -> str:
        return self.title


class SurveyItem(ScopedModel):
    """One question. choices: texts of a choice, in order; an answer keeps the position."""

    survey = ScopedKey(Survey, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ItemKind)
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.OTHER)
    text = models.CharField(max_length=200)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "survey", "position"], name="survey_item_position")
        ]

    def __str__(self) -> str:
        return self.text


class SurveyTicket(ScopedModel):
    """The address of one home for one survey."""

    survey = ScopedKey(Survey, on_delete=models.CASCADE, related_name="tickets")
    place_id = LooseKey(target="estate.Place")
    secret = models.CharField(max_length=32)
    answered_on = models.DateField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "survey", "place_id"], name="survey_ticket_home"),
            models.UniqueConstraint(fields=["org", "secret"], name="survey_ticket_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.place_id}"


class SurveyAnswer(ScopedModel):
    """One questionnaire filled in. replies: {item id: value}. place_id: None where it is anonymous."""

    survey = ScopedKey(Survey, on_delete=models.CASCADE, related_name="answers")
    channel = models.CharField(max_length=6, choices=Channel)
    building_id = LooseKey(target="estate.Place", null=True)
    place_id = LooseKey(target="estate.Place", null=True)
    replies = models.JSONField(default=dict)
    on = models.DateField()
    by_name = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=40)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "survey", "key"], name="survey_answer_once")]
        indexes = [models.Index(fields=["org", "survey", "on"], name="survey_answer_day")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.on}"


class Improvement(ScopedModel):
    """What a survey or a visit led to: a key factor or a proposal, with its measure, who does it and until when.

    reasonable: of a proposal, None until somebody judged it. source: "item 12", "answer 7 item 12" or "visit 3", so
    that nothing is taken twice.
    """

    community_id = LooseKey(target="estate.Place")
    survey = ScopedKey(Survey, on_delete=models.CASCADE, null=True, related_name="improvements")
    source = models.CharField(max_length=40)
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.OTHER)
    text = models.CharField(_("问题或建议"), max_length=500)
    raised_on = models.DateField()
    reasonable = models.BooleanField(null=True)
    measure = models.CharField(_("改进措施"), max_length=500, blank=True)
    staff_id = LooseKey(target="people.Staff", null=True)
    due_on = models.DateField(_("完成期限"), null=True)
    done_on = models.DateField(null=True)
    result = models.CharField(_("落实情况"), max_length=500, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "source"], name="improvement_source_once")
        ]
        indexes = [models.Index(fields=["org", "community_id", "raised_on"], name="improvement_raised")]

    def __str__(self) -> str:
        return self.text[:40]
