"""What this package declares to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.engines.cases.queries.reach import barred_from
from anju.engines.cases.services import actions
from anju.foundation.audit import queries as audit_queries
from anju.foundation.ui.messages import register_error_texts

__all__ = ["actions"]

audit_queries.hide("cases.case", barred_from)

register_error_texts(
    {
        "cases.assign.barred": _("这位员工须回避该事项。"),
        "cases.assign.elsewhere": _("这位员工不在这个小区工作。"),
        "cases.assign.left": _("这位员工已离职。"),
        "cases.assign.not_given": _("该事项目前没有派给这位员工。"),
        "cases.assign.same": _("该事项已由这位员工处理。"),
        "cases.budget.amount": _("时限必须大于零。"),
        "cases.case.changed": _("事项状态已变更，请刷新后再操作。"),
        "cases.case.closed": _("事项已关闭。"),
        "cases.clock.backwards": _("时间早于上一次操作。"),
        "cases.clock.none": _("没有可以这样操作的计时。"),
        "cases.clock.not_running": _("计时的状态不允许这样做。"),
        "cases.closing.unmet": _("还不能关闭：{rules}。"),
        "cases.edit.under_way": _("已开始处理的事项不能改类别。"),
        "cases.field.missing": _("请填写“{name}”。"),
        "cases.field.sort": _("“{name}”填写的内容不符合要求。"),
        "cases.field.unknown": _("没有这个填写项：{name}。"),
        "cases.hand_over.nowhere": _("请选择转给哪个部门、班组或员工。"),
        "cases.item": _("请填写名称和大于零的数量，单价不能为负。"),
        "cases.key.other_case": _("这次提交与先前的提交不一致，请刷新后重新填写。"),
        "cases.key.too_long": _("提交编号最多 {limit} 个字符。"),
        "cases.kind.unknown": _("没有这种事项类别。"),
        "cases.link.relation": _("请选择关联关系。"),
        "cases.merge.community": _("只能合并同一小区的事项。"),
        "cases.merge.none": _("请选择要合并的事项，一次最多 {limit} 件。"),
        "cases.merge.not_merged": _("该事项没有被合并。"),
        "cases.merge.self": _("不能选择事项本身。"),
        "cases.offer.gone": _("该事项已被接走或不再抢单。"),
        "cases.offer.other_team": _("该事项发给了其他班组。"),
        "cases.past.open": _("补录的事项须以关闭结束。"),
        "cases.photo.role": _("请选择图片用途。"),
        "cases.photo.too_many": _("最多添加 {limit} 张图片。"),
        "cases.place.elsewhere": _("所选位置不属于这个小区。"),
        "cases.price.answered": _("这次报价已答复或已更换。"),
        "cases.price.nothing": _("没有需要收费的项目。"),
        "cases.price.who": _("请写明谁答复、以什么方式答复。"),
        "cases.rating.early": _("事项处理完后才能评价或回访。"),
        "cases.rating.stars": _("请选择 1 到 5 星。"),
        "cases.rating.twice": _("您已经评价过了。"),
        "cases.reason": _("请写明原因，最多 {limit} 个字。"),
        "cases.reopen.no_way": _("目前的状态不能重新打开。"),
        "cases.reporter": _("姓名和电话各最多 {limit} 个字。"),
        "cases.return.done": _("这次回访已有结果。"),
        "cases.return.no_rule": _("这类事项不安排回访。"),
        "cases.return.outcome": _("请选择回访结果。"),
        "cases.return.own_work": _("参与处理的人不能回访自己的工作。"),
        "cases.return.waiting": _("该事项已在待回访名单中。"),
        "cases.severity": _("请选择严重程度。"),
        "cases.title": _("请填写标题，最多 {limit} 个字。"),
        "cases.transition.lacking": _("还缺少必填内容，补齐后再操作。"),
        "cases.transition.state": _("目前的状态不允许这样做。"),
        "cases.transition.unknown": _("没有这个操作。"),
        "cases.visit.busy": _("这位员工在这段时间已有预约。"),
        "cases.visit.not_agreed": _("没有可以取消的预约。"),
        "cases.visit.not_under_way": _("目前不在上门处理中。"),
        "cases.visit.under_way": _("这位员工已到场。"),
        "cases.visit.window": _("请填写正确的预约时间段。"),
        "cases.words": _("请填写内容，最多 {limit} 个字。"),
    }
)
