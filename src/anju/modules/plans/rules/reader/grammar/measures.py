"""Physical thresholds: 室内温度不低于18℃, 草高不超过6厘米, 噪声不大于55分贝, 限速5公里/小时."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anju.modules.plans.contracts import Kind, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import EQ, GE, LE, Claims, Finding, comparator_at, matches, part_start

_UNITS = {
    "℃": Unit.CELSIUS, "°C": Unit.CELSIUS, "摄氏度": Unit.CELSIUS, "分贝": Unit.DECIBELS, "dB": Unit.DECIBELS,
    "公里/小时": Unit.KILOMETRES_PER_HOUR, "km/h": Unit.KILOMETRES_PER_HOUR, "公里": Unit.KILOMETRES_PER_HOUR,
    "厘米": Unit.CENTIMETRES, "cm": Unit.CENTIMETRES, "毫米": Unit.MILLIMETRES, "mm": Unit.MILLIMETRES,
    "米": Unit.METRES, "欧姆": Unit.OHMS, "Ω": Unit.OHMS, "欧": Unit.OHMS,
}  # fmt: skip
_UNIT = r"℃|°C|摄氏度|分贝|dB|公里/小时|km/h|厘米|cm|毫米|mm|米(?!²|2)|欧姆|Ω|欧(?!元)"
_RANGE = re.compile(
    rf"(?P<low>{NUMBER})\s?(?:{_UNIT})?\s?(?:至|到|~|-+)\s?(?P<high>{NUMBER})\s?(?P<u>{_UNIT})"
)
_BOUND = re.compile(rf"(?P<n>{NUMBER})\s?(?P<u>{_UNIT})")
_CONDITION = re.compile(r"低于|高于|超过|大于|小于")
_CONDITION_AFTER = re.compile(r"\s?(?:的|时|,(?:应|启动|立即|扣|罚))")
_SPEED = re.compile(rf"(?P<lead>限速|时速|车速)[^,。;\d]{{0,8}}(?P<n>{NUMBER})\s?(?:公里|km)(?:/小时|/h)?")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind rate in units of measure; a bare length or height that only describes is left alone."""
    text = segment.text
    for match in matches(_SPEED, segment):
        value = number(match["n"])
        if value is not None:
            yield Finding("speed", Kind.RATE, LE, value, Unit.KILOMETRES_PER_HOUR, part_start(text, match.start()),
                          match.end(), ((match.start("n"), match.end()),), confidence=0.8)  # fmt: skip
    for match in matches(_RANGE, segment):
        for group, comparator in (("low", GE), ("high", LE)):
            value = number(match[group])
            if value is not None and claims.free(*match.span(group)):
                yield Finding("measure_range", Kind.RATE, comparator, value, _UNITS[match["u"]],
                              part_start(text, match.start()), match.end(), (match.span(group),), confidence=0.75)  # fmt: skip
    for match in matches(_BOUND, segment):
        value = number(match["n"])
        comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
        if value is None or (left, right) == match.span() or match["u"] == "公里":
            continue
        if _CONDITION.match(text[left : match.start()]) and _CONDITION_AFTER.match(text, right):
            continue
        yield Finding("measure", Kind.RATE, comparator, value, _UNITS[match["u"]],
                      min(part_start(text, match.start()), left), right, (match.span(),), confidence=0.75)  # fmt: skip
