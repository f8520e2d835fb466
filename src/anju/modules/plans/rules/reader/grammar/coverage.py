"""Share of time or place that is covered: 24小时, 周一至周日, 8:00-18:00, 全年365天, 全覆盖, 不间断."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import EQ, Claims, Finding, comparator_at, matches, part_end, part_start

_ROUND_CLOCK = re.compile(
    r"(?:7\s?[x×*X乘]\s?)?(?:24|二十四)个?(?:小时|[hH](?![A-Za-z])|(?=不间断))(?![以之]?内|后|前|制?以上|到达|到场|完成|修复|更换|解决|处理|处置|回复|答复|响应|办结|办理|恢复|上门|回访|清|整改|排除|反馈|补齐|提交|送达|未|无|内|封顶|最高|收费|免费|计费|计)"
)
_ROUND_CLOCK_TIMES_WEEK = re.compile(r"7\s?[x×*X乘]\s?24")
_ALL_DAY = re.compile(
    r"全天候|(?:昼夜|日夜|全天)(?:不间断|不断档|(?=值[班守]|畅通|轮[守值班]|开通|运行|有人|接听))"
)
_HOURS_A_DAY = re.compile(
    rf"每(?P<p>天|日|周|月)(?P<gap>[^,。;\d次]{{0,12}}?)(?P<n>{NUMBER})个?(?P<u>小时|天|个?工作日)(?!内|以内|之内|[制前起])(?P<rest>[^,。;]{{0,8}})"
)
_DAYS_OF_YEAR = re.compile(r"全年(?P<gap>[^,。;\d]{0,4})(?P<n>36[56])天|全年无休|全年不休|全年不打烊")
_WEEK = r"(?:周|星期|礼拜)"
_WEEKDAYS = re.compile(rf"{_WEEK}(?P<a>[一二三四五六])\s?(?:至|到|~|-+)\s?{_WEEK}?(?P<b>[二三四五六日天])")
_CLOCK = r"(?P<p{0}>凌晨|清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜间|(?:次日|当日|翌日)(?:凌晨|清晨|早上?)?)?\s?(?P<h{0}>\d{{1,2}}|二?十?[一二三四五六七八九十零](?=[点时](?!间)))(?:[::](?P<m{0}>\d{{2}})|[点时](?P<x{0}>半|\d{{1,2}}分?|整)?)"
_WINDOW = re.compile(_CLOCK.format(1) + r"\s?(?:至|到|~|-+)\s?" + _CLOCK.format(2))
_REPEATED = re.compile(r"每[^,]{1,8}[次遍圈轮]")
_SHARE_COVERED = re.compile(
    r"全(?:区域|方位|面|域|部|员)?覆盖(?!检查|巡查|排查|督查|抽查|测试|走访|培训|宣传)|覆盖(?:率|面)?(?:达到?|为)?(?:全部|全域)"
)
_FIGURED = re.compile(r"[^。;]{0,6},[^,。;]{0,4}覆盖[率面][^,。;\d]{0,4}(?:\d|百分)")
_SAYS_WHEN = re.compile(r"(?:白天|日间|夜间|夜班|白班|深夜|凌晨|高峰期?|高峰时段)\($")
_NO_BREAK = re.compile(r"不间断|不断档|不脱岗|无间断")
_MONTHS_NO_BREAK = re.compile(
    rf"(?P<a>\d{{1,2}}|{NUMBER})月份?\s?(?:至|到|~|-+)\s?(?P<b>\d{{1,2}}|{NUMBER})月份?[^,。;]{{0,10}}不间断"
)
_NIGHT = re.compile(r"夜间|夜晚|晚间|夜里")
_NEGATED = re.compile(r"未|没有?|尚|无法|不能|难以")
_DAY_NUMBER = {day: index for index, day in enumerate("一二三四五六日", 1)} | {"天": 7}


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind coverage that are not percentages."""
    yield from _clock_time(segment)
    yield from _days(segment)
    yield from _windows(segment)
    yield from _everywhere(segment, claims)


def _coverage(
    rule: str, segment: Segment, span: tuple[int, int], *, value: Decimal | None, unit: Unit | None,
    period: Period | None, confidence: float, comparator: Comparator = EQ, anchor: tuple[int, int] | None = None,
) -> Finding:  # fmt: skip
    start, end = part_start(segment.text, span[0]), part_end(segment.text, span[1])
    every = 1 if period else None
    return Finding(
        rule, Kind.COVERAGE, comparator, value, unit, start, end, (anchor or span,), period, every, confidence
    )


def _clock_time(segment: Segment) -> Iterator[Finding]:
    for match in matches(_ROUND_CLOCK_TIMES_WEEK, segment):
        yield _coverage("seven_days", segment, match.span(), value=Decimal(7), unit=Unit.DAYS,
                        period=Period.WEEK, confidence=0.7, anchor=(match.start(), match.start() + 1))  # fmt: skip
    for match in matches(_ROUND_CLOCK, segment):
        hours = re.search("24|二十四", match[0])
        anchor = (match.start() + (hours.start() if hours else 0), match.end())
        start = part_start(segment.text, match.start())
        bare = segment.text[start : match.start()] == "" and not segment.text[match.end() :].strip("。;,")
        if bare and "时限" in "".join(segment.block.titles):
            continue
        if re.search(r"(?:连续|超过|不超过|满|停[水电]|提前)[^,]{0,4}$", segment.text[start : match.start()]):
            continue
        yield _coverage("round_the_clock", segment, match.span(), value=Decimal(24), unit=Unit.HOURS,
                        period=Period.DAY, confidence=0.97, anchor=anchor)  # fmt: skip
    for match in matches(_ALL_DAY, segment):
        yield _coverage("all_day", segment, match.span(), value=Decimal(24), unit=Unit.HOURS,
                        period=Period.DAY, confidence=0.7)  # fmt: skip
    for match in matches(_HOURS_A_DAY, segment):
        yield from _working_time(segment, match)


