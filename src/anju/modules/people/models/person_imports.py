"""Foreign sheets of rooms and owners between upload and end, and how their columns were read before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.files.models import StoredFile
from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class PersonImportState(models.TextChoices):
    MAPPING = "mapping", _("待对应列")
    CHECKING = "checking", _("检查中")
    REFUSED = "refused", _("有错误")
    READY = "ready", _("待确认")
    RUNNING = "running", _("导入中")
    DONE = "done", _("已导入")
    FAILED = "failed", _("未能导入")
    TAKEN_BACK = "taken_back", _("已撤回")


class PersonImport(ScopedModel):
    """An uploaded sheet. After `expires_at` its file and the values in `remarks` are gone, the counts stay.

    mapping: field → column index. remarks: [{row, index, code, params, error, value}], errors first.
    written: what taking it back undoes, numbers of rows and values before.
    """

    community_id = LooseKey(target="estate.Place")
    file = ScopedKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("文件"), max_length=200)
    sheet = models.CharField(_("工作表"), max_length=80, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=PersonImportState)
    fingerprint = models.CharField(max_length=64, db_collation="C", blank=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    written = models.JSONField(default=dict)
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=60, blank=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["org", "community_id", "-at"], name="personimport_newest")]

    def __str__(self) -> str:
        return self.name


class SheetReading(ScopedModel):
    """How somebody read the columns of a sheet with these headings; offered again for the next one."""

    fingerprint = models.CharField(max_length=64, db_collation="C")
    mapping = models.JSONField(default=dict)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "fingerprint"], name="sheetreading_once")]

    def __str__(self) -> str:
        return self.fingerprint[:12]
