"""Periods said in one word: 逐日, 按月, 月月, 逢周六, 双月, 日检, 周例会, 周五大扫除, 年底考核, 年度计划."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Period

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import (
    EQ,
    TIMES,
    Claims,
    Finding,
    comparator_at,
    frequency_finding,
    last_match,
    matches,
    part_end,
    part_start,
)
from .words import ACTION, HANDS_ON, MAKE

_PERIOD_CHECK = re.compile(
    r"(?P<p>日|周|月|季|年)(?:检(?!测|验|修|疫)|巡检?(?!视|查|逻)|结日?清|查(?!询|看|验|阅|收|房|明|找|处)|报(?!酬|警|告|名|价|修|事|废|送|到|社)|例会|总结会)(?P<x>工作|制度?)?"
)
_PERIOD_CHECKS = re.compile(
    r"日(?:检|查|巡|报)[^,。;日周月季年]{0,8}[周月](?:检|查|巡|报)|周(?:检|查|巡|报)[^,。;日周月季年]{0,8}[月季](?:检|查|巡|报)|月(?:检|查|报)[^,。;日周月季年]{0,8}[季年](?:检|查|报)"
)
_PERIOD_CHECK_DUTY = re.compile(r"严格|落实|实行|坚持|做好|执行|开展|进行|报送|建立|推行|召开|形式|按")
_WEEKLY_EVENT = re.compile(
    r"(?<![至到从每~-])(?P<d>(?:周|星期)[一二三四五六日])(?=[^,。;至到~、-]{0,8}(?:大扫除|例会|检查|清扫|清洁|卫生日|培训))"
)
_PERIOD_END = re.compile(
    r"(?<!今年)(?<![上下本月\dx])(?P<p>年终|年末|月底|月末|季末|季度末|周末(?![及和与、或期间]|节假日))(?!以?前|之前|止|完成|奖|双休)(?P<rest>[^,。;]{0,16})"
)
_PERIODIC = re.compile(r"(?P<p>季度|月度|年度|周)性地?(?=[^,。;]{2,})")
_PLAN_OF_YEARS = re.compile(rf"(?P<n>{NUMBER})年(?P<x>[^,。;、\d]{{0,8}}?(?:规划|计划))")
_YEARLY_PAPER = re.compile(
    r"(?<!本)(?<!上)(?P<p>年度|月度|季度|半年度)(?P<x>[^,。;]{0,16}?(?:计划|规划|预算|决算|报告|总结|责任书|安排|方案))"
)
UNIT_PERIOD = {"日": Period.DAY, "周": Period.WEEK, "月": Period.MONTH, "季": Period.QUARTER, "年": Period.YEAR,
                "季度": Period.QUARTER, "月度": Period.MONTH, "年度": Period.YEAR, "半年度": Period.HALF_YEAR}  # fmt: skip

_ADVERB = re.compile(
    r"逐(?P<each>日|天|周|月|季度?|时)(?!步|年|渐|递|减|增|段)"
    r"|(?<![\d一二两三四五六七八九十半])按(?P<by>日|天|周|旬|月|季度?|年度?|半年度?)(?![龄期常历轮数计份薪租内])"
    r"|(?P<twice>日日|天天|周周|月月|季季|年年)"
)
_OTHER_PERIOD = re.compile(r"(?:[每逢按][双单]|(?<![\d一二两三四])双)(?P<u>日|周|月)(?![刊年薪休])")
_FALLS_ON = re.compile(
    r"(?<!每)逢(?P<days>(?:周|星期|礼拜)[一二三四五六日天](?:[、和及与](?:周|星期|礼拜)?[一二三四五六日天])*)"
)
_TIMES = re.compile(TIMES)
_PAID = re.compile(
    r"^[^,。;]{0,6}?(?:[交缴付支收计扣领]|结算|发放|发薪|预[交缴付]|加收|万分|千分|租金|于\d|考核结果|酬金)|^[^,。;]{0,8}\d"
)
_LED_BY_DEED = re.compile(
    rf"^[^,。;、:]{{0,4}}?(?:(?:{ACTION.pattern})|(?:{HANDS_ON.pattern})|[\u4e00-\u9fff]{{1,3}}$)"
)
_ADVERB_PERIOD = {"日": (Period.DAY, 1), "天": (Period.DAY, 1), "周": (Period.WEEK, 1), "旬": (Period.DAY, 10),
                  "月": (Period.MONTH, 1), "季": (Period.QUARTER, 1), "年": (Period.YEAR, 1), "半": (Period.HALF_YEAR, 1),
                  "时": (Period.HOUR, 1)}  # fmt: skip


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind frequency that say no number of times."""
    yield from _by_adverb(segment, claims)
    yield from _by_calendar_word(segment)
    yield from _papers(segment)


