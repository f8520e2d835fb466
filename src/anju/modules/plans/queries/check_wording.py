"""What findings of a check say, in the reader's language: what it is, in one sentence, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

SEVERITIES: dict[str, Any] = {
    "law": lazy("涉及法律"), "serious": lazy("严重"), "warning": lazy("提醒"), "note": lazy("待补"),
}  # fmt: skip
SEVERITY_TONES = {"law": "red", "serious": "amber", "warning": "blue", "note": "slate"}
SEVERITY_ICONS = {
    "law": "alert-triangle", "serious": "alert-triangle", "warning": "info-circle", "note": "edit",
}  # fmt: skip
CODES: dict[str, Any] = {
    "figures_differ": lazy("同一件事有不同的数"), "parts_differ": lazy("各篇之间的数不同"),
    "said_twice": lazy("同一承诺写了两遍"), "share_wrong": lazy("比例与面积不符"), "sum_wrong": lazy("分项之和与总数不符"),
    "below_law": lazy("低于法定要求"), "forbidden": lazy("法律不允许"), "staff_short": lazy("人手不足以兑现"),
    "date_past": lazy("期限已过"), "year_missing": lazy("期限没有写年份"), "span_reversed": lazy("结束早于开始"),
    "term_differs": lazy("期限与起止日期不符"), "hours_malformed": lazy("时间写法有误"), "blank": lazy("空白待填"),
    "period_missing": lazy("没有写统计周期"), "word_only": lazy("只有“定期”“及时”，没有数"),
}  # fmt: skip
SENTENCES: dict[str, Any] = {
    "figures_differ": lazy("“{label}”在方案中有不同的数，无法知道以哪个为准。"),
    "parts_differ": lazy("“{label}”在不同的篇里数不相同；一个小区只能执行一个。"),
    "said_twice": lazy("“{label}”以同样的数写了不止一遍，容易由两个部门各排一次。"),
    "share_wrong": lazy("{label}写为 {stated}%，按文中面积计算 {part} ÷ {whole} = {real}%。"),
    "sum_wrong": lazy("总数写为 {total}，分项 {parts} = {found}。"),
    "below_law": lazy("{label}：{article}要求{says}。"),
    "forbidden": lazy("{label}：{article}不允许。"),
    "staff_short": lazy("{role_name}每周需要 {needed} 小时，现有 {people} 人每周 {there} 小时，还差约 {short} 人。"),
    "date_past": lazy("期限 {day} 已经过去。"),
    "year_missing": lazy("{count} 个期限没有写年份；按 {year} 年算，其中 {gone} 个已过。"),
    "span_reversed": lazy("从 {start} 到 {end}，结束早于开始。"),
    "term_differs": lazy("期限写为 {stated} 个月，起止日期之间是 {real} 个月。"),
    "hours_malformed": lazy("“{hours}”混用了 12 小时与 24 小时写法，或时间不存在。"),
    "blank": lazy("{kind_name}没有填写，共 {count} 处。"),
    "period_missing": lazy("“{name}”没有写按月、按季还是按年统计。"),
    "word_only": lazy("“{word}”没有次数或时限，无法安排，也无法判断是否兑现。"),
}  # fmt: skip
ADVICE: dict[str, Any] = {
    "figures_differ": lazy("选定以哪一处为准，其余承诺随之驳回；如确是两件不同的事，请说明。"),
    "parts_differ": lazy("选定本小区执行的数；如各篇用于不同项目，请说明。"),
    "said_twice": lazy("保留一处，由一个部门负责；另一处随之驳回。"),
    "share_wrong": lazy("核对面积与比例，在正文或承诺中改正。"),
    "sum_wrong": lazy("核对总数与各分项，改正或补上缺少的分项。"),
    "below_law": lazy("修正承诺使其不低于法定要求，或驳回；如不适用，请写明理由。"),
    "forbidden": lazy("删去或改写这句话；如是误判，请写明理由。"),
    "staff_short": lazy("增加人手、降低频次，或在成本页核对每次用时和位置数。"),
    "date_past": lazy("改定新的日期，或驳回这条承诺。"),
    "year_missing": lazy("补上年份；不补时按方案生效当年计。"),
    "span_reversed": lazy("核对起止日期。"),
    "term_differs": lazy("核对期限与起止日期，两者须一致。"),
    "hours_malformed": lazy("统一写成 24 小时制，如 8:00–18:00。"),
    "blank": lazy("向起草人补齐后上传新版本，或在对应资料中填写。"),
    "period_missing": lazy("修正承诺，填上统计周期。"),
    "word_only": lazy("在“未读懂的语句”中设定频次或时限，可采用建议值。"),
}  # fmt: skip
BLANKS: dict[str, Any] = {
    "year": lazy("年份"), "phone": lazy("电话"), "name": lazy("名称"), "day": lazy("日期"), "line": lazy("划线空白"),
    "number": lazy("数量"), "brackets": lazy("括号内容"), "label": lazy("姓名或单位"), "left_out": lazy("略去的内容"),
    "figure": lazy("图表"),
}  # fmt: skip
ROLES: dict[str, Any] = {
    "guard": lazy("秩序维护员"), "cleaner": lazy("保洁员"), "gardener": lazy("绿化工"), "technician": lazy("工程维修员"),
    "clerk": lazy("客服人员"), "manager": lazy("管理人员"),
}  # fmt: skip
CHOICES: dict[str, Any] = {
    "keep": lazy("以其中一处为准"), "both": lazy("都保留"), "not": lazy("不是问题"), "todo": lazy("待办"),
}  # fmt: skip
SOURCES: dict[str, Any] = {
    "standard": lazy("服务等级标准"), "law": lazy("法规"), "proposal": lazy("建议值，不是标准"),
}  # fmt: skip
ERRORS: dict[str, Any] = {
    "plans.check.missing": lazy("没有找到这个检查结果；文本或承诺可能已改动，请刷新。"),
    "plans.check.choice": lazy("请选择一种处理方式。"),
    "plans.check.reason": lazy("请写明理由。"),
    "plans.check.no_promises": lazy("这个结果里没有可以驳回的承诺。"),
    "plans.check.kept": lazy("所选承诺不在这个结果里。"),
    "plans.check.not_chosen": lazy("这个结果还没有处理。"),
    "plans.check.todo_note": lazy("请写明要做什么，或指定由谁处理。"),
    "plans.version.law_findings": lazy("还有 {count} 个涉及法律的检查结果没有处理，不能批准；请到“检查”中处理。"),
    "plans.suggestion.none": lazy("这段文字没有建议值。"),
}  # fmt: skip


def sentence(code: str, values: Mapping[str, str]) -> str:
    """What was found, with its figures."""
    named = {
        **values,
        "role_name": str(ROLES.get(values.get("role", ""), values.get("role", ""))),
        "kind_name": str(BLANKS.get(values.get("kind", ""), values.get("kind", ""))),
    }
    said = str(SENTENCES[code]).format_map(_Known(named))
    if values.get("rule") and values.get("verified") == "":
        said += _("（该要求尚待核对官方文本）")
    return said


class _Known(dict[str, str]):
    """A value that an older finding did not keep is left open."""

    def __missing__(self, key: str) -> str:
        return "…"
