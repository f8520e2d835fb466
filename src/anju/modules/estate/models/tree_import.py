from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import ScopedKey, ScopedModel


class ImportState(models.TextChoices):
    REFUSED = "refused", _("有错误")
    READY = "ready", _("待确认")
    RUNNING = "running", _("导入中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class TreeImport(ScopedModel):
    """An uploaded workbook between its dry run and its end. `counts`: kind → {"new", "changed", "same"}."""

    file = ScopedKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=ImportState)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "-at"], name="treeimport_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.state}"
