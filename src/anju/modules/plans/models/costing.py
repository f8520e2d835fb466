from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedModel


class CostBasis(ScopedModel):
    """What the cost of a community's plans is worked out with; a figure nobody gave stays None.

    pay: fen a month by role (rules.costing.ROLES), social insurance included. walk_minutes: on the way to each place;
    preparation_minutes: before each time; leave_days: of a person in a year; absence: percent of working time.
    """

    community_id = LooseKey(target="estate.Place")
    pay = models.JSONField(default=dict, blank=True)
    walk_minutes = models.PositiveSmallIntegerField(_("每处步行分钟"), null=True)
    preparation_minutes = models.PositiveSmallIntegerField(_("每次准备分钟"), null=True)
    leave_days = models.PositiveSmallIntegerField(_("年休假天数"), null=True)
    absence = models.PositiveSmallIntegerField(_("缺勤率"), null=True)
    updated_at = models.DateTimeField()
    updated_by = models.BigIntegerField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id"], name="cost_basis_once"),
            models.CheckConstraint(
                condition=Q(absence__isnull=True) | Q(absence__lt=100), name="cost_basis_absence"
            ),
        ]

    def __str__(self) -> str:
        return str(self.community_id)
