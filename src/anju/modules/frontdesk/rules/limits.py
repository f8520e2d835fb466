"""What a promised time limit means for the clocks: which kind of case, which clock, and in which cases.

Read from the promise's own words. Source: catalogue A CMP-01 to CMP-12, REP-02, REP-03.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Any

from anju.engines.cases.contracts import Budget, Severity, TimeBase, Unit

# Kinds of promises that end with a case.
TIMED = ("time_limit", "max_duration")


@dataclass(frozen=True, slots=True)
class Words:
    """A promise as far as its words go."""

    domain: str
    activity: str
    object: str
    quote: str
    kind: str
    comparator: str
    value: Decimal | None
    unit: str

    @property
    def text(self) -> str:
        return f"{self.object} {self.activity} {self.quote}"


@dataclass(frozen=True, slots=True)
class Basis:
    """What time half a day and an hour are counted in; minutes always run through. Source: catalogue A CMP-17."""

    hours: TimeBase = TimeBase.CALENDAR
    half_days: TimeBase = TimeBase.WORK


@dataclass(frozen=True, slots=True)
class Limit:
    """A budget for a clock of a kind. severity_from, severity_to: both included.

    fields: each must be one of these values; True is a flag that is set, "" a field without a value.
    """

    kind: str
    clock: str
    budget: Budget
    severity_from: int = Severity.MINOR
    severity_to: int = Severity.CRITICAL
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def holds(self, severity: int, fields: Mapping[str, Any]) -> bool:
        if not self.severity_from <= severity <= self.severity_to:
            return False
        return all((fields.get(code) or "") in allowed for code, allowed in self.fields.items())


_NOT_OURS = re.compile(r"回访|铃响|接听|应答|公示|公布|公告|保存|日产日清|堵塞的当天清理")
_KINDS = (
    ("help", re.compile(r"困人|求助|呼救|报警信号|接到报警|突发事件")),
    ("legacy", re.compile(r"遗留问题|渗水户|交付遗留")),
    ("violation", re.compile(r"违规|违章|违建|乱停|乱搭|劝阻")),
    ("hazard", re.compile(r"隐患|检查发现的问题|巡查发现|巡检发现")),
    ("complaint", re.compile(r"投诉")),
    ("suggestion", re.compile(r"建议|意见箱")),
    ("enquiry", re.compile(r"咨询|询问|问询|不能(?:立即|当场)答复|到现场确定")),
    ("repair", re.compile(r"急修|抢修|报修|小修|维修|修复|爆裂|险情|公共部位")),
)
_BY_DOMAIN = {"complaint": "complaint", "repair": "repair", "customer_service": "enquiry"}
_ARRIVE = re.compile(r"到场|到达|赶到|上门|抵达|到位|到现场")
_ANSWER = re.compile(r"响应|答复|回复|受理|接单|回应|反馈|答覆")
_FINISH = re.compile(r"完成|办结|处理|处置|修复|解决|整改|解救|排除|恢复|维修|修理|更换|结案")
_URGENT = re.compile(
    r"急修|紧急|抢修|爆裂|水浸|跑水|停电|停水|堵塞|漏电|险情|影响生活|危及|井盖|污水|积水|燃气泄漏|火情"
)
_SERIOUS = re.compile(r"重大|严重|恶性|群体")
_ORDINARY = re.compile(r"一般|普通|其他|其它|日常")
_SIMPLE = re.compile(r"简单|小修|换灯泡|换门锁|小部件|零星")
_PARTS = re.compile(r"购置配件|采购配件|需配件|更换配件|等待配件|备件")
_PUBLIC = re.compile(r"公共部位|公共设备|公共设施|公用部位|公区|共用部位|共用设施")
_HOME = re.compile(r"户内|室内|入户|业主家中维修")
_CLASSES = (
    (("attitude",), re.compile(r"态度")),
    (("neighbour", "noise", "decoration"), re.compile(r"被投诉业主|其他业主|邻里|相邻|装修气味|装修噪|噪声扰民")),
    (("common",), re.compile(r"公共部位")),
    (("repair",), re.compile(r"维修类|维修投诉|对维修|报修投诉")),
    (("parking",), re.compile(r"停车")),
    (("cleaning",), re.compile(r"保洁|卫生投诉")),
    (("fees",), re.compile(r"收费|费用")),
)  # fmt: skip
_TOPICS = (
    ("outside", re.compile(r"外部|周边|社会服务")),
    ("department", re.compile(r"其他部门|其它部门|手续|相关部门")),
    ("fees", re.compile(r"费用|收费|价格|物业费")),
    ("general", re.compile(r"一般事务|小区事务|小区一般")),
)  # fmt: skip
_SAME_DAY = re.compile(r"当[天日]|同[一]?[天日]|即日")
_UNITS = {"minutes": Unit.MINUTES, "hours": Unit.HOURS, "days": Unit.DAYS, "workdays": Unit.WORKDAYS}
_DAYS = {"weeks": 7, "months": 30}


def limits_of(words: Words, basis: Basis = Basis()) -> tuple[Limit, ...]:
    """What a promise means for clocks, in the order of clocks; () when it is none of the front desk's."""
    return _limits_of(words, basis)


