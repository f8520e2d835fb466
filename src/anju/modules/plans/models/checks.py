from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.plans.models.plan import PlanVersion


class Choice(models.TextChoices):
    """What a person made of a finding. TODO settles nothing: it says who looks at it."""

    KEEP = "keep", _("以其中一处为准")
    BOTH = "both", _("都保留")
    NOT = "not", _("不是问题")
    TODO = "todo", _("待办")


class FindingChoice(ScopedModel):
    """The choice made of one finding of a check, with the finding as it was then.

    Findings themselves are worked out anew each time; `key` is made of their words, so that a choice still stands when
    the text is read again. kept: ids of the promises that hold; the others were rejected by review step `step`, and the
    choice goes with that step when it is undone. seen: places and values of the finding.
    """

    version = ScopedKey(PlanVersion, on_delete=models.CASCADE, related_name="finding_choices")
    key = models.CharField(max_length=24)
    code = models.CharField(max_length=20)
    severity = models.CharField(max_length=8)
    choice = models.CharField(_("处理"), max_length=4, choices=Choice)
    note = models.CharField(_("理由"), max_length=300, blank=True)
    kept = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    step = models.BigIntegerField(null=True)
    assignee_id = LooseKey(target="people.Staff", null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField()

    version_id: int

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "version", "key"], name="finding_choice_once")]
        indexes = [models.Index(fields=["org", "key"], name="finding_choice_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.choice}"
