from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import ScopedKey, ScopedModel, SharedKey


class Role(ScopedModel):
    """A named set of permission codes. `code` is set for the roles every organisation starts with."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    permissions = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("权限"))

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="role_name_once")]

    def __str__(self) -> str:
        return self.name


class Assignment(ScopedModel):
    """This user holds this role at this place and everything below it; an empty path is the whole organisation."""

    user = SharedKey("foundation.User", on_delete=models.CASCADE, related_name="+")
    role = ScopedKey(Role, on_delete=models.CASCADE, related_name="assignments")
    path = models.CharField(max_length=250, blank=True, db_collation="C")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "user", "role", "path"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id} {self.path or '*'}"
