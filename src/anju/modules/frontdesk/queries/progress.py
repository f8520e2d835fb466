"""How far a case is, in the words a resident hears."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import CaseKind, CaseView, ClockView
from anju.foundation.ui.filters import left
from anju.modules.frontdesk.rules.kinds import RESIDENTS


def kinds_for_residents() -> tuple[CaseKind, ...]:
    """Kinds that a resident may report, in the order they are offered."""
    return tuple(cases.kind_of(code) for code in RESIDENTS)


def progress_words(view: CaseView, at: datetime) -> str:
    """The state, and what is waited for: 已派单 · 到场剩 1小时20分, 等待中：等配件, 已关闭."""
    kind = cases.kind_of(view.row.kind)
    state = kind.state(view.row.state)
    name = str(state.name) if state else _("已并入其他事项") if view.row.merged_into_id else _("已作废")
    paused = next((one for one in view.clocks if one.state == "paused" and one.paused_for), None)
    if paused is not None and view.row.closed_at is None:
        return f"{name}：{paused.paused_for}"
    first = _first_due(view.clocks)
    if first is None or view.row.closed_at is not None:
        return name
    clock = kind.clock(first.code)
    return f"{name} · {clock.name if clock else ''}{left(first.due_at, at)}"


def _first_due(clocks: Sequence[ClockView]) -> ClockView | None:
    running = [one for one in clocks if one.state == "running" and one.due_at is not None]
    return min(running, key=lambda one: (one.due_at, one.id), default=None)
