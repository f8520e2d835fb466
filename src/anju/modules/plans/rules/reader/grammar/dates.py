"""Deadlines: 3月15日前, 9月份之前, 每年5月上旬前, 年底前, 8月1日-8月30日, 8月20日起, 每月30日前, 本月内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Period, Unit

from ..clauses import Segment
from ..numerals import number
from .base import EQ, GE, LE, Claims, Finding, matches, part_end, part_start
from .words import ACTION, FINISH

_N = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<y>\d{4}|[〇零一二三四五六七八九]{4})年|(?P<masked>(?:20)?[xX×*_]{1,4}\d{0,2}年|(?:今|本|当|同)年|每年)|年(?=\d))?\s?"
_DATE = rf"{_YEAR}(?P<m>{_MONTH})月(?:(?P<d>{_N})[日号]|(?P<part>上旬|中旬|下旬|底|末|初)|份?)?"
_BY = re.compile(rf"(?<![\d.每十])(?P<every>每年)?{_DATE}(?P<by>[之以]?前(?!后)|止|截止|为止)(?!的)")
_FROM = re.compile(
    rf"(?<![\d.每十]){_DATE}(?P<from>起(?!草|至|到)|开始|以后|之后)(?![^,。;]{{0,4}}(?:至|到))"
)
_RANGE = re.compile(
    rf"(?:(?P<now>即日起?|自?即日)|(?:自|从|于)?(?:(?:\d{{4}}|(?:20)?[xX×*]{{1,4}}|x)年)?(?P<m1>{_MONTH})月(?P<d1>{_N})?[日号]?)(?:[零0]时)?\s?起?,?\s?(?:至|到|~|-+)\s?"
    rf"(?:(?P<y>\d{{4}})年|(?P<masked>(?:20)?[xX×*]{{1,4}}年))?(?P<m>{_MONTH})月(?P<d>{_N})?[日号]?(?P<part>底|末|中旬|下旬|上旬)?"
)
_PLAIN = re.compile(
    rf"(?<![\d./年第每隔十])(?<![前~-])(?<![\d月日号底初旬起][至到]){_DATE}(?![\d、~]|-|[至到起]|前(?!后)|份?各|份?[和与及]{_MONTH}月|份?(?:重点|主题|以来|的|旺季|淡季))"
)
_YEAR_END = re.compile(
    r"(?P<every>每年)?(?:(?P<y>\d{4})年|(?P<masked>(?:20)?[xX×*]{1,4}年|今年|本年|当年))?(?<![去上])(?P<e>年底|年末|年终|底|末)(?P<by>[之以]?前)?(?!的|奖)"
)
_PLAN_END = re.compile(r"“?十([一二三四五六七])五”?(?:规划)?(?:期末|末|期间?末|结束)")
_QUARTER_END = re.compile(
    r"(?:(?P<y>\d{4})年)?(?<!每)第?(?P<q>[一二三四1-4])季度(?P<end>末|底)?[之以]?(?P<by>[前内])(?!的)"
)
_DAY_OF_MONTH = re.compile(
    rf"(?:每|按(?=月)|(?<!每)[次翌当](?=月))(?P<u>月|季度?(?:首月|末月|末?的?(?:第一|首|最后一|末)个月的?)?)于?(?P<d>{_N})[日号](?P<by>[之以]?前|止)?"
)
_THIS_MONTH = re.compile(
    r"(?P<p>本月|本季度|本年度?|本周)(?P<in>[以之]?内|底前?|末前?)?(?P<rest>[^。;]{0,40})"
)
_CELL_DATE = re.compile(
    rf"\s*(?:(?P<y>\d{{4}})[年./-])?(?P<m>{_MONTH})[月./-](?P<d>{_N})[日号]?(?:[之以]?前)?\s*"
)
_EACH_OF = re.compile(r"[、和及与][^,。;]{0,10}各|各")
_EACH_BEFORE = re.compile(r"[月旬日号底][、和及与]$")
_DONE_THEN = re.compile("份?,?(?:完成|全面完成|实施|进行|开展|集中)")
_UNTIL = re.compile(r"(?:最迟|至迟|不晚于|不迟于|力争到?|截至|截止到?)(?:于|在)?$")
_COUNTED_SO_FAR = re.compile("已|共|累计|有|完成了|达到?了?")
_STAGE = re.compile(r"阶段")
_NOT_A_DUTY = re.compile(
    r"建成的?|颁布|印发|施行|修订|以来|出生|注册|成立于|发布的|通过|签订的|同期|获得的|期间"
)
_SIGNATURE = re.compile(
    r"\s*(?:日期:?)?(?:\d{4}|(?:20)?[xX×*]{1,4}|[〇零一二三四五六七八九]{4})年.{1,4}月.{0,4}日?\s*"
)
_LAST = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind deadline, the more specific forms first."""
    if _SIGNATURE.fullmatch(segment.text):
        return
    yield from _cells(segment)
    yield from _days_of_month(segment)
    yield from _ranges(segment)
    yield from _by_and_from(segment)
    yield from _year_ends(segment, claims)
    yield from _plain(segment, claims)
    yield from _this_month(segment)


