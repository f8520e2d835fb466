"""Settings of the front desk's cases."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.contracts import TimeBase
from anju.foundation import registry
from anju.foundation.registry import Setting
from anju.kernel.errors import Invalid
from anju.kernel.worktime import WorkHours
from anju.modules.frontdesk.permissions import SETTINGS_SET
from anju.modules.frontdesk.rules.limits import Basis

_SPANS = re.compile(r"^\d{1,2}:\d{2}-\d{1,2}:\d{2}(,\d{1,2}:\d{2}-\d{1,2}:\d{2})*$")
DAY = 24 * 60


def _check_hours(value: str) -> None:
    if not _SPANS.match(value.replace(" ", "")):
        raise Invalid("frontdesk.work_hours.form", "value")
    spans(value)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Minutes of the day from "8:30-12:00,13:00-18:00". Raises Invalid (frontdesk.work_hours.form) unless in order."""
    found = []
    for part in text.replace(" ", "").split(","):
        start, end = (
            int(hour) * 60 + int(minute) for hour, minute in (one.split(":") for one in part.split("-"))
        )
        if not (found[-1][1] if found else 0) <= start < end <= DAY:
            raise Invalid("frontdesk.work_hours.form", "value")
        found.append((start, end))
    return tuple(found)


def _own(code: str, label: Any, kind: Any, default: Any, **more: Any) -> Setting:
    return registry.declare(
        Setting(f"frontdesk.{code}", label, kind, default, SETTINGS_SET, per_community=True, **more)
    )


HOURS = _own(
    "work_hours", _("工作时间"), str, "09:00-12:00,13:00-18:00", check=_check_hours,
    hint=_("按工作时间计算的时限使用，例如 8:30-12:00,13:30-18:00"),
)  # fmt: skip
WORKDAYS_ONLY = _own("workdays_only", _("只在工作日计时"), bool, True)
_BASES = ("calendar", "work")
_BASE_LABELS = (_("自然时间"), _("工作时间"))
HOURS_BASIS = _own("hours_basis", _("承诺中的小时按什么计算"), _BASES, "calendar", labels=_BASE_LABELS)
HALF_DAYS_BASIS = _own("half_days_basis", _("承诺中的半天按什么计算"), _BASES, "work", labels=_BASE_LABELS)
CLOSE_AFTER = _own(
    "close_after_days", _("完成后几天无异议自动关闭"), int, 3, check=registry.between(1, 60),
    hint=_("未被抽中回访且报事人没有评价的事项"),
)  # fmt: skip
_WAYS = ("manual", "offer", "auto")
_WAY_LABELS = (_("人工派单"), _("班组抢单"), _("自动派单"))
DISPATCH = {
    code: _own(f"dispatch_{code}", label, _WAYS, "manual", labels=_WAY_LABELS)
    for code, label in (
        ("repair", _("报修派单方式")),
        ("complaint", _("投诉派单方式")),
        ("enquiry", _("咨询派单方式")),
        ("help", _("求助派单方式")),
        ("violation", _("违规派单方式")),
        ("hazard", _("隐患派单方式")),
    )
}
RETURNS = {
    code: registry.declare(
        Setting(f"frontdesk.returns_{code}", label, int, 50, SETTINGS_SET, check=registry.between(50, 100))
    )
    for code, label in (
        ("repair", _("报修回访比例")),
        ("complaint", _("投诉回访比例")),
        ("enquiry", _("咨询回访比例")),
        ("help", _("求助回访比例")),
        ("legacy", _("遗留问题回访比例")),
    )
}
FINDINGS = _own(
    "findings_from", _("巡查问题自动转事项"), ("never", "serious", "all"), "serious",
    labels=(_("不自动转"), _("较严重及以上"), _("全部")),
)  # fmt: skip


def work_hours(community_id: int) -> WorkHours:
    text = registry.value(HOURS, community_id)
    return WorkHours(spans(text), workdays_only=registry.value(WORKDAYS_ONLY, community_id))


def basis(community_id: int) -> Basis:
    return Basis(
        TimeBase(registry.value(HOURS_BASIS, community_id)),
        TimeBase(registry.value(HALF_DAYS_BASIS, community_id)),
    )


def close_after(community_id: int) -> timedelta:
    return timedelta(days=registry.value(CLOSE_AFTER, community_id))
