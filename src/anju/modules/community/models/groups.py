from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class Platform(models.TextChoices):
    WECHAT = "wechat", _("微信群")
    WECOM = "wecom", _("企业微信群")
    QQ = "qq", _("QQ 群")
    DINGTALK = "dingtalk", _("钉钉群")
    OTHER = "other", _("其他")


class PostSort(models.TextChoices):
    NOTICE = "notice", _("通知")
    ANSWER = "answer", _("答复")
    REMINDER = "reminder", _("温馨提示")
    QUESTION = "question", _("业主提问")


class ChatGroup(ScopedModel):
    """A chat group of owners. building_ids: whose homes it is for, [] for the whole community. Source: B CSR-10."""

    community_id = LooseKey(target="estate.Place")
    name = models.CharField(_("群名"), max_length=60)
    platform = models.CharField(_("平台"), max_length=10, choices=Platform, default=Platform.WECHAT)
    building_ids = ArrayField(models.BigIntegerField(), default=list)
    owner_id = LooseKey(target="people.Staff")
    admin_ids = ArrayField(models.BigIntegerField(), default=list)
    opened_on = models.DateField(_("建群日期"))
    closed_on = models.DateField(_("解散日期"), null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "name"], name="chatgroup_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(ScopedModel):
    """Somebody of a home in a group. name: as it stands in the group. left_on: None while he is in it."""

    group = ScopedKey(ChatGroup, on_delete=models.CASCADE, related_name="members")
    place_id = LooseKey(target="estate.Place")
    person_id = LooseKey(target="people.Person", null=True)
    name = models.CharField(_("群内名称"), max_length=60)
    joined_on = models.DateField(_("入群日期"))
    left_on = models.DateField(_("退群日期"), null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "group", "place_id", "name"],
                condition=models.Q(left_on__isnull=True),
                name="groupmember_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupPost(ScopedModel):
    """What was written in a group. case: what became of a question."""

    group = ScopedKey(ChatGroup, on_delete=models.CASCADE, related_name="posts")
    at = models.DateTimeField(_("时间"))
    sort = models.CharField(_("类别"), max_length=8, choices=PostSort)
    by_name = models.CharField(_("发布人"), max_length=60)
    member = ScopedKey(GroupMember, on_delete=models.SET_NULL, null=True, related_name="posts")
    text = models.TextField(_("内容"))
    file = ScopedKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    notice = ScopedKey("messaging.BoardNotice", on_delete=models.SET_NULL, null=True, related_name="+")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "group", "-at"], name="grouppost_newest")]

    def __str__(self) -> str:
        return self.text[:40]
