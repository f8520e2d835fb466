"""How people say a length of time: data for a sentence, not the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_MINUTE = timedelta(minutes=1)


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
