"""Messages and the ways they went."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel, SharedKey


class Channels(models.TextChoices):
    IN_APP = "in_app", _("站内")
    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信机器人")
    DINGTALK = "dingtalk", _("钉钉机器人")
    FEISHU = "feishu", _("飞书机器人")
    WEB_PUSH = "web_push", _("浏览器推送")
    BOARD = "board", _("公告栏")


class States(models.TextChoices):
    QUEUED = "queued", _("待发送")
    GATHERED = "gathered", _("待汇总")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    READ = "read", _("已读")
    UNSURE = "unsure", _("结果不明")
    FAILED = "failed", _("失败")
    BOUNCED = "bounced", _("退回")
    DROPPED = "dropped", _("已取消")


class Kinds(models.TextChoices):
    USER = "user", _("用户")
    STAFF = "staff", _("员工")
    PERSON = "person", _("住户")
    GROUP = "group", _("工作群")


class Message(ScopedModel):
    """One thing told to one recipient. The cause's key makes it once, however often it is caused.

    recipient_id: of the kind; 0 is the organisation's group. user: whose inbox it lies in. params: JSON of the values,
    from which each channel's words are made when it is sent; empty once forgotten.
    """

    recipient_kind = models.CharField(max_length=8, choices=Kinds)
    recipient_id = models.BigIntegerField()
    recipient_name = models.CharField(_("收件人"), max_length=60, blank=True)
    user = SharedKey("foundation.User", on_delete=models.CASCADE, null=True, related_name="+")
    cause_key = models.CharField(max_length=120)
    template = models.CharField(max_length=80)
    category = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    title = models.CharField(_("标题"), max_length=200)
    body = SealedText(blank=True)
    params = SealedText(blank=True)
    link = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    community_id = LooseKey(target="estate.Place", null=True)
    at = models.DateTimeField(_("时间"))
    expires_at = models.DateTimeField(null=True)
    in_inbox = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "cause_key", "template", "recipient_kind", "recipient_id"], name="message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["org", "user", "-at"], condition=models.Q(in_inbox=True), name="message_inbox"
            ),
            models.Index(
                fields=["org", "user"],
                condition=models.Q(in_inbox=True, read_at__isnull=True),
                name="message_unread",
            ),
            models.Index(fields=["org", "recipient_kind", "recipient_id"], name="message_recipient"),
            models.Index(fields=["org", "at"], name="message_at"),
        ]

    def __str__(self) -> str:
        return self.title


class Digest(ScopedModel):
    """Deliveries of one person and one channel that wait to go out as one message, from whose sending on it is closed."""

    recipient_kind = models.CharField(max_length=8, choices=Kinds)
    recipient_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channels)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    message = ScopedKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "recipient_kind", "recipient_id", "channel", "due_at"], name="digest_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["org", "due_at"], condition=models.Q(closed_at__isnull=True), name="digest_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.due_at:%Y-%m-%d %H:%M}"


class Delivery(ScopedModel):
    """One way of one message. key: the same for every attempt, so that the other side can know a repetition.

    address_mark: keyed digest of the address (or of a robot's), for limits and blocks. shown: the address masked.
    claimed_at: when a worker took it. handed_at: when the bytes that may have an effect were about to leave; between
    that moment and the answer nobody can know what the other side did. first_at: when it was first due, from which
    patience is counted; not_before: when it is due next.
    """

    message = ScopedKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=10, choices=Channels)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=States, default=States.QUEUED)
    address = SealedText(blank=True)
    address_mark = models.CharField(max_length=64, blank=True)
    shown = models.CharField(_("地址"), max_length=120, blank=True)
    community_id = LooseKey(target="estate.Place", null=True)
    urgent = models.BooleanField(default=False)
    digest = ScopedKey(Digest, on_delete=models.SET_NULL, null=True, related_name="deliveries")
    created_at = models.DateTimeField(_("时间"))
    first_at = models.DateTimeField()
    not_before = models.DateTimeField(_("计划时间"))
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    provider_id = models.CharField(max_length=100, blank=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "message", "channel", "address_mark"], name="message_delivery_once"
            ),
            models.UniqueConstraint(fields=["org", "key"], name="message_delivery_key"),
        ]
        indexes = [
            models.Index(
                fields=["org", "channel", "-urgent", "not_before"],
                condition=models.Q(state="queued"),
                name="message_delivery_due",
            ),
            models.Index(
                fields=["org", "claimed_at"],
                condition=models.Q(state="sending"),
                name="message_delivery_lost",
            ),
            models.Index(fields=["org", "address_mark", "-handed_at"], name="message_delivery_address"),
            models.Index(fields=["org", "provider_id"], name="message_delivery_provider"),
            models.Index(fields=["org", "-created_at", "id"], name="message_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"
