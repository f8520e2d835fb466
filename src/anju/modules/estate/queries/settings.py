"""Settings of estate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation import registry
from anju.modules.estate.permissions import PLACE_CHANGE

SERVICE_PHONE = registry.declare(
    registry.Setting(
        "estate.service_phone",
        _("物业服务电话"),
        str,
        "",
        PLACE_CHANGE,
        hint=_("印在位置标签上，扫码的人也能看到。"),
        per_community=True,
    )
)
