"""Settings of community life."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.foundation.registry import Setting, declare
from anju.kernel.errors import Invalid
from anju.modules.community.permissions import SURVEY_WRITE


def _share(value: Any) -> None:
    if not 1 <= value <= 100:
        raise Invalid("community.setting.percent", "community.supervisor_sample")


SUPERVISOR_PERCENT = declare(
    Setting(
        code="community.supervisor_sample",
        label=_("主管每月回访抽样比例（%）"),
        kind=int,
        default=10,
        permission=SURVEY_WRITE,
        per_community=True,
        check=_share,
    )
)
