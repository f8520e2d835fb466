"""Shares and thresholds: 完好率不低于95%, 达到三分之二, 满意度90分以上, 80-90分为良好, 40岁以下, 投诉为零."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, PERCENT, number, percentage
from .base import (
    EQ,
    EVERY,
    GE,
    LE,
    Claims,
    Finding,
    comparator_at,
    last_match,
    matches,
    part_end,
    part_start,
    period_of,
)

_PERCENT = re.compile(PERCENT)
_STATISTICS = re.compile(
    r"占(?!比|用|地)|同比|增长|下降了|上升|表示|认为|据.{0,6}调查|调查(?:显示|表明|结果|发现)|受访|不满意的|仅有|只有|仅为|高达|损害|不满意率|反映|左右的业主|去年|上年|目前|现有|截至|约为|统计"
)
_VOTED = re.compile("同意|表决|参与|参会")
_PER_DAY_LATE = re.compile(r"每(?:逾期|延迟|延误|迟延|拖延|超期)[^,。;]{0,2}(日|天|月),按[^,。;]{0,24}$")
_CHANGE = re.compile(
    r"(?:同比|比上年|较上年|比去年|较去年)[^,]{0,6}(?:下降|降低|增长|上升|减少|提高|削减|压减|压降|压缩|缩减|节约|节省)"
)
_SAVED = re.compile("(?:削减|压减|压降|压缩|缩减|节约|节省)(?:约)?$")
_AIMS = re.compile(r"目标|任务|指标|力争|确保|节能|降耗|计划")
_FLOOR = re.compile(
    r"率|度|保持|达|实现|确保|保证|合格|完好|覆盖|收集|清收|清缴|回收|完成|必须|均为|为|持证|到位|应|要|及时|有效|优良|满意"
)
_LESSENED = re.compile("(?:下降|降低|减少|压降|压减|削减|提高|提升|增长|节约|降)(?:了|约)?$")
_SHARED_OUT = re.compile("于|在|用于|作为|归|由|划入")
_OLD_VALUE = re.compile("(?:提高|提升|增加|上升|降低|降|下降|压降|压缩|扩大|调整)(?:至|到|为)")
_FRACTION_CONTEXT = re.compile(
    r"占|比例|比重|不[得应]?[少低超高大突多]|以[上下]|至少|抽[查检样]|达到?|率|度|业主|表决|同意|反对|户|面积|人数|投票|专有|参会|委员|代表|成员|覆盖"
)
_COVERED = re.compile(r"覆盖|普及|推广到")
_TAUGHT = re.compile(r"培训|宣传|教育|知识|学习")
_PRICE_PART = re.compile(
    r"\s?(?:的)?(?:补贴|计收|收取|收费|计算|计取|支付|缴纳|赔偿|承担|作为|向|扣|违约金|加收|罚|付)"
)
_BANDS = re.compile(
    rf"(?P<low>{NUMBER})\s?(?:分)?(?:\(含\))?\s?(?:至|到|~|-+)\s?(?P<high>{NUMBER})分(?!钟|钟内)(?P<x>\(?[^,。;]{{0,3}}(?:为|的|是|:|属|评|扣|给)|,(?:扣|给予|按|支付))"
)
_POINTS = re.compile(
    rf"(?P<n>{NUMBER})分(?!钟|贝|之|别|公司|类|为|成|局|包|区|期|机|行|项|管|片|工|批|级|层|红)"
)
_CLOCK = re.compile(r"[百十第时点部]$|\d:$")
_PASSED = re.compile("(?:为)?(?:及格|合格|达标)")
_DEDUCTED = re.compile("扣减?(?:除)?[^,。;]{0,6}$")
_SUPPOSED = re.compile("若|如果?|一旦|倘")
_PASS_MARK = re.compile(r"(?:合格|及格|达标|录取|分数)(?:线|分数?|标准)(?:为|是|:)?$")
_FAILING = re.compile(r"低于|不足|不满|达不到|未达到?|少于")
_AGE_RANGE = re.compile(rf"(?P<low>{NUMBER})(?:周?岁)?\s?(?:至|到|~|-+)\s?(?P<high>{NUMBER})周?岁")
_AGE = re.compile(rf"(?P<n>{NUMBER})周?岁(?!月)")
_OF_PERSONS = re.compile(
    r"(?:者|的|人员|员工)?(?:占|不少于|不低于|比例)|的?(?:独居|孤寡|高龄|老|租户|业主|居民|住户|未成年|人群|家庭)"
)
_ZERO = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,10}?(?P<rate>率)?)(?:为|控制为|达到|保持)\s?(?P<zero>零|0)(?![.\d%零])"
)
_PERIOD_RATE = re.compile(
    r"(?<![本当上去次每\d一二三两个常])(年度?|月度?|季度)(?:均|平均)?(?!满意|考核|检|审|底|末|内|终|前|初)(?:[\u4e00-\u9fff]{2,6}率|[\u4e00-\u9fff]{0,4}(?:变动|更换|流动|离职|调换)(?:比例|幅度))[^率]{0,10}$|(全年)(?![^,。;]{0,4}[费金额酬])[\u4e00-\u9fff]{0,8}$"
)
_NAMED_PERIODS = {"年": Period.YEAR, "月": Period.MONTH, "季": Period.QUARTER}
_CONDITION = re.compile(
    r"(?:(?<!不)(?<!不得)低于|(?<![不未])(?<!不得)超过|每(?:降低|低于?|下降|减少|增加|超过?|少|差))[^,]{0,3}$"
)
_SHORTFALL = re.compile(r"(?:不足|未达到?|未能达到|达不到|不到|未完成)[^,]{0,3}$")
_CONDITION_AFTER = re.compile(
    r"\s?(?:以上|以下)?(?:的|时|者|后|,(?:每|扣|罚|甲方|乙方|则|视为|按|责令|由|应))|\s?(?:扣|罚)"
)
_GROWTH_AFTER = re.compile(r"\s?(?:的(?:业主|人|住户|受访)|的业主表示)")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind rate, and of kind coverage where a share of places is covered."""
    yield from _percentages(segment, claims)
    yield from _points(segment, claims)
    yield from _ages(segment)
    for match in matches(_ZERO, segment):
        is_rate = match["rate"] is not None
        yield Finding(
            "zero", Kind.RATE if is_rate else Kind.COUNT, EQ, Decimal(0), Unit.PERCENT if is_rate else Unit.CASES,
            match.start(), match.end(), (match.span("zero"),), confidence=0.8,
        )  # fmt: skip


