"""Settings of the engine."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.permissions import ROUND_PLAN
from anju.engines.schedule.rules.evidence import FARTHEST_M
from anju.foundation import registry
from anju.kernel.errors import Invalid


def _check(value: object) -> None:
    if not isinstance(value, int) or not 1 <= value <= FARTHEST_M:
        raise Invalid("schedule.evidence.out_of_range", "schedule.position_radius", low=1, high=FARTHEST_M)


POSITION_RADIUS = registry.declare(
    registry.Setting(
        "schedule.position_radius",
        _("定位范围（米）"),
        int,
        150,
        ROUND_PLAN,
        hint=_("新建作业计划时，现场定位离位置多远以内算到场（含定位误差）。每个作业计划可以另定。"),
        per_community=True,
        check=_check,
    )
)


def position_radius(community_id: int) -> int:
    """Metres within which a position proves a place, for rounds that are newly made in a community."""
    found: int = registry.value(POSITION_RADIUS, community_id)
    return found
