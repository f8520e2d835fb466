"""Sentences for what the pages of the running work refuse."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ERRORS: dict[str, Any] = {
    "plans.workplan.missing": _("没有找到这份周工作计划，或您无权查看。"),
    "plans.workplan.department": _("请选择这个小区的部门。"),
    "plans.workplan.week_taken": _("该部门在 {week} 这一周已有计划。"),
    "plans.workplan.focus_too_long": _("最多 {limit} 个字。"),
    "plans.workplan.too_long": _("最多 {limit} 个字。"),
    "plans.workplan.too_many_items": _("一份周计划最多 {limit} 项。"),
    "plans.workplan.item_text": _("请填写工作内容。"),
    "plans.workplan.place_elsewhere": _("位置不属于这个小区。"),
    "plans.workplan.staff_elsewhere": _("责任人不在这个小区工作。"),
    "plans.workplan.due_outside": _("完成日期须在 {start} 到 {end} 之间。"),
    "plans.workplan.due_unreadable": _("日期不正确。"),
    "plans.workplan.rows": _("请修改标出的项目。"),
    "plans.workplan.empty": _("计划里还没有工作项目，不能发布。"),
    "plans.workplan.item_incomplete": _("第 {number} 项“{text}”缺少目标、责任人或完成日期，不能发布。"),
    "plans.workplan.item_open": _("第 {number} 项“{text}”还没有登记是否达到目标。"),
    "plans.workplan.item_elsewhere": _("有的项目不属于这份计划，请刷新页面。"),
    "plans.workplan.judged_already": _("已经登记了完成情况，不能退回草稿。"),
    "plans.workplan.state": _("这份计划目前是“{state}”，不能这样做。"),
    "plans.round.season_half": _("季节的开始和结束须同时填写。"),
    "plans.round.assignee_missing": _("请选择执行人：没有责任人的作业不能启用。"),
    "plans.round.assignee_elsewhere": _("执行人不属于这个小区。"),
    "plans.round.reason_missing": _("请写明原因。"),
    "plans.event.in_future": _("发生时间不能晚于现在。"),
    "plans.event.unknown": _("没有执行中的作业计划在等待这个事件。"),
    "plans.work.doer_elsewhere": _("完成人不在这个小区工作。"),
    "plans.work.in_future": _("完成时间不能晚于现在。"),
    "plans.finding.missing": _("没有找到这个问题，或您无权查看。"),
    "plans.span.day": _("“{value}”不是日期。"),
    "plans.span.order": _("结束日期不能早于开始日期。"),
    "plans.span.too_long": _("时间跨度最多 {limit} 天。"),
}
# Of the engine's rules: they reach people through the form of a round.
RECURRENCE: dict[str, Any] = {
    "schedule.recurrence.out_of_range": _("数值超出范围。"),
    "schedule.recurrence.not_positive": _("须大于 0。"),
    "schedule.recurrence.negative": _("不能小于 0。"),
    "schedule.recurrence.without_clock_times": _("先填写固定时刻。"),
    "schedule.recurrence.not_whole_local_minutes": _("时刻须精确到分钟。"),
    "schedule.recurrence.repeated": _("不能重复。"),
    "schedule.recurrence.no_such_day": _("{month}月没有{day}日。"),
    "schedule.recurrence.only_with_once": _("一次性的作业须填写完成日期。"),
    "schedule.recurrence.only_with_event": _("事件触发的作业须填写事件。"),
    "schedule.recurrence.too_long": _("最多 {limit} 个字。"),
    "schedule.recurrence.after_once_on": _("开始日期不能晚于完成日期。"),
    "schedule.recurrence.not_with_period": _("这个周期不能这样设置。"),
    "schedule.recurrence.cannot_move": _("这个周期的作业不能因节假日移动。"),
    "schedule.recurrence.not_with_month_days": _("“每月几日”和“星期”只能选一种。"),
    "schedule.recurrence.never_a_workday": _("“仅工作日”与“仅节假日”互相矛盾。"),
    "schedule.recurrence.needs_moving": _("仅工作日的期限须选择遇节假日提前或顺延。"),
    "schedule.recurrence.overlap_next_day": _("作业时段首尾相加超过一天。"),
    "schedule.recurrence.not_of_a_night": _("夜间时段须在当晚开始。"),
    "schedule.recurrence.nothing_left": _("避开高峰后没有可作业的时间。"),
    "schedule.recurrence.outside_windows": _("固定时刻 {value} 不在作业时段之内。"),
    "schedule.recurrence.more_than_minutes": _("次数过密，排不下。"),
    "schedule.recurrence.longer_than_a_day": _("间隔超过一天时请改用“日”。"),
    "schedule.recurrence.days_not_pinned": _("请选择月份，或把次数设为这些日期的总数。"),
    "schedule.recurrence.not_a_multiple_of_days": _("次数须是所选日期（及时刻）个数的整数倍。"),
}
