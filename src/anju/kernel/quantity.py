"""Areas in whole 1/100 m² and prices in whole 1/10,000 yuan: sums and shares stay exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from anju.kernel.errors import Invalid
from anju.kernel.money import Money, half_up


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """hundredths: 1/100 m², as in the land register. Never negative."""

    hundredths: int

    def __post_init__(self) -> None:
        _check_whole("area", self.hundredths)

    @classmethod
    def of(cls, square_metres: Decimal | str | int) -> Self:
        """Read square metres with at most two digits. Raises Invalid for a float, more digits or a negative."""
        return cls(_scaled("area", square_metres, 2))

    @property
    def square_metres(self) -> Decimal:
        return Decimal(self.hundredths).scaleb(-2)

    def __add__(self, other: Area) -> Area:
        return Area(self.hundredths + other.hundredths)

    def __str__(self) -> str:
        return f"{self.square_metres}"


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """ten_thousandths: 1/10,000 yuan per unit; the unit is in the name of whatever holds the price."""

    ten_thousandths: int

    def __post_init__(self) -> None:
        _check_whole("price", self.ten_thousandths)

    @classmethod
    def of(cls, yuan: Decimal | str | int) -> Self:
        """Read yuan with at most four digits. Raises Invalid for a float, more digits or a negative."""
        return cls(_scaled("price", yuan, 4))

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.ten_thousandths).scaleb(-4)

    def for_area(self, area: Area, months: int = 1) -> Money:
        """Price per m² times area times whole months, rounded half-up to the fen once. Source: rule CONV-04."""
        return Money(half_up(self.ten_thousandths * area.hundredths * months, 10_000))

    def for_units(self, units: int, scale: int = 1) -> Money:
        """Price times units / scale, rounded half-up to the fen once; scale 100 reads units as hundredths."""
        return Money(half_up(self.ten_thousandths * units, 100 * scale))


def _check_whole(kind: str, value: int) -> None:
    if type(value) is not int or value < 0:
        raise Invalid(f"quantity.{kind}", kind, value=value)


def _scaled(kind: str, value: Decimal | str | int, places: int) -> int:
    if isinstance(value, float | bool):
        raise Invalid("quantity.float", kind, value=value)
    try:
        exact = Decimal(value)
        kept = exact.quantize(Decimal(1).scaleb(-places))
        whole = int(kept.scaleb(places))
    except (InvalidOperation, ValueError, OverflowError):
        raise Invalid("quantity.not_a_number", kind, value=value) from None
    if kept != exact:
        raise Invalid("quantity.too_fine", kind, value=value, places=places)
    return whole
