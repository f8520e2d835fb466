"""Settings of community life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.registry import Setting, between, declare
from anju.modules.community.permissions import MEETING_WRITE, OPINION_WRITE, SURVEY_WRITE

SUPERVISOR_PERCENT = declare(
    Setting(
        code="community.supervisor_sample",
        label=_("主管每月回访抽样比例（%）"),
        kind=int,
        default=10,
        permission=SURVEY_WRITE,
        per_community=True,
        check=between(1, 100),
    )
)


BOX_DAYS = declare(
    Setting(
        code="community.box_days",
        label=_("意见箱至少几天开启一次"),
        kind=int,
        default=7,
        permission=OPINION_WRITE,
        per_community=True,
        check=between(1, 365),
    )
)
MEETING_NOTICE_DAYS = declare(
    Setting(
        code="community.meeting_notice_days",
        label=_("业主会议提前几天提醒主持人"),
        kind=int,
        default=3,
        permission=MEETING_WRITE,
        per_community=True,
        check=between(1, 365),
    )
)
