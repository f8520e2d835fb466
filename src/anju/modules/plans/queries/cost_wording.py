"""Words of costing, tenders and contracts, in the reader's language."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anju.kernel.money import Money
from anju.modules.plans.rules.costing import rounded

ROLES: dict[str, Any] = {
    "guard": lazy("秩序维护员"), "cleaner": lazy("保洁员"), "gardener": lazy("绿化工"), "technician": lazy("工程维修员"),
    "clerk": lazy("客服员"), "manager": lazy("管理人员"),
}  # fmt: skip
BASES: dict[str, Any] = {
    "round": lazy("作业"), "post": lazy("岗位"), "headcount": lazy("定员"), "inside": lazy("已含"), "none": lazy("不计工时"),
}  # fmt: skip
BASIS_TONES = {"round": "blue", "post": "teal", "headcount": "violet", "inside": "slate", "none": "slate"}
REASONS: dict[str, Any] = {
    "": lazy("次数 × 位置 × 分钟"), "route": lazy("按一条路线走完计"), "once_a_year": lazy("一次性任务，按一年摊"),
    "post": lazy("每日小时 × 天数 × 岗位数"), "staff": lazy("方案承诺的人数"), "by_cases": lazy("随报修、投诉数量而定"),
    "limit_of_shifts": lazy("排班上限，不另计工时"), "measured": lazy("由统计得出，不另计工时"),
    "kept_by_itself": lazy("资料保存，不另计工时"), "money": lazy("金额承诺"), "no_day": lazy("没有写明日期"),
    "upper_limit": lazy("上限承诺，不派活"), "after_event": lazy("事件发生后才做，次数未知"), "no_rhythm": lazy("算不出每周次数"),
    "days_of_post": lazy("开放天数，已计入时段"), "runs_by_itself": lazy("设备运行或电话开通，不占岗位"),
    "together": lazy("同班人数，不是定员"), "total": lazy("合计数，不重复计"), "others": lazy("不是本公司员工"),
    "same_rule": lazy("与另一条为同一件事"), "inside_post": lazy("在巡逻岗工时内完成"), "held": lazy("暂缓执行"),
    "past": lazy("期限已过"), "not_times": lazy("单位不是次数"), "value_missing": lazy("缺少次数"),
    "not_whole": lazy("次数不是整数"), "too_often": lazy("频次过密"), "period_missing": lazy("缺少周期"),
    "no_such_day": lazy("日期不存在"), "no_work": lazy("不产生作业"),
}  # fmt: skip
CRITERIA: dict[str, Any] = {
    "promises": lazy("承诺完整度"), "strictness": lazy("标准高低"), "minima": lazy("等级达标"), "people": lazy("人员配备"),
    "price": lazy("报价"),
}  # fmt: skip
CRITERIA_HINTS: dict[str, Any] = {
    "promises": lazy("有明确数字的承诺占全部对比项的比例"), "strictness": lazy("在各家都有承诺、数字不同的项目中，达到最高标准的比例"),
    "minima": lazy("达到所要求服务等级的项目比例"), "people": lazy("拟派人数 ÷ 按承诺测算的人数，最高 100"),
    "price": lazy("最低报价 ÷ 本家报价 × 100"),
}  # fmt: skip
STANDINGS: dict[str, Any] = {
    "open": lazy("期限待填写"), "coming": lazy("未开始"), "running": lazy("履行中"), "expiring": lazy("即将到期"),
    "expired": lazy("已到期"), "ended": lazy("已提前终止"),
}  # fmt: skip
STANDING_TONES = {
    "open": "slate", "coming": "blue", "running": "green", "expiring": "amber", "expired": "red", "ended": "slate",
}  # fmt: skip
TOPICS: dict[str, Any] = {
    "content": lazy("服务内容"), "quality": lazy("服务质量标准"), "fees": lazy("费用标准与收取"), "fund": lazy("维修资金的使用"),
    "premises": lazy("物业用房"), "term": lazy("服务期限"), "handover": lazy("服务交接"), "guarding": lazy("保安服务的责任和义务"),
    "breach": lazy("违约责任"),
}  # fmt: skip


def hours(value: Fraction) -> str:
    """Hours with one decimal, as shown everywhere."""
    return f"{rounded(value, 1):,}"


def figure(value: Fraction | None, places: int = 1) -> str:
    return "—" if value is None else f"{rounded(value, places):f}"


def yuan(fen: int | None) -> str:
    """Whole yuan: nobody plans wages in fen."""
    return "—" if fen is None else f"¥{rounded(Fraction(fen, 100), 0):,}"


def price(ten_thousandths: int | None) -> str:
    """元/m²·月, "待填写" where nobody gave one."""
    if ten_thousandths is None:
        return _("待填写")
    return f"{rounded(Fraction(ten_thousandths, 10_000), 4).normalize():f}"


def money(fen: int | None) -> str:
    return _("待填写") if fen is None else f"¥{Money(fen).yuan:,.2f}"


ERRORS: dict[str, Any] = {
    "plans.cost.pay": lazy("请填写每人每月的人工成本，例如 4200；不知道就留空。"),
    "plans.cost.figure": lazy("须为 0 到 {limit} 的整数。"),
    "plans.version.bid": lazy("这是投标方案，不能批准；选定后会成为本小区方案的草稿。"),
    "plans.tender.missing": lazy("没有这次比选。"),
    "plans.tender.closed": lazy("这次比选已经结束，不能再改。"),
    "plans.tender.community_fixed": lazy("比选所属的小区不能更改。"),
    "plans.tender.title_empty": lazy("请填写比选名称。"),
    "plans.tender.title_taken": lazy("该小区已有同名的比选。"),
    "plans.tender.grade": lazy("请选择要求的等级。"),
    "plans.tender.criteria": lazy("评分项须为 1 到 {limit} 个，且不能重复。"),
    "plans.tender.weights_empty": lazy("至少要有一项权重大于 0。"),
    "plans.tender.weight": lazy("权重须为 0 到 {limit} 的整数。"),
    "plans.tender.label": lazy("请填写评分项名称，最多 {limit} 个字。"),
    "plans.bid.missing": lazy("没有这份投标方案。"),
    "plans.bid.company_empty": lazy("请填写公司名称，最多 80 个字。"),
    "plans.bid.company_taken": lazy("这家公司已经登记过。"),
    "plans.bid.price": lazy("报价不正确：每平方米每月须大于 0 元、小于 1000 元。"),
    "plans.bid.points": lazy("得分须为 0 到 100 的整数。"),
    "plans.bid.withdrawn": lazy("这家公司已退出比选。"),
    "plans.contract.missing": lazy("没有这份合同，或您无权查看。"),
    "plans.contract.ended": lazy("合同已登记提前终止。"),
    "plans.contract.end_day": lazy("终止日期不能早于起始日期。"),
    "plans.contract.title_empty": lazy("请填写合同或项目名称。"),
    "plans.contract.title_taken": lazy("该小区已有同名的合同。"),
    "plans.contract.share": lazy("绿化率须在 0 到 100 之间。"),
    "plans.contract.stage_title": lazy("请填写步骤。"),
    "plans.contract.stage_done": lazy("已完成的步骤不能删除。"),
    "plans.standard.missing": lazy("没有这项标准或改进，或您无权查看。"),
    "plans.standard.title_empty": lazy("请填写名称。"),
    "plans.standard.requirement_empty": lazy("请填写标准。"),
    "plans.standard.points": lazy("分值须大于 0、不超过 100。"),
    "plans.standard.deduction": lazy("每处扣分须大于 0、不超过分值。"),
    "plans.standard.retired": lazy("这项标准已停用。"),
    "plans.improvement.plan_empty": lazy("请填写计划。"),
    "plans.improvement.step_empty": lazy("计划、实施、检查、处置都填写后才能结束。"),
    "plans.improvement.due_missing": lazy("请填写下一轮的期限。"),
    "plans.improvement.closed": lazy("这一轮改进已经结束。"),
}