def _working_time(segment: Segment, match: re.Match[str]) -> Iterator[Finding]:
    """每天工作8小时, 每月在岗不少于22天; an upper limit is a longest duration, not a cover."""
    value = number(match["n"])
    period = {"天": Period.DAY, "日": Period.DAY, "周": Period.WEEK, "月": Period.MONTH}[match["p"]]
    if value is None or (period is Period.DAY and value > 24) or re.search("加班|提前|连续", match["gap"]):
        return
    comparator, *_ = comparator_at(segment.text, match.start("n"), match.start("rest"), EQ)
    whole_week = (
        period is Period.WEEK and match["u"] == "天" and value <= 7 and not match["gap"] and not match["rest"]
    )
    if (
        period is not Period.DAY
        and not whole_week
        and comparator is not Comparator.GE
        and not re.search("在岗|工作|出勤|值班|开放|营业|培训", match["gap"])
    ):
        return
    kind = Kind.MAX_DURATION if comparator is Comparator.LE else Kind.COVERAGE
    span = (match.start(), match.start("rest"))
    unit = {"小": Unit.HOURS, "天": Unit.DAYS}.get(match["u"][0], Unit.WORKDAYS)
    start, end = part_start(segment.text, span[0]), part_end(segment.text, span[1])
    yield Finding("working_time", kind, comparator, value, unit, start, end, (span,), period, 1, 0.8)


def _days(segment: Segment) -> Iterator[Finding]:
    for match in matches(_DAYS_OF_YEAR, segment):
        value = number(match["n"]) if match["n"] else Decimal(365)
        yield _coverage("days_of_year", segment, match.span(), value=value, unit=Unit.DAYS,
                        period=Period.YEAR, confidence=0.95)  # fmt: skip
    for match in matches(_WEEKDAYS, segment):
        days = _DAY_NUMBER[match["b"]] - _DAY_NUMBER[match["a"]] + 1
        if days < 2:
            continue
        confidence = 0.95 if days in (5, 6, 7) else 0.8
        yield _coverage("days_of_week", segment, match.span(), value=Decimal(days), unit=Unit.DAYS,
                        period=Period.WEEK, confidence=confidence)  # fmt: skip


def _windows(segment: Segment) -> Iterator[Finding]:
    for match in matches(_WINDOW, segment):
        if match["m1"] is None and match["m2"] is None and "点" not in match[0] and "时" not in match[0]:
            continue
        rest = segment.text[match.end() : part_end(segment.text, match.end(), ",。;!?")]
        if _REPEATED.search(rest) or _SAYS_WHEN.search(segment.text[: match.start()]):
            continue
        opens, closes = _minutes(match, 1), _minutes(match, 2)
        if opens is None or closes is None:
            continue
        length = (closes - opens) % 1440 or 1440
        yield _coverage("window", segment, match.span(), value=Decimal(length) / 60, unit=Unit.HOURS,
                        period=Period.DAY, confidence=0.91)  # fmt: skip


def _minutes(match: re.Match[str], which: int) -> int | None:
    read = number(match[f"h{which}"])
    hour = 99 if read is None else int(read)
    part, extra = match[f"p{which}"] or "", match[f"x{which}"] or ""
    minute = int(match[f"m{which}"] or 0)
    if extra == "半":
        minute = 30
    elif extra[:1].isdigit():
        minute = int(extra.rstrip("分"))
    if hour < 12 and (part in ("下午", "傍晚", "晚上", "晚间", "晚") or (part == "夜间" and hour > 5)):
        hour += 12
    return hour * 60 + minute if hour <= 24 and minute < 60 else None


def _everywhere(segment: Segment, claims: Claims) -> Iterator[Finding]:
    text = segment.text
    for match in matches(_MONTHS_NO_BREAK, segment):
        first, last = number(match["a"]), number(match["b"])
        if first is not None and last is not None and 1 <= first < last <= 12:
            yield _coverage("months_without_break", segment, match.span(), value=last - first + 1,
                            unit=Unit.MONTHS, period=None, confidence=0.75)  # fmt: skip
    for match in matches(_SHARE_COVERED, segment):
        start = part_start(text, match.start())
        lead = text[start : match.start()]
        figured = _FIGURED.match(text, match.end())
        if segment.block.is_heading or _NEGATED.search(lead) or _is_title_sentence(segment) or figured:
            continue
        yield _coverage("everywhere", segment, match.span(), value=Decimal(100), unit=Unit.PERCENT,
                        period=None, confidence=0.91)  # fmt: skip
    for match in matches(_NO_BREAK, segment):
        night = _NIGHT.search(text[: match.start()])
        start = part_start(text, match.start())
        if re.search(r"\d", text[start : match.start()]) or not claims.free(*match.span()):
            continue
        yield _coverage("without_break", segment, match.span(), value=None, unit=None,
                        period=Period.NIGHT if night else Period.DAY, confidence=0.7)  # fmt: skip


def _is_title_sentence(segment: Segment) -> bool:
    """The first short sentence behind a label names the paragraph; its content follows."""
    return not segment.before and not segment.is_line and len(segment.text) <= 20 and "," not in segment.text