def date_value(
    match: re.Match[str], *, month_end: bool = False, before_month: bool = False
) -> Decimal | None:
    """MMDD or YYYYMMDD; a bare month counts as its last day, 9月之前 as the last day of August."""
    month = number(match["m"])
    groups = match.groupdict()
    day = number(groups["d"]) if groups.get("d") else None
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    month_number = int(month)
    if day is None:
        part = groups.get("part")
        if part is None and before_month:
            month_number = month_number - 1 or 12
        day = Decimal({"上旬": 10, "中旬": 20, "初": 10}.get(part or "", _LAST[month_number]))
        if not month_end and part is None and not before_month:
            day = Decimal(1)
    value = month_number * 100 + int(day)
    year = number(match["y"]) if groups.get("y") else None
    return Decimal(int(year) * 10_000 + value) if year else Decimal(value)


def _deadline(
    rule: str, segment: Segment, span: tuple[int, int], value: Decimal | None, *, comparator: Comparator = LE,
    confidence: float = 0.95, period: Period | None = None, unit: Unit = Unit.DATE,
) -> Finding:  # fmt: skip
    text = segment.text
    start = span[0] if span[0] - part_start(text, span[0]) > 16 else part_start(text, span[0])
    end = part_end(text, span[1])
    if text[span[1] : span[1] + 1] == ",":
        end = part_end(text, span[1] + 1)
    if end - span[1] > 30:
        end = span[1] + 30
    every = 1 if period else None
    return Finding(
        rule, Kind.DEADLINE, comparator, value, unit, start, end, (span,), period, every, confidence
    )


def _cells(segment: Segment) -> Iterator[Finding]:
    if not segment.is_line and not segment.block.in_table:
        return
    match = _CELL_DATE.fullmatch(segment.text)
    if match and segment.block.in_table and not match["y"]:
        value = date_value(match)
        if value is not None:
            yield _deadline("cell_date", segment, match.span(), value, confidence=0.93)


def _days_of_month(segment: Segment) -> Iterator[Finding]:
    for match in matches(_DAY_OF_MONTH, segment):
        day = number(match["d"])
        period = Period.MONTH if match["u"] == "月" else Period.QUARTER
        if day is not None and match["by"]:
            yield _deadline("day_of_month", segment, match.span(), day, period=period,
                            unit=Unit.DAY_OF_MONTH, confidence=0.93)  # fmt: skip


def _ranges(segment: Segment) -> Iterator[Finding]:
    """A window ends at its last day. The window of a campaign's stage binds nobody to a piece of work."""
    text = segment.text
    for match in matches(_RANGE, segment):
        if _STAGE.search(text[max(0, match.start() - 12) : match.start()]) or _STAGE.search(
            "".join(segment.block.titles[-1:])
        ):
            continue
        whole_months = match["d1"] is None and match["d"] is None and match["part"] is None
        open_ended = match["d1"] is None or (match["d"] is None and match["part"] is None)
        if match["now"] is None and open_ended and not (whole_months and _DONE_THEN.match(text, match.end())):
            continue
        if re.search(r"期限|合同期|服务期|租期|有效期|时间为", text[: match.start()][-12:]) and match["y"]:
            confidence = 0.8
        else:
            confidence = 0.85
        value = date_value(match, month_end=True)
        if value is not None and not re.search(r"以?来|期间|获得", text[match.end() : match.end() + 3]):
            yield _deadline("window_end", segment, match.span(), value, confidence=confidence)


def _is_stage(segment: Segment, at: int) -> bool:
    return _STAGE.search(segment.text[max(0, at - 12) : at]) is not None


