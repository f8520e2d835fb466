"""Areas in whole 1/100 m². Source: house.md §4; domain-rules CONV-06 (which area counts)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from anju.kernel.errors import Invalid

LARGEST = 100_000_000


def parse_area(text: object, field: str = "area") -> int | None:
    """ "88.5" → 8850; empty → None. Raises Invalid: estate.area.unreadable, estate.area.out_of_range."""
    plain = str(text if text is not None else "").strip().removesuffix("㎡").removesuffix("m²").strip()
    if not plain:
        return None
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation as error:
        raise Invalid("estate.area.unreadable", field=field, text=plain) from error
    if not value.is_finite() or not 0 < value * 100 <= LARGEST:
        raise Invalid("estate.area.out_of_range", field=field, text=plain)
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def area_text(area: int | None) -> str:
    """8850 → "88.50"; None → ""."""
    return "" if area is None else f"{area // 100}.{area % 100:02d}"


def counted_basis(registered: int | None, surveyed: int | None, contract: int | None) -> str:
    """The basis when nobody chose one: the register counts before the survey, the survey before the contract."""
    if registered is not None:
        return "registered"
    if surveyed is not None:
        return "surveyed"
    return "contract" if contract is not None else ""
