from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import ScopedKey, ScopedModel
from anju.modules.plans.models.plan import PlanVersion


class ReviewState(models.TextChoices):
    FOUND = "found", _("待审核")
    ACCEPTED = "accepted", _("已采纳")
    CORRECTED = "corrected", _("已修正")
    REJECTED = "rejected", _("已驳回")
    ADDED = "added", _("人工补充")


class PromiseState(models.TextChoices):
    """Where a promise of a version in force stands with its engine."""

    PENDING = "pending", _("未编译")
    RUNNING = "running", _("执行中")
    WAITING = "waiting", _("等待引擎")
    ENDED = "ended", _("已结束")


class Promise(ScopedModel):
    """A quantified commitment of a plan version, with the exact words it comes from. Fields as in `contracts`.

    as_read: the fields as the reader saw them, kept when a person corrects them. setup: what people chose for its
    round instead of what compiling proposes (rules.compiling.adjusting). is_public: shown to owners with its result.
    split_from: the promise of which this one is the other half. merged_into: the promise that took this one in, which
    is rejected for that. step: id of the last ReviewStep that touched it.
    """

    version = ScopedKey(PlanVersion, on_delete=models.CASCADE, related_name="promises")
    number = models.CharField(max_length=20)
    part = models.PositiveSmallIntegerField(null=True)
    section = models.CharField(_("条款"), max_length=80, blank=True)
    quote = models.TextField(_("原文"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    domain = models.CharField(_("领域"), max_length=20)
    activity = models.CharField(_("工作内容"), max_length=200)
    object = models.CharField(_("对象"), max_length=200, blank=True)
    kind = models.CharField(_("类型"), max_length=14)
    comparator = models.CharField(_("比较"), max_length=2, default="eq")
    value = models.DecimalField(_("数值"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=24, blank=True)
    period = models.CharField(_("周期"), max_length=12, blank=True)
    every = models.PositiveSmallIntegerField(_("每几个周期"), null=True, blank=True)
    confidence = models.FloatField(default=1.0)
    review = models.CharField(_("审核"), max_length=10, choices=ReviewState, default=ReviewState.FOUND)
    review_note = models.CharField(_("说明"), max_length=300, blank=True)
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    as_read = models.JSONField(null=True)
    setup = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(_("公开承诺"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=PromiseState, default=PromiseState.PENDING)
    engine = models.CharField(_("执行引擎"), max_length=12, blank=True)
    split_from = ScopedKey("plans.Promise", on_delete=models.SET_NULL, null=True, related_name="halves")
    merged_into = ScopedKey("plans.Promise", on_delete=models.SET_NULL, null=True, related_name="merged")
    step = models.BigIntegerField(null=True)

    version_id: int

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "version", "number"], name="promise_number_once")
        ]
        indexes = [
            models.Index(fields=["org", "version", "start"], name="promise_text_order"),
            models.Index(fields=["org", "state", "domain"], name="promise_register"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}{self.object}"


class PromiseRound(ScopedModel):
    """This round keeps this promise. Two promises that state one rule may share a round."""

    promise = ScopedKey(Promise, on_delete=models.CASCADE, related_name="rounds")
    round = ScopedKey("schedule.Round", on_delete=models.CASCADE, related_name="+")

    promise_id: int
    round_id: int

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "promise", "round"], name="promise_round_once")]

    def __str__(self) -> str:
        return f"{self.promise_id} → {self.round_id}"


class UnreadDecision(models.TextChoices):
    """What a person made of a passage that was not understood; blank while undecided."""

    PROMISE = "promise", _("已转为承诺")
    INTERVAL = "interval", _("已补充时限")
    NONE = "none", _("不是承诺")


class UnreadPassage(ScopedModel):
    """A passage with a number, or a duty without one, that was not understood: listed, never dropped."""

    version = ScopedKey(PlanVersion, on_delete=models.CASCADE, related_name="unread")
    section = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    reason = models.CharField(max_length=40)
    decision = models.CharField(max_length=12, choices=UnreadDecision, blank=True)
    note = models.CharField(max_length=300, blank=True)
    promise = ScopedKey(Promise, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    step = models.BigIntegerField(null=True)

    version_id: int

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "version", "start"], name="unread_text_order")]

    def __str__(self) -> str:
        return self.quote[:40]
