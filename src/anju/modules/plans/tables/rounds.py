"""The list of rounds."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.foundation.ui.filters import local
from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    EmptyState,
    Export,
    SearchFilter,
    Table,
    TreeFilter,
    TreeNode,
)
from anju.foundation.ui.tables.cells import EMPTY
from anju.modules.plans.queries import phrasing, wording, works
from anju.modules.plans.queries import rounds as reads
from anju.modules.plans.queries.rounds import RoundFacts
from anju.modules.plans.tables.works import community_of, needed

STATES = {
    "draft": (lazy("草稿"), "slate"),
    "active": (lazy("执行中"), "green"),
    "paused": (lazy("已暂停"), "amber"),
    "ended": (lazy("已结束"), "slate"),
}
MODES = {"each": lazy("逐点完成"), "route": lazy("按路线一次完成")}


def state_pill(row: Any) -> Any:
    label, tone = STATES[row.state]
    return format_html('<span class="pill is-sm tone-{}">{}</span>', tone, label)


def tone_of(share: float) -> str:
    return "green" if share >= 0.95 else "amber" if share >= 0.85 else "red"


def share_bar(share: float | None) -> Any:
    if share is None:
        return EMPTY
    return format_html(
        '<span class="inline-flex items-center gap-2"><progress class="meter is-thin tone-{} w-16" value="{}" max="1" '
        'aria-hidden="true"></progress><span class="tnum">{}%</span></span>',
        tone_of(share), f"{share:.3f}", f"{share * 100:.1f}".removesuffix(".0"),
    )  # fmt: skip


def _community(request: Any) -> int | None:
    return community_of(request, reads.reading())


def _places(request: Any) -> list[TreeNode]:
    return (
        works.tree_nodes(request.actor, reads.reading(), _community(request))
        if needed(request, "place")
        else []
    )


def _at(rows: Any, value: int) -> Any:
    community = rows.filter(community_id=value)
    return community if community.exists() else reads.at_or_below(rows, works.below(value))


FILTERS = (
    SearchFilter(placeholder=lazy("作业计划名称"), fields=("title",)),
    ChoiceFilter(
        key="state", label=lazy("状态"), field="state", choices=[(key, label) for key, (label, _t) in STATES.items()]
    ),
    ChoiceFilter(
        key="domain", label=lazy("领域"), field="domain", choices=lambda _request: list(wording.DOMAINS.items())
    ),
    ChoiceFilter(
        key="period", label=lazy("周期"), field="recurrence__period",
        choices=[(one.value, label) for one, label in phrasing.PERIODS.items()],
    ),
    TreeFilter(key="place", label=lazy("位置"), nodes=_places, apply=_at),
    ChoiceFilter(
        key="kind", label=lazy("工作类别"), field="kind", more=True,
        choices=lambda _request: list(wording.WORKS.items()),
    ),
    ChoiceFilter(
        key="team", label=lazy("班组"), field="team_id", more=True,
        choices=lambda request: works.team_choices(_community(request)),
    ),
    ChoiceFilter(
        key="person", label=lazy("人员"), field="staff_id", more=True,
        choices=lambda request: works.staff_choices(_community(request)),
    ),
    BooleanFilter(
        key="promised", label=lazy("来自方案"), yes_label=lazy("来自服务方案"), no_label=lazy("自行安排"), more=True,
        apply=reads.kept_by_promise,
    ),
)  # fmt: skip


def rounds_table(facts: RoundFacts) -> Table:
    """The list; what is not in the row itself comes from `facts`, read once per community on the page."""
    return Table(
        name="plans.rounds",
        caption=lazy("作业计划"),
        columns=(
            Column(key="title", label=lazy("作业计划"), sort=("title",), nowrap=False, classes="main"),
            Column(key="community_name", label=lazy("小区"), hidden=True, sort=("community_id", "title")),
            Column(key="domain", label=lazy("领域"), value=lambda row: wording.name(wording.DOMAINS, row.domain),
                   sort=("domain", "title")),
            Column(key="often", label=lazy("频次"), nowrap=False,
                   value=lambda row: phrasing.sentence(reads.recurrence_of(row))),
            Column(key="place_count", label=lazy("位置"), align="end", hide_on_phone=True,
                   value=lambda row: row.place_count or None),
            Column(key="who", label=lazy("执行"), value=lambda row: facts.who(row) or _("未指定")),
            Column(key="state", label=lazy("状态"), cell=state_pill, phone_place="corner", sort=("state", "title"),
                   export=lambda row: str(STATES[row.state][0])),
            Column(key="next_due", label=lazy("下次期限"), value=facts.next_due, phone_place="side",
                   cell=lambda row: local(facts.next_due(row)) if facts.next_due(row) else EMPTY),
            Column(key="share", label=lazy("近30天按时"), cell=lambda row: share_bar(facts.share(row)),
                   value=facts.share, excel_format="0.0%", export=facts.share),
            Column(key="active_from", label=lazy("开始日期"), hidden=True, sort="active_from", excel_format="yyyy-mm-dd"),
            Column(key="minutes", label=lazy("预计用时(分钟)"), hidden=True, align="end"),
        ),
        filters=FILTERS,
        default_sort="community_name",
        row_url=lambda row: reverse("plans:round", args=[row.pk]),
        empty=EmptyState(
            title=lazy("还没有作业计划"),
            text=lazy("让一份服务方案生效，或自行新建作业计划。"),
            action_label=lazy("新建作业计划"),
            action_url=lambda _request: reverse("plans:round_new"),
            permission="schedule.round:plan",
        ),
        export=Export(title=lazy("作业计划")),
    )  # fmt: skip
