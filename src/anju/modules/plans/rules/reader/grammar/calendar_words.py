"""Periods said in one word: 日检, 周例会, 每周五大扫除, 年底考核, 季度性, 年度计划."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Period

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import Finding, frequency_finding, last_match, matches, part_end, part_start
from .words import ACTION, MAKE

_PERIOD_CHECK = re.compile(
    r"(?P<p>日|周|月|季|年)(?:检(?!测|验|修|疫)|巡检?(?!视|查|逻)|结日?清|查(?!询|看|验|阅|收|房|明|找|处)|报(?!酬|警|告|名|价|修|事|废|送|到|社)|例会|总结会)(?P<x>工作|制度?)?"
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


def find(segment: Segment) -> Iterator[Finding]:
    """Findings of kind frequency that say no number of times."""
    yield from _by_calendar_word(segment)
    yield from _papers(segment)


def _by_calendar_word(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_PERIOD_CHECK, segment):
        lead = text[part_start(text, match.start()) : match.start()]
        duty = _PERIOD_CHECK_DUTY.search(
            text[max(0, match.start() - 24) : match.start()] + text[match.end() : match.end() + 4]
        )
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
