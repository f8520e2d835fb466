"""Fragments all grammar files share: quantities, periods, comparators, claims on characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from anju.modules.plans.contracts import Comparator, Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number

EQ, GE, LE = Comparator.EQ, Comparator.GE, Comparator.LE

DURATION_UNIT = r"(?:工作日|自然日|日历天|日历日|分钟|刻钟|小时|秒钟?|季度|星期|礼拜|周年|年|月|周|天|日)"
DURATION = (
    rf"(?P<v>{NUMBER}|半)(?:\({NUMBER}\))?\s?个?(?P<half>半)?"
    rf"(?P<u>{DURATION_UNIT})(?P<plus>半(?![^,。;、]{{0,2}}[次遍]))?"
)
_DURATION_UNITS = {
    "秒": Unit.SECONDS, "秒钟": Unit.SECONDS, "分钟": Unit.MINUTES, "小时": Unit.HOURS, "天": Unit.DAYS,
    "日": Unit.DAYS, "自然日": Unit.DAYS, "日历天": Unit.DAYS, "日历日": Unit.DAYS, "工作日": Unit.WORKDAYS,
    "周": Unit.WEEKS, "星期": Unit.WEEKS, "礼拜": Unit.WEEKS, "月": Unit.MONTHS, "季度": Unit.QUARTERS,
    "年": Unit.YEARS, "周年": Unit.YEARS,
}  # fmt: skip
_HALVES = {Unit.HOURS: (30, Unit.MINUTES, 60), Unit.YEARS: (6, Unit.MONTHS, 12)}

PERIOD_UNIT = r"(?:分钟|小时|工作日|半个?月|半年度?|季度|星期|礼拜|年度|日|天|晚|夜|周|旬|季|月|年)"
EVERY = rf"(?:每间?隔?|每逢)(?P<pn>{NUMBER}个半|{NUMBER}|半)?个?(?P<pu>{PERIOD_UNIT})(?!\s?(?:平方米|㎡))"
TIMES = rf"(?P<n>{NUMBER})(?P<c>次|遍|趟|回(?!访|复)|圈|轮(?!训|班|岗|值)|场(?!所|地|合|馆|景|面|内|外|次)|起(?=[,。;、)以]|$))"
_PERIODS = {
    "分钟": (Period.MINUTE, 1), "小时": (Period.HOUR, 1), "日": (Period.DAY, 1), "天": (Period.DAY, 1),
    "工作日": (Period.DAY, 1), "晚": (Period.NIGHT, 1), "夜": (Period.NIGHT, 1), "周": (Period.WEEK, 1),
    "星期": (Period.WEEK, 1), "礼拜": (Period.WEEK, 1), "旬": (Period.DAY, 10), "半月": (Period.HALF_MONTH, 1),
    "半个月": (Period.HALF_MONTH, 1), "月": (Period.MONTH, 1), "季": (Period.QUARTER, 1),
    "季度": (Period.QUARTER, 1), "半年": (Period.HALF_YEAR, 1), "半年度": (Period.HALF_YEAR, 1),
    "年": (Period.YEAR, 1), "年度": (Period.YEAR, 1),
}  # fmt: skip

_FAR_GE = "不短于|不得短于|不应短于|不下于|至少|不少于|不低于|不得低于|不得少于|不应低于|不应少于|不能低于|不能少于|不可低于|不小于|最少"
_FAR_LE = (
    "不超过|不得[^,。;]{1,8}超过|严禁[^,。;]{0,4}超过|不得?突破|不得?逾|不得?迟于|不应迟于|不得?晚于|不得超过|不能超过|不应超过|不可超过|未超过|不超出|不得超出|不多于|不得多于|不高于|不得高于|不大于|不得大于|最多|至多|最长"
    "|最高|封顶|最迟|控制在|限至|限制在|限定在"
)
_NEAR_GE = "≥|>=|>|大于等于|大于或等于|(?<!不)(?<!不得)高于|(?<![不未])(?<!不[得能应可])(?<!严禁)超过|(?<!不)(?<!不得)突破|(?<!不)(?<!不得)大于"
_NEAR_LE = "≤|<=|<|小于等于|(?<!不)小于|(?<!不)(?<!不[得应能可])低于|(?<!不)(?<!不[得应能可])少于"
BEFORE = re.compile(
    rf"(?:(?P<ge>{_FAR_GE})|(?P<le>{_FAR_LE}))[^,。;:)]{{0,14}}$|(?:(?P<nge>{_NEAR_GE})|(?P<nle>{_NEAR_LE}))[^,。;:)]{{0,3}}$"
)
AFTER = re.compile(
    r"(?:\(含(?:本数)?\)|[^,。;、\d(])?(?:(?P<ge>(?:及|或|含)?以上|为下限)|(?P<le>(?:及|或|含)?以下|以内|之内|为上限|封顶))"
    r"|(?P<from>起)(?=[,。;、)]|$)"
)

# 施肥不少于2次、修剪6次: the bound is that of the first figure alone.
_LISTED_FIGURE = re.compile(
    r"(?:\d|[一二两三四五六七八九十百])(?:次|遍|趟|人|名|小时|分钟|天|个|台|套|场|件)(?:以[上下])?、"
)
_INSIDE_FIGURE = re.compile(r"\d[:,]\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule read in one segment. start/end: the quote; anchors: the characters it uses up."""

    rule: str
    kind: Kind
    comparator: Comparator
    value: Decimal | None
    unit: Unit | None
    start: int
    end: int
    anchors: tuple[tuple[int, int], ...]
    period: Period | None = None
    every: int | None = None
    confidence: float = 0.95


