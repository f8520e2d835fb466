"""The audit as a list, with what changed, and the state of its chain."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from anju.foundation import audit
from anju.foundation.audit import chain, queries
from anju.foundation.registrations import AUDIT_READ
from anju.foundation.ui.tables import (
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyState,
    Export,
    SearchFilter,
    Table,
)
from anju.foundation.web import page

EXPORTED = audit.action("foundation.audit.exported", lazy("导出操作日志"))
CHECKED_AT_ONCE = 20_000
FAULTS_SHOWN = 5


def _actions(_request: Any) -> list[tuple[str, str]]:
    return sorted(((one.code, str(one.label)) for one in audit.actions().values()), key=lambda one: one[1])


def _exported(request: Any, rows: int) -> None:
    audit.record(request.actor, EXPORTED, request.org, after={"rows": rows}, at=timezone.now())


def _changes_text(row: Any) -> str:
    return "；".join(
        f"{name}: {before or ''} → {after or ''}" for name, before, after in queries.changes(row)
    )


AUDIT = Table(
    name="console.audit",
    caption=lazy("操作日志"),
    columns=(
        Column(key="at", label=lazy("时间"), sort="id", excel_format="yyyy-mm-dd hh:mm:ss"),
        Column(key="actor_name", label=lazy("操作人"), classes="main", phone_place="title"),
        Column(key="action", label=lazy("操作"), value=lambda row: queries.action_label(row.action)),
        Column(key="subject_label", label=lazy("对象"), nowrap=False),
        Column(
            key="changes",
            label=lazy("变化"),
            value=queries.changes,
            template="console/admin/_audit_cells.html",
            export=_changes_text,
            nowrap=False,
        ),
        Column(key="reason", label=lazy("原因"), nowrap=False, optional=True),
        Column(key="channel", label=lazy("来源"), optional=True),
        Column(key="ip", label=lazy("地址"), optional=True),
        Column(key="number", label=lazy("链号"), optional=True, hidden=True),
    ),
    filters=(
        SearchFilter(placeholder=lazy("操作人或对象"), fields=("actor_name", "subject_label")),
        ChoiceFilter(key="action", label=lazy("操作"), choices=_actions, field="action"),
        DateRangeFilter(key="at", label=lazy("日期"), field="at", moment=True),
    ),
    default_sort="-at",
    empty=EmptyState(title=lazy("没有符合条件的记录")),
    export=Export(title=lazy("操作日志"), permission=AUDIT_READ, on_export=_exported),
)


@page(AUDIT_READ)
@require_safe
def entries(request: Any) -> HttpResponseBase:
    return AUDIT.respond(
        request,
        queries.entries(request.actor),
        template="console/admin/audit.html",
        context={"chain": queries.chain_state(), "checked_at_once": CHECKED_AT_ONCE},
    )


@page(AUDIT_READ)
@require_POST
def verify(request: Any) -> HttpResponse:
    """Walk the newest part of the chain now; the whole of a long one is for `anju audit verify`."""
    faults = list(islice(chain.verify(request.org.pk, newest=CHECKED_AT_ONCE), FAULTS_SHOWN))
    if not faults:
        messages.success(request, _("日志链完整，没有被改动。"))
    for one in faults:
        text = _("第 %(number)s 条异常：%(kind)s") % {"number": one.number, "kind": _kind(one.kind)}
        messages.error(request, text)
    return redirect("console:audit")


def _kind(kind: str) -> str:
    return {
        "changed": _("内容被改"),
        "missing": _("被删除"),
        "reordered": _("顺序被改"),
        "cut": _("末尾被截"),
        "head": _("链头被改"),
    }[kind]
