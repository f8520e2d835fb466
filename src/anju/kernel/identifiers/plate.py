"""车牌号, GA 36-2018, and the special plates that pass a gate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from anju.kernel.errors import Invalid
from anju.kernel.identifiers.text import squeezed

_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_SERIAL = "A-HJ-NP-Z"
# What a gate camera reports when it saw no plate.
_NO_PLATE = frozenset({"_无_", "无", "无牌车", "无车牌"})


class PlateKind(StrEnum):
    ORDINARY = "ordinary"
    NEW_ENERGY_SMALL = "new_energy_small"
    NEW_ENERGY_LARGE = "new_energy_large"
    HONG_KONG_MACAU = "hong_kong_macau"
    TRAILER = "trailer"
    COACH = "coach"
    POLICE = "police"
    EMBASSY = "embassy"
    CONSULATE = "consulate"
    ARMED_POLICE = "armed_police"
    MILITARY = "military"
    EMERGENCY = "emergency"


_SHAPES = tuple(
    (kind, re.compile(shape, re.ASCII))
    for kind, shape in (
        (PlateKind.NEW_ENERGY_SMALL, rf"{_PROVINCE}[{_SERIAL}][A-HJK][{_SERIAL}0-9]\d{{4}}"),
        (PlateKind.NEW_ENERGY_LARGE, rf"{_PROVINCE}[{_SERIAL}]\d{{5}}[A-HJK]"),
        (PlateKind.HONG_KONG_MACAU, rf"粤Z[{_SERIAL}0-9]{{4}}[港澳]"),
        (PlateKind.TRAILER, rf"{_PROVINCE}[{_SERIAL}][{_SERIAL}0-9]{{4}}挂"),
        (PlateKind.COACH, rf"{_PROVINCE}[{_SERIAL}][{_SERIAL}0-9]{{4}}学"),
        (PlateKind.POLICE, rf"{_PROVINCE}[{_SERIAL}][{_SERIAL}0-9]{{4}}警"),
        (PlateKind.EMERGENCY, rf"{_PROVINCE}[XS]\d{{4}}应急"),
        (PlateKind.CONSULATE, rf"(?:{_PROVINCE}[A-Z]\d{{4}}|\d{{6}})领"),
        (PlateKind.EMBASSY, r"\d{6}使|使\d{6}"),
        (PlateKind.ARMED_POLICE, rf"WJ{_PROVINCE}?\d{{4}}[0-9A-Z]"),
        (PlateKind.MILITARY, r"[A-Z]{2}\d{5}"),
        (PlateKind.ORDINARY, rf"{_PROVINCE}[{_SERIAL}][{_SERIAL}0-9]{{5}}"),
    )
)


@dataclass(frozen=True, slots=True)
class Plate:
    """number: as painted, without separators. new_energy: carries one of the green plates."""

    number: str
    kind: PlateKind

    @property
    def new_energy(self) -> bool:
        return self.kind in (PlateKind.NEW_ENERGY_SMALL, PlateKind.NEW_ENERGY_LARGE)

    @property
    def masked(self) -> str:
        return f"{self.number[:2]}{'*' * (len(self.number) - 4)}{self.number[-2:]}"


def parse_plate(text: str) -> Plate:
    """Read a plate. Raises Invalid: plate.none for a camera's "no plate", else plate.shape."""
    number = squeezed(text).replace("-", "")
    if number in _NO_PLATE:
        raise Invalid("plate.none", "plate")
    for kind, shape in _SHAPES:
        if shape.fullmatch(number):
            return Plate(number, kind)
    raise Invalid("plate.shape", "plate", value=text)
