"""Notices that are printed and hung on the boards of a community."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.engines.messages.models.message import Message
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel, SharedKey


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


class Paper(models.TextChoices):
    A4 = "a4", "A4"
    A3 = "a3", "A3"


def new_token() -> str:
    return secrets.token_urlsafe(9)


class Told(models.TextChoices):
    """Whom a notice is brought to when it is hung, beside the wall (B PLT-11)."""

    RESIDENTS = "residents", _("住户（站内消息和手机推送）")
    SMS = "sms", _("重要，同时发短信")
    ROBOTS = "robots", _("工作群机器人")


class BoardNotice(ScopedModel):
    """publish_on, withdraw_on: half-open days while it hangs; without the second it hangs until somebody takes it down.

    token: the public address behind the printed code. printed: how often a sheet was made. tell: codes of Told; told_at:
    when they were told, on the first day at the earliest.
    """

    community_id = LooseKey(target="estate.Place")
    number = models.CharField(_("编号"), max_length=20)
    token = models.CharField(max_length=20, default=new_token, editable=False)
    title = models.CharField(_("标题"), max_length=80)
    body = models.TextField(_("正文"))
    title_en = models.CharField(_("英文标题"), max_length=80, blank=True)
    body_en = models.TextField(_("英文正文"), blank=True)
    signed = models.CharField(_("落款"), max_length=80, blank=True)
    paper = models.CharField(_("纸张"), max_length=2, choices=Paper, default=Paper.A4)
    state = models.CharField(_("状态"), max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    publish_on = models.DateField(_("张贴日期"), null=True)
    withdraw_on = models.DateField(_("撤下日期"), null=True)
    written_by = models.CharField(_("起草人"), max_length=60)
    written_at = models.DateTimeField(_("起草时间"))
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    tell = ArrayField(models.CharField(max_length=10, choices=Told), default=list, blank=True)
    told_at = models.DateTimeField(null=True)
    printed = models.PositiveSmallIntegerField(_("打印次数"), default=0)
    message = ScopedKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="board_notice_number"),
            models.UniqueConstraint(fields=["org", "token"], name="board_notice_token"),
        ]
        indexes = [
            models.Index(fields=["org", "community_id", "-publish_on"], name="board_notice_newest"),
            models.Index(
                fields=["org", "publish_on"],
                condition=models.Q(state="published", told_at__isnull=True) & ~models.Q(tell=[]),
                name="board_notice_untold",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeRead(ScopedModel):
    """Somebody who logs in has read a notice: what was delivered to whom (B PLT-11)."""

    notice = ScopedKey(BoardNotice, on_delete=models.CASCADE, related_name="reads")
    user = SharedKey("foundation.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "notice", "user"], name="notice_read_once")]
        indexes = [models.Index(fields=["org", "user"], name="notice_read_user")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.user_id}"
