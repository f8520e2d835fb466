"""What this package declares to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.messages import known_codes, register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.plans.permissions import DOCUMENT_READ, FULFILMENT_READ, GOAL_READ, PLAN_READ, WORKPLAN_READ
from anju.modules.plans.queries import check_wording, cost_wording, work_wording
from anju.modules.plans.queries.library_wording import ERRORS
from anju.modules.plans.services import (
    actions,
    checks,
    choosing,
    contracts,
    costing,
    goals,
    laws,
    rating,
    shelf,
    standards,
    tenders,
    workplans,
)

__all__ = [
    "actions", "checks", "choosing", "contracts", "costing", "goals", "laws", "rating", "shelf", "standards", "tenders", "workplans",
]  # fmt: skip

register_menu(
    MenuEntry(
        "fulfilment",
        _("履约情况"),
        "clipboard-check",
        "plans:fulfilment",
        FULFILMENT_READ.code,
        "promises",
        order=5,
    ),
    MenuEntry("plans", _("服务方案"), "file-certificate", "plans:list", PLAN_READ.code, "promises", order=10),
    MenuEntry(
        "promises", _("承诺台账"), "list-check", "plans:promises", PLAN_READ.code, "promises", order=20
    ),
)
register_menu(
    MenuEntry(
        "library", _("制度文件"), "bookmarks", "plans:library", DOCUMENT_READ.code, "promises", order=50
    ),
    MenuEntry("goals", _("目标与计划"), "target-arrow", "plans:goals", GOAL_READ.code, "promises", order=60),
    MenuEntry("grades", _("服务等级"), "award", "plans:grades", FULFILMENT_READ.code, "promises", order=70),
    MenuEntry(
        "commitments",
        _("公开承诺"),
        "speakerphone",
        "plans:commitments",
        FULFILMENT_READ.code,
        "promises",
        order=80,
    ),
)
register_error_texts(ERRORS)
register_error_texts(check_wording.ERRORS)
register_error_texts(
    {
        "plans.plan.missing": _("没有找到这个方案，或您无权查看。"),
        "plans.version.missing": _("没有找到这个方案版本，或您无权查看。"),
        "plans.promise.missing": _("没有找到这条承诺，或您无权查看。"),
        "plans.passage.missing": _("没有找到这段文字，或您无权查看。"),
        "plans.template.missing": _("没有这个模板。"),
        "plans.plan.no_community": _("方案须属于一个小区，请选择小区。"),
        "plans.plan.title_empty": _("请填写方案名称。"),
        "plans.plan.title_long": _("方案名称最多 {limit} 个字。"),
        "plans.plan.title_taken": _("这个小区已有名为“{title}”的方案。"),
        "plans.document.empty_file": _("文件里没有文字，请换一个文件。"),
        "plans.document.too_large": _("文件超过 20 MB，请压缩图片或拆分后再上传。"),
        "plans.document.wrong_encoding": _("无法识别文本的编码，请另存为 UTF-8 或直接上传 Word 文件。"),
        "plans.document.scanned_pdf": _(
            "这份 PDF 的第 {pages} 页（共 {total} 页）是扫描件，没有可读的文字；请上传 Word 文件，或请管理员安装文字识别组件（anju[ocr]）后再上传。"
        ),
        "plans.document.scanned_image": _(
            "这是图片或扫描件，没有可读的文字；请上传 Word 文件，或请管理员安装文字识别组件（anju[ocr]）后再上传。"
        ),
        "plans.document.scan_too_long": _("扫描页太多（{pages} 页，最多 {limit} 页），请拆分后再上传。"),
        "plans.document.encrypted_pdf": _("这份 PDF 设有密码，请解除密码后再上传。"),
        "plans.document.broken_file": _("文件已损坏，无法打开。"),
        "plans.document.unknown_format": _("只能读取 TXT、DOCX、PDF 和页面图片。"),
        "plans.document.table_only": _("这是一张表格，不是方案文本；请上传方案的正文。"),
        "plans.version.not_draft": _("该版本已不是草稿，不能再核对。"),
        "plans.version.not_approved": _("只有已批准、未生效的版本可以这样做。"),
        "plans.version.being_read": _("文本仍在识别中，请稍候。"),
        "plans.version.unreviewed": _(
            "还有 {promises} 条承诺未核对、{passages} 处未读懂的语句未处理，不能批准。"
        ),
        "plans.version.first": _("这是第一个版本，没有可沿用的核对结果。"),
        "plans.version.empty": _("该版本没有任何有效承诺，不能批准。"),
        "plans.version.own": _("按设置，方案须由上传者以外的人批准。"),
        "plans.version.note_missing": _("请填写批准意见。"),
        "plans.version.reason_missing": _("请填写原因。"),
        "plans.version.day_past": _("生效日期不能早于今天。"),
        "plans.version.over": _("该版本已失效或已撤回。"),
        "plans.rounds.without_assignee": _(
            "有 {count} 条承诺没有执行人（{numbers}…），请先在“编排预览”中指定。"
        ),
        "plans.review.reason_missing": _("请填写驳回原因。"),
        "plans.review.confidence": _("把握程度须在 0 到 1 之间。"),
        "plans.step.missing": _("没有找到这一步操作，或您无权查看。"),
        "plans.step.none": _("没有可以撤销的操作。"),
        "plans.step.undone": _("这一步已经撤销过了。"),
        "plans.step.overtaken": _("之后又改动过相同的承诺，不能直接撤销这一步；请先撤销后面的操作。"),
        "plans.split.rejected": _("已驳回的承诺不能拆分，请先撤销驳回。"),
        "plans.split.quote": _("这段话不在该承诺所在的条款里，请照抄原文。"),
        "plans.merge.count": _("请选择 2 到 {most} 条承诺再合并。"),
        "plans.merge.rejected": _("已驳回的承诺不能合并，请先撤销驳回。"),
        "plans.merge.parts": _("不同方案的承诺不能合并。"),
        "plans.merge.far": _("这些承诺在文中相距超过 {limit} 个字，不能合并。"),
        "plans.passage.decided": _("这段文字已处理过。"),
        "plans.passage.undecided": _("这段文字还没有处理。"),
        "plans.promise.unknown_value": _("“{value}”不在可选值之内。"),
        "plans.promise.nothing_named": _("请填写工作内容或对象。"),
        "plans.promise.too_long": _("最多 {limit} 个字。"),
        "plans.promise.value_missing": _("请填写数值。"),
        "plans.promise.value": _("数值不正确：须为不小于 0 的数，最多四位小数。"),
        "plans.promise.unit_missing": _("请选择单位。"),
        "plans.promise.period_missing": _("请选择周期。"),
        "plans.promise.every_with_period": _("“每几个周期”与“周期”须同时填写。"),
        "plans.promise.every": _("须为 1 到 1000 的整数。"),
        "plans.promise.span": _("所选文字不在文本之内。"),
        "plans.promise.quote_empty": _("请填写原文。"),
        "plans.promise.quote_unknown": _("文本中没有这句话，请照抄原文。"),
        "plans.promise.quote_twice": _("这句话在文本中不止一处，请多抄几个字。"),
        "plans.setup.mode": _("方式不正确。"),
        "plans.setup.minutes": _("预计用时须为 1 到 1440 分钟。"),
        "plans.setup.places": _("请至少选择一个位置，且不要重复。"),
        "plans.setup.one_assignee": _("执行人只能是班组、岗位或个人之一。"),
        "plans.setup.assignee_missing": _("请选择执行人。"),
        "plans.setup.assignee_elsewhere": _("执行人不属于这个小区。"),
        "plans.setup.place_elsewhere": _("位置不属于这个小区。"),
        "plans.setup.too_long": _("最多 {limit} 个字。"),
        "plans.setup.unknown_field": _("不认识的设置项。"),
        "plans.indicator.unit": _("这个指标的单位与承诺不符，不能用来统计这条承诺。"),
        "plans.setup.too_late": _("该版本已生效或已失效，请在作业计划中调整。"),
    }
)

# The running work: rounds, what is due, what was found, patrols, weekly plans.
register_menu(
    MenuEntry("works", _("作业"), "list-check", "plans:works", "schedule.work:read", "operations", order=10),
    MenuEntry("rounds", _("作业计划"), "calendar-repeat", "plans:rounds", "schedule.round:read", "operations", order=20),
    MenuEntry("timetable", _("时间表"), "calendar-time", "plans:timetable", "schedule.round:read", "operations", order=30),
    MenuEntry("patrols", _("巡逻"), "route", "plans:patrols", "schedule.round:read", "operations", order=40),
    MenuEntry("findings", _("问题"), "alert-triangle", "plans:findings", "schedule.finding:read", "operations", order=50),
    MenuEntry("workplans", _("周工作计划"), "calendar-event", "plans:workplans", WORKPLAN_READ.code, "operations", order=60),
)  # fmt: skip
register_error_texts(work_wording.ERRORS)
register_error_texts(
    {code: text for code, text in work_wording.RECURRENCE.items() if code not in known_codes()}
)

# What plans cost, tenders, contracts and standards.
register_menu(
    MenuEntry("tenders", _("选聘比选"), "scale", "plans:tenders", "plans.tender:read", "promises", order=90),
    MenuEntry(
        "contracts",
        _("服务合同"),
        "contract",
        "plans:contracts",
        "plans.contract:read",
        "promises",
        order=100,
    ),
    MenuEntry(
        "standards",
        _("服务质量标准"),
        "checklist",
        "plans:standards",
        "plans.standard:read",
        "promises",
        order=110,
    ),
)
register_error_texts(cost_wording.ERRORS)
