"""The ledger of owners' proposals."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.community.models import Origin
from anju.modules.community.permissions import IDEA_WRITE
from anju.modules.community.queries import ideas as queries

STATES = {
    "open": (_("待答复"), "blue"),
    "late": (_("逾期未答"), "red"),
    "adopted": (_("采纳"), "green"),
    "partly": (_("部分采纳"), "teal"),
    "declined": (_("不采纳"), "slate"),
    "noted": (_("已记录"), "slate"),
    "dropped": (_("已撤回"), "slate"),
}


def standing(row: Any) -> str:
    return queries.standing(row, timezone.now())


def _by_standing(rows: Any, value: str) -> Any:
    return queries.by_standing(rows, value, timezone.now())


def _shown(rows: Any, value: str) -> Any:
    return rows.filter(published_at__isnull=value == "no")


PROPOSALS = Table(
    name="community.proposals",
    caption=_("业主建议"),
    columns=(
        Column(
            key="title",
            label=_("建议"),
            template="community/gatherings/_cells.html#proposal",
            export="title",
            nowrap=False,
            width="grow",
        ),
        Column(key="origin", label=_("来源"), value="get_origin_display"),
        Column(key="raised_at", label=_("提出时间"), sort="raised_at", phone_place="side"),
        Column(key="support_count", label=_("附议户数"), sort="support_count", align="end"),
        Column(
            key="shown",
            label=_("公开"),
            value=lambda row: _("已公开") if row.published_at else _("未公开"),
            hide_on_phone=True,
        ),
        Column(
            key="state",
            label=_("状态"),
            template="community/gatherings/_cells.html#proposal_state",
            export=lambda row: str(STATES[standing(row)][0]),
            phone_place="corner",
        ),
        Column(key="answer", label=_("答复"), nowrap=False, optional=True, hidden=True),
        Column(key="answered_at", label=_("答复时间"), sort="answered_at", hide_on_phone=True),
        Column(key="number", label=_("事项编号"), value="case.number", optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("建议或编号"), fields=("title", "text", "case__number")),
        ChoiceFilter(
            key="standing",
            label=_("状态"),
            choices=[(key, one[0]) for key, one in STATES.items() if key != "dropped"],
            apply=_by_standing,
        ),
        ChoiceFilter(key="origin", label=_("来源"), choices=Origin.choices),
        ChoiceFilter(
            key="shown", label=_("公开"), choices=[("yes", _("已公开")), ("no", _("未公开"))], apply=_shown
        ),
        DateRangeFilter(key="day", label=_("提出日期"), field="raised_at", moment=True, more=True),
    ),
    default_sort="-raised_at",
    row_url=lambda row: reverse("community:proposal", args=[row.pk]),
    row_tone=lambda row: "is-late" if standing(row) == "late" else "",
    empty=EmptyState(
        title=_("还没有业主建议"),
        text=_("业主在手机上提出，或由前台从意见箱、会议和走访中收录。"),
        action_label=_("登记建议"),
        action_url=lambda request: reverse("community:proposal_new"),
        permission=IDEA_WRITE,
    ),
    export=Export(title=_("业主建议台账")),
)
