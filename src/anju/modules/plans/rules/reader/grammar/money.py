"""Sums, prices and areas: 每平方米每月1.2元, ¥3,600.00, 保额不低于500万元, 建筑面积13.6万平方米."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import EQ, Claims, Finding, comparator_at, last_match, matches, part_start, quantity_finding

_AREA = re.compile(rf"(?P<n>{NUMBER})\s?(?:㎡|平方米|平米|m²|m2|M2|平方(?!公里))")
_MONEY = re.compile(
    rf"(?P<n>\d{{1,12}}、\d{{1,4}}|{NUMBER})\s?(?P<u>万?元)(?P<per>整?(?:\s?[/·.、每*]\s?(?:建筑)?(?:平方米|㎡|m2|m²|平米|平方|月|年|日|天|次|户|辆|车位|车|人|台|套|小时|个)(?:月|年)?)*)"
)
_YUAN_SIGN = re.compile(r"[¥¥]\s?(?P<n>\d[\d,]{0,18}(?:\.\d{1,4})?)(?![\d,.]|\s?万?元)")
_SECOND_PRICE = re.compile(
    r"(?:其中|含)?(?:高层|小高层|多层|别墅|洋房|商铺|商业|办公|住宅|公寓|车库|[\u4e00-\u9fff]{2,4}(?:住宅|用房|楼|费))为?"
)
_PER_BEFORE = re.compile(
    r"每(?:建筑)?(?:平方米|㎡|平米)|每月|每年|每日|每天|每小时|每户|每车位|每辆|每次|全年|月保|月付|包月|/月|/年|月租金?|年租金"
)
_EACH_DAY_LATE = re.compile(r"每(?:逾期|延迟|延误|迟延|拖延|超期|超)一?[日天][^,。;]{0,16}$")
_TRIGGER = re.compile("^(?:超过|达到?|高于|大于|低于|不足)")
_TRIGGERED = re.compile("的|须|应|由|需|时|者|,(?:须|应|需|由)")
_REGISTERED = re.compile(r"注册资[本金]|年产值|营业额|总资产")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind amount."""
    yield from _money(segment)
    yield from _areas(segment)


def _money(segment: Segment) -> Iterator[Finding]:
    text = segment.text
    earlier: list[tuple[int, Decimal]] = []
    for pattern in (_MONEY, _YUAN_SIGN):
        for match in matches(pattern, segment):
            value = number(match["n"].replace("、", "."))
            if value is None or _REGISTERED.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            if _is_repeated(
                text, match.start(), value * (10_000 if match[0].endswith("万元") else 1), earlier
            ):
                continue
            suffix = match["per"] if pattern is _MONEY else ""
            if pattern is _MONEY and match["u"] == "万元":
                value *= 10_000
            earlier.append((match.end(), value))
            lead = text[part_start(text, match.start(), ",;。") : match.start()]
            unit, period = _price(suffix or _unit_in_brackets(text, match.end()), lead)
            if unit is Unit.YUAN and period is None and _SECOND_PRICE.fullmatch(lead):
                unit, period = _price_before(segment.before[-60:] + text[: match.start()])
            if unit is Unit.YUAN and period is None and _EACH_DAY_LATE.search(lead):
                period = Period.DAY
            comparator, left, right = comparator_at(text, match.start(), match.end(), EQ)
            if _TRIGGER.search(text[left : match.start()]) and _TRIGGERED.match(text, right):
                continue
            yield quantity_finding("money", Kind.AMOUNT, comparator, value, unit, segment, (left, right), 0.88,
                         anchor=match.span(), period=period)  # fmt: skip


def _is_repeated(text: str, at: int, value: Decimal, earlier: list[tuple[int, Decimal]]) -> bool:
    """A sum in words followed by the same sum in figures is one sum."""
    return any(value == other and at - end <= 12 for end, other in earlier)


def _price_before(text: str) -> tuple[Unit, Period | None]:
    """Unit of the price just before: 多层每平方米每月0.85元;高层1.2元 are prices of one kind."""
    earlier = last_match(_MONEY, text)
    if earlier is None:
        return Unit.YUAN, None
    unit, period = _price(earlier["per"], text[part_start(text, earlier.start(), ",;。") : earlier.start()])
    return (unit, period) if unit is Unit.YUAN_PER_M2 else (Unit.YUAN, None)


def _unit_in_brackets(text: str, at: int) -> str:
    """0.95元、高层1.55元(每平方米每月): the unit that stands in brackets behind the list."""
    found = re.search(r"\((?:单位:?)?(?:元/)?((?:每|/)?(?:平方米|㎡)[^)]{0,8})\)", text[at : at + 40])
    return found[1] if found and not re.search("[;。]", text[at : at + found.start()]) else ""


def _price(suffix: str, lead: str) -> tuple[Unit, Period | None]:
    before = "".join(found[0] for found in _PER_BEFORE.finditer(lead[-24:]))
    words = suffix + before
    unit = Unit.YUAN
    if re.search("平|㎡|m", words):
        unit = Unit.YUAN_PER_M2
    elif "户" in words:
        unit = Unit.YUAN_PER_HOUSEHOLD
    elif "车位" in words or ("车位" in lead and ("个" in suffix or re.search("每[个位]", lead))):
        unit = Unit.YUAN_PER_SPACE
    for word, period in (
        ("小时", Period.HOUR),
        ("月", Period.MONTH),
        ("年", Period.YEAR),
        ("日", Period.DAY),
        ("天", Period.DAY),
    ):
        if word in words:
            return unit, period
    return unit, None


def _areas(segment: Segment) -> Iterator[Finding]:
    for match in matches(_AREA, segment):
        value = number(match["n"])
        if value is not None and not re.search(
            r"元\s?/?\s?$|每$", segment.text[max(0, match.start() - 3) : match.start()]
        ):
            if segment.text.startswith("为主", match.end()):
                continue
            comparator, left, right = comparator_at(segment.text, match.start(), match.end(), EQ)
            yield quantity_finding("area", Kind.AMOUNT, comparator, value, Unit.SQUARE_METRES, segment, (left, right), 0.85,
                         anchor=match.span())  # fmt: skip
