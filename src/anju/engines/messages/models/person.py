"""What one recipient chose, and where he can be reached."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.engines.messages.models.message import Channels, Kinds
from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import ScopedModel, SharedKey


class DigestModes(models.TextChoices):
    NOW = "", _("立即发送")
    HOURLY = "hourly", _("每小时汇总")
    DAILY = "daily", _("每天汇总")


class Preference(ScopedModel):
    """channels: category → list of channels chosen. consents: marketing categories agreed to, with the moment."""

    recipient_kind = models.CharField(max_length=8, choices=Kinds)
    recipient_id = models.BigIntegerField()
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest = models.CharField(max_length=8, choices=DigestModes, default=DigestModes.NOW, blank=True)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    language = models.CharField(max_length=10, blank=True)
    channels = models.JSONField(default=dict)
    consents = models.JSONField(default=dict)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "recipient_kind", "recipient_id"], name="message_preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient_kind} {self.recipient_id}"


class Address(ScopedModel):
    """An address somebody gave us himself, or one of which we learnt something: verified, blocked after a bounce.

    A row without a recipient holds a block of an address that came from elsewhere. code_mark: digest of the code that
    was sent to verify it; tries: wrong ones typed.
    """

    recipient_kind = models.CharField(max_length=8, choices=Kinds, blank=True)
    recipient_id = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channels)
    value = SealedText(blank=True)
    mark = models.CharField(max_length=64)
    shown = models.CharField(max_length=120)
    verified_at = models.DateTimeField(null=True)
    code_mark = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_times = ArrayField(models.DateTimeField(), default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    blocked_at = models.DateTimeField(null=True)
    blocked_why = models.CharField(max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "recipient_kind", "recipient_id", "channel", "mark"],
                name="message_address_once",
            )
        ]
        indexes = [models.Index(fields=["org", "mark"], name="message_address_mark")]

    def __str__(self) -> str:
        return self.shown


class PushSubscription(ScopedModel):
    """A browser of a user that takes pushes. secret: JSON of endpoint, p256dh and auth."""

    user = SharedKey("foundation.User", on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)
    secret = SealedText()
    device = models.CharField(max_length=120, blank=True)
    shown = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "mark"], name="push_subscription_once")]
        indexes = [models.Index(fields=["org", "user"], name="push_subscription_user")]

    def __str__(self) -> str:
        return self.device or self.shown