@lru_cache(maxsize=4096)
def _limits_of(words: Words, basis: Basis) -> tuple[Limit, ...]:
    if words.kind not in TIMED or words.comparator == "ge" or _NOT_OURS.search(words.text):
        return ()
    budget = budget_of(words, basis)
    kind = kind_of(words)
    if budget is None or kind == "":
        return ()
    return tuple(_limit(kind, clock, budget, words) for clock in clocks_of(kind, words))


def kind_of(words: Words) -> str:
    """The kind of case a promise is about, "" for none."""
    found = next((code for code, known in _KINDS if known.search(words.text)), "")
    if found == "repair" and words.domain == "complaint":
        return "complaint"
    if found:
        return found
    if words.domain == "security" and _ARRIVE.search(words.text) and words.unit in ("minutes", "seconds"):
        return "help"
    return _BY_DOMAIN.get(words.domain, "")


def clocks_of(kind: str, words: Words) -> tuple[str, ...]:
    """The clocks a promise limits: by its activity, else by its whole words."""
    if kind == "complaint" and re.search(r"上报|报告|汇报", words.text):
        return ("top",)
    for text in (words.activity, words.text):
        found = _clocks_in(text)
        if found:
            break
    else:
        return ()
    if kind in ("enquiry", "suggestion"):
        return ("arrive",) if found == ("arrive",) else ("answer",)
    return tuple(one for one in found if not (kind == "legacy" and one == "arrive"))


def _clocks_in(text: str) -> tuple[str, ...]:
    if _ARRIVE.search(text):
        return ("arrive",)
    answer, finish = _ANSWER.search(text), _FINISH.search(text)
    return tuple(code for code, there in (("answer", answer), ("finish", finish)) if there)


def budget_of(words: Words, basis: Basis) -> Budget | None:
    """The promised length; None without a number or in a unit that is no length."""
    if words.value is None or words.value <= 0:
        return None
    if words.unit == "seconds":
        return Budget(max(1, _ceil(words.value / 60)), Unit.MINUTES)
    if words.unit == "days":
        return _days(words, basis)
    if words.unit in _DAYS:
        return Budget(_ceil(words.value * _DAYS[words.unit]), Unit.DAYS)
    unit = _UNITS.get(words.unit)
    if unit is None:
        return None
    if words.value != words.value.to_integral_value():
        return _broken(words.value, unit, basis)
    base = basis.hours if unit is Unit.HOURS else TimeBase.CALENDAR
    return Budget(int(words.value), unit, base)


def _days(words: Words, basis: Basis) -> Budget:
    value = words.value or Decimal(0)
    if value == 1 and _SAME_DAY.search(words.quote):
        return Budget(0, Unit.DAYS)
    if value != value.to_integral_value():
        return Budget(_ceil(value * 2), Unit.HALF_DAYS, basis.half_days)
    return Budget(int(value), Unit.DAYS)


def _broken(value: Decimal, unit: Unit, basis: Basis) -> Budget:
    if unit is Unit.WORKDAYS:
        return Budget(_ceil(value * 2), Unit.HALF_DAYS, TimeBase.WORK)
    minutes = value * 60 if unit is Unit.HOURS else value
    return Budget(_ceil(minutes), Unit.MINUTES, basis.hours if unit is Unit.HOURS else TimeBase.CALENDAR)


def _ceil(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def _limit(kind: str, clock: str, budget: Budget, words: Words) -> Limit:
    low, high = _severities(kind, clock, words)
    return Limit(kind, clock, budget, low, high, _fields(kind, clock, words))


def _severities(kind: str, clock: str, words: Words) -> tuple[int, int]:
    if kind == "complaint" and clock == "top":
        return Severity.SERIOUS, Severity.CRITICAL
    if _SERIOUS.search(words.text) or (kind in ("repair", "complaint") and _URGENT.search(words.text)):
        return Severity.SERIOUS, Severity.CRITICAL
    if kind in ("repair", "complaint") and _ORDINARY.search(f"{words.object} {words.quote}"):
        return Severity.MINOR, Severity.NORMAL
    return Severity.MINOR, Severity.CRITICAL


def _fields(kind: str, clock: str, words: Words) -> dict[str, tuple[Any, ...]]:
    match kind:
        case "repair":
            return dict(_repair_fields(words))
        case "complaint" if clock != "top":
            found = next((codes for codes, known in _CLASSES if known.search(words.text)), ())
            urgent = not found and _URGENT.search(words.text)
            return {"class": found or ("repair", "common")} if found or urgent else {}
        case "enquiry":
            topic = next((code for code, known in _TOPICS if known.search(words.text)), "")
            return {"topic": (topic,)} if topic else {}
        case "help" if "困人" in words.text:
            return {"danger": ("lift",)}
    return {}


def _repair_fields(words: Words) -> Iterable[tuple[str, tuple[Any, ...]]]:
    if _PUBLIC.search(words.text):
        yield "area", ("public",)
    elif _HOME.search(words.text):
        yield "area", ("home",)
    if _PARTS.search(words.text):
        yield "parts", (True,)
    elif _SIMPLE.search(words.text):
        yield "simple", (True,)
