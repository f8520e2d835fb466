"""What promises say, in the reader's language: names of codes, and one short sentence per promise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

DOMAINS: dict[str, Any] = {
    "security": lazy("秩序维护"), "fire": lazy("消防"), "parking": lazy("车辆停放"), "cleaning": lazy("保洁"),
    "greening": lazy("绿化"), "engineering": lazy("设施设备"), "repair": lazy("维修"), "heating": lazy("供暖"),
    "renovation": lazy("改造"), "decoration": lazy("装修管理"), "customer_service": lazy("客户服务"),
    "complaint": lazy("投诉处理"), "culture": lazy("社区文化"), "finance": lazy("财务收费"), "staff": lazy("人员"),
    "training": lazy("培训"), "supervision": lazy("督导检查"), "governance": lazy("业主治理"),
    "archive": lazy("档案"), "emergency": lazy("应急"), "handover": lazy("交接"), "supplies": lazy("物资"),
    "rental": lazy("公租房"), "other": lazy("其他"),
}  # fmt: skip
KINDS: dict[str, Any] = {
    "frequency": lazy("频次"), "deadline": lazy("期限"), "time_limit": lazy("时限"), "rate": lazy("比率"),
    "coverage": lazy("覆盖"), "headcount": lazy("人数"), "max_duration": lazy("最长时间"),
    "retention": lazy("保存期"), "count": lazy("数量"), "amount": lazy("金额"),
}  # fmt: skip
KIND_TONES = {
    "frequency": "blue", "deadline": "violet", "time_limit": "amber", "rate": "green", "coverage": "teal",
    "headcount": "teal", "max_duration": "amber", "retention": "slate", "count": "slate", "amount": "red",
}  # fmt: skip
COMPARATORS: dict[str, Any] = {"eq": lazy("等于"), "ge": lazy("不少于"), "le": lazy("不超过")}
UNITS: dict[str, Any] = {
    "times": pgettext_lazy("频次", "次"), "seconds": lazy("秒"), "minutes": lazy("分钟"), "hours": lazy("小时"), "days": lazy("天"),
    "workdays": lazy("工作日"), "weeks": lazy("周"), "months": lazy("个月"), "quarters": lazy("个季度"),
    "years": lazy("年"), "percent": lazy("%"), "points": lazy("分"), "people": lazy("人"), "years_old": lazy("岁"),
    "zones": lazy("个片区"), "communities": lazy("个小区"), "households": lazy("户"), "buildings": lazy("栋"),
    "vehicles": lazy("辆"), "items": lazy("项"), "levels": lazy("级"), "types": lazy("类"), "stages": lazy("个阶段"),
    "channels": lazy("种渠道"), "class_hours": lazy("课时"), "cases": lazy("件"), "m": lazy("米"),
    "km_per_hour": lazy("公里/小时"), "celsius": lazy("℃"), "decibels": lazy("分贝"), "m2": lazy("平方米"),
    "yuan": lazy("元"), "yuan_per_m2": lazy("元/平方米"), "yuan_per_household": lazy("元/户"),
    "yuan_per_space": lazy("元/车位"), "date": lazy("日期"), "day_of_month": lazy("日(每月)"),
}  # fmt: skip
PERIODS: dict[str, Any] = {
    "minute": lazy("分钟"), "hour": lazy("小时"), "daytime": lazy("白天"), "night": lazy("夜间"), "day": lazy("日"),
    "week": lazy("周"), "half_month": lazy("半月"), "month": lazy("月"), "quarter": lazy("季度"),
    "half_year": lazy("半年"), "year": lazy("年"),
}  # fmt: skip
EVERY: dict[str, Any] = {
    "minute": pgettext_lazy("频次", "每分钟"), "hour": pgettext_lazy("频次", "每小时"), "daytime": pgettext_lazy("频次", "白天"), "night": pgettext_lazy("频次", "每夜"),
    "day": pgettext_lazy("频次", "每日"), "week": pgettext_lazy("频次", "每周"), "half_month": pgettext_lazy("频次", "每半月"), "month": pgettext_lazy("频次", "每月"),
    "quarter": pgettext_lazy("频次", "每季度"), "half_year": pgettext_lazy("频次", "每半年"), "year": pgettext_lazy("频次", "每年"),
}  # fmt: skip
EVERY_FEW: dict[str, Any] = {
    "minute": lazy("每 %(every)s 分钟"), "hour": lazy("每 %(every)s 小时"), "daytime": lazy("每 %(every)s 个白天"),
    "night": lazy("每 %(every)s 夜"), "day": lazy("每 %(every)s 日"), "week": lazy("每 %(every)s 周"),
    "half_month": lazy("每 %(every)s 个半月"), "month": lazy("每 %(every)s 个月"),
    "quarter": lazy("每 %(every)s 个季度"), "half_year": lazy("每 %(every)s 个半年"), "year": lazy("每 %(every)s 年"),
}  # fmt: skip
ENGINES: dict[str, Any] = {
    "schedule": lazy("作业计划"), "cases": lazy("工单时限"), "scores": lazy("指标统计"), "rosters": lazy("排班"),
    "documents": lazy("资料保存"), "ballots": lazy("业主表决"), "publicity": lazy("公示"), "ledger": lazy("账务"),
}  # fmt: skip
WORKS: dict[str, Any] = {
    "training": lazy("培训"), "drill": lazy("演练"), "meeting": lazy("会议"), "visit": lazy("回访"),
    "dredge": lazy("清掏疏通"), "tank": lazy("水箱清洗"), "refuse": lazy("垃圾清运"), "patrol": lazy("巡逻"),
    "fire_check": lazy("消防检查"), "measure": lazy("检测"), "repair": lazy("维修"), "inspection": lazy("巡检"),
    "greening": lazy("绿化养护"), "cleaning": lazy("清洁"), "report": lazy("报告"), "task": lazy("任务"),
}  # fmt: skip
NOTES: dict[str, Any] = {
    "night_hours": lazy("夜间按 22:00–6:00 安排"), "day_hours": lazy("白天按 6:00–22:00 安排"),
    "morning_evening": lazy("早晚各一次：6:00–10:00、16:00–20:00"), "season_dates": lazy("季节起止日期为通常日期，请核对"),
    "event_by_hand": lazy("事件发生后由人工触发"), "opens_month_before": lazy("提前 30 天开始"),
    "year_of_start": lazy("原文未写年份，按生效当年计"), "counted_from_start": lazy("自生效之日起算"),
    "place_open": lazy("未找到对应的位置，请选择"),
}  # fmt: skip
WAITING: dict[str, Any] = {
    "other_engine": lazy("等待对应引擎"), "upper_limit": lazy("上限承诺：只统计，不派活"),
    "not_times": lazy("单位不是次数"), "value_missing": lazy("缺少次数"), "not_whole": lazy("次数不是整数"),
    "too_often": lazy("频次过密，无法排期"), "period_missing": lazy("缺少周期"), "no_such_day": lazy("日期不存在"),
    "no_day": lazy("没有写明日期"), "held": lazy("暂缓执行"), "past": lazy("期限已过"),
}  # fmt: skip
UNREAD_REASONS: dict[str, Any] = {
    "frequency_without_number": lazy("只写“定期、经常”，未写频次"),
    "time_limit_without_number": lazy("只写“及时、立即”，未写时限"), "number_without_duty": lazy("有数字，未读出承诺"),
    "span_without_bound": lazy("有时长，未读出上下限"), "date_without_duty": lazy("有日期，未读出事项"),
    "share_without_threshold": lazy("有比例，未读出指标"), "loose_figure": lazy("单独的数字"),
    "described_problem": lazy("对问题的描述"),
}  # fmt: skip
BASIC_SERVICES: dict[str, Any] = {
    "building_repair": lazy("房屋共用部位维修"), "facilities": lazy("共用设施设备运行维护"),
    "green_and_clean": lazy("绿化与保洁"), "order_and_safety": lazy("公共秩序与安全"), "archives": lazy("物业档案"),
    "customers": lazy("业主与客户服务"),
}  # fmt: skip
SERVICE_GOALS: dict[str, Any] = {
    "cleaning": lazy("清洁卫生"), "greening": lazy("绿化养护"), "safety": lazy("安全设施"),
    "refuse_sorting": lazy("垃圾分类"), "equipment": lazy("设备维护"), "activities": lazy("社区活动"),
}  # fmt: skip
CHANGES: dict[str, Any] = {
    "added": lazy("新增"), "dropped": lazy("取消"), "tightened": lazy("收紧"), "loosened": lazy("放宽"),
    "changed": lazy("变更"), "same": lazy("不变"),
}  # fmt: skip


class Sayable(Protocol):
    """A promise, as a row or as facts."""

    @property
    def kind(self) -> str: ...
    @property
    def comparator(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def unit(self) -> Any: ...
    @property
    def period(self) -> Any: ...
    @property
    def every(self) -> int | None: ...


def name(table: dict[str, Any], code: object) -> str:
    """The name of a code; an unknown one stands for itself."""
    return str(table.get(str(code), code))


def number(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}"


def says(promise: Sayable) -> str:
    """The number of a promise with all that belongs to it: 每日至少 2 次, 30 分钟内, ≥ 95%, 12月31日前."""
    if promise.kind == "deadline":
        return _deadline(promise)
    if promise.value is None:
        return _("按原文")
    amount = f"{number(promise.value)} {name(UNITS, promise.unit)}".replace(" %", "%").replace(" ×", "×")
    if promise.kind == "frequency":
        return _frequency(promise, amount)
    if promise.kind in ("time_limit", "max_duration") and promise.comparator != "ge":
        return _("%(amount)s内") % {"amount": amount}
    sign = {"ge": "≥ ", "le": "≤ "}.get(promise.comparator, "")
    if not promise.period:
        return f"{sign}{amount}"
    return _("%(amount)s / %(period)s") % {"amount": f"{sign}{amount}", "period": _every(promise)}


def _frequency(promise: Sayable, amount: str) -> str:
    words = {"period": _every(promise), "amount": amount}
    if not promise.period:
        return {"ge": _("至少 %(amount)s"), "le": _("至多 %(amount)s")}.get(
            promise.comparator, "%(amount)s"
        ) % words
    if promise.comparator == "ge":
        return _("%(period)s至少 %(amount)s") % words
    if promise.comparator == "le":
        return _("%(period)s至多 %(amount)s") % words
    return _("%(period)s %(amount)s") % words


def _every(promise: Sayable) -> str:
    if (promise.every or 1) == 1:
        return name(EVERY, promise.period)
    return name(EVERY_FEW, promise.period) % {"every": promise.every}


def _deadline(promise: Sayable) -> str:
    if promise.value is None:
        return _("按原文期限")
    value = int(promise.value)
    if promise.unit == "date":
        text = _date(value)
    elif promise.unit == "day_of_month":
        text = _("每月%(day)s日") % {"day": value}
    else:
        text = f"{number(promise.value)} {name(UNITS, promise.unit)}"
    if promise.period == "year":
        text = _("每年%(day)s") % {"day": text}
    form = {"ge": _("不少于 %(day)s"), "eq": _("%(day)s")}.get(promise.comparator, _("%(day)s前"))
    if promise.unit == "date" and promise.comparator == "ge":
        form = _("%(day)s起")
    return form % {"day": text}


def _date(value: int) -> str:
    year, rest = divmod(value, 10_000)
    day = _("%(month)s月%(day)s日") % {"month": rest // 100, "day": rest % 100}
    return _("%(year)s年%(day)s") % {"year": year, "day": day} if year else day
