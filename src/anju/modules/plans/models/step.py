from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import ScopedKey, ScopedModel
from anju.modules.plans.models.plan import PlanVersion


class ReviewAct(models.TextChoices):
    """What a person did at the desk."""

    ACCEPT = "accept", _("采纳")
    CORRECT = "correct", _("修正")
    REJECT = "reject", _("驳回")
    REOPEN = "reopen", _("退回待审核")
    ADD = "add", _("补充")
    SPLIT = "split", _("拆分")
    MERGE = "merge", _("合并")
    ACCEPT_ALL = "accept_all", _("批量采纳")
    PASSAGE = "passage", _("处理未读懂的语句")
    PASSAGES = "passages", _("批量处理未读懂的语句")


class ReviewStep(ScopedModel):
    """One act of the review with what it changed, so that it can be undone.

    before: groups of rows that had the same values, `{"of": "promise"|"passage", "ids": […], "values": {column: …}}`.
    made: ids of promises that came to be. gone: all columns of promises that went away. promises: ids of all promises
    concerned, for their history. A promise's and a passage's `step` is the last one that touched it: only that one
    can be undone, after which the one before is the last.
    """

    version = ScopedKey(PlanVersion, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=12, choices=ReviewAct)
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=0)
    promises = models.JSONField(default=list)
    before = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    made = models.JSONField(default=list)
    gone = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    version_id: int

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "version", "-id"], name="step_newest")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.act} {self.count}"
