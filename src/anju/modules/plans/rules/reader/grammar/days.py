"""Limits said in days of the calendar: 当日答复, 次日修复, 日产日清, 不过夜, 第五天提醒."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Kind, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import LE, Claims, Finding, Quantity, duration_finding, matches
from .words import DONE, LASTS, REMIND

_SAME_DAY = re.compile(
    r"(?P<d>当天|当日|即日|当班|(?<![至到])次日|第二天)(?P<v>[^,。;、的]{0,6}?(?:有(?:结果|回[复音]|答复)|验收|验房|查验|核验|核实|复核|完结|发布|交付|发放|签收|派单|回访|补齐|销项|公示|完成查验|下单|清走|完成|响应|受理|处置|更换|到场|到位|归档|撤换|上缴|入账|通知|处理|解决|修复|办结|回复|答复|反馈|维修|修好|清运|清理|清除|结清|上报|报送|整改|销号))(?!率)"
)
_DAILY_CLEAR = re.compile(
    r"日[产清收事结][日]?[清毕结运销办](?:日[清毕运结])?(?<=日.日.)|(?:垃圾|废弃物|厨余)日清(?!日|月)|即产即清|不过夜|不[隔过]夜|不隔日"
)

_SAME_DAY_ENDING = re.compile(
    r"(?P<d>当天|当日|(?<![至到每一二两三四五六七八九十几\d])次日(?!常)|翌日|第二天|隔[日天]前)(?:前|内|即|便|就|须|应|一律|予以|全部)?(?P<v>[\u4e00-\u9fff]{2,7})(?=[,。;、)]|$)"
)
_ORDINAL = re.compile(
    rf"(?<![每月周年季])第(?P<n>{NUMBER})个?(?P<u>工作日|天|日)(?:前|内|之前|以内)?(?P<v>[\u4e00-\u9fff]{{2,12}})"
)


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of time_limit that name a day instead of a length."""
    yield from _same_day(segment)
    yield from _ordinals(segment)


def _same_day(segment: Segment) -> Iterator[Finding]:
    one_day = Quantity(Decimal(1), Unit.DAYS)
    for match in matches(_SAME_DAY, segment):
        sure = 0.93 if match["d"] in ("当天", "当日") else 0.8
        if re.search(r"不能|能", match["v"]) and not segment.text[match.end() :].startswith("完"):
            continue
        yield duration_finding(
            "same_day", Kind.TIME_LIMIT, LE, one_day, segment, match.span(), sure, match.span("d")
        )
    for match in matches(_SAME_DAY_ENDING, segment):
        if DONE.search(match["v"]) and not LASTS.match(match["v"]):
            yield duration_finding(
                "same_day_ending", Kind.TIME_LIMIT, LE, one_day, segment, match.span(), 0.8, match.span("d")
            )
    for match in matches(_DAILY_CLEAR, segment):
        yield duration_finding("daily_clear", Kind.TIME_LIMIT, LE, one_day, segment, match.span(), 0.97)


def _ordinals(segment: Segment) -> Iterator[Finding]:
    """第五天电话提醒: done by the fifth day."""
    for match in matches(_ORDINAL, segment):
        value = number(match["n"])
        unit = Unit.WORKDAYS if match["u"] == "工作日" else Unit.DAYS
        if value and (REMIND.match(match["v"]) or DONE.match(match["v"])):
            yield duration_finding(
                "ordinal",
                Kind.TIME_LIMIT,
                LE,
                Quantity(value, unit),
                segment,
                (match.start(), match.end("u")),
                0.75,
            )
