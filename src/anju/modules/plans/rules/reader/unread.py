"""What a plan says and the grammar did not take: loose numbers, and duty words without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .clauses import Segment
from .grammar.base import Claims, part_end, part_start
from .numerals import NUMBER, PERCENT

_NUMBERED = re.compile(
    rf"(?P<date>(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号])?)|(?P<share>{PERCENT})"
    rf"|(?P<span>{NUMBER}\s?个?(?:工作日|分钟|小时|天|日|周|星期|月|季度|年)(?!度|代|级))"
    rf"|(?P<thing>(?:\d[\d,.]{0, 19}|[二两三四五六七八九十百千万]{{1,6}})\s?(?:次|名|人|位|个|户|栋|辆|台|套|元|万元|㎡|平方米|项|类|种|级|条|份|处|米|分))"
    r"|(?P<figure>\d[\d,.]{0,19})"
)
_REFERENCE = re.compile(r"(?:第|\[|〔|\(|令|〕|\]|发|-|/|\.|号|No|电话|编号|传真|邮编)\s?$", re.I)
_REFERENCE_AFTER = re.compile(r"^\s?(?:号|条|款|章|节|期|楼|栋|幢|单元|室|页|版|\]|〕|-\d|/|:\d|[xX]{2,})")
_UNNUMBERED = re.compile(
    r"(?P<often>不定期|定期|定时|适时|经常|不间断|经常性|常态化|按时|按期)|(?P<soon>及时|立即|马上|尽快|第一时间|随时|即时|迅速|限期)"
)
_REASONS = {"date": "date_without_duty", "share": "share_without_threshold", "span": "span_without_bound",
            "thing": "number_without_duty", "figure": "loose_figure", "often": "frequency_without_number",
            "soon": "time_limit_without_number"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leftover:
    """A span of a segment that was not read, with its reason code."""

    start: int
    end: int
    reason: str


def leftovers(segment: Segment, claims: Claims) -> Iterator[Leftover]:
    """Loose numbers and unnumbered duties of a segment, each with its comma part as quote."""
    text = segment.text
    seen: set[tuple[int, str]] = set()
    for pattern in (_NUMBERED, _UNNUMBERED):
        for match in pattern.finditer(text):
            kind = match.lastgroup or "figure"
            if not claims.free(*match.span()):
                continue
            if pattern is _NUMBERED and (
                _REFERENCE.search(text[max(0, match.start() - 6) : match.start()])
                or _REFERENCE_AFTER.match(text[match.end() :])
            ):
                continue
            reason = "described_problem" if segment.block.problem and pattern is _NUMBERED else _REASONS[kind]
            start, end = part_start(text, match.start()), part_end(text, match.end())
            if (start, reason) not in seen:
                seen.add((start, reason))
                yield Leftover(start, max(end, match.end()), reason)
