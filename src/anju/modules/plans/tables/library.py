"""Lists of company documents, reference laws, goals and promises to make public."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    BulkAction,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.plans.models import DocumentKind, GoalKind, LawKind
from anju.modules.plans.permissions import DOCUMENT_WRITE, GOAL_WRITE, LAW_WRITE, PROMISE_REVIEW
from anju.modules.plans.queries import goals as goal_queries
from anju.modules.plans.queries import library as library_queries
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.library_wording import (
    GOAL_TONES,
    STANDING_TONES,
    STANDINGS,
    URGENCIES,
    URGENCY_TONES,
)
from anju.modules.plans.tables.promises import kind_pill, promise_name


def pill(text: Any, tone: str) -> Any:
    return format_html('<span class="pill is-sm tone-{}">{}</span>', tone, text)


def standing_pill(row: Any) -> Any:
    return pill(STANDINGS[row.standing], STANDING_TONES[row.standing])


def in_force(row: Any) -> str:
    if row.current_number is None:
        return "—"
    return gettext("第 %(n)s 版") % {"n": row.current_number}


def urgency_pill(row: Any) -> Any:
    return pill(URGENCIES[row.urgency], URGENCY_TONES[row.urgency])


def progress_bar(row: Any) -> Any:
    return format_html(
        '<span class="flex items-center gap-2"><progress class="meter tone-{} w-24" max="100" value="{}"></progress>'
        '<span class="tnum">{}%</span></span>',
        GOAL_TONES[row.state], row.percent, row.percent,
    )  # fmt: skip


DOCUMENTS = Table(
    name="plans.library",
    caption=_("制度文件"),
    columns=(
        Column(key="title", label=_("名称"), sort="title", nowrap=False, classes="main", width="grow"),
        Column(key="number", label=_("编号"), sort="number", classes="code"),
        Column(key="kind", label=_("类别"), value="get_kind_display", sort="kind"),
        Column(key="standing", label=_("状态"), cell=standing_pill, phone_place="corner", export=lambda row: STANDINGS[row.standing]),
        Column(key="current", label=_("有效版本"), value=in_force),
        Column(key="since", label=_("生效日期"), value="current_since", sort="current_since", excel_format="yyyy-mm-dd"),
        Column(key="department", label=_("归口部门"), value="department.name", sort="department__name", optional=True),
        Column(key="place", label=_("适用小区"), value=lambda row: row.place_name or gettext("全公司"), optional=True),
        Column(key="review_due", label=_("下次复审"), sort="review_due", optional=True, excel_format="yyyy-mm-dd"),
        Column(key="is_public", label=_("公开"), sort="is_public", optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("编号、名称或正文"), apply=library_queries.matching),
        ChoiceFilter(key="kind", label=_("类别"), field="kind", choices=DocumentKind.choices),
        ChoiceFilter(
            key="standing", label=_("状态"), field="standing",
            choices=[(key, STANDINGS[key]) for key in ("in_force", "coming", "draft", "retired")],
        ),
        BooleanFilter(key="draft", label=_("有未批准的草稿"), field="has_draft", only=True, more=True),
        BooleanFilter(key="public", label=_("对业主公开"), field="is_public", more=True),
        DateRangeFilter(key="due", label=_("下次复审"), field="review_due", more=True),
    ),
    default_sort="number",
    row_url=lambda row: reverse("plans:document", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有制度文件"),
        text=_("公司制度、岗位职责、作业规程、登记表格都放在这里，按版本管理。"),
        action_label=_("新增文件"),
        action_url=lambda request: reverse("plans:document_new"),
        permission=DOCUMENT_WRITE,
    ),
    export=Export(title=_("制度文件清单")),
)  # fmt: skip

LAWS = Table(
    name="plans.laws",
    caption=_("法规与标准"),
    columns=(
        Column(key="title", label=_("名称"), sort="title", nowrap=False, classes="main", width="grow"),
        Column(key="number", label=_("文号"), sort="number"),
        Column(key="kind", label=_("类别"), value="get_kind_display", sort="kind", phone_place="corner"),
        Column(key="issuer", label=_("发布机关"), sort="issuer", nowrap=False, optional=True),
        Column(key="in_force_from", label=_("施行日期"), sort="in_force_from", excel_format="yyyy-mm-dd"),
        Column(key="repealed_on", label=_("废止日期"), sort="repealed_on", optional=True, excel_format="yyyy-mm-dd"),
        Column(key="plans", label=_("适用的方案"), value=lambda row: "、".join(one.plan.title for one in row.plans_shown), nowrap=False),
        Column(key="link", label=_("出处"), nowrap=False, optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=_("名称、文号、发布机关"), fields=("title", "number", "issuer", "note")),
        ChoiceFilter(key="kind", label=_("类别"), field="kind", choices=LawKind.choices),
        DateRangeFilter(key="from", label=_("施行日期"), field="in_force_from", more=True),
    ),
    default_sort="title",
    row_url=lambda row: reverse("plans:law", args=[row.pk]),
    row_tone=lambda row: "muted" if row.repealed_on else "",
    empty=EmptyState(
        title=_("还没有法规条目"),
        text=_("方案依据的法律、条例、标准记在这里；可以先载入常用目录。"),
        action_label=_("新增条目"),
        action_url=lambda request: reverse("plans:law_new"),
        permission=LAW_WRITE,
    ),
    export=Export(title=_("法规与标准目录")),
)  # fmt: skip


def goal_table(today: Any) -> Table:
    """The list of goals as it stands on a day: how pressing a goal is follows from it."""
    return Table(
        name="plans.goals",
        caption=_("目标"),
        columns=(
            Column(key="title", label=_("目标"), sort="title", nowrap=False, classes="main", width="grow"),
            Column(key="kind", label=_("类别"), value="get_kind_display", sort="kind"),
            Column(key="urgency", label=_("状态"), cell=lambda row: urgency_pill(_urgent(row, today)), phone_place="corner", export=lambda row: URGENCIES[_urgent(row, today).urgency]),
            Column(key="percent", label=_("进度"), cell=progress_bar, sort="percent", export="percent"),
            Column(key="due_on", label=_("期限"), sort="due_on", excel_format="yyyy-mm-dd"),
            Column(key="owner", label=_("责任人"), value="owner.name", sort="owner__name"),
            Column(key="place", label=_("小区"), value=lambda row: row.place_name or gettext("全公司"), optional=True),
            Column(key="starts_on", label=_("开始日期"), sort="starts_on", optional=True, hidden=True, excel_format="yyyy-mm-dd"),
            Column(key="target", label=_("达成标准"), hidden=True, nowrap=False),
            Column(key="outcome", label=_("结论"), value=lambda row: row.closing_note or "—", hidden=True, nowrap=False),
        ),
        filters=(
            SearchFilter(placeholder=_("目标、达成标准、责任人"), fields=("title", "target", "owner__name")),
            ChoiceFilter(key="kind", label=_("类别"), field="kind", choices=GoalKind.choices),
            ChoiceFilter(
                key="urgency", label=_("状态"), choices=list(URGENCIES.items()),
                apply=lambda rows, value: goal_queries.by_urgency(rows, value, today),
            ),
            DateRangeFilter(key="due", label=_("期限"), field="due_on", more=True),
        ),
        default_sort="due_on",
        row_url=lambda row: reverse("plans:goal", args=[row.pk]),
        row_tone=lambda row: "late" if _urgent(row, today).urgency == "overdue" else "",
        empty=EmptyState(
            title=_("还没有目标"),
            text=_("创优目标、项目目标、阶段目标和总体工作计划都可以在这里定下期限和责任人。"),
            action_label=_("新增目标"),
            action_url=lambda request: reverse("plans:goal_new"),
            permission=GOAL_WRITE,
        ),
        export=Export(title=_("目标清单")),
    )  # fmt: skip


def _urgent(row: Any, today: Any) -> Any:
    row.urgency = str(goal_queries.urgency_of(row, today))
    return row


CHOICES = Table(
    name="plans.public",
    caption=_("选择公开的承诺"),
    columns=(
        Column(key="promise", label=_("承诺"), value=promise_name, sort="activity", nowrap=False, classes="main", width="grow"),
        Column(key="says", label=_("标准"), value=wording.says),
        Column(key="kind", label=_("类型"), cell=kind_pill, sort="kind", export=lambda row: wording.name(wording.KINDS, row.kind)),
        Column(key="domain", label=_("领域"), value=lambda row: wording.name(wording.DOMAINS, row.domain), sort="domain"),
        Column(key="public", label=_("公开"), cell=lambda row: pill(_("公开"), "green") if row.is_public else "—", sort="is_public", phone_place="corner", export="is_public"),
        Column(key="section", label=_("条款"), sort=("version_id", "start"), optional=True),
    ),
    filters=(
        SearchFilter(placeholder=_("工作内容、对象或原文"), fields=("activity", "object", "quote")),
        ChoiceFilter(key="domain", label=_("领域"), field="domain", choices=tuple(wording.DOMAINS.items())),
        ChoiceFilter(key="kind", label=_("类型"), field="kind", choices=tuple(wording.KINDS.items())),
        BooleanFilter(key="public", label=_("公开"), field="is_public"),
    ),
    default_sort="section",
    row_url=lambda row: reverse("plans:promise", args=[row.pk]),
    bulk_actions=(
        BulkAction(key="show", label=_("设为公开"), url=lambda request: request.get_full_path(), tone="primary", permission=PROMISE_REVIEW),
        BulkAction(key="hide", label=_("取消公开"), url=lambda request: request.get_full_path(), permission=PROMISE_REVIEW),
    ),
    empty=EmptyState(title=_("没有执行中的承诺"), text=_("服务方案生效后，可以从中选择向业主公开的承诺。")),
)  # fmt: skip
