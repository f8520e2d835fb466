"""Papers of one case, and of one engineer's day: repair order, quote, complaint record, day plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.engines.cases.contracts import CaseView
from anju.foundation.ui.filters import local, money, span
from anju.modules.frontdesk.queries import case_words as words
from anju.modules.frontdesk.queries.case_page import Shown
from anju.modules.frontdesk.queries.day_plans import DayPlan, Line
from anju.modules.frontdesk.reports.papers import Paper, Part


def order_paper(found: Shown, *, organisation: str, reporter: str) -> Paper:
    """维修单: what was reported and promised, what is to be done, used, paid, and who signs for it."""
    return Paper(
        organisation=organisation,
        title=_("%(kind)s单") % {"kind": found.kind.name},
        sub=local(found.row.opened_at, "full"),
        number=found.row.number,
        facts=_facts(found, reporter),
        parts=(
            Part(title=_("报事内容"), text=found.view.words or found.row.title),
            _clocks(found),
            Part(title=_("维修方案与处理情况"), text=_done(found), box=0 if _done(found) else 5),
            _items(found.view),
            Part(
                title=_("上门记录"),
                columns=(_("人员"), _("预约"), _("到场"), _("离场")),
                rows=_visits(found),
                empty=_("尚无上门记录。"),
            ),
        ),
        signatures=(_("维修人员"), _("报事人"), _("验收人")),
        foot=_("本单由系统生成。收费项目须经业主同意后施工；施工完毕请清理现场，由业主签字确认。"),
    )


def quote_paper(found: Shown, *, organisation: str, reporter: str) -> Paper:
    """有偿服务报价单: the lines that are charged, and the consent to them."""
    charged = [one for one in found.view.items if one.charged]
    offered = found.view.prices[-1] if found.view.prices else None
    total = offered.amount if offered is not None else found.charged
    return Paper(
        organisation=organisation,
        title=_("有偿服务报价单"),
        sub=local(offered.offered_at if offered is not None else found.row.opened_at, "full"),
        number=found.row.number,
        facts=_facts(found, reporter)[:6],
        figures=((_("报价合计"), money(total), ""),),
        parts=(
            Part(title=_("服务内容"), text=found.view.words or found.row.title),
            Part(
                title=_("收费项目"), columns=(_("名称"), _("数量"), _("单价"), _("金额")), numbers=(1, 2, 3),
                rows=[(one.name, _quantity(one), money(one.price // 100), money(one.amount)) for one in charged],
                empty=_("按估价收取，完工后以实际项目为准。"),
            ),
            Part(title=_("业主答复"), text=_answer(found.view), box=0 if _answer(found.view) else 3),
        ),
        signatures=(_("报价人"), _("业主签字")),
        foot=_("未经业主同意不施工；实际费用超过报价的，须重新征得同意。"),
    )  # fmt: skip


def complaint_paper(found: Shown, *, organisation: str, reporter: str) -> Paper:
    """投诉处理记录: the complaint, its investigation, cause and measures, the answer and what the complainant says."""
    fields = found.view.fields
    said = [one for one in reversed(found.events) if one.words and one.what]
    return Paper(
        organisation=organisation,
        title=_("投诉处理记录"),
        sub=local(found.row.opened_at, "full"),
        number=found.row.number,
        facts=_facts(found, reporter) + list(found.facts),
        parts=(
            Part(title=_("投诉内容"), text=found.view.words or found.row.title),
            _clocks(found),
            Part(title=_("调查情况与原因"), text=str(fields.get("cause", "")), box=0 if fields.get("cause") else 4),
            Part(title=_("处理措施"), text=str(fields.get("measure", "")), box=0 if fields.get("measure") else 4),
            Part(
                title=_("处理过程与答复"), columns=(_("内容"), _("时间"), _("经办人"), _("说明")),
                rows=[(one.what, local(one.at), one.who, one.words) for one in said], empty=_("尚无记录。"),
            ),
            Part(title=_("投诉人意见"), text=_opinion(found), box=0 if _opinion(found) else 3),
        ),
        signatures=(_("经办人"), _("部门负责人"), _("投诉人")),
    )  # fmt: skip


def day_paper(plan: DayPlan, line: Line, *, organisation: str, at: datetime) -> Paper:
    """日计划: one person's appointments in order, then what has no time yet."""
    return Paper(
        organisation=organisation,
        title=_("%(name)s 日计划") % {"name": line.staff.name},
        sub=plan.day.isoformat(),
        facts=(
            (_("岗位"), line.staff.position or line.staff.team or "—"),
            (_("预约"), _("%(n)d 件，共 %(span)s") % {"n": len(line.bars), "span": span(line.busy)}),
        ),
        parts=(
            Part(
                title=_("预约上门"), columns=(_("事项"), _("时间"), _("位置"), _("编号"), _("完成情况")),
                rows=[
                    (one.row.title, f"{local(one.begins_at, 'time')}–{local(one.ends_at, 'time')}", plan.names.place(one.row), one.row.number, "")
                    for one in line.bars
                ],
                empty=_("当天没有预约。"),
            ),
            Part(
                title=_("未约时间的事项"), columns=(_("事项"), _("程度"), _("位置"), _("编号"), _("时限")),
                rows=[
                    (one.title, str(words.severity(one.severity).label), plan.names.place(one), one.number, _due(one, plan, at))
                    for one in line.waiting
                ],
                empty=_("没有。"),
            ),
        ),
        signatures=(_("本人"), _("主管")),
        foot=_("生成时间 %(at)s") % {"at": local(at, "full")},
    )  # fmt: skip