@dataclass(slots=True)
class Claims:
    """Characters of a segment that a rule has already read: no number is read twice."""

    length: int
    taken: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.taken = bytearray(self.length)

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def take(self, anchors: tuple[tuple[int, int], ...]) -> bool:
        """Claim all anchors, or none when one of them is already taken."""
        if not all(self.free(start, end) for start, end in anchors):
            return False
        for start, end in anchors:
            self.taken[start:end] = b"\1" * (end - start)
        return True


def duration(match: re.Match[str], prefix: str = "") -> Quantity | None:
    """Quantity of a DURATION match: 半小时 is 30 minutes, 半年 6 months, 一年半 18 months, 半天 0.5 days."""
    value = number(match[prefix + "v"])
    if value is None:
        return None
    if match[prefix + "u"] == "刻钟":
        return Quantity(value * 15, Unit.MINUTES)
    unit = _DURATION_UNITS[match[prefix + "u"]]
    half = match[prefix + "half"] or match[prefix + "plus"]
    if (half or value == Decimal("0.5")) and unit in _HALVES:
        part, smaller, whole = _HALVES[unit]
        whole_value = Decimal(0) if match[prefix + "v"] == "半" else value
        if match[prefix + "v"] not in ("半",) and not half:
            return Quantity(value, unit)
        return Quantity(whole_value * whole + part, smaller)
    return Quantity(value + (Decimal("0.5") if half else 0), unit)


def period_of(count: str | None, unit: str) -> tuple[Period, int] | None:
    """Period and every of 每 + count + unit: 每半小时 is every 30 minutes, 每两个月 every 2 months."""
    period, every = _PERIODS[unit]
    if not count:
        return period, every
    if count == "半":
        halves = {Period.HOUR: (Period.MINUTE, 30), Period.YEAR: (Period.HALF_YEAR, 1),
                  Period.MONTH: (Period.HALF_MONTH, 1), Period.DAY: (Period.HOUR, 12)}  # fmt: skip
        return halves.get(period)
    value = number(count.removesuffix("个半"))
    if value is not None and period is Period.HOUR and (count.endswith("个半") or value != int(value)):
        minutes = value * 60 + (30 if count.endswith("个半") else 0)
        return (Period.MINUTE, int(minutes)) if minutes == int(minutes) else None
    if value is None or value != int(value) or value < 1:
        return None
    return period, every * int(value)


