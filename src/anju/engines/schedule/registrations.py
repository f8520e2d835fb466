"""What this package declares to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.schedule.queries import settings
from anju.engines.schedule.services import actions
from anju.foundation.ui.messages import register_error_texts

__all__ = ["actions", "settings"]

register_error_texts(
    {
        "schedule.round.text": _("必填，最多 {longest} 个字。"),
        "schedule.round.mode": _("请选择逐点完成或按路线完成。"),
        "schedule.round.minutes": _("预计用时应在 1 到 1440 分钟之间。"),
        "schedule.round.place_twice": _("同一位置只能选一次。"),
        "schedule.round.route_empty": _("路线至少要有一个位置。"),
        "schedule.round.span": _("结束日期必须晚于开始日期。"),
        "schedule.round.place_elsewhere": _("所选位置不属于这个小区。"),
        "schedule.round.community_fixed": _("作业计划不能改到另一个小区。"),
        "schedule.round.ended": _("“{title}”已结束，不能再修改。"),
        "schedule.round.state": _("“{title}”目前的状态不允许这样做。"),
        "schedule.evidence.out_of_range": _("应在 {low} 到 {high} 之间。"),
        "schedule.occurrence.gone": _("没有找到这项工作，或您无权查看。"),
        "schedule.occurrence.settled": _("这项工作已完成、取消或已过截止时间。"),
        "schedule.skip.not_skipped": _("这项工作没有被跳过。"),
        "schedule.skip.closed": _("已过截止时间，不能再撤回跳过。"),
        "schedule.skip.round_over": _("作业计划“{title}”已不在执行，不能撤回跳过。"),
        "schedule.event.not_running": _("这次事件没有尚未完成的作业。"),
        "schedule.submission.early": _("还没到开始时间（{opens_at}）。"),
        "schedule.submission.naive": _("提交的时间缺少时区。"),
        "schedule.submission.note_too_long": _("备注最多 {limit} 个字。"),
        "schedule.submission.track_too_long": _("一次最多提交 {limit} 个定位点。"),
        "schedule.submission.too_many_photos": _("一次最多提交 {limit} 张照片。"),
        "schedule.submission.photo_twice": _("同一张照片提交了两次。"),
        "schedule.submission.photo_missing": _("有照片没有传上来，请重新提交。"),
        "schedule.submission.unreadable": _("提交的内容无法识别，请刷新页面后重新填写。"),
        "schedule.answer.not_a_mark": _("“{label}”请选合格或不合格。"),
        "schedule.answer.not_a_number": _("“{label}”请填数字。"),
        "schedule.answer.not_photos": _("“{label}”请拍照片。"),
        "schedule.answer.too_few_photos": _("“{label}”至少要 {needed} 张照片。"),
        "schedule.answer.not_a_text": _("“{label}”请填文字。"),
        "schedule.answer.too_long": _("“{label}”最多 {limit} 个字。"),
        "schedule.answer.not_a_choice": _("“{label}”请从选项中选一个。"),
        "schedule.answer.not_asked": _("检查项目已更改，请刷新页面后重新填写。"),
        "schedule.finding.blank": _("请写明发现的情况。"),
        "schedule.finding.severity": _("请选择严重程度。"),
        "schedule.finding.too_long": _("情况说明最多 {limit} 个字。"),
        "schedule.finding.place": _("问题的位置不属于这项工作。"),
        "schedule.finding.note": _("请写明处理情况，最多 {limit} 个字。"),
        "schedule.finding.closed": _("这个问题已经处理过了。"),
        "schedule.skip.reason": _("请写明跳过的原因，最多 {limit} 个字。"),
        "schedule.hand_over.elsewhere": _("这位员工不在这个小区工作。"),
    }
)
