"""Names and sentences of the library, grades and goals, in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.modules.plans.models import DocumentKind
from anju.modules.plans.queries import wording
from anju.modules.plans.queries.promises import PromiseView
from anju.modules.plans.rules.grading import Item, Target

DOCUMENT_KINDS: dict[str, Any] = dict(DocumentKind.choices)
STANDINGS: dict[str, Any] = {
    "in_force": lazy("有效"), "coming": lazy("待生效"), "draft": lazy("草稿"), "superseded": lazy("已被替代"),
    "withdrawn": lazy("已撤回"), "retired": lazy("已废止"),
}  # fmt: skip
STANDING_TONES = {
    "in_force": "green", "coming": "blue", "draft": "slate", "superseded": "slate", "withdrawn": "slate",
    "retired": "red",
}  # fmt: skip
GAPS: dict[str, Any] = {"met": lazy("已有"), "coming": lazy("起草中"), "missing": lazy("缺少")}
GAP_TONES = {"met": "green", "coming": "amber", "missing": "red"}
URGENCIES: dict[str, Any] = {
    "overdue": lazy("已超期"), "soon": lazy("即将到期"), "running": lazy("进行中"), "ahead": lazy("未开始"),
    "closed": lazy("已办结"),
}  # fmt: skip
URGENCY_TONES = {"overdue": "red", "soon": "amber", "running": "blue", "ahead": "slate", "closed": "green"}
GOAL_TONES = {"open": "blue", "achieved": "green", "failed": "red", "cancelled": "slate"}
REVIEW_TONES = {"keep": "green", "revise": "amber", "missing": "red"}

ERRORS: dict[str, Any] = {
    "plans.library.missing": lazy("没有找到这份文件，或您无权查看。"),
    "plans.library.community_fixed": lazy("所属小区建立后不能更改。"),
    "plans.library.retired": lazy("该文件已废止。"),
    "plans.library.draft_open": lazy("已有一份未批准的草稿，请先批准或撤回它。"),
    "plans.library.reason_missing": lazy("修订须写明原因。"),
    "plans.library.not_draft": lazy("该版本已不是草稿。"),
    "plans.library.own": lazy("按设置，制度文件须由起草人以外的人批准。"),
    "plans.library.day_before": lazy("生效日期不能早于上一版的生效日期 {day}。"),
    "plans.library.begun": lazy("该版本已生效、已失效或已撤回，不能再撤回；如需停用请废止文件。"),
    "plans.library.empty": lazy("请填写正文、上传文件或填写表格栏目。"),
    "plans.library.file_kind": lazy("不支持这种文件，请上传 Word、PDF、Excel、TXT 或图片。"),
    "plans.library.title_empty": lazy("请填写名称。"),
    "plans.library.number_taken": lazy("编号“{number}”已被使用。"),
    "plans.library.cycle": lazy("复审周期须为 1 到 {limit} 个月。"),
    "plans.library.post_elsewhere": lazy("岗位不属于这个小区。"),
    "plans.library.department_elsewhere": lazy("部门不属于这个小区。"),
    "plans.library.not_in_force": lazy("该文件目前没有有效版本。"),
    "plans.library.not_addressed": lazy("这份文件不是发给您的岗位的，无需确认。"),
    "plans.library.in_future": lazy("日期不能晚于今天。"),
    "plans.library.note_missing": lazy("请填写说明。"),
    "plans.library.next_due": lazy("下次复审须晚于本次日期。"),
    "plans.form.too_long": lazy("一张表格最多 {limit} 个栏目。"),
    "plans.form.line": lazy("第 {line} 行应写成“栏目 | 类型 | 必填 | 细节”，栏目名不超过 80 个字。"),
    "plans.form.kind": lazy("第 {line} 行的类型“{value}”不认识：可用勾选、数字、文字、照片、签名、选择。"),
    "plans.form.need": lazy("第 {line} 行的“{value}”应为必填或选填。"),
    "plans.form.details": lazy("第 {line} 行的细节“{value}”与类型不符。"),
    "plans.form.label_twice": lazy("第 {line} 行的栏目“{label}”重复了。"),
    "plans.form.empty": lazy("该文件没有表格栏目，不能用于作业。"),
    "plans.form.elsewhere": lazy("作业“{title}”属于另一个小区。"),
    "plans.law.missing": lazy("没有找到这条法规。"),
    "plans.law.taken": lazy("《{title}》已在目录中。"),
    "plans.law.span": lazy("废止日期须晚于施行日期。"),
    "plans.grade.standard_missing": lazy("没有这个等级标准。"),
    "plans.grade.item_missing": lazy("等级标准中没有这一项。"),
    "plans.grade.other_metric": lazy("这条承诺的数值与该项的计量方式不同。"),
    "plans.goal.missing": lazy("没有找到这个目标，或您无权查看。"),
    "plans.goal.closed": lazy("该目标已办结，请先重新打开。"),
    "plans.goal.open": lazy("该目标仍在进行中。"),
    "plans.goal.percent": lazy("进度须在 0 到 100 之间。"),
    "plans.goal.topic": lazy("请选择与类别相符的分类。"),
    "plans.goal.title_empty": lazy("请填写目标。"),
    "plans.goal.target_empty": lazy("请写明怎样算达成。"),
    "plans.goal.span": lazy("期限不能早于开始日期。"),
    "plans.goal.reminder": lazy("提前提醒须为 0 到 {limit} 天。"),
    "plans.goal.owner_elsewhere": lazy("责任人不属于这个小区。"),
}  # fmt: skip


def target(item: Item, wanted: Target | None) -> str:
    """What a grade asks of an item, in words; — where it asks for nothing with a number."""
    if wanted is None:
        return "—"
    number = wording.number(wanted.value)
    if item.metric == "frequency":
        if wanted.period is None:
            return _("每户不少于 %(times)s 次") % {"times": number}
        return _("%(period)s %(times)s 次") % {"period": _every(wanted.every, wanted.period), "times": number}
    return _sized(item, number)


def said(view: PromiseView, value: Decimal) -> str:
    """Another value in the words of a promise of so many times: 每日 1.93 次."""
    told = SimpleNamespace(
        kind=view.kind, comparator="eq", value=value, unit=view.unit, period=view.period, every=view.every
    )
    return wording.says(told)


def _sized(item: Item, number: str) -> str:
    sign = {"ge": "≥ ", "le": "≤ "}[item.op]
    return {
        "hours": _("每日 %(sign)s%(number)s 小时"), "minutes": _("%(sign)s%(number)s 分钟"),
        "percent": "%(sign)s%(number)s%%",
    }.get(item.metric, "%(sign)s%(number)s") % {"sign": sign, "number": number}  # fmt: skip


def _every(every: int, period: str) -> str:
    name = wording.name(wording.PERIODS, period)
    if every == 1:
        return _("每%(period)s") % {"period": name}
    name = _("个月") if period == "month" else name
    return _("每 %(every)s %(period)s") % {"every": every, "period": name}
