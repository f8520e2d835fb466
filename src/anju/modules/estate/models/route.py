from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.foundation.scope.models import LooseKey, ScopedKey, ScopedModel
from anju.modules.estate.models.place import Place, SitePlan


class PatrolRoute(ScopedModel):
    """A route over pinned places (巡视路线图) with what is to be looked at on it."""

    community_id = LooseKey(target="estate.Place")
    name = models.CharField(_("名称"), max_length=60)
    domain = models.CharField(_("领域"), max_length=20, default="security")
    requirements = models.TextField(_("巡视内容和要求"), blank=True)
    site_plan = ScopedKey(SitePlan, on_delete=models.SET_NULL, null=True, blank=True, related_name="routes")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "community_id", "name"], name="route_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class RouteStop(ScopedModel):
    route = ScopedKey(PatrolRoute, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    place = ScopedKey(Place, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["org", "route", "position"], name="stop_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.route_id} #{self.position}"