def _by_and_from(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_BY, segment):
        if _is_stage(segment, match.start()) or re.match(r"建成", text[match.end() :]):
            continue
        value = date_value(match, month_end=True, before_month=match["d"] is None and match["part"] is None)
        yearly = bool(match["every"]) or match["masked"] == "每年"
        yearly = yearly or (
            not match["y"] and not match["masked"] and _speaks_of_every_year(segment, match.start())
        )
        if value is not None:
            yield _deadline("by_date", segment, match.span(), value, period=Period.YEAR if yearly else None)
    for match in matches(_FROM, segment):
        value = date_value(match)
        if (
            value is None
            or _NOT_A_DUTY.search(text[match.end() : match.end() + 6])
            or _is_stage(segment, match.start())
        ):
            continue
        yield _deadline("from_date", segment, match.span(), value, comparator=GE, confidence=0.85)


def _speaks_of_every_year(segment: Segment, at: int) -> bool:
    return re.search(r"每年[^。;]{0,6}月", segment.before + segment.text[:at]) is not None


def _year_ends(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_PLAN_END, segment):
        five = {"一": 2005, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}[match[1]]
        yield _deadline(
            "five_year_plan", segment, match.span(), Decimal(five * 10_000 + 1231), confidence=0.9
        )
    for match in matches(_QUARTER_END, segment):
        quarter = int(number(match["q"]) or 0)
        if match["by"] == "前" and not match["end"]:
            quarter -= 1
        if quarter:
            last = {1: 331, 2: 630, 3: 930, 4: 1231}[quarter]
            dated = Decimal(last + (int(match["y"]) * 10_000 if match["y"] else 0))
            yield _deadline("quarter_end", segment, match.span(), dated, confidence=0.85)
    for match in matches(_YEAR_END, segment):
        if match["e"] in ("底", "末") and not (match["y"] or match["masked"] or match["every"]):
            continue
        if not match["by"] and (not (match["y"] or match["masked"]) or match["every"]):
            continue
        if re.match(r"[^,。;]{0,1}建成", text[match.end() :]) or not claims.free(*match.span()):
            continue
        year = Decimal(match["y"]) * 10_000 if match["y"] else Decimal(0)
        yield _deadline("year_end", segment, match.span(), year + 1231, confidence=0.93,
                        period=Period.YEAR if match["every"] else None)  # fmt: skip


def _plain(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """A date without 前 binds when something is to be finished on it."""
    text = segment.text
    for match in matches(_PLAIN, segment):
        if not claims.free(*match.span()) or _is_stage(segment, match.start()) or match["masked"] == "每年":
            continue
        rest = text[match.end() : part_end(text, match.end())]
        if text[match.end() : match.end() + 1] == ",":
            rest = text[match.end() + 1 : part_end(text, match.end() + 1)]
        lead = text[max(0, match.start() - 8) : match.start()]
        if (
            _NOT_A_DUTY.search(rest[:14])
            or re.search(r"(?:已|曾|从|自|由|是|[-/.])$", lead)
            or (lead.endswith("截至") and _COUNTED_SO_FAR.search(rest))
            or len(rest) < 2
        ):
            continue
        verb = FINISH.search(rest) or ACTION.search(rest) or _UNTIL.search(lead)
        if not verb or segment.block.is_heading:
            continue
        sure = match["d"] is not None or lead.endswith(("于", "在", "到"))
        value = date_value(match, month_end=True)
        if _EACH_OF.match(text, match.end()) or _EACH_BEFORE.search(lead):
            continue
        if value is not None and rest.startswith("前后"):
            yield _deadline("about_date", segment, match.span(), value, comparator=EQ, confidence=0.8)
        elif value is not None:
            yield _deadline(
                "on_date",
                segment,
                match.span(),
                value,
                confidence=(0.91 if match["d"] else 0.86) if sure else 0.8,
            )


def _this_month(segment: Segment) -> Iterator[Finding]:
    for match in matches(_THIS_MONTH, segment):
        if match["p"] in ("本周", "本年", "本年度") and not match["in"]:
            continue
        if re.match(r"[^。;]{0,16}重点|的|工作|以来|初", match["rest"]) or not FINISH.search(match["rest"]):
            continue
        span = (match.start(), match.end("in") if match["in"] else match.end("p"))
        yield _deadline("this_month", segment, span, None, confidence=0.91 if match["in"] else 0.8)
