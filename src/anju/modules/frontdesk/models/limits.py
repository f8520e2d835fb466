from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel


class PromiseLimit(ScopedModel):
    """What a promise in force means for one clock: as its words were read, or as a person corrected it.

    kind "": a person said that the promise limits no clock here. fields: code → values that count. holds_until: None
    while the plan is in force. A person's rows of a promise stand in place of all that was read.
    """

    community_id = LooseKey(target="estate.Place")
    promise = ScopedKey("plans.Promise", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("事项类别"), max_length=20, blank=True)
    clock = models.CharField(_("计时"), max_length=20, blank=True)
    severity_from = models.PositiveSmallIntegerField(default=1)
    severity_to = models.PositiveSmallIntegerField(default=4)
    fields = models.JSONField(default=dict)
    amount = models.PositiveIntegerField(_("时限"), default=0)
    unit = models.CharField(max_length=10, blank=True)
    base = models.CharField(max_length=10, blank=True)
    quote = models.CharField(max_length=300)
    holds_from = models.DateTimeField()
    holds_until = models.DateTimeField(null=True)
    corrected = models.BooleanField(default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    promise_id: int

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "promise", "kind", "clock"], name="promiselimit_once")
        ]
        indexes = [models.Index(fields=["org", "community_id", "kind", "clock"], name="promiselimit_asked")]

    def __str__(self) -> str:
        return self.quote[:40]


class HouseLimit(ScopedModel):
    """A row of the house's own limits, changed or switched off for the organisation or one community."""

    community_id = LooseKey(target="estate.Place", null=True)
    code = models.CharField(max_length=40)
    amount = models.PositiveIntegerField(_("时限"))
    unit = models.CharField(max_length=10)
    base = models.CharField(max_length=10)
    off = models.BooleanField(_("停用"), default=False)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["org", "community_id", "code"], name="houselimit_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.code
