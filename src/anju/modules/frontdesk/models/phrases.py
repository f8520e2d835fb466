"""Standard phrases (快捷用语): what is written again and again, under a few letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import ScopedModel


class Phrase(ScopedModel):
    """owner: user id of whose own it is; None for everybody's. text may hold {placeholders} of `rules.phrases`."""

    owner = models.BigIntegerField(null=True)
    code = models.CharField(_("缩写"), max_length=12, db_collation="C")
    text = models.CharField(_("用语"), max_length=500)
    saved_at = models.DateTimeField(_("修改时间"))
    saved_name = models.CharField(_("修改人"), max_length=60)
    retired_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "owner", "code"], condition=models.Q(retired_at__isnull=True),
                name="phrase_code_once", nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"/{self.code}"
