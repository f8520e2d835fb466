"""The commitments register (承诺台账) of one version or of all in force, as a sheet and as A4 landscape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.contracts import Domain
from anju.modules.plans.models import Promise, PromiseState, VersionState
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.promises import facts_of
from anju.modules.plans.reports import grouped
from anju.modules.plans.reports.grouped import Group, Part
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.rules.compiling import ENGINES
from anju.modules.plans.rules.compiling.engines import engine_for

_ORDER = {str(one): at for at, one in enumerate(Domain)}
_KNOWN_ENGINES = frozenset(ENGINES)


def ordered(rows: Iterable[Promise]) -> list[Promise]:
    """By community and plan, field of work and place in the text."""
    return sorted(
        rows,
        key=lambda row: (
            _ORDER.get(row.domain, len(_ORDER)), row.version.plan_id, row.version_id, row.start, row.pk,
        ),
    )  # fmt: skip


def columns(communities: dict[int, str]) -> list[SheetColumn]:
    """communities: names by id; with more than one the sheet says which."""
    head = []
    if len(communities) > 1:
        head = [SheetColumn(_("小区"), lambda row: communities.get(row.version.plan.community_id, ""))]
    return [
        *head,
        SheetColumn(_("方案"), lambda row: f"{row.version.plan.title} v{row.version.number}"),
        SheetColumn(_("领域"), lambda row: wording.name(wording.DOMAINS, row.domain)),
        SheetColumn(_("编号"), lambda row: row.number),
        SheetColumn(_("条款"), lambda row: row.section),
        SheetColumn(_("工作内容"), lambda row: row.activity),
        SheetColumn(_("对象"), lambda row: row.object),
        SheetColumn(_("类型"), lambda row: wording.name(wording.KINDS, row.kind)),
        SheetColumn(_("标准"), wording.says),
        SheetColumn(_("数值"), lambda row: row.value, "0.####"),
        SheetColumn(_("单位"), lambda row: wording.name(wording.UNITS, row.unit) if row.unit else ""),
        SheetColumn(_("周期"), period),
        SheetColumn(_("兑现方式"), kept_by),
        SheetColumn(_("状态"), state),
        SheetColumn(_("公开"), lambda row: row.is_public),
        SheetColumn(_("原文"), lambda row: row.quote),
    ]


def as_pdf(frame: Frame, rows: Sequence[Promise], *, subject: str) -> bytes:
    """subject: the plan and its version, or that it is all in force. Raises FontMissing."""
    listed = ordered(rows)
    groups = []
    for domain in dict.fromkeys(row.domain for row in listed):
        own = [row for row in listed if row.domain == domain]
        label = _("%(domain)s（%(count)d 条）") % {
            "domain": wording.name(wording.DOMAINS, domain),
            "count": len(own),
        }
        groups.append(Group(label, [_line(row) for row in own]))
    by_kind = [
        f"{wording.name(wording.KINDS, kind)} {sum(row.kind == kind for row in listed)}"
        for kind in dict.fromkeys(row.kind for row in listed)
    ]
    return grouped.pdf(
        frame,
        title=_("服务承诺台账"),
        facts=[
            (_("方案"), subject),
            (_("合计"), _("%(count)d 条承诺：") % {"count": len(listed)} + "、".join(by_kind)),
        ],
        parts=[
            Part(
                columns=[
                    _("编号"), _("条款"), _("原文"), _("类型"), _("标准"), _("周期"), _("兑现方式"), _("状态"),
                ],
                widths=[0, 2, 8, 0, 0, 0, 0, 0],
                groups=groups,
            )
        ],
        signatures=[_("编制"), _("审核"), _("业主委员会")],
    )  # fmt: skip


def period(row: Any) -> str:
    if not row.period:
        return ""
    name = wording.name(wording.PERIODS, row.period)
    return name if (row.every or 1) == 1 else f"{row.every} {name}"


def kept_by(row: Promise) -> str:
    """The engine that keeps the promise and what proves it; of a draft the engine it would go to."""
    engine = row.engine or engine_for(facts_of(row))
    return wording.name(wording.ENGINES, engine) if engine in _KNOWN_ENGINES else engine


def state(row: Promise) -> str:
    if row.version.state not in (VersionState.IN_FORCE, VersionState.SUPERSEDED):
        return str(row.get_review_display())
    if row.state == PromiseState.WAITING:
        return _("等待：%(engine)s") % {"engine": kept_by(row)}
    return str(row.get_state_display())


def _line(row: Promise) -> list[grouped.Text]:
    return [
        row.number, row.section, " ".join(row.quote.split()), wording.name(wording.KINDS, row.kind), wording.says(row),
        period(row), kept_by(row), state(row),
    ]  # fmt: skip