def _percentages(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_PERCENT, segment):
        value = percentage(match[0])
        if value is None or not claims.free(*match.span()):
            continue
        start, end = match.span()
        part = part_start(text, start, ",;")
        lead = text[max(part, start - 40) : start]
        voted = _VOTED.search(text) and "占" in lead
        if (_STATISTICS.search(lead) and not voted and not _aimed_at(segment, lead)) or (
            not _VOTED.search(text) and _GROWTH_AFTER.match(text[end:])
        ):
            continue
        if _SHORTFALL.search(lead) or (_CONDITION.search(lead) and _CONDITION_AFTER.match(text[end:])):
            continue
        if re.match("的?(?:投入|努力|热情|信心|用心|真心|付出)", text[end : end + 4]):
            continue
        is_fraction = "%" not in match[0] and "‰" not in match[0] and "百分" not in match[0]
        if is_fraction and text[start - 1 : start] == "“":
            continue
        if text[start - 1 : start] in ("从", "由") and _OLD_VALUE.match(text[end:]):
            continue
        around = text[max(0, start - 24) : end + 16]
        if (
            is_fraction
            and "千分" not in match[0]
            and "万分" not in match[0]
            and not _FRACTION_CONTEXT.search(around)
            and not _LESSENED.search(lead)
            and not _SHARED_OUT.match(text[end:])
        ):
            continue
        yield _rate(segment, match, value, part)


def _aimed_at(segment: Segment, lead: str) -> bool:
    """同比下降5% under a heading of aims is one; so is a share with a bound (占60%以上)."""
    if re.search(r"(?:占|约占)[^,]{0,4}$", lead) and re.search(r"%(?:及|含)?以[上下]", segment.text):
        return True
    if _SAVED.search(lead):
        return True
    return bool(_CHANGE.search(lead) and _AIMS.search("".join(segment.block.titles) + segment.text))


def _rate(segment: Segment, match: re.Match[str], value: Decimal, part: int) -> Finding:
    text = segment.text
    start, end = match.span()
    lead = text[max(part, start - 40) : start]
    default, confidence = _default_comparator(text, lead, match)
    if re.match(r"户数?以上|业主以上|以上", text[end : end + 5]):
        default, confidence = GE, 0.95
    comparator, left, right = comparator_at(text, start, end, default)
    if (left, right) != (start, end):
        confidence = 0.96
    elif not value:
        comparator = EQ
    if _PERIOD_RATE.search(lead):
        confidence = min(confidence, 0.85)
    covered = _COVERED.search(lead[-14:]) and not _TAUGHT.search(lead[-14:])
    kind = Kind.COVERAGE if covered else Kind.RATE
    period = _period(segment, start, part)
    daily = _PER_DAY_LATE.search(text[max(0, start - 40) : start]) or re.search(
        r"(?:每(?:逾期|延迟|延误|迟延|拖延|超)?一?|按|逾期每?一?)(日|天|月)(?!服务|租金|物业|管理|工资|结|支付)[^,]{0,14}$",
        lead,
    )
    anchors: tuple[tuple[int, int], ...] = ((start, end),)
    if period is not None and period[2]:
        anchors = (*anchors, period[2])
    elif daily:
        period = (Period.MONTH if daily[1] == "月" else Period.DAY, 1, None)
    if text.startswith("的", right) and (finish := part_end(text, right)) - right <= 40:
        right = finish
    return Finding(
        "percentage", kind, comparator, value, Unit.PERCENT, min(part_start(text, start, ",:;") if segment.is_row else part, left), right, anchors,
        period[0] if period else None, period[1] if period else None, confidence,
    )  # fmt: skip


