"""Exact money in one currency: whole minor units (fen for CNY), no float, one rounding, half-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self

from anju.kernel.errors import DomainError, Invalid

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGEST_YUAN = 10**16


class CurrencyMismatch(DomainError):
    """Two amounts of different currencies met in one sum or comparison."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__("money.currency_mismatch", left=left, right=right)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.params["left"], self.params["right"])


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` whole minor units of `currency` (ISO 4217). Negative means the other side of the entry."""

    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise Invalid("money.not_whole", "minor", value=self.minor)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str = "CNY", places: int = 2) -> Self:
        """Round a decimal amount half-up, away from zero on a tie, to `places` digits.

        Raises Invalid for a float and for what is not a finite number. Source: rule CONV-04.
        """
        if isinstance(amount, float | bool):
            raise Invalid("money.float", "amount", value=amount)
        try:
            rounded = Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
            return cls(int(rounded.scaleb(places)), currency)
        except (InvalidOperation, ValueError, OverflowError):
            raise Invalid("money.not_a_number", "amount", value=amount) from None

    @property
    def yuan(self) -> Decimal:
        """The amount in major units, two digits."""
        return Decimal(self.minor).scaleb(-2)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.minor * factor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor

    def times(self, numerator: int, denominator: int) -> Money:
        """The amount times a fraction, rounded half-up once. Raises Invalid for a denominator below one."""
        return Money(half_up(self.minor * numerator, denominator), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Divide by weights so that the parts add up exactly; see apportion."""
        sign = -1 if self.minor < 0 else 1
        return [Money(sign * part, self.currency) for part in apportion(abs(self.minor), weights)]

    def in_capitals(self) -> str:
        """The amount in Chinese capitals for receipts, e.g. 壹仟贰佰叁拾肆元伍角整. CNY below 10^16 yuan only.

        Source: 支付结算办法 annex 一 (正确填写票据和结算凭证的基本规定).
        """
        if self.currency != "CNY" or abs(self.minor) >= _LARGEST_YUAN * 100:
            raise Invalid("money.no_capitals", "minor", value=self.minor, currency=self.currency)
        yuan, fen = divmod(abs(self.minor), 100)
        sign = "负" if self.minor < 0 else ""
        return sign + _capitals(yuan, *divmod(fen, 10))


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator as a whole number, half-up, away from zero on a tie."""
    if denominator < 1:
        raise Invalid("money.denominator", "denominator", value=denominator)
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a whole number by weights: floors, then one each to the largest remainders, ties to the first.

    Shape: one part per weight, same order; they add up to `total` and each is less than one from its exact share.
    Raises Invalid when total is negative, or weights are empty, negative or all zero. Source: rule CONV-05.
    """
    whole = sum(weights)
    if total < 0:
        raise Invalid("money.negative_total", "total", value=total)
    if not weights or min(weights) < 0 or whole == 0:
        raise Invalid("money.weights", "weights")
    shares = [divmod(total * weight, whole) for weight in weights]
    spare = total - sum(quotient for quotient, _ in shares)
    lucky = set(sorted(range(len(weights)), key=lambda index: -shares[index][1])[:spare])
    return [quotient + (index in lucky) for index, (quotient, _) in enumerate(shares)]


def _capitals(yuan: int, jiao: int, fen: int) -> str:
    if not yuan and not jiao and not fen:
        return "零元整"
    text = _whole_capitals(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return text + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    return text + (_DIGITS[fen] + "分" if fen else "整")


def _whole_capitals(number: int) -> str:
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            link = "零" if low and low < unit // 10 else ""
            return _whole_capitals(high) + name + link + _whole_capitals(low)
    return _group_capitals(number)


def _group_capitals(group: int) -> str:
    digits = [(group // 10**place % 10, place) for place in reversed(range(4))]
    text = "".join(_DIGITS[digit] + _SMALL[place] if digit else "零" for digit, place in digits)
    return re.sub("零+", "零", text).strip("零")