def comparator_at(text: str, start: int, end: int, default: Comparator) -> tuple[Comparator, int, int]:
    """Comparator of the number at [start, end) and the span that includes its words."""
    left = max(0, start - 20)
    if before := _nearest(BEFORE, text[left:start]):
        return (GE if before["ge"] or before["nge"] else LE), left + before.start(), end
    if after := AFTER.match(text[end : end + 8]):
        return (GE if after["ge"] or after["from"] else LE), start, end + after.end()
    return default, start, end


def _nearest(pattern: re.Pattern[str], lead: str) -> re.Match[str] | None:
    """The match that begins last: 不低于26℃、冬季不高于 says 不高于 of what follows."""
    if (listed := last_match(_LISTED_FIGURE, lead)) is not None:
        lead = " " * listed.end() + lead[listed.end() :]
    found = pattern.search(lead)
    while found is not None and (closer := pattern.search(lead, found.end(found.lastgroup or 0))):
        found = closer
    return found


def part_start(text: str, at: int, stops: str = ",:()") -> int:
    """Start of the comma part that holds position at; marks inside 8:30 and 45,600 are no stops."""
    start = at
    while start > 0:
        start = max(text.rfind(stop, 0, start) for stop in stops)
        if start < 0:
            return 0
        if not _INSIDE_FIGURE.match(text[start - 1 : start + 2]):
            return start + 1
    return 0


def part_end(text: str, at: int, stops: str = ",。;!?()") -> int:
    """End of the comma part that holds position at."""
    end = at
    while True:
        ends = [found for stop in stops if (found := text.find(stop, end)) >= 0]
        if not ends:
            return len(text)
        end = min(ends)
        if not _INSIDE_FIGURE.match(text[max(0, end - 1) : end + 2]):
            return end
        end += 1


def last_match(pattern: str | re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern, None when there is none."""
    found = None
    for match in re.finditer(pattern, text):
        found = match
    return found


def matches(pattern: re.Pattern[str], segment: Segment) -> Iterator[re.Match[str]]:
    """All matches of a rule in a segment."""
    return pattern.finditer(segment.text)


def quantity_finding(
    rule: str, kind: Kind, comparator: Comparator, value: Decimal, unit: Unit, segment: Segment,
    span: tuple[int, int], confidence: float, *, anchor: tuple[int, int], period: Period | None = None,
) -> Finding:  # fmt: skip
    """A finding of a count, a headcount or a sum; its quote begins with the comma part."""
    stops = ",:()、" if rule in ("people", "things") else ",:()"
    start = min(part_start(segment.text, span[0], stops), span[0])
    every = 1 if period else None
    return Finding(rule, kind, comparator, value, unit, start, span[1], (anchor,), period, every, confidence)


def frequency_finding(
    rule: str, quote: tuple[int, int], anchors: tuple[tuple[int, int], ...],
    *, value: Decimal, period: tuple[Period, int], comparator: Comparator = EQ, confidence: float = 0.97,
) -> Finding:  # fmt: skip
    """A finding of so many times a period."""
    return Finding(
        rule,
        Kind.FREQUENCY,
        comparator,
        value,
        Unit.TIMES,
        quote[0],
        quote[1],
        anchors,
        period[0],
        period[1],
        confidence,
    )


def subject_start(text: str, at: int) -> int:
    """Start of the part that names what is done at a position, brackets included."""
    return part_start(text, at, ",:")


def duration_finding(
    rule: str, kind: Kind, comparator: Comparator, quantity: Quantity, segment: Segment,
    span: tuple[int, int], confidence: float, anchor: tuple[int, int] | None = None,
) -> Finding:  # fmt: skip
    """A finding in a length of time; its quote is the comma part."""
    start, end = part_start(segment.text, span[0]), span[1]
    if rule != "retention" and (finish := part_end(segment.text, end)) - end <= 40:
        end = max(end, finish)
    return Finding(
        rule,
        kind,
        comparator,
        quantity.value,
        quantity.unit,
        start,
        end,
        (anchor or span,),
        None,
        None,
        confidence,
    )
