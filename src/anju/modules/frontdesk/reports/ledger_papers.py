"""Papers over many cases: analysis of complaints, weekly key items, repair statistics, ledgers; and their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.engines.cases import facade as cases
from anju.engines.cases.contracts import Kept
from anju.foundation.ui.export import SheetColumn
from anju.foundation.ui.filters import local, percent, span
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries import wording
from anju.modules.frontdesk.queries.case_names import Names
from anju.modules.frontdesk.queries.complaints import Analysis
from anju.modules.frontdesk.queries.ledgers import Ledger, LedgerLine, RepairStatistics, Week
from anju.modules.frontdesk.reports.papers import Paper, Part
from anju.modules.frontdesk.rules import analysis as rules
from anju.modules.frontdesk.rules.analysis import Share

WHY = {
    "grave": lazy("严重或紧急"), "late": lazy("超时"), "reopened": lazy("重开"), "many": lazy("多人反映"),
}  # fmt: skip


def age_names() -> list[str]:
    """Names of the classes of age, the youngest first."""
    edges = (0, *rules.AGES)
    known = [
        _("%(from)d–%(to)d 天") % {"from": low + 1 if low else 0, "to": high} for low, high in pairwise(edges)
    ]
    return [*known, _("超过 %(n)d 天") % {"n": rules.AGES[-1]}]


def ratio(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "—"


def analysis_paper(found: Analysis, *, organisation: str, community: str, at: datetime) -> Paper:
    """投诉分析月报 (catalogue B CMP-07, CMP-08)."""
    return Paper(
        organisation=organisation,
        title=_("%(community)s投诉分析月报") % {"community": community},
        sub=f"{found.month:%Y-%m}",
        figures=(
            (_("投诉"), str(found.total), ""),
            (_("有效投诉"), str(found.valid), "bad" if found.valid else "good"),
            (_("严重"), str(found.serious), "bad" if found.serious else ""),
            (_("上月"), str(found.before), ""),
            (_("按时答复率"), ratio(found.answered.in_time, found.answered.decided), ""),
            (_("回访满意率"), ratio(found.satisfied, found.reached), ""),
        ),
        parts=(
            _shares_part(_("投诉类别"), found.classes),
            _shares_part(_("发生位置"), found.places),
            _shares_part(_("原因类别"), found.causes),
            _shares_part(_("责任部门"), found.departments),
            _shares_part(_("投诉渠道"), found.channels),
            Part(
                title=_("近十二个月趋势"), columns=(_("月份"), _("件数")), numbers=(1,),
                rows=[(f"{month:%Y-%m}", str(count)) for month, count in found.trend],
                shares=_scaled([count for _month, count in found.trend]),
            ),
            Part(
                title=_("原因与预防措施"), columns=(_("原因"), _("措施"), _("编号")),
                rows=[(cause, measure, number) for number, cause, measure in found.measures], empty=_("本月没有查明原因的投诉。"),
            ),
            *(
                [Part(title=_("各小区投诉"), columns=(_("小区"), _("投诉"), _("有效投诉")), numbers=(1, 2),
                      rows=[(name, str(count), str(valid)) for name, count, valid in found.communities])]
                if found.communities else []
            ),
        ),
        signatures=(_("编制人"), _("审核人")),
        foot=_("撤回、合并和作废的不计入；认定为无效的不计入有效投诉。生成时间 %(at)s") % {"at": local(at, "full")},
    )  # fmt: skip


def week_paper(found: Week, *, organisation: str, community: str, at: datetime) -> Paper:
    """每周重点事项 (catalogue B RPR-11)."""
    end = found.monday + timedelta(days=6)
    return Paper(
        organisation=organisation,
        title=_("%(community)s每周重点事项") % {"community": community},
        sub=f"{found.monday:%Y-%m-%d} – {end:%m-%d}",
        figures=(
            (_("本周新增"), str(found.opened), ""),
            (_("本周办结"), str(found.closed), "good"),
            (_("结转下周"), str(found.carried), "bad" if found.carried else ""),
            (_("重点事项"), str(len(found.items)), ""),
        ),
        parts=(
            Part(
                title=_("重点事项"), columns=(_("事项"), _("编号"), _("为何重点"), _("位置"), _("处理人"), _("状态")),
                rows=[
                    (
                        one.row.title, one.row.number, "、".join(str(WHY[code]) for code in one.why), found.names.place(one.row),
                        found.names.who(one.row) or "—", words.state_mark(one.row.kind, one.row.state).label,
                    )
                    for one in found.items
                ],
                empty=_("本周没有重点事项。"),
            ),
            Part(title=_("经理批示"), box=6),
        ),
        signatures=(_("客服主管"), _("项目经理")),
        foot=_("生成时间 %(at)s") % {"at": local(at, "full")},
        landscape=True,
    )  # fmt: skip


def repairs_paper(found: RepairStatistics, *, organisation: str, community: str, at: datetime) -> Paper:
    """报修统计 (catalogue B RPR-12)."""
    return Paper(
        organisation=organisation,
        title=_("%(community)s报修统计") % {"community": community},
        sub=f"{found.month:%Y-%m}",
        figures=(
            (_("报修"), str(found.opened), ""), (_("已关闭"), str(found.closed), "good"), (_("急修"), str(found.urgent), ""),
            (_("有偿"), str(found.paid), ""),
        ),
        parts=(
            _counted(_("按专业"), found.by_trade),
            _counted(_("按部位"), found.by_area),
            Part(title=_("时限兑现"), columns=_kept_heads(_("计时")), numbers=(1, 2, 3, 4, 5), rows=[_kept_row(*one) for one in found.clocks], empty=_("没有约定时限。")),
            Part(title=_("按人员"), columns=_kept_heads(_("人员")), numbers=(1, 2, 3, 4, 5), rows=[_kept_row(*one) for one in found.people], empty=_("没有数据。")),
        ),
        foot=_("生成时间 %(at)s") % {"at": local(at, "full")},
    )  # fmt: skip


def ledger_paper(found: Ledger, names: Names, *, title: str, organisation: str, at: datetime) -> Paper:
    """渗水户台账, 遗留问题账龄表 (catalogue B RPR-08, LEG-04)."""
    ages = age_names()
    return Paper(
        organisation=organisation,
        title=title,
        sub=local(at, "full"),
        figures=((_("未解决"), str(found.open), "bad" if found.open else "good"), *((name, str(count), "") for name, count in zip(ages, found.ages, strict=True))),
        parts=(
            Part(
                title=_("按类别的账龄"), columns=(_("类别"), *ages, _("合计")), numbers=tuple(range(1, len(ages) + 2)),
                rows=[(name, *map(str, counts), str(sum(counts))) for name, counts in found.by_sort], empty=_("没有未解决的问题。"),
            ),
            Part(
                title=_("台账"), columns=(_("问题"), _("房屋或位置"), _("最初报告"), _("天数"), _("责任方"), _("责任人和联系方式"), _("计划完成"), _("状态")),
                numbers=(3,),
                rows=[_ledger_row(one, names) for one in found.lines], empty=_("没有记录。"),
            ),
        ),
        signatures=(_("编制人"), _("项目经理"), _("公司领导")),
        landscape=True,
    )  # fmt: skip


def analysis_rows(found: Analysis) -> tuple[list[SheetColumn], list[tuple[str, str, int, float, int]]]:
    """One sheet of all lines: by what, which, how many, share, month before."""
    groups = (
        (_("投诉类别"), found.classes), (_("发生位置"), found.places), (_("原因类别"), found.causes),
        (_("责任部门"), found.departments), (_("投诉渠道"), found.channels),
    )  # fmt: skip
    rows = [(group, name, one.count, one.share, one.before) for group, lines in groups for name, one in lines]
    rows += [(_("趋势"), f"{month:%Y-%m}", count, 0.0, 0) for month, count in found.trend]
    heads = (_("分析维度"), _("项目"), _("件数"), _("占比"), _("上月"))
    formats = ("", "", "", "0.0%", "")
    return [SheetColumn(head, lambda row, n=n: row[n], formats[n]) for n, head in enumerate(heads)], rows


def repairs_rows(found: RepairStatistics) -> tuple[list[SheetColumn], list[tuple[str, str, int, int, int]]]:
    rows = [(_("专业"), *one) for one in found.by_trade] + [(_("部位"), *one) for one in found.by_area]
    rows += [(_("时限"), name, kept.expected, kept.in_time, kept.late) for name, kept in found.clocks]
    heads = (_("统计维度"), _("项目"), _("报修或应完成"), _("关闭或按时"), _("未结或超时"))
    return [SheetColumn(head, lambda row, n=n: row[n]) for n, head in enumerate(heads)], rows


def _shares_part(title: str, lines: Sequence[tuple[str, Share]]) -> Part:
    return Part(
        title=title, columns=(_("项目"), _("件数"), _("占比"), _("上月"), _("增减")), numbers=(1, 2, 3, 4),
        rows=[(name, str(one.count), percent(one.share), str(one.before), f"{one.change:+d}") for name, one in lines],
        shares=[one.share for _name, one in lines], empty=_("本月没有投诉。"),
    )  # fmt: skip


def _scaled(counts: Sequence[int]) -> list[float]:
    highest = max([*counts, 1])
    return [one / highest for one in counts]


def _counted(title: str, lines: Sequence[tuple[str, int, int, int]]) -> Part:
    most = max([*(one[1] for one in lines), 1])
    return Part(
        title=title, columns=(_("项目"), _("报修"), _("已关闭"), _("未结")), numbers=(1, 2, 3),
        rows=[(name, str(opened), str(closed), str(left)) for name, opened, closed, left in lines],
        shares=[one[1] / most for one in lines], empty=_("本月没有报修。"),
    )  # fmt: skip


def _kept_heads(first: str) -> tuple[str, ...]:
    return (
        first,
        _("应完成"),
        _("按时"),
        _("超时"),
        _("进行中"),
        _("按时率"),
        _("用时中位"),
        _("用时 95 分位"),
    )


def _kept_row(name: str, kept: Kept) -> tuple[str, ...]:
    return (
        name, str(kept.expected), str(kept.in_time), str(kept.late), str(kept.open), ratio(kept.in_time, kept.decided),
        span(kept.p50), span(kept.p95),
    )  # fmt: skip


def _ledger_row(one: LedgerLine, names: Names) -> tuple[str, ...]:
    answerable = str(one.facts.get("answerable", ""))
    return (
        f"{one.row.title} {one.row.number}", names.place(one.row), one.since.isoformat(), str(one.days),
        str(wording.choice("answerable", answerable)) if answerable else "—", str(one.facts.get("responsible", "—")),
        str(one.facts.get("due_on", "—")), words.state_name(cases.kind_of(one.row.kind), one.row.state),
    )  # fmt: skip
