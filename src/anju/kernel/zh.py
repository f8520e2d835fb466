"""How people say numbers and lengths of time: data for a sentence, not the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_MINUTE = timedelta(minutes=1)
DIGITS = {
    "零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "两": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


def numeral(text: str) -> int | None:
    """Whole number of a Chinese numeral: 一百零五 is 105, signs in a row are digits (二〇 = 20); None for anything else."""
    if not text or any(sign not in DIGITS and sign not in _SMALL and sign not in _LARGE for sign in text):
        return None
    if all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        else:
            total = ((total + section + digit) or 1) * _LARGE[sign]
            section = digit = 0
    return total + section + digit


@dataclass(frozen=True, slots=True)
class SpokenDuration:
    """Whole days, hours and minutes of a length; `over` when the time is past, e.g. 超 rather than 剩."""

    days: int
    hours: int
    minutes: int
    over: bool = False

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The two largest units that are said, as (unit, number): 2小时10分 is (("hour", 2), ("minute", 10))."""
        units = (("day", self.days), ("hour", self.hours), ("minute", self.minutes))
        first = next((index for index, (_, number) in enumerate(units) if number), 2)
        said = tuple(part for part in units[first : first + 2] if part[1])
        return said or (("minute", 0),)


def spoken(length: timedelta) -> SpokenDuration:
    """Minutes are cut, not rounded: nobody has more time than he is told, or is later than he is told."""
    minutes = abs(length) // _MINUTE
    return SpokenDuration(minutes // 1440, minutes // 60 % 24, minutes % 60, over=length < timedelta())
