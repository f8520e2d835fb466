"""Menu entries, settings, audit actions and words for error codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.foundation.ui.messages import register_error_texts
from anju.foundation.ui.navigation import MenuEntry, register_menu
from anju.modules.community.permissions import CAMPAIGN_READ, RETURN_READ, SURVEY_READ
from anju.modules.community.queries import settings
from anju.modules.community.services import actions

__all__ = ["actions", "settings"]

register_menu(
    MenuEntry("returns", _("回访"), "phone-call", "community:returns", RETURN_READ.code, "service", order=40),
    MenuEntry(
        "campaigns",
        _("走访活动"),
        "walk",
        "community:campaigns",
        CAMPAIGN_READ.code,
        "service",
        order=42,
        under="returns",
    ),
    MenuEntry(
        "surveys",
        _("满意度调查"),
        "mood-smile",
        "community:surveys",
        SURVEY_READ.code,
        "service",
        order=44,
        under="returns",
    ),
    MenuEntry(
        "improvements",
        _("改进措施"),
        "bulb",
        "community:improvements",
        SURVEY_READ.code,
        "service",
        order=46,
        under="returns",
    ),
)
register_error_texts(
    {
        "community.missing": _("没有找到，或您无权查看。"),
        "community.text": _("最多 {limit} 个字。"),
        "community.survey.gone": _("这份问卷不存在或尚未发布。"),
        "community.survey.over": _("调查已经结束，谢谢您的关注。"),
        "community.survey.early": _("调查还没有开始。"),
        "community.survey.answered": _("已经答过这份问卷了，谢谢。"),
        "community.survey.state": _("“{title}”目前的状态不允许这样做。"),
        "community.survey.title": _("请填写标题，最多 {limit} 个字。"),
        "community.survey.days": _("截止日期不能早于开始日期。"),
        "community.survey.items": _("问卷至少要有一道题。"),
        "community.survey.item_text": _("第 {number} 题没有题目，或超过 200 个字。"),
        "community.survey.item_kind": _("第 {number} 题的题型不正确。"),
        "community.survey.item_choices": _("第 {number} 题是单选题，至少要有两个选项。"),
        "community.survey.no_rating": _("至少要有一道评价题（满意程度或星级），否则算不出满意率。"),
        "community.survey.missing": _("还有必答题没有回答。"),
        "community.survey.value": _("有一道题的回答不在选项之内。"),
        "community.survey.place": _("所选楼栋不属于这个小区。"),
        "community.improvement.has_measure": _("已有措施，不能改为不采纳。"),
        "community.improvement.measure": _("请填写措施，最多 {limit} 个字。"),
        "community.improvement.staff": _("请选择责任人。"),
        "community.improvement.due": _("请填写完成期限。"),
        "community.improvement.done": _("这项措施已经落实。"),
        "community.improvement.no_measure": _("还没有制定措施。"),
        "community.improvement.result": _("请填写落实情况，最多 {limit} 个字。"),
        "community.campaign.title": _("请填写名称，最多 {limit} 个字。"),
        "community.campaign.target": _("请选择走访对象。"),
        "community.campaign.percent": _("请填 1 到 100。"),
        "community.campaign.days": _("结束日期不能早于开始日期。"),
        "community.campaign.nobody": _("住户资料里没有符合条件的房屋，请先登记住户。"),
        "community.campaign.outcome": _("请选择走访结果。"),
        "community.campaign.moment": _("走访时间不能晚于现在。"),
        "community.campaign.closed": _("活动已经结束。"),
        "community.campaign.visited": _("这一户已经走访过。"),
        "community.sample.early": _("这个月还没有结束，不能抽样。"),
        "community.sample.drawn": _("这个月的主管样本已经抽取，不能重抽。"),
        "community.sample.none": _("这个月没有可抽的事项。"),
    }
)