def _default_comparator(text: str, lead: str, match: re.Match[str]) -> tuple[Comparator, float]:
    after = text[match.end() : match.end() + 12]
    if re.search(
        r"标准的?$|价款的?$|总价的?$|金额的?$|费用?的?$|按.{0,12}$|(?:租金|酬金|报酬|货款|保证金|本金|合同额|工资)的?$|扣除|提取|扣减|扣罚|计提|[上下]浮|[上下]调|补充|返还|下降|降低|削减|压减|压降|压缩|缩减|节省|下调|分享|分成|增长|上升|节约|支付|预付|首付|分[一二三四五六]期",
        lead[-12:],
    ) or _PRICE_PART.match(after):
        return EQ, 0.85
    if "分之" in match[0] and re.search("业主|表决|同意", lead[-12:] + after):
        return GE, 0.85
    if re.search(r"(?:绿化|容积|绿地|建筑密度|公摊)率?[^,]{0,2}$", lead):
        return EQ, 0.85
    if _FLOOR.search(lead) or match[0].startswith(("100", "百分之百")) or re.match("之?后|以后", after):
        return GE, 0.92
    return (GE, 0.7) if after.startswith("的") else (EQ, 0.6)


def _period(segment: Segment, at: int, part: int) -> tuple[Period, int, tuple[int, int] | None] | None:
    """Period of a rate: 每月 in its own part, or in the part before when that names the same subject."""
    text = segment.text
    last = last_match(EVERY, text[:at])
    if named := _PERIOD_RATE.search(text[part:at]):
        return _NAMED_PERIODS[(named[1] or "年")[0]], 1, None
    if last is None:
        return None
    period = period_of(last["pn"], last["pu"])
    if period is None or period[0] in (Period.HOUR, Period.MINUTE):
        return None
    if last.start() >= part:
        return (*period, last.span())
    if re.search("年末|年底|全年|累计|年度|年终", text[part:at]):
        return None
    stem = re.search(r"([\u4e00-\u9fff]{2})率", text[part:at])
    between = text[last.end() : part_end(text, last.end(), ",。;")]
    if stem and stem[1] in between and period[0] is not Period.DAY:
        return (*period, None)
    return None


def _points(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_BANDS, segment):
        low = number(match["low"])
        if low is not None:
            yield Finding("band", Kind.RATE, GE, low, Unit.POINTS, match.start(), part_end(text, match.end()),
                          ((match.start(), match.end("high") + 1),), confidence=0.91)  # fmt: skip
    for match in matches(_POINTS, segment):
        value = number(match["n"])
        if (
            value is None
            or not claims.free(*match.span())
            or _CLOCK.search(text[max(0, match.start() - 3) : match.start()])
        ):
            continue
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        if (left, right) == match.span():
            lead = text[max(0, match.start() - 10) : match.start()]
            if _DEDUCTED.search(lead):
                yield Finding("points_off", Kind.RATE, EQ, value, Unit.POINTS, part_start(text, match.start()),
                              match.end(), (match.span(),), confidence=0.7)  # fmt: skip
                continue
            if not _PASS_MARK.search(lead) and not _PASSED.match(text[match.end() :]):
                continue
            comparator = GE
        if _SUPPOSED.match(text[part_start(text, match.start()) :]):
            continue
        if comparator is LE and _FAILING.search(text[left : match.start()]) and text.startswith("的", right):
            continue
        sure = 0.6 if text[right : right + 2] in ("的,", "的") else 0.91
        yield Finding("points", Kind.RATE, comparator, value, Unit.POINTS, min(part_start(text, match.start()), left),
                      part_end(text, right), (match.span(),), confidence=sure)  # fmt: skip


def _ages(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_AGE_RANGE, segment):
        for group, comparator in (("low", GE), ("high", LE)):
            value = number(match[group])
            if value is not None:
                yield Finding("age_range", Kind.RATE, comparator, value, Unit.YEARS_OLD,
                              part_start(text, match.start()), match.end(), (match.span(group),), confidence=0.91)  # fmt: skip
    for match in matches(_AGE, segment):
        value = number(match["n"])
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        if _OF_PERSONS.match(text[right:]):
            continue
        if value is not None and (left, right) != match.span():
            yield Finding("age", Kind.RATE, comparator, value, Unit.YEARS_OLD,
                          min(part_start(text, match.start()), left), right, (match.span("n"),), confidence=0.88)  # fmt: skip
