"""Calls at the desk's telephones, calls promised back, and what a clerk was typing when the next one rang."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.privacy import SealedText
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class LineSort(models.TextChoices):
    """Source: catalogue A CS-01 (two numbers), CS-02 (hours are per project; supervisors receive at their own)."""

    STANDARD = "standard", _("服务时间电话")
    OTHER = "other", _("非服务时间电话")
    SUPERVISOR = "supervisor", _("主管接待")


class PhoneLine(ScopedModel):
    """A telephone of a community, and from when till when (local time, daily) somebody answers it.

    opens equal to closes: day and night.
    """

    community_id = LooseKey(target="estate.Place")
    sort = models.CharField(_("用途"), max_length=12, choices=LineSort)
    number = models.CharField(_("号码"), max_length=30)
    opens = models.TimeField(_("开始"))
    closes = models.TimeField(_("结束"))
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "sort"], name="phoneline_sort_once")
        ]
        indexes = [models.Index(fields=["org", "number"], name="phoneline_number")]

    def __str__(self) -> str:
        return str(self.number)


class CallState(models.TextChoices):
    RINGING = "ringing", _("振铃中")
    TALKING = "talking", _("通话中")
    ENDED = "ended", _("已结束")
    MISSED = "missed", _("未接")


class CallOutcome(models.TextChoices):
    NONE = "", _("未登记")
    CASE = "case", _("已建单")
    JOINED = "joined", _("并入原单")
    ANSWERED = "answered", _("当场答复")
    MESSAGE = "message", _("转部门留言")
    FOLLOWED = "followed", _("催问进度")
    BACK = "back", _("约定回电")
    OTHER = "other", _("其他")
    WRONG = "wrong", _("打错")


class Call(ScopedModel):
    """One call, from the first ring. number: sealed, found by its digest. line: number that was dialled.

    off_hours: came outside the reception hours of its community. external_id: of the telephone system, "" when a
    clerk wrote the call down.
    """

    community_id = LooseKey(target="estate.Place", null=True)
    line = models.CharField(_("被叫号码"), max_length=30, blank=True)
    number = SealedText(blank=True)
    number_digest = models.CharField(max_length=64, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    outgoing = models.BooleanField(default=False)
    off_hours = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=8, choices=CallState, default=CallState.RINGING)
    came_at = models.DateTimeField(_("来电时间"))
    taken_at = models.DateTimeField(_("接听时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    taken_by = models.BigIntegerField(null=True)
    taken_name = models.CharField(_("接听人"), max_length=60, blank=True)
    person_id = LooseKey(null=True)
    caller = SealedText(blank=True)
    place_id = LooseKey(target="estate.Place", null=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=CallOutcome, blank=True, default="")
    words = models.CharField(_("说明"), max_length=300, blank=True)
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "external_id"], condition=~models.Q(external_id=""), name="call_external_once"
            )
        ]
        indexes = [
            models.Index(fields=["org", "-came_at", "-id"], name="call_newest"),
            models.Index(fields=["org", "community_id", "-came_at"], name="call_community"),
            models.Index(
                fields=["org", "number_digest", "-came_at"],
                condition=~models.Q(number_digest=""),
                name="call_number",
            ),
            models.Index(fields=["org", "came_at"], condition=models.Q(state="ringing"), name="call_ringing"),
        ]

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M} {self.state}"


class CallBack(ScopedModel):
    """A call owed to somebody by `due_at`: promised by a clerk, or because his own was missed (`call`)."""

    community_id = LooseKey(target="estate.Place", null=True)
    call = ScopedKey(Call, on_delete=models.PROTECT, null=True, related_name="backs")
    case = ScopedKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    number = SealedText(blank=True)
    number_digest = models.CharField(max_length=64, blank=True)
    who = SealedText(blank=True)
    place_id = LooseKey(target="estate.Place", null=True)
    words = models.CharField(_("事由"), max_length=300, blank=True)
    missed = models.BooleanField(default=False)
    promised_at = models.DateTimeField()
    promised_by = models.BigIntegerField(null=True)
    promised_name = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(_("回电时限"))
    done_at = models.DateTimeField(null=True)
    done_name = models.CharField(max_length=60, blank=True)
    reached = models.BooleanField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(_("回电结果"), max_length=300, blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "call"], condition=models.Q(missed=True), name="callback_missed_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["org", "due_at"], condition=models.Q(done_at__isnull=True), name="callback_due"
            ),
            models.Index(fields=["org", "-promised_at"], name="callback_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M}"


class DeskDraft(ScopedModel):
    """What a clerk had typed in a tab of the desk: parked, or left. data: the form as JSON, sealed."""

    user_id = models.BigIntegerField()
    tab = models.CharField(max_length=40)
    community_id = LooseKey(target="estate.Place", null=True)
    label = SealedText(blank=True)
    data = SealedText()
    saved_at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "user_id", "tab"], name="deskdraft_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.tab}"
