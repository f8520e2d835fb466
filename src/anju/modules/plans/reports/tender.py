"""The comparison of companies a committee takes into its meeting, as a sheet and as A4 landscape."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from anju.foundation.ui.export import SheetColumn
from anju.modules.plans.queries import cost_wording as words
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.tenders import Column, Comparison
from anju.modules.plans.reports import grouped
from anju.modules.plans.reports.grouped import Group, Part
from anju.modules.plans.reports.sheets import Frame
from anju.modules.plans.rules.comparing import Cell, Row, size_of


def subject(row: Row, found: Comparison) -> str:
    """What a row is about, in the words of the first company that names it; a vague one in its own words."""
    for cell in row.cells:
        if cell.promise is not None:
            facts = cell.promise.facts
            return "·".join(part for part in (facts.activity, facts.object) if part) or facts.quote
    return next((" ".join(cell.vague.quote.split()) for cell in row.cells if cell.vague is not None), "")


def says(cell: Cell) -> str:
    """The figure, or that there is none, or that the words are vague."""
    if cell.promise is not None:
        more = _("（另 %(n)d 处）") % {"n": len(cell.more)} if cell.more else ""
        return wording.says(cell.promise.facts) + more
    return _("含糊：无数字") if cell.vague is not None else _("未承诺")


def tone(row: Row, at: int) -> str:
    cell = row.cells[at]
    if cell.promise is None:
        return "amber" if cell.vague is not None else "muted"
    return "green" if at in row.best else ""


def converted(row: Row, at: int) -> str:
    """The figure in the unit all cells of the row share, where they are written in different ones; else ""."""
    told = [one.promise.facts for one in row.cells if one.promise is not None]
    cell = row.cells[at]
    if cell.promise is None or len({(one.unit, one.period, one.every) for one in told}) < 2:
        return ""
    size = size_of(cell.promise.facts)
    if size is None:
        return ""
    if row.kind == "frequency":
        return _("≈ 每年 %(n)s 次") % {"n": words.figure(Fraction(size), 0)}
    return _("= %(n)s 小时") % {"n": words.figure(Fraction(size), 2).rstrip("0").rstrip(".")}


def columns(found: Comparison) -> list[SheetColumn]:
    """One row per aligned promise, two columns per company: its figure and its words."""
    result = [
        SheetColumn(_("领域"), lambda row: wording.name(wording.DOMAINS, row.domain)),
        SheetColumn(_("类型"), lambda row: wording.name(wording.KINDS, row.kind)),
        SheetColumn(_("项目"), lambda row: subject(row, found)),
    ]
    for at, column in enumerate(found.columns):
        result += _of_company(at, column.bid.company)
    best = SheetColumn(
        _("最优"), lambda row: "、".join(found.columns[at].bid.company for at in sorted(row.best))
    )
    return [*result, best]


def _of_company(at: int, company: str) -> list[SheetColumn]:
    def figure(row: Row) -> str:
        return says(row.cells[at])

    def words_of(row: Row) -> str:
        return quote(row.cells[at])

    return [SheetColumn(company, figure), SheetColumn(_("%(company)s 原文") % {"company": company}, words_of)]


def quote(cell: Cell) -> str:
    if cell.promise is not None:
        return " ".join(cell.promise.facts.quote.split())
    return " ".join(cell.vague.quote.split()) if cell.vague is not None else ""


def totals(found: Comparison) -> list[tuple[str, list[str], Callable[[Column], Any] | None]]:
    """Lines of the summary: label, one text per company, and the value whose least or most is best (None: none is)."""

    def line(
        label: str, text: Callable[[Column], str], value: Callable[[Column], Any] | None = None
    ) -> tuple[str, list[str], Callable[[Column], Any] | None]:
        return (label, [text(one) for one in found.columns], value)

    def count(value: int | None) -> str:
        return "—" if value is None else str(value)

    return [
        line(_("有数字的承诺"), lambda one: count(one.totals.figures), lambda one: one.totals.figures),
        line(_("含糊的承诺"), lambda one: count(one.totals.vague), lambda one: -one.totals.vague),
        line(_("别家承诺而本家没有"), lambda one: count(one.totals.missing), lambda one: -one.totals.missing),
        line(_("标准最高的项目"), lambda one: count(one.totals.best), lambda one: one.totals.best),
        line(_("独有的承诺"), lambda one: count(one.totals.sole)),
        line(_("未达要求等级的项目"), lambda one: count(one.totals.minima_missed), lambda one: _negative(one.totals.minima_missed)),
        line(_("兑现所需每周工时"), lambda one: words.figure(one.totals.hours)),
        line(_("测算需要人数"), lambda one: count(one.totals.needed)),
        line(_("拟派人数"), lambda one: count(one.totals.people)),
        line(_("报价（元/m²·月）"), lambda one: words.price(one.bid.price), lambda one: _negative(one.bid.price)),
        line(_("每月物业费总额"), lambda one: words.money(one.month), lambda one: _negative(one.month)),
        line(_("总分"), lambda one: words.figure(one.scored.total, 2), lambda one: one.scored.total),
    ]  # fmt: skip


def winners(found: Comparison, value: Callable[[Column], Any] | None) -> set[int]:
    """Columns with the best value, where all are known and they differ."""
    if value is None:
        return set()
    known = [value(one) for one in found.columns]
    if any(one is None for one in known) or len(set(known)) < 2:
        return set()
    return {at for at, one in enumerate(known) if one == max(known)}


def as_pdf(frame: Frame, found: Comparison) -> bytes:
    """Raises FontMissing."""
    tender = found.tender
    return grouped.pdf(
        frame,
        title=_("服务方案比选表"),
        facts=[
            (_("比选"), tender.title),
            (_("参选公司"), "、".join(one.bid.company for one in found.columns) or "—"),
            *(((_("说明"), tender.note),) if tender.note else ()),
        ],
        parts=[_summary(found), _sheet(found), _promises(found)],
        notes=[
            _(
                "绿色为同一项目中标准最高者；数字按单位换算后比较，相差 2% 以内视为相同。“含糊”指只写“定期、及时”而没有数字。"
            )
        ],
        signatures=[_("业主委员会"), _("评审"), _("日期")],
    )


def _summary(found: Comparison) -> Part:
    rows: list[list[grouped.Text]] = []
    for label, texts, value in totals(found):
        best = winners(found, value)
        rows.append(
            [
                label,
                *(
                    grouped.toned(text, "green", bold=True) if at in best else text
                    for at, text in enumerate(texts)
                ),
            ]
        )
    return Part(
        title=_("汇总"), columns=[_("项目"), *(one.bid.company for one in found.columns)],
        widths=[3, *(2 for _one in found.columns)], groups=[Group("", rows)],
    )  # fmt: skip


def _sheet(found: Comparison) -> Part:
    whole = sum(one["weight"] for one in found.tender.criteria) or 1
    rows: list[list[grouped.Text]] = [
        [
            one["label"] or wording.name(words.CRITERIA, one["code"]), f"{one['weight'] * 100 / whole:.1f}%",
            *(words.figure(column.scored.points[one["code"]]) for column in found.columns),
        ]
        for one in found.tender.criteria
    ]  # fmt: skip
    rows.append([_("总分"), "100%", *(words.figure(one.scored.total, 2) for one in found.columns)])
    return Part(
        title=_("评分表"), columns=[_("评分项"), _("权重"), *(one.bid.company for one in found.columns)],
        widths=[3, 1, *(2 for _one in found.columns)], groups=[Group("", rows)],
    )  # fmt: skip


def _promises(found: Comparison) -> Part:
    groups = []
    for domain in dict.fromkeys(row.domain for row in found.rows):
        own = [row for row in found.rows if row.domain == domain]
        groups.append(Group(wording.name(wording.DOMAINS, domain), [_line(row, found) for row in own]))
    return Part(
        title=_("逐项对比"),
        columns=[_("项目"), _("类型"), *(one.bid.company for one in found.columns)],
        widths=[4, 0, *(3 for _one in found.columns)],
        groups=groups,
    )


def _line(row: Row, found: Comparison) -> list[grouped.Text]:
    cells: list[grouped.Text] = []
    for at, cell in enumerate(row.cells):
        text = " ".join(one for one in (says(cell), converted(row, at)) if one)
        colour = tone(row, at)
        cells.append(grouped.toned(text, colour, bold=colour == "green") if colour else text)
    return [subject(row, found), wording.name(wording.KINDS, row.kind), *cells]


def _negative(value: int | None) -> int | None:
    return None if value is None else -value