def _facts(found: Shown, reporter: str) -> list[tuple[str, str]]:
    row = found.row
    return [
        (_("位置"), found.names.place(row) or "—"),
        (_("程度"), str(words.severity(row.severity).label)),
        (_("报事人"), reporter),
        (_("来源"), words.channel(found.row.channel)),
        (_("首问责任人"), found.names.staff(row.owner_id) or "—"),
        (_("处理人"), found.names.who(row) or "—"),
        (_("状态"), words.state_name(found.kind, row.state)),
        (_("关闭时间"), local(row.closed_at, "full")),
    ]


def _clocks(found: Shown) -> Part:
    return Part(
        title=_("时限承诺"),
        columns=(_("计时"), _("承诺"), _("开始"), _("应完成"), _("实际")),
        rows=[
            (one.name, one.view.quote or "—", local(one.view.started_at), local(one.view.due_at), one.said)
            for one in found.clocks
        ],
        empty=_("没有约定时限。"),
    )


def _items(view: CaseView) -> Part:
    return Part(
        title=_("用料与工时"),
        columns=(_("名称"), _("数量"), _("单价"), _("金额"), _("收费")),
        numbers=(1, 2, 3),
        rows=[
            (
                one.name,
                _quantity(one),
                money(one.price // 100),
                money(one.amount),
                _("收费") if one.charged else _("免费"),
            )
            for one in view.items
        ],
        empty=_("没有用料和工时。"),
    )


def _quantity(one: Any) -> str:
    return f"{one.quantity / 1000:g} {one.unit}".strip()


def _visits(found: Shown) -> list[tuple[str, ...]]:
    return [
        (
            found.names.staff(one.staff_id),
            f"{local(one.begins_at)}–{local(one.ends_at, 'time')}" if one.begins_at else "—",
            local(one.arrived_at),
            local(one.left_at),
        )
        for one in found.view.visits
        if one.state != "called_off"
    ]


def _done(found: Shown) -> str:
    plan = str(found.view.fields.get("plan", ""))
    said = [one.words for one in found.view.visits if one.words and one.state == "done"]
    return "\n".join(part for part in (plan, *said) if part)


def _answer(view: CaseView) -> str:
    answered = next((one for one in reversed(view.prices) if one.answer is not None), None)
    if answered is None:
        return ""
    verdict = _("同意") if answered.answer else _("不同意")
    return (
        f"{verdict} · {answered.answered_by} · {local(answered.answered_at, 'full')} {answered.words}".strip()
    )


def _opinion(found: Shown) -> str:
    parts = []
    consent = found.view.fields.get("consent")
    if consent:
        parts.append(words.field_value(found.kind, "consent", consent))
    if found.view.rating:
        parts.append("★" * found.view.rating)
    return " ".join(parts)


def _due(one: Any, plan: DayPlan, at: datetime) -> str:
    if one.due_at is not None:
        return words.left(one.due_at, at)
    return plan.paused.get(one.id, "")