def _by_adverb(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """逐日刷洗, 按月公布, 月月点检, 逢周六外运, 逢单月试车."""
    text = segment.text
    for match in matches(_ADVERB, segment):
        rest = text[match.end() : part_end(text, match.end(), ",。;!?()、:")]
        word = match["each"] or match["by"] or match["twice"]
        if (match["twice"] is None and _PAID.search(rest)) or not _LED_BY_DEED.search(rest):
            continue
        yield from _led(segment, match, _ADVERB_PERIOD[word[0]], claims, rule="adverb")
    for match in matches(_OTHER_PERIOD, segment):
        period, _ = _ADVERB_PERIOD[match["u"]]
        yield from _led(segment, match, (period, 2), claims, rule="other_period")
    for match in matches(_FALLS_ON, segment):
        days = 1 + len(re.findall("[、和及与]", match["days"]))
        yield from _led(segment, match, (Period.WEEK, 1), claims, rule="falls_on", days=days)


def _led(
    segment: Segment,
    match: re.Match[str],
    period: tuple[Period, int],
    claims: Claims,
    *,
    rule: str,
    days: int = 1,
) -> Iterator[Finding]:
    """The frequency of the words behind a period: once, or as often as they say."""
    text = segment.text
    end = part_end(text, match.end(), ",。;!?()、:")
    if not claims.free(*match.span()) or (segment.block.is_heading and not re.search("次|遍", text)):
        return
    times = _TIMES.search(text, match.end(), end)
    value = number(times["n"]) if times else Decimal(1)
    comparator = comparator_at(text, times.start(), times.end(), EQ)[0] if times else EQ
    anchors = (match.span(), times.span("n")) if times else (match.span(),)
    if value:
        yield frequency_finding(rule, (part_start(text, match.start()), end), anchors, value=value * days,
                                period=period, comparator=comparator, confidence=0.85)  # fmt: skip


def _by_calendar_word(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_PERIOD_CHECK, segment):
        lead = text[part_start(text, match.start()) : match.start()]
        duty = _PERIOD_CHECK_DUTY.search(
            text[max(0, match.start() - 24) : match.start()] + text[match.end() : match.end() + 4]
        ) or _PERIOD_CHECKS.search(text[max(0, match.start() - 24) : match.end() + 24])
        if (
            duty
            and not re.search("每.*前", lead)
            and not (
                match.start() and text[match.start() - 1] in "每今本节假休一二三四五六七八九十0123456789"
            )
        ):
            yield _calendar("period_check", segment, match, UNIT_PERIOD[match["p"]], 0.9)
    for match in matches(_WEEKLY_EVENT, segment):
        yield _calendar("weekly_event", segment, match, Period.WEEK, 0.9)
    for match in matches(_PERIOD_END, segment):
        if ACTION.search(match["rest"]) and not text[: match.start()].endswith("每"):
            unit = {"年": Period.YEAR, "月": Period.MONTH, "季": Period.QUARTER, "周": Period.WEEK}[
                match["p"][0]
            ]
            yield _calendar("period_end", segment, match, unit, 0.85)
    for match in matches(_PERIODIC, segment):
        yield _calendar("periodic", segment, match, UNIT_PERIOD[match["p"]], 0.9)


def _calendar(
    rule: str, segment: Segment, match: re.Match[str], period: Period, confidence: float
) -> Finding:
    end = part_end(segment.text, match.end(), ",。;!?()、")
    start = part_start(segment.text, match.start())
    anchor = match.span("p") if "p" in match.groupdict() else match.span("d")
    return frequency_finding(
        rule, (start, end), (anchor,), value=Decimal(1), period=(period, 1), confidence=confidence
    )


def _papers(segment: Segment) -> Iterator[Finding]:
    """A plan, budget or report of a period that somebody must make is made once per period."""
    if segment.block.is_heading:
        return
    text = segment.text
    for match in matches(_PLAN_OF_YEARS, segment):
        years = number(match["n"])
        if years and 1 < years <= 10 and MAKE.search(text[max(0, match.start() - 30) : match.start()]):
            yield frequency_finding("plan_of_years", (match.start(), match.end()), (match.span("n"),),
                             value=Decimal(1), period=(Period.YEAR, int(years)), confidence=0.8)  # fmt: skip
    for match in matches(_YEARLY_PAPER, segment):
        start = part_start(text, match.start())
        lead = text[max(start, match.start() - 24) : match.start()]
        verb = last_match(MAKE, lead)
        if verb is None or re.search(r"纳入|列入|按照?|根据|经.{0,6}同意", lead[verb.start() :]):
            continue
        if ":" in text[match.end() : match.end() + 2] or "每" in text[start : match.start()]:
            continue
        yield frequency_finding("yearly_paper", (match.start() - len(lead) + verb.start(), match.end()),
                         (match.span("p"),), value=Decimal(1), period=(UNIT_PERIOD[match["p"]], 1), confidence=0.85)  # fmt: skip
