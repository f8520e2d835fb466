"""Sums said in months of rent or fee: 押一付三, 三个月租金的押金, 相当于两个月服务费的违约金."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from anju.modules.plans.contracts import Kind, Period, Unit

from ..clauses import Segment
from ..numerals import NUMBER, number
from .base import EQ, Claims, Finding, comparator_at, matches, part_start

_MONTHS_OF_RENT = re.compile(
    rf"(?P<n>{NUMBER})个月的?(?:应付|当期|基本)?(?:房?租(?:金)?(?!期|赁)|[\u4e00-\u9fff]{{0,4}}[费金资薪](?![额率融]))(?!标准)"
)
_DEPOSIT_AND_TERM = re.compile(r"押(?P<deposit>[零一二两三123])付(?P<term>[一二两三六1236])")
_TERMS = {1: (Period.MONTH, 1), 2: (Period.MONTH, 2), 3: (Period.QUARTER, 1), 6: (Period.HALF_YEAR, 1)}
_OWED = re.compile(r"(?:欠缴?|拖欠|未缴纳?|未支付|逾期|累计|连续|满|达到?|超过)[^,。;]{0,6}$")


def find(segment: Segment, claims: Claims) -> Iterator[Finding]:
    """Findings of kind amount whose unit is months of the sum named, and the term of payment."""
    text = segment.text
    for match in matches(_DEPOSIT_AND_TERM, segment):
        deposit, term = number(match["deposit"]), number(match["term"])
        start = part_start(text, match.start())
        if deposit:
            yield Finding("deposit", Kind.AMOUNT, EQ, deposit, Unit.MONTHS, start, match.end(),
                          (match.span("deposit"),), confidence=0.75)  # fmt: skip
        if term is not None:
            period, every = _TERMS[int(term)]
            yield Finding("payment_term", Kind.FREQUENCY, EQ, Decimal(1), Unit.TIMES, start, match.end(),
                          (match.span("term"),), period, every, confidence=0.75)  # fmt: skip
    for match in matches(_MONTHS_OF_RENT, segment):
        value = number(match["n"])
        if value is None or _OWED.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        comparator, left, _ = comparator_at(text, match.start(), match.start(), EQ)
        yield Finding("months_of_rent", Kind.AMOUNT, comparator, value, Unit.MONTHS,
                      min(part_start(text, match.start()), left), match.end(), (match.span("n"),), confidence=0.75)  # fmt: skip
