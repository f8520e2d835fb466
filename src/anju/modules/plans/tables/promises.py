"""The register of promises: everything that holds now, with where it stands (B:PLT-03)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.modules.plans.models import PromiseState
from anju.modules.plans.permissions import PLAN_WRITE
from anju.modules.plans.queries import wording

STATE_TONES = {"pending": "slate", "running": "green", "waiting": "amber", "ended": "slate"}


def promise_name(row: Any) -> str:
    return "·".join(part for part in (row.activity, row.object) if part) or row.quote


def kind_pill(row: Any) -> Any:
    return format_html(
        '<span class="pill is-sm tone-{}">{}</span>',
        wording.KIND_TONES.get(row.kind, "slate"),
        wording.name(wording.KINDS, row.kind),
    )


def state_pill(row: Any) -> Any:
    text = row.get_state_display()
    if row.state == PromiseState.WAITING and row.engine:
        text = gettext("等待：%(engine)s") % {"engine": engine_of(row)}
    return format_html('<span class="pill is-sm tone-{}">{}</span>', STATE_TONES[row.state], text)


def engine_of(row: Any) -> str:
    return wording.name(wording.ENGINES, row.engine) if row.engine else ""


PROMISES = Table(
    name="plans.promises",
    caption=_("承诺台账"),
    columns=(
        Column(key="promise", label=_("承诺"), value=promise_name, sort="activity", nowrap=False, classes="main", width="grow"),
        Column(key="says", label=_("标准"), value=wording.says),
        Column(key="kind", label=_("类型"), cell=kind_pill, sort="kind", export=lambda row: wording.name(wording.KINDS, row.kind)),
        Column(key="domain", label=_("领域"), value=lambda row: wording.name(wording.DOMAINS, row.domain), sort="domain"),
        Column(key="state", label=_("状态"), cell=state_pill, sort=("state", "engine"), phone_place="corner", export="get_state_display"),
        Column(key="engine", label=_("执行引擎"), value=engine_of, optional=True, hidden=True),
        Column(key="plan", label=_("方案"), value="version.plan.title", sort="version__plan__title", optional=True),
        Column(key="section", label=_("条款"), sort=("version_id", "start"), optional=True),
        Column(key="public", label=_("公开"), value="is_public", optional=True, hidden=True),
        Column(key="quote", label=_("原文"), hidden=True, nowrap=False),
    ),
    filters=(
        SearchFilter(placeholder=_("工作内容、对象或原文"), fields=("activity", "object", "quote")),
        ChoiceFilter(key="domain", label=_("领域"), field="domain", choices=tuple(wording.DOMAINS.items())),
        ChoiceFilter(key="kind", label=_("类型"), field="kind", choices=tuple(wording.KINDS.items())),
        ChoiceFilter(key="state", label=_("状态"), field="state", choices=PromiseState.choices),
        ChoiceFilter(key="engine", label=_("执行引擎"), field="engine", choices=tuple(wording.ENGINES.items()), more=True),
        BooleanFilter(key="public", label=_("公开承诺"), field="is_public", more=True),
    ),
    default_sort="section",
    row_url=lambda row: reverse("plans:promise", args=[row.pk]),
    empty=EmptyState(
        title=_("还没有执行中的承诺"),
        text=_("上传一份服务方案，核对、批准并设定生效日期后，承诺就会出现在这里。"),
        action_label=_("上传方案"),
        action_url=lambda request: reverse("plans:upload"),
        permission=PLAN_WRITE,
    ),
    export=Export(title=_("承诺台账")),
)  # fmt: skip
