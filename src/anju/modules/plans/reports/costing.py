"""Hours, people and money of a version, as a sheet and as A4 landscape."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.queries import cost_wording as words
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.costing import CostSheet
from anju.modules.plans.reports import grouped
from anju.modules.plans.reports.grouped import Group, Part
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.rules import costing


def columns(sheet: CostSheet) -> list[SheetColumn]:
    """One row per promise, those without work of their own too."""

    def money(row: Any) -> Any:
        fen = costing.share_of(row[0], sheet.costed, sheet.pay)
        return None if fen is None or not row[0].hours else costing.rounded(Fraction(fen, 100), 0)

    def number(name: str, places: int = 1) -> Any:
        def value(row: Any) -> Any:
            found = getattr(row[0], name)
            return None if found is None or not row[0].counts else costing.rounded(found, places)

        return value

    return [
        SheetColumn(_("岗位"), lambda row: wording.name(words.ROLES, row[0].role)),
        SheetColumn(_("领域"), lambda row: wording.name(wording.DOMAINS, row[0].domain)),
        SheetColumn(_("编号"), lambda row: row[1].number),
        SheetColumn(_("承诺"), lambda row: promise_name(row[1])),
        SheetColumn(_("标准"), lambda row: wording.says(row[1])),
        SheetColumn(_("计法"), lambda row: wording.name(words.BASES, row[0].basis)),
        SheetColumn(_("每周次数"), number("times", 2), "0.00"),
        SheetColumn(_("位置数"), lambda row: row[0].places or None),
        SheetColumn(_("每次分钟"), number("minutes", 0), "0"),
        SheetColumn(_("人数"), lambda row: row[0].headcount or (row[0].people if row[0].hours else None)),
        SheetColumn(_("每周工时"), number("hours"), "#,##0.0"),
        SheetColumn(_("旺季每周工时"), number("peak"), "#,##0.0"),
        SheetColumn(_("每月人工（元）"), money, "#,##0"),
        SheetColumn(_("说明"), lambda row: wording.name(words.REASONS, row[0].reason)),
        SheetColumn(_("原文"), lambda row: row[1].quote),
    ]


def as_pdf(frame: Frame, sheet: CostSheet) -> bytes:
    """Raises FontMissing."""
    costed, version = sheet.costed, sheet.version
    facts = [
        (_("方案"), f"{version.plan.title} · " + _("第 %(n)s 版") % {"n": version.number}),
        (_("合计"), _("每周 %(hours)s 工时，需 %(people)d 人") % {"hours": words.hours(costed.hours), "people": costed.needed}),
        (_("每人每周可用"), _("%(hours)s 小时（年休假 %(leave)d 天，缺勤 %(absence)d%%）") % {
            "hours": words.figure(costed.productive, 2), "leave": sheet.allowances.leave_days, "absence": sheet.allowances.absence,
        }),
        (_("工时余量"), _("每处步行 %(walk)d 分钟，每次准备 %(preparation)d 分钟") % {
            "walk": sheet.allowances.walk, "preparation": sheet.allowances.preparation,
        }),
    ]  # fmt: skip
    return grouped.pdf(
        frame, title=_("方案成本与人手"), facts=facts, parts=[_roles(sheet), _promises(sheet)],
        notes=[_("法定工时依据：%(source)s。") % {"source": sheet.labour.source}, *missing_pay(sheet)],
        signatures=[_("编制"), _("审核"), _("项目经理")],
    )  # fmt: skip


def missing_pay(sheet: CostSheet) -> list[str]:
    if not sheet.costed.unpaid:
        return []
    names = "、".join(wording.name(words.ROLES, one) for one in sheet.costed.unpaid)
    return [_("尚未填写人工成本：%(roles)s；金额合计不含这些岗位。") % {"roles": names}]


def promise_name(row: Any) -> str:
    return "·".join(part for part in (row.activity, row.object) if part) or row.quote


def _roles(sheet: CostSheet) -> Part:
    rows: list[list[grouped.Text]] = []
    for one in sheet.costed.roles:
        gap = one.gap
        rows.append([
            wording.name(words.ROLES, one.role), words.hours(one.hours), words.hours(one.peak), words.figure(one.exact, 2),
            str(one.promised or "—"), str(one.needed), "—" if one.present is None else str(one.present),
            "—" if gap is None else grouped.toned(f"{gap:+d}", "red" if gap > 0 else "green"),
            words.yuan(one.pay) if one.pay else _("待填写"), words.yuan(one.month) if one.pay else _("待填写"),
        ])  # fmt: skip
    return Part(
        columns=[
            _("岗位"), _("每周工时"), _("旺季每周工时"), _("折合人数"), _("承诺人数"), _("需要人数"), _("现有人数"), _("缺口"),
            _("人工成本/人·月"), _("每月合计"),
        ],
        widths=[2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        groups=[Group("", rows)],
    )  # fmt: skip


def _promises(sheet: CostSheet) -> Part:
    by_key = {load.key: row for load, row in sheet.rows}
    groups = []
    for role in sheet.costed.roles:
        rows = [
            [
                by_key[one.key].number, promise_name(by_key[one.key]), wording.says(by_key[one.key]),
                wording.name(words.BASES, one.basis), words.figure(one.times, 2), str(one.places or "—"),
                words.figure(one.minutes, 0), words.hours(one.hours) if one.hours else _("%(n)d 人") % {"n": one.headcount or 0},
            ]
            for one in sheet.costed.of(role.role)
        ]  # fmt: skip
        groups.append(Group(wording.name(words.ROLES, role.role), rows))
    return Part(
        title=_("由哪些承诺得出"),
        columns=[
            _("编号"), _("承诺"), _("标准"), _("计法"), _("每周次数"), _("位置数"), _("每次分钟"), _("每周工时"),
        ],
        widths=[0, 5, 3, 0, 0, 0, 0, 0],
        groups=groups,
    )  # fmt: skip
