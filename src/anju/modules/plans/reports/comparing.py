"""Two versions of a plan side by side, with what the change does, as a sheet and as A4 landscape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.models import PlanVersion, Promise
from anju.modules.plans.queries import cost_wording as words
from anju.modules.plans.queries import phrasing, wording
from anju.modules.plans.queries.comparing import Effect, Pair, RoundEffect
from anju.modules.plans.reports import grouped
from anju.modules.plans.reports.costing import promise_name
from anju.modules.plans.reports.grouped import Group, Part
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.rules.comparing import Change

Groups = Mapping[Change, Sequence[Pair]]
TONES = {
    Change.ADDED: "green", Change.DROPPED: "red", Change.TIGHTENED: "blue", Change.LOOSENED: "amber",
    Change.CHANGED: "muted", Change.SAME: "muted",
}  # fmt: skip


def columns() -> list[SheetColumn]:
    """Rows are (change, pair)."""
    return [
        SheetColumn(_("变化"), lambda row: wording.name(wording.CHANGES, row[0])),
        SheetColumn(_("移动"), lambda row: _("位置有移动") if row[1].moved else ""),
        SheetColumn(
            _("领域"), lambda row: wording.name(wording.DOMAINS, (row[1].after or row[1].before).domain)
        ),
        SheetColumn(_("原承诺"), lambda row: _name(row[1].before)),
        SheetColumn(_("原标准"), lambda row: _says(row[1].before)),
        SheetColumn(_("原条款"), lambda row: row[1].before.section if row[1].before else ""),
        SheetColumn(_("原文（旧）"), lambda row: row[1].before.quote if row[1].before else ""),
        SheetColumn(_("新承诺"), lambda row: _name(row[1].after)),
        SheetColumn(_("新标准"), lambda row: _says(row[1].after)),
        SheetColumn(_("新条款"), lambda row: row[1].after.section if row[1].after else ""),
        SheetColumn(_("原文（新）"), lambda row: row[1].after.quote if row[1].after else ""),
    ]


def rows_of(groups: Groups) -> list[tuple[Change, Pair]]:
    return [(change, pair) for change, pairs in groups.items() for pair in pairs]


def as_pdf(frame: Frame, old: PlanVersion, new: PlanVersion, groups: Groups, found: Effect | None) -> bytes:
    """found: the effect on the running work, None where nothing comes into force. Raises FontMissing."""
    counts = "，".join(
        f"{wording.name(wording.CHANGES, change)} {len(pairs)}" for change, pairs in groups.items()
    )
    versions = _("第 %(a)s 版 → 第 %(b)s 版") % {"a": old.number, "b": new.number}
    parts = [_texts(groups)]
    if found is not None:
        parts += [_hours(found), _rounds(found)]
    return grouped.pdf(
        frame, title=_("方案版本对比"), facts=[(_("方案"), f"{new.plan.title} · {versions}"), (_("变化"), counts)],
        parts=parts, signatures=[_("编制"), _("审核"), _("批准")],
    )  # fmt: skip


def _texts(groups: Groups) -> Part:
    shown = [
        Group(
            f"{wording.name(wording.CHANGES, change)} · {len(pairs)}",
            [
                [
                    grouped.toned(wording.name(wording.CHANGES, change), TONES[change]),
                    _says(pair.before), _quote(pair.before), _says(pair.after), _quote(pair.after),
                ]
                for pair in pairs
            ],
        )
        for change, pairs in groups.items()
        if pairs and change is not Change.SAME
    ]  # fmt: skip
    return Part(
        columns=[_("变化"), _("原标准"), _("原文（旧）"), _("新标准"), _("原文（新）")], widths=[0, 2, 5, 2, 5], groups=shown
    )  # fmt: skip


def _hours(found: Effect) -> Part:
    rows = [
        [wording.name(words.ROLES, role), words.hours(before), words.hours(after), f"{float(after - before):+,.1f}"]
        for role, before, after in found.roles
    ]  # fmt: skip
    return Part(
        title=_("每周工时的变化"), columns=[_("岗位"), _("现在"), _("以后"), _("增减")], widths=[3, 1, 1, 1],
        groups=[Group("", rows)],
    )  # fmt: skip


def _rounds(found: Effect) -> Part:
    def line(one: RoundEffect) -> list[grouped.Text]:
        return [
            one.title, phrasing.sentence(one.before) if one.before else "—", phrasing.sentence(one.after) if one.after else "—",
            words.hours(one.hours_before), words.hours(one.hours_after), str(one.done or "—"),
            "、".join(f"{at:%m-%d %H:%M}" for at in one.next[:2]) or "—",
        ]  # fmt: skip

    return Part(
        title=_("对执行中作业的影响"),
        columns=[
            _("作业"), _("现在"), _("以后"), _("现每周工时"), _("后每周工时"), _("已完成"), _("最近时间"),
        ],
        widths=[4, 3, 3, 0, 0, 0, 2],
        groups=[
            Group(_("开始 %(n)d 项") % {"n": len(found.begins)}, [line(one) for one in found.begins]),
            Group(_("改变 %(n)d 项") % {"n": len(found.changes)}, [line(one) for one in found.changes]),
            Group(_("结束 %(n)d 项") % {"n": len(found.ends)}, [line(one) for one in found.ends]),
        ],
    )  # fmt: skip


def _name(row: Promise | None) -> str:
    return promise_name(row) if row else ""


def _says(row: Promise | None) -> str:
    return wording.says(row) if row else "—"


def _quote(row: Promise | None) -> str:
    return " ".join(row.quote.split()) if row else "—"
